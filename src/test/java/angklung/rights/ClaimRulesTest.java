package angklung.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.ClaimStatus;
import angklung.avro.ClaimSummary;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.topic.AvroSerdes;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRulesTest {
    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 1);
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);
    private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);

    private final ClaimRules rules = new ClaimRules(115_000_000);

    @BeforeAll
    static void trustGeneratedClasses() {
        AvroSerdes.trustGeneratedClasses();
    }

    @ParameterizedTest
    @CsvSource({
        "99940000,UNSTATED,CompleteClaim",
        "100060000,PRESENT,CompleteClaim",
        "100000000,MISSING,IncompleteClaim",
        "99939999,UNSTATED,UnderClaim",
        "99939999,PRESENT,CompleteUnderClaim",
        "1,MISSING,IncompleteUnderClaim",
        "100060001,UNSTATED,MinorOverClaim",
        "115000000,MISSING,MinorOverClaim",
        "115000001,PRESENT,MajorOverClaim"
    })
    void shouldNameASum(long total, Expected expected, ClaimStatus status) {
        assertThat(rules.status(total, expected)).isEqualTo(status);
    }

    @Test
    void shouldHaveAnotherThresholdIfItIsSet() {
        assertThat(new ClaimRules(110_000_000).status(110_000_001, Expected.UNSTATED))
                .isEqualTo(ClaimStatus.MajorOverClaim);
        assertThatThrownBy(() -> new ClaimRules(99_000_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSumByDatesAndJoinEqualSums() {
        assertThat(statuses(List.of(), share("a", 60, JANUARY, MARCH), share("b", 40, JANUARY, FEBRUARY),
                share("c", 40, FEBRUARY, MARCH), share("d", 100, LocalDate.of(2026, 4, 1), null)))
                .containsExactly(
                        "MECHANICAL null null 2026-01-01 2026-03-01 CompleteClaim 100000000",
                        "MECHANICAL null null 2026-04-01 null CompleteClaim 100000000");
    }

    @Test
    void shouldSumATerritoryThatIsNamedWithWhatHoldsEverywhere() {
        RightShare there = share("b", 50, JANUARY, null);
        there.setTerritory("ID");
        assertThat(statuses(List.of(), share("a", 60, JANUARY, null), there)).containsExactly(
                "MECHANICAL null null 2026-01-01 null UnderClaim 60000000",
                "MECHANICAL ID null 2026-01-01 null MinorOverClaim 110000000");
        assertThat(statuses(List.of(), there)).containsExactly(
                "MECHANICAL ID null 2026-01-01 null UnderClaim 50000000");
    }

    @Test
    void shouldSumEachWorkOfAMedley() {
        RightShare ofFirst = share("a", 70, JANUARY, null);
        ofFirst.setIswc("first");
        RightShare ofAnother = share("b", 20, JANUARY, null);
        ofAnother.setIswc("another");
        assertThat(statuses(List.of("first", "second"), ofFirst, ofAnother, share("c", 10, JANUARY, null)))
                .containsExactly(
                        "MECHANICAL null first 2026-01-01 null CompleteClaim 100000000",
                        "MECHANICAL null second 2026-01-01 null UnderClaim 30000000");
    }

    private List<String> statuses(List<String> works, RightShare... shares) {
        return rules.statuses(List.of(shares), works, (right, work) -> Expected.UNSTATED).stream()
                .map(ClaimRulesTest::text)
                .toList();
    }

    private static String text(ClaimSummary status) {
        return status.getRightType() + " " + status.getTerritory() + " " + status.getIswc() + " "
                + status.getValidFrom() + " " + status.getValidTo() + " " + status.getStatus() + " "
                + status.getTotalMicropercent();
    }

    private static RightShare share(String party, long percent, LocalDate from, LocalDate to) {
        return RightShare.newBuilder()
                .setRightType(RightType.MECHANICAL).setPartyId(party).setRole("Composer")
                .setShareMicropercent(percent * 1_000_000).setValidFrom(from).setValidTo(to)
                .build();
    }
}
