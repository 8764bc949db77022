package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.HitStatus;
import angklung.config.Failure;
import angklung.explain.ScreenedHit.Observed;
import angklung.explain.ScreenedHit.Plays;
import angklung.model.PoolKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryHitsTest {
    private static final PoolKey POOL = PoolKey.parse("alpha/ID/premium/2026-04/RECORDING/USD");
    private static final String HEADER =
            "hit_id,rule,window,evidence,status,decided_by,decision_reason,decided_at,recordings,money\n";

    @TempDir
    private Path dir;

    private DirectoryHits hits(String rows) throws IOException {
        Files.writeString(dir.resolve("screening.csv"), HEADER + rows);
        return new DirectoryHits(dir);
    }

    @Test
    void shouldReadTheHitsOfAPool() throws IOException {
        String rows = "ab,F8,2026-04-01/2026-04-03,z: 12.5 against 10; per_day: 40 against 20,RELEASED,rina,\"a café, "
                + "open all day\",2026-05-10T09:00:00Z,IDA012600001=3 IDA012600002=4,"
                + "alpha/ID/free/2026-04/RECORDING/USD=1.000000 " + POOL + "=2.000000\n"
                + "cd,F3,2026-04-01/2026-04-01,plays_per_day: 8 against 5,OPEN,,,,IDA012600001=8,"
                + "alpha/ID/free/2026-04/RECORDING/USD=1.000000\n";

        assertThat(hits(rows).of(POOL)).singleElement().satisfies(hit -> {
            assertThat(hit.id()).isEqualTo("ab");
            assertThat(hit.rule()).isEqualTo("F8");
            assertThat(hit.observed()).containsExactly(
                    new Observed("z", BigDecimal.TEN, new BigDecimal("12.5")),
                    new Observed("per_day", new BigDecimal("20"), new BigDecimal("40")));
            assertThat(hit.decision().status()).isEqualTo(HitStatus.RELEASED);
            assertThat(hit.decision().reason()).isEqualTo("a café, open all day");
            assertThat(hit.isDecisionPending()).isFalse();
            LocalDate first = LocalDate.parse("2026-04-01");
            LocalDate last = LocalDate.parse("2026-04-03");
            assertThat(hit.plays()).isEqualTo(Map.of(
                    "IDA012600001", new Plays(3, first, last), "IDA012600002", new Plays(4, first, last)));
        });
    }

    @Test
    void shouldDoWithoutTheFile() {
        assertThat(new DirectoryHits(dir).of(POOL)).isEmpty();
    }

    @Test
    void shouldNameTheLineThatCannotBeRead() throws IOException {
        DirectoryHits hits = hits("ab,F8,2026-04-01,z over 10,OPEN,,,,IDA012600001=3," + POOL + "=2.000000\n");

        assertThatThrownBy(() -> hits.of(POOL)).isInstanceOf(Failure.class).hasMessageContaining("screening.csv:2");
    }
}
