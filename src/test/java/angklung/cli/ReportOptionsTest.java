package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ReportOptionsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "report")
    static final class Report implements Callable<Integer> {
        @Mixin
        private final ReportOptions options = new ReportOptions(Map.of());

        @Override
        public Integer call() {
            options.print(() -> "text", () -> "{}");
            options.err().println(options.load().bootstrapServers());
            return 0;
        }
    }

    @Test
    void shouldPrintTheResultToStandardOutputOnly() {
        assertThat(run("--bootstrap-servers", "there:9092")).isZero();
        assertThat(out).hasToString("text" + System.lineSeparator());
        assertThat(err).hasToString("there:9092" + System.lineSeparator());
    }

    @Test
    void shouldPrintJsonIfAsked() {
        assertThat(run("--json", "--set", "bootstrap.servers=there:9092")).isZero();
        assertThat(out).hasToString("{}" + System.lineSeparator());
        assertThat(err).hasToString("there:9092" + System.lineSeparator());
    }

    private int run(String... args) {
        return new CommandLine(new Report())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
