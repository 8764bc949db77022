package angklung.cli;

import angklung.avro.Agreement;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.model.Identifiers;
import angklung.model.Period;
import angklung.replay.AgreementsReader;
import angklung.replay.Exporter;
import angklung.replay.Line;
import angklung.replay.OutputDirectory;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import angklung.whatif.WhatIf;
import angklung.whatif.WhatIfReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a closed period with what it would have been under other agreements. */
@Command(
        name = "whatif",
        description = {
            "Show what a closed period would have given under other agreements, rightsholder by rightsholder.",
            "The running stages compute it by the same code from the plays that they keep. Nothing reaches the ledger.",
            "A question that was answered in the same month is not computed again.",
            "Exit code 5 if a pool cannot be computed under its other agreement, with the reason."
        },
        footer = {
            "",
            "Example:",
            "  angklung whatif --period 2026-10 --dsp nada --agreements user-centric.csv --out compared"
        })
final class WhatIfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--period", paramLabel = "YYYY-MM", required = true, description = "A closed period.")
    private String periodText;

    @Option(names = "--dsp", paramLabel = "DSP", required = true, description = "The service.")
    private String dsp;

    @Option(names = "--agreements", paramLabel = "FILE.csv", required = true,
            description = "The other agreements, with the columns of agreements.csv; each is one question.")
    private Path agreements;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Directory for whatif_parties.csv, whatif_recordings.csv and whatif_rate_sheets.csv.")
    private Path outputDirectory;

    @Option(names = "--overwrite", description = "Replace the files of an earlier comparison in DIR.")
    private boolean overwrite;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "300",
            description = "How long to wait for the stages; ${DEFAULT-VALUE} by default.")
    private int timeoutSeconds;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final SettingsOptions settings;

    WhatIfCommand(Map<String, String> environment) {
        this.settings = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Period period = period();
        if (!Identifiers.isDsp(dsp)) {
            throw Failure.usage("--dsp '" + dsp + "' is no service: letters, digits, _ and -, 1 to 64 characters");
        }
        if (timeoutSeconds < 1) {
            throw Failure.usage("--timeout is at least 1");
        }
        OutputDirectory output = outputDirectory == null ? null : new OutputDirectory(outputDirectory, overwrite);
        List<Line<Agreement>> lines = AgreementsReader.read(agreements);
        WhatIfReport report = ask(lines, period);
        print(report);
        if (output != null) {
            write(report, output.path());
        }
        if (!report.refusals().isEmpty()) {
            throw Failure.notReady("Cannot be computed: " + String.join("; ", report.refusals()));
        }
        return ExitCode.DONE.code();
    }

    private Period period() {
        try {
            return Period.parse(periodText);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, "--period: " + e.getMessage(), e);
        }
    }

    private WhatIfReport ask(List<Line<Agreement>> lines, Period period) {
        Settings loaded = settings.load();
        Topics topics = loaded.topics();
        new ClusterCheck(loaded).requireReachable();
        new TopicAdmin(loaded).requireTopics(
                topics.poolPlans, topics.earnings, topics.scenarios, topics.scenarioResults);
        return new WhatIf(loaded.clients(), topics, Duration.ofSeconds(timeoutSeconds), Clock.systemUTC())
                .ask(lines, dsp, period);
    }

    private void print(WhatIfReport report) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Exporter.json(report.json()) : report.text());
        out.flush();
        report.warnings().forEach(warning -> spec.commandLine().getErr().println("angklung: " + warning));
    }

    private void write(WhatIfReport report, Path directory) {
        try {
            report.write(directory);
        } catch (IOException e) {
            throw new Failure(Failure.USAGE, "Cannot write to " + directory + ": " + e, e);
        }
        if (!json) {
            spec.commandLine().getOut().println("written to " + directory);
        }
    }
}
