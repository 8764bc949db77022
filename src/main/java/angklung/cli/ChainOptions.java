package angklung.cli;

import angklung.anchor.Patience;
import angklung.config.Failure;
import angklung.config.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that sends transactions. */
final class ChainOptions {
    @Mixin
    private final ReportOptions options;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationText.class,
            defaultValue = "30m",
            description = "Wait so long for the chain and the log, each step, such as 90s or 30m; ${DEFAULT-VALUE} by"
                    + " default. What is final on Ethereum takes a quarter of an hour.")
    private Duration timeout;

    @Option(
            names = "--look",
            paramLabel = "DURATION",
            converter = DurationText.class,
            defaultValue = "5s",
            description = "Between two looks at the chain or the log; ${DEFAULT-VALUE} by default.")
    private Duration look;

    private final Clock clock;

    ChainOptions(Map<String, String> environment, Clock clock) {
        this.options = new ReportOptions(environment);
        this.clock = clock;
    }

    /** @throws Failure if a setting is wrong, or something that is needed is not there */
    int run(Function<ChainSession, ExitCode> work) {
        Patience patience;
        try {
            patience = new Patience(look, timeout);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--look must be above zero and not above --timeout");
        }
        Settings settings = options.load();
        return ChainSession.run(settings, patience, clock, work);
    }

    Clock clock() {
        return clock;
    }

    void print(Supplier<String> asText, Supplier<String> asJson) {
        options.print(asText, asJson);
    }

    /** Says what is waited for or left out. */
    void say(String message) {
        options.err().println("angklung: " + message);
    }
}
