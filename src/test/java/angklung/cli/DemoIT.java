package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoIT {

    private record Ended(int code, String out, String err) {}

    private static Ended run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ended(code, out.toString(), err.toString());
    }

    /** What it says but for the ledger's hashes, which follow the partitions. */
    private static String money(String out) {
        return out.substring(out.indexOf("Pools:"), out.indexOf("Ledger:"));
    }

    @Test
    void shouldConserveEveryPoolAndGiveTheSameMoneyWithOtherPartitions() {
        Ended one = run("demo", "--plays", "3000", "--seed", "3", "--partitions", "2");
        Ended other = run("demo", "--plays", "3000", "--seed", "3", "--partitions", "1/3/2/5", "--threads", "2");

        assertThat(one.code()).as(one.err()).isZero();
        assertThat(one.out()).contains("Conserved: every play is explained").contains("received", "3,012")
                .contains("difference 0");
        assertThat(one.err()).contains("100 % of the plays sent");
        assertThat(other.code()).as(other.err()).isZero();
        assertThat(money(other.out())).isEqualTo(money(one.out()));
        assertThat(List.of(one.out(), other.out())).allSatisfy(DemoIT::shouldProveAStatement);
    }

    /** Of whom it is and what it says is the same everywhere; which leaf it is, nobody can foresee. */
    private static void shouldProveAStatement(String out) {
        assertThat(out.substring(out.indexOf("\nProof: ")))
                .containsPattern("statement [0-9a-f]{8} of WID-[0-9]+, .+, in IDR, against the public log of [0-9,]+ l")
                .containsPattern("\n  1 passed: (?s:.*)\n  2 passed: .*\n  3 passed: .*\n  4 passed: .*\n  5 passed: ")
                .contains("witness-a.example, witness-b.example")
                .containsPattern("digit changed: (payments|earnings)_micros says [0-9,]+ IDR instead of [0-9,]+")
                .contains("Check 1 of the proof failed: salt and record do not make the commitment of leaf")
                .doesNotContain("ALL THE SAME");
    }

    @Test
    void shouldRefuseAMonthThatIsNotOver() {
        Ended ended = run("demo", "--month", "2999-01");

        assertThat(ended.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ended.err()).contains("--month 2999-01 is not over yet");
    }

    @Test
    void shouldRefusePartitionsThatAreNone() {
        Ended ended = run("demo", "--partitions", "4/4");

        assertThat(ended.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ended.err()).contains("neither a number nor intake/tally/pool/settlement");
    }
}
