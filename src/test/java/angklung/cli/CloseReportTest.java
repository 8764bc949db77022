package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.CloseState;
import angklung.avro.PoolStatus;
import angklung.close.CloseResult;
import angklung.close.PayoutResult;
import angklung.close.PoolProgress;
import angklung.model.Period;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

final class CloseReportTest {
    private static final Period OCTOBER = Period.parse("2026-10");
    private static final CloseResult CLOSED = new CloseResult(
            OCTOBER,
            true,
            List.of(new CloseResult.Service(
                    "wave",
                    CloseState.CLOSED,
                    140,
                    5,
                    List.of(),
                    List.of(
                            new PoolProgress(
                                    "wave/DE/premium/2026-10/MECHANICAL/EUR", 1, PoolStatus.PLANNED, "EUR", 1_250_000,
                                    0, 133, 1_250_000, 1_250_000, ""),
                            new PoolProgress(
                                    "wave/IT/free/2026-10", 0, PoolStatus.NO_AGREEMENT, "", 0, 0, 7, 0, 0,
                                    "no agreement")))),
            List.of());
    private static final PayoutResult PAID = new PayoutResult(
            "payout/2026-10", OCTOBER, true, new TreeMap<>(Map.of("EUR", 1_000_000L)), 3, List.of());

    @Test
    void shouldShowOnePoolALine() {
        assertThat(CloseReport.of(CLOSED, Optional.of(PAID)).text().lines())
                .containsExactly(
                        "wave 2026-10: CLOSED, 140 plays, 5 short",
                        "  pool                                    version  status        plays    amount  previous"
                                + "  allocated   settled",
                        "  wave/DE/premium/2026-10/MECHANICAL/EUR        1  PLANNED         133  1.250000  0.000000"
                                + "   1.250000  1.250000",
                        "  wave/IT/free/2026-10                             NO_AGREEMENT      7" + " ".repeat(43)
                                + "no agreement",
                        "payout payout/2026-10: 3 payments",
                        "  1.000000 EUR");
    }

    @Test
    void shouldWriteAmountsAsPlainDecimalsInJson() throws Exception {
        JsonNode json = new ObjectMapper().readTree(CloseReport.of(CLOSED, Optional.of(PAID)).json());

        assertThat(json.get("done").booleanValue()).isTrue();
        assertThat(json.at("/services/0/state").textValue()).isEqualTo("CLOSED");
        assertThat(json.at("/services/0/pools/0/amount").textValue()).isEqualTo("1.250000");
        assertThat(json.at("/payout/paid/EUR").textValue()).isEqualTo("1.000000");
        assertThat(json.get("missing")).isEmpty();
    }

    @Test
    void shouldNotBeDoneWhileAnythingIsMissing() throws Exception {
        CloseResult waiting = new CloseResult(OCTOBER, false, CLOSED.services(), List.of("revenue"));
        PayoutResult unpaid =
                new PayoutResult("payout/2026-10", OCTOBER, false, new TreeMap<>(), 0, List.of("partition 1"));

        assertThat(CloseReport.of(waiting, Optional.empty()).missing()).containsExactly("revenue");
        CloseReport report = CloseReport.of(CLOSED, Optional.of(unpaid));
        assertThat(report.missing()).containsExactly("partition 1");
        assertThat(new ObjectMapper().readTree(report.json()).get("done").booleanValue()).isFalse();
    }

    @Test
    void shouldShowRevisions() throws Exception {
        CloseResult restated = new CloseResult(
                OCTOBER,
                true,
                List.of(new CloseResult.Service(
                        "wave",
                        CloseState.CLOSED,
                        147,
                        6,
                        List.of(
                                new CloseResult.Revision(1, CloseState.CLOSED, 7, 1),
                                new CloseResult.Revision(2, CloseState.CLOSED, 0, 0)),
                        List.of())),
                List.of());
        CloseReport report = CloseReport.restated(List.of(restated), Optional.of(PAID));

        assertThat(report.text().lines())
                .containsExactly(
                        "wave 2026-10: CLOSED, 147 plays, 6 short",
                        "  revision 1: CLOSED, 7 late plays, 1 short",
                        "  revision 2: CLOSED, no late plays",
                        "payout payout/2026-10: 3 payments",
                        "  1.000000 EUR");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("done").booleanValue()).isTrue();
        assertThat(json.at("/periods/0/services/0/revisions/0/plays").longValue()).isEqualTo(7);
        assertThat(json.at("/payout/run_id").textValue()).isEqualTo("payout/2026-10");
    }

    @Test
    void shouldSayThatNothingWasRestated() throws Exception {
        CloseReport report = CloseReport.restated(List.of(), Optional.empty());

        assertThat(report.text()).startsWith("nothing to do");
        assertThat(report.missing()).isEmpty();
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("done").booleanValue()).isTrue();
        assertThat(json.get("periods")).isEmpty();
    }

    @Test
    void shouldShowNoAmountsOfAVersionThatIsBeingWeighed() {
        CloseResult weighing = new CloseResult(
                OCTOBER,
                false,
                List.of(new CloseResult.Service("wave", CloseState.CLOSED, 1, 0, List.of(), List.of(new PoolProgress(
                        "wave/DE/premium/2026-10/MECHANICAL/EUR", 2, PoolStatus.WEIGHING, "EUR", 0, 5, 1, 0, 0, "")))),
                List.of("weights"));

        assertThat(CloseReport.of(weighing, Optional.empty()).text()).contains("WEIGHING").doesNotContain("0.000");
    }

    @Test
    void shouldReadDurationsAsPeopleWriteThem() {
        DurationText text = new DurationText();

        assertThat(text.convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(text.convert("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(text.convert("2h")).isEqualTo(Duration.ofHours(2));
        for (String wrong : List.of("10", "m", "-1s", "1d", "1.5h", "")) {
            assertThatThrownBy(() -> text.convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
    }
}
