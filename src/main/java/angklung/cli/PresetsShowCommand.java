package angklung.cli;

import angklung.preset.Preset;
import angklung.preset.Presets;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one preset whole. */
@Command(
        name = "show",
        description = "Terms, sources and doubts of one preset.",
        footer = {"", "Example:", "  angklung presets show komca-23"})
final class PresetsShowCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Name of the preset, as 'presets list' prints it.")
    private String name;

    @Option(names = "--json", description = "Print the preset's file.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Presets presets = Presets.load();
        Preset preset = PresetsCommand.named(presets, name);
        if (json) {
            ObjectNode whole = presets.file(preset).deepCopy();
            out.println(whole.put("name", preset.name()).toPrettyString());
        } else {
            text(preset, presets.file(preset)).forEach(out::println);
        }
        return ExitCode.DONE.code();
    }

    private static List<String> text(Preset preset, JsonNode file) {
        List<String> lines = new ArrayList<>(List.of(preset.name() + ": " + preset.title(), ""));
        preset.sources().forEach(source -> lines.add("source:   " + source));
        lines.add("verified: " + preset.verified());
        if (!preset.isVerified()) {
            lines.add(PresetsCommand.warning(preset));
        }
        preset.notes().forEach(note -> lines.add("note:     " + note));
        for (JsonNode variant : file.path("variants")) {
            lines.add("");
            lines.add("variant " + variant.path("name").asText() + ": " + variant.path("title").asText());
            variant.path("agreements").forEach(terms -> lines.add("  " + terms(terms)));
        }
        return lines;
    }

    /** {@code right_type=MECHANICAL model=MARKET_CENTRIC …} */
    private static String terms(JsonNode terms) {
        List<String> words = new ArrayList<>();
        terms.properties().forEach(term -> words.add(term.getKey() + "="
                + (term.getValue().isTextual() ? term.getValue().asText() : term.getValue().toString())));
        return String.join(" ", words);
    }
}
