package angklung.rights;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Authorship;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.topic.AvroSerdes;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PerformerRulesTest {
    private static final LocalDate JANUARY = LocalDate.of(2026, 1, 1);
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);
    private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);

    @BeforeAll
    static void trustGeneratedClasses() {
        AvroSerdes.trustGeneratedClasses();
    }

    @Test
    void shouldSumToTheShareThoughItDoesNotDivide() {
        assertThat(replaced(share("idol", 10_000_001, JANUARY, null),
                share("a", 50_000_000, JANUARY, null), share("b", 30_000_000, JANUARY, null),
                share("c", 20_000_000, JANUARY, null)))
                .containsExactly(
                        "a 5000001 null 2026-01-01 null", "b 3000000 null 2026-01-01 null",
                        "c 2000000 null 2026-01-01 null");
    }

    @Test
    void shouldLeaveWhatNobodyControlsAndShowWhatTwoControl() {
        assertThat(replaced(share("idol", 50_000_000, JANUARY, null), share("a", 60_000_000, JANUARY, null)))
                .containsExactly("a 30000000 null 2026-01-01 null");
        assertThat(replaced(share("idol", 50_000_000, JANUARY, null), share("a", 100_000_000, JANUARY, null),
                share("b", 50_000_000, JANUARY, null)))
                .containsExactly("a 50000000 null 2026-01-01 null", "b 25000000 null 2026-01-01 null");
    }

    @Test
    void shouldHoldOnTheDatesOfBoth() {
        assertThat(replaced(share("idol", 100_000_000, JANUARY, MARCH),
                share("a", 100_000_000, LocalDate.of(2025, 1, 1), FEBRUARY), share("b", 100_000_000, FEBRUARY, null)))
                .containsExactly("a 100000000 null 2026-01-01 2026-02-01", "b 100000000 null 2026-02-01 2026-03-01");
        assertThat(replaced(share("idol", 100_000_000, JANUARY, FEBRUARY), share("b", 100_000_000, FEBRUARY, null)))
                .isEmpty();
    }

    @Test
    void shouldJoinDatesOnWhichNothingChanges() {
        assertThat(replaced(share("idol", 100_000_000, JANUARY, null), share("a", 50_000_000, JANUARY, null),
                share("b", 50_000_000, FEBRUARY, MARCH)))
                .containsExactly("a 50000000 null 2026-01-01 null", "b 50000000 null 2026-02-01 2026-03-01");
    }

    @Test
    void shouldHoldInTheTerritoryOfBoth() {
        RightShare inIndonesia = share("a", 100_000_000, JANUARY, null);
        inIndonesia.setTerritory("ID");
        RightShare idol = share("idol", 100_000_000, JANUARY, null);
        assertThat(replaced(idol, inIndonesia)).containsExactly("a 100000000 ID 2026-01-01 null");
        idol.setTerritory("KR");
        assertThat(replaced(idol, inIndonesia)).isEmpty();
        assertThat(replaced(idol, share("b", 100_000_000, JANUARY, null)))
                .containsExactly("b 100000000 KR 2026-01-01 null");
    }

    @Test
    void shouldKeepWhatIsSaidOfTheContribution() {
        RightShare idol = share("idol", 100_000_000, JANUARY, null);
        idol.setAuthorship(Authorship.AI_GENERATED);
        idol.setRegistrant("label");
        idol.setArtistId("idol-artist");
        RightShare controller = share("a", 100_000_000, JANUARY, null);
        controller.setRegistrant("agency");
        controller.setRole("Producer");

        assertThat(PerformerRules.replace(idol, List.of(controller))).singleElement().satisfies(share -> {
            assertThat(share.getPerformerId()).isEqualTo("idol");
            assertThat(share.getAuthorship()).isEqualTo(Authorship.AI_GENERATED);
            assertThat(share.getRegistrant()).isEqualTo("label");
            assertThat(share.getArtistId()).isEqualTo("idol-artist");
            assertThat(share.getRole()).isEqualTo("Producer");
        });
        assertThat(PerformerRules.replace(idol, List.of())).containsExactly(idol);
    }

    private static List<String> replaced(RightShare share, RightShare... controllers) {
        return PerformerRules.replace(share, List.of(controllers)).stream()
                .map(s -> s.getPartyId() + " " + s.getShareMicropercent() + " " + s.getTerritory() + " "
                        + s.getValidFrom() + " " + s.getValidTo())
                .sorted()
                .toList();
    }

    private static RightShare share(String party, long micropercent, LocalDate from, LocalDate to) {
        return RightShare.newBuilder()
                .setRightType(RightType.RECORDING).setPartyId(party).setRole("MainArtist")
                .setShareMicropercent(micropercent).setValidFrom(from).setValidTo(to)
                .build();
    }
}
