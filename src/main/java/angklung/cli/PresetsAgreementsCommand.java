package angklung.cli;

import angklung.avro.Agreement;
import angklung.config.Failure;
import angklung.model.Identifiers;
import angklung.model.OfferingKey;
import angklung.preset.AgreementRows;
import angklung.preset.Preset;
import angklung.preset.Preset.Variant;
import angklung.preset.Presets;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the agreements of a preset for one offering, to be put into the input of {@code replay}. */
@Command(
        name = "agreements",
        description = "Print the rows of agreements.csv that a preset gives for one offering.",
        footer = {
            "",
            "Examples:",
            "  angklung presets agreements us-385-2018-2022 --dsp alpha --territory US --offering premium",
            "  angklung presets agreements komca-23 --variant per-subscriber --ratio 0.95 --dsp alpha"
                    + " --territory KR --offering flat"
        })
final class PresetsAgreementsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Name of the preset, as 'presets list' prints it.")
    private String name;

    @Option(names = "--variant", paramLabel = "V", description = "Variant; the first of the preset by default.")
    private String variant;

    @Option(names = "--dsp", paramLabel = "D", required = true, description = "Service that the agreements are with.")
    private String dsp;

    @Option(names = "--territory", paramLabel = "T", required = true, description = "ISO 3166-1 alpha-2 code.")
    private String territory;

    @Option(names = "--offering", paramLabel = "O", required = true, description = "Tier of the service.")
    private String offering;

    @Option(
            names = "--ratio",
            paramLabel = "R",
            description = "Part of the works that the society administers, above 0 and at most 1: multiplies every"
                    + " term, for presets that have a ratio.")
    private BigDecimal ratio;

    @Option(names = "--json", description = "Print JSON, which also has what agreements.csv has no column for.")
    private boolean json;

    @Override
    public Integer call() {
        Presets presets = Presets.load();
        Preset preset = PresetsCommand.named(presets, name);
        List<Agreement> agreements = agreements(presets, preset);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            agreements.forEach(agreement -> array.add(RecordJson.of(agreement)));
            out.println(array.toPrettyString());
        } else {
            csv(agreements).forEach(out::println);
        }
        if (!preset.isVerified()) {
            spec.commandLine().getErr().println("angklung: " + PresetsCommand.warning(preset));
        }
        return ExitCode.DONE.code();
    }

    private List<Agreement> agreements(Presets presets, Preset preset) {
        Variant chosen = preset.variant(variant).orElseThrow(() -> Failure.usage("The preset " + name
                + " has no variant " + variant + "; it has "
                + preset.variants().stream().map(Variant::name).collect(Collectors.joining(", "))));
        require(Identifiers.isDsp(dsp), "--dsp", dsp);
        require(Identifiers.isTerritory(territory), "--territory", territory);
        require(Identifiers.isName(offering), "--offering", offering);
        try {
            return presets.agreements(preset, chosen, new OfferingKey(dsp, territory, offering), ratio);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage());
        }
    }

    private static void require(boolean good, String option, String value) {
        if (!good) {
            throw Failure.usage("'" + value + "' cannot be " + option + ": give it as agreements.csv has it");
        }
    }

    /** No value holds a comma, a quote or a line break. */
    private static List<String> csv(List<Agreement> agreements) {
        AgreementRows rows;
        try {
            rows = AgreementRows.of(agreements);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage() + ": use --json");
        }
        List<String> lines = rows.rows().stream().map(row -> String.join(",", row)).collect(Collectors.toList());
        lines.add(0, String.join(",", rows.header()));
        return lines;
    }
}
