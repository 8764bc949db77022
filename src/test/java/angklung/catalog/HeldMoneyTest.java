package angklung.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.model.Accounts;
import angklung.model.HoldReason;
import angklung.topic.AvroSerdes;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldMoneyTest {
    static {
        AvroSerdes.trustGeneratedClasses();
    }

    private static final String A = "IDABC2600001";
    private static final String B = "IDABC2600002";

    private final HeldMoney money = new HeldMoney(earning -> true);

    @Test
    void shouldListTheMostValuableFirst() {
        money.add(held(HoldReason.UNMATCHED, A, "2026-04", "IDR", 1, 100, 5));
        money.add(held(HoldReason.DISPUTE, B, "2026-04", "IDR", 1, 300, 7));
        money.add(held(HoldReason.UNCLAIMED, A, "2026-04", "KRW", 1, 1, 1));

        assertThat(money.byValue()).extracting(HeldRecording::reason)
                .containsExactly("dispute", "unmatched", "unclaimed");
    }

    @Test
    void shouldSumWhatEveryVersionChanged() {
        money.add(held(HoldReason.DISPUTE, A, "2026-04", "IDR", 1, 100, 5));
        money.add(held(HoldReason.DISPUTE, A, "2026-04", "IDR", 2, -40, 3));
        money.add(held(HoldReason.DISPUTE, A, "2026-05", "IDR", 1, 10, 2));

        assertThat(money.byValue()).singleElement().satisfies(row -> {
            assertThat(row.amountMicros()).isEqualTo(70);
            assertThat(row.plays()).isEqualTo(5);
            assertThat(row.periods()).containsExactly("2026-04", "2026-05");
        });
    }

    @Test
    void shouldLeaveOutWhatWasReleased() {
        money.add(held(HoldReason.UNMATCHED, A, "2026-04", "IDR", 1, 100, 5));
        money.add(held(HoldReason.UNMATCHED, A, "2026-04", "IDR", 2, -100, 0));

        assertThat(money.byValue()).isEmpty();
        assertThat(money.recordings()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatNoClaimCanRelease() {
        money.add(held(HoldReason.SCREENING, A, "2026-04", "IDR", 1, 100, 5));
        money.add(held(HoldReason.NO_USAGE, null, "2026-04", "IDR", 1, 100, 5));
        Earning paid = held(HoldReason.UNMATCHED, A, "2026-04", "IDR", 1, 100, 5);
        paid.setHoldAccount(null);
        paid.setPartyId("P1");
        money.add(paid);

        assertThat(money.byValue()).isEmpty();
    }

    @Test
    void shouldShowTheClaimsOnTheRightAlone() {
        money.add(held(HoldReason.DISPUTE, A, "2026-04", "IDR", 1, 100, 5));
        money.add(new RecordingRights(
                A, "1", List.of(share(RightType.RECORDING, "P1"), share(RightType.MECHANICAL, "P2")), List.of(),
                List.of()));

        assertThat(money.byValue()).singleElement().satisfies(row -> assertThat(row.shares())
                .extracting(RightShare::getPartyId)
                .containsExactly("P1"));
    }

    private static RightShare share(RightType right, String party) {
        return RightShare.newBuilder()
                .setRightType(right)
                .setPartyId(party)
                .setRole("Producer")
                .setShareMicropercent(60_000_000)
                .setValidFrom(LocalDate.EPOCH)
                .build();
    }

    private static Earning held(
            HoldReason reason, String isrc, String period, String currency, int version, long amount, long plays) {
        String pool = "nada/ID/premium/" + period + "/RECORDING/" + currency;
        return Earning.newBuilder()
                .setKind(EarningKind.EARNING)
                .setDsp("nada")
                .setTerritory("ID")
                .setOffering("premium")
                .setPeriod(period)
                .setRightType(RightType.RECORDING)
                .setCurrency(currency)
                .setPool(pool)
                .setVersion(version)
                .setRateSheetId(pool + "@v" + version)
                .setSourcePartition(0)
                .setIsrc(isrc)
                .setHoldAccount(Accounts.hold(reason, pool))
                .setPlays(plays)
                .setAmountMicros(amount)
                .build();
    }
}
