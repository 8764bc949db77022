package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.log.KeyType;
import angklung.log.LogFormatException;
import org.junit.jupiter.api.Test;

final class TrustedLogsTest {
    private static final String ONE = TestLog.key("log.example/one", KeyType.ED25519, 1).verifier().toString();
    private static final String NEXT = TestLog.key("log.example/one", KeyType.ED25519, 2).verifier().toString();
    private static final String WITNESS = TestLog.key("w.example", KeyType.COSIGNATURE, 3).verifier().toString();

    @Test
    void shouldReadLogsAndTheirKeys() {
        TrustedLogs logs = TrustedLogs.parse("# two\n\nlog " + ONE + "\nlog\t" + NEXT + " https://log.example/\n");

        assertThat(logs.origins()).containsExactly("log.example/one");
        assertThat(logs.keys("log.example/one")).extracting(Object::toString).containsExactly(ONE, NEXT);
        assertThat(logs.keys("log.example/two")).isEmpty();
    }

    @Test
    void shouldReadAPolicyAsTheLogPublishesIt() {
        TrustedLogs logs = TrustedLogs.parse(
                "log " + ONE + "\nwitness w " + WITNESS + "\ngroup g 1 w\nquorum g\n");

        assertThat(logs.origins()).containsExactly("log.example/one");
    }

    @Test
    void shouldNameTheLineThatIsWrong() {
        assertThatThrownBy(() -> TrustedLogs.parse("log " + ONE + "\nlok " + NEXT))
                .isInstanceOf(LogFormatException.class)
                .hasMessageStartingWith("line 2: ");
        assertThatThrownBy(() -> TrustedLogs.parse("log\n")).hasMessageStartingWith("line 1: ");
        assertThatThrownBy(() -> TrustedLogs.parse("log " + ONE.replace('A', 'B'))).hasMessageStartingWith("line 1: ");
        assertThatThrownBy(() -> TrustedLogs.parse("log " + WITNESS)).hasMessageContaining("a witness's");
        assertThatThrownBy(() -> TrustedLogs.parse("log " + ONE + "\nlog " + ONE)).hasMessageContaining("already");
        assertThatThrownBy(() -> TrustedLogs.parse("quorum none\n")).hasMessageContaining("no line 'log");
    }
}
