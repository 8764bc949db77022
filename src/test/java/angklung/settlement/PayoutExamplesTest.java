package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Advance;
import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Party;
import angklung.avro.RightType;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worked examples, in whole currency units; expected amounts are published or worked by hand. */
class PayoutExamplesTest {
    private static final long UNIT = 1_000_000;

    /** SHA-256 of nothing. */
    private static final String EMPTY_TREE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path dir;

    private Settlement settlement;
    private int runs;

    @BeforeEach
    void start() {
        settlement = new Settlement(dir);
    }

    @AfterEach
    void stop() {
        assertThat(settlement.audit().findings()).isEmpty();
        SettlementPropertyTest.checkStatements(settlement.ledger(), settlement.statements());
        settlement.close();
    }

    /** RECOUP: advance 1,000; earnings 400, 350, 500, 80; payout threshold 100. */
    @Test
    void shouldRecoupAnAdvanceBeforeAnythingIsPaid() {
        settlement.send(party("IDR")
                .setPayoutThresholdMicros(100 * UNIT)
                .setAdvances(List.of(advance("opening", 1_000)))
                .build());
        earn("2026-04", 400);
        assertThat(payout("2026-04").getClosingMicros()).isZero();
        assertThat(shown()).isEqualTo("-600.000000");
        earn("2026-05", 350);
        payout("2026-05");
        assertThat(shown()).isEqualTo("-250.000000");
        earn("2026-06", 500);
        Statement third = payout("2026-06");
        assertThat(third.getRecoupedMicros()).isEqualTo(250 * UNIT);
        assertThat(third.getPaymentsMicros()).isEqualTo(250 * UNIT);
        assertThat(third.getClosingMicros()).isZero();
        assertThat(third.getAdvanceMicros()).isZero();
        earn("2026-07", 80);
        Statement fourth = payout("2026-07");
        assertThat(shown()).isEqualTo("80.000000");
        assertThat(fourth.getPaymentsMicros()).isZero();
        assertThat(fourth.getClosingMicros()).isEqualTo(80 * UNIT);
        assertThat(fourth.getWaits()).isEqualTo("BELOW_THRESHOLD");
        assertThat(lines(LineKind.ADVANCE)).containsExactly("1000.000000 IDR party:p:advance > party:p:payout opening");
        assertThat(lines(LineKind.RECOUPMENT))
                .containsExactly(
                        "400.000000 IDR party:p:payable > party:p:advance opening",
                        "350.000000 IDR party:p:payable > party:p:advance opening",
                        "250.000000 IDR party:p:payable > party:p:advance opening");
    }

    /** What a party has on its balances, as a contract shows it: advances count against it. */
    private String shown() {
        var accounts = SettlementPropertyTest.accounts(settlement.audit());
        BigDecimal zero = BigDecimal.ZERO.setScale(6);
        return accounts.getOrDefault("party:p:payable IDR", zero)
                .add(accounts.getOrDefault("party:p:advance IDR", zero))
                .toPlainString();
    }

    /** ID-PPH23, PER-1/PJ/2023. */
    @Test
    void shouldWithholdIndonesianTaxByTheNormWithTheNotice() {
        assertThat(taxOn(4_000_000_000L, "ID-PPH23-NPPN")).isEqualTo(240_000_000 * UNIT);
    }

    @Test
    void shouldWithholdIndonesianTaxInFullWithoutTheNotice() {
        assertThat(taxOn(4_000_000_000L, "ID-PPH23")).isEqualTo(600_000_000 * UNIT);
    }

    @Test
    void shouldWithholdIndonesianTaxOnASmallerRoyalty() {
        assertThat(taxOn(1_000_000_000L, "ID-PPH23-NPPN")).isEqualTo(60_000_000 * UNIT);
        assertThat(lines(LineKind.WITHHOLDING))
                .containsExactly("60000000.000000 IDR party:p:payable > tax:ID:PPh23 ID-PPH23-NPPN@2023-03-16");
        assertThat(lines(LineKind.PAYOUT))
                .containsExactly("940000000.000000 IDR party:p:payable > party:p:payout null");
    }

    private long taxOn(long royalty, String profile) {
        LocalDate from = LocalDate.parse("2023-03-16");
        settlement.send(new TaxProfile("ID-PPH23", from, null, "ID", "PPh23", UNIT, 150_000L, 0, "UU PPh art. 23"));
        settlement.send(
                new TaxProfile("ID-PPH23-NPPN", from, null, "ID", "PPh23", 400_000L, 150_000L, 0, "PER-1/PJ/2023"));
        settlement.send(party("IDR").setTaxProfile(profile).build());
        earn("2026-04", royalty);
        Statement statement = payout("2026-04");
        assertThat(statement.getPaymentsMicros()).isEqualTo(royalty * UNIT - statement.getTaxMicros());
        return statement.getTaxMicros();
    }

    /** Tax is rounded down to whole rupiah, the payment to the payout scale: 15 % of 333 is 49.95. */
    @Test
    void shouldRoundTaxDownAsTheProfileSays() {
        settlement.send(tax("wht", 150_000, "1970-01-01", null));
        settlement.send(party("IDR").setTaxProfile("wht").build());
        earnMicros("2026-04", "RECORDING", "IDR", 333_999_999);
        Statement statement = payout("2026-04");
        assertThat(statement.getTaxMicros()).isEqualTo(49 * UNIT);
        assertThat(statement.getPaymentsMicros()).isEqualTo(284 * UNIT);
        assertThat(statement.getClosingMicros()).isEqualTo(999_999);
    }

    @Test
    void shouldPayNothingWhileTheTaxIsUnknown() {
        settlement.send(party("IDR").setTaxProfile("wht").build());
        settlement.send(tax("wht", 100_000, "1970-01-01", "2026-06-01"));
        earn("2026-04", 100);
        assertThat(payout("2026-05").getWaits()).isEqualTo("NO_TAX_PROFILE: wht");
        settlement.send(tax("wht", 200_000, "2026-07-01", null));
        Statement paid = payout("2026-06");
        assertThat(paid.getWaits()).isNull();
        assertThat(paid.getTaxMicros()).isEqualTo(20 * UNIT);
        assertThat(paid.getPaymentsMicros()).isEqualTo(80 * UNIT);
    }

    @Test
    void shouldPayNothingIfTheTaxTakesAll() {
        settlement.send(tax("all", UNIT, "1970-01-01", null));
        settlement.send(party("IDR").setTaxProfile("all").build());
        earn("2026-04", 100);
        Statement statement = payout("2026-04");
        assertThat(statement.getTaxMicros()).isEqualTo(100 * UNIT);
        assertThat(statement.getBatchId()).isNull();
        assertThat(statement.getClosingMicros()).isZero();
    }

    /** LMKN keeps 8 % (Permenkum 27/2025 art. 29), then the society 20 % of what is left. */
    @Test
    void shouldDeductStepByStepAndGiveBackWhatAnAdjustmentTakes() {
        settlement.send(chain("id", "1970-01-01", null, 80_000, 200_000));
        settlement.send(party("IDR").setDeductionChain("id").build());
        earn("2026-04", 1_000_000);
        assertThat(lines(LineKind.DEDUCTION))
                .containsExactly(
                        "80000.000000 IDR party:p:payable > deduction:LMKN:operations id/1@1970-01-01",
                        "184000.000000 IDR party:p:payable > deduction:WAMI:administration id/2@1970-01-01");
        LedgerLine accrual = settlement.ledger().get(0);
        LedgerLine deduction = settlement.ledger().get(2);
        assertThat(deduction.getAdjustsLineId()).isEqualTo(accrual.getLineId());
        assertThat(deduction.getRightType()).isEqualTo("RECORDING");
        assertThat(deduction.getOriginPeriod()).isEqualTo("2026-04");
        assertThat(deduction.getPlays()).isNull();
        assertThat(payout("2026-04").getPaymentsMicros()).isEqualTo(736_000 * UNIT);

        adjust("2026-04", 1_000_000, -100_000);
        assertThat(lines(LineKind.DEDUCTION).subList(2, 4))
                .containsExactly(
                        "8000.000000 IDR deduction:LMKN:operations > party:p:payable id/1@1970-01-01",
                        "18400.000000 IDR deduction:WAMI:administration > party:p:payable id/2@1970-01-01");
        Statement negative = payout("2026-05");
        assertThat(negative.getAdjustmentsMicros()).isEqualTo(-100_000 * UNIT);
        assertThat(negative.getDeductionsMicros()).isEqualTo(-26_400 * UNIT);
        assertThat(negative.getClosingMicros()).isEqualTo(-73_600 * UNIT);
        assertThat(negative.getWaits()).isNull();
        earn("2026-06", 200_000);
        Statement settled = payout("2026-06");
        assertThat(settled.getOpeningMicros()).isEqualTo(-73_600 * UNIT);
        assertThat(settled.getPaymentsMicros()).isEqualTo((147_200 - 73_600) * UNIT);
    }

    @Test
    void shouldDeductByTheChainOfTheOriginPeriod() {
        settlement.send(chain("id", "1970-01-01", null, 200_000));
        settlement.send(chain("id", "2026-04-30", "2026-05-31", 80_000));
        settlement.send(party("IDR").setDeductionChain("id").build());
        earn("2026-03", 100);
        earn("2026-04", 100);
        earn("2026-05", 100); // ends on the last day, which the shorter one does not cover
        assertThat(lines(LineKind.DEDUCTION))
                .containsExactly(
                        "20.000000 IDR party:p:payable > deduction:LMKN:operations id/1@1970-01-01",
                        "8.000000 IDR party:p:payable > deduction:LMKN:operations id/1@2026-04-30",
                        "20.000000 IDR party:p:payable > deduction:LMKN:operations id/1@1970-01-01");
    }

    @Test
    void shouldWaitForADeductionChainAndThenDeduct() {
        settlement.send(party("IDR").setDeductionChain("id").build());
        Allocation allocation = settlement.send(pool("2026-04", "RECORDING", "IDR", 100 * UNIT));
        settlement.settle("run", allocation.toSettle());
        settlement.turn();
        assertThat(settlement.ledger()).isEmpty();
        settlement.send(chain("id", "1970-01-01", null, 80_000));
        settlement.work("run");
        assertThat(settlement.ledger()).extracting(LedgerLine::getAmountMicros).containsExactly(100 * UNIT, 8 * UNIT);
    }

    @Test
    void shouldStopRatherThanSettleGross() {
        settlement.send(party("IDR").setDeductionChain("id").build());
        Allocation allocation = settlement.send(pool("2026-04", "RECORDING", "IDR", 100 * UNIT));
        settlement.settle("run", allocation.toSettle());
        assertThatThrownBy(() -> settlement.work("run"))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("party p has the deduction chain id")
                .hasMessageContaining("send the chain to deductions");
        assertThat(settlement.ledger()).isEmpty();
    }

    @Test
    void shouldConvertAndPostBothCurrencies() {
        settlement.send(party("IDR").build());
        settlement.send(rate("2026-03-31", "USD", "IDR", "16000"));
        settlement.send(rate("2026-04-30", "USD", "IDR", "16250.5"));
        settlement.send(rate("2026-05-02", "USD", "IDR", "17000")); // after the booking date
        earnMicros("2026-04", "RECORDING", "USD", 100 * UNIT);
        earn("2026-04", 1_000);
        payout("2026-04", "IDR");
        assertThat(lines(LineKind.FX))
                .containsExactly(
                        "100.000000 USD party:p:payable > fx:USD/IDR null",
                        "1625050.000000 IDR fx:USD/IDR > party:p:payable null");
        assertThat(settlement.ledger())
                .filteredOn(line -> line.getKind() == LineKind.FX)
                .allSatisfy(line -> {
                    assertThat(line.getFxRate()).isEqualByComparingTo("16250.5");
                    assertThat(line.getFxDate()).isEqualTo("2026-04-30");
                    assertThat(line.getFxSource()).isEqualTo("central bank");
                });
        Statement rupiah = statement("IDR");
        assertThat(rupiah.getConvertedInMicros()).isEqualTo(1_625_050 * UNIT);
        assertThat(rupiah.getPaymentsMicros()).isEqualTo(1_626_050 * UNIT);
        Statement dollars = statement("USD");
        assertThat(dollars.getConvertedOutMicros()).isEqualTo(100 * UNIT);
        assertThat(dollars.getClosingMicros()).isZero();
        assertThat(dollars.getWaits()).isNull();
    }

    /** 1 USD = 16,000 IDR, so 100,000 IDR are 6.25 USD. */
    @Test
    void shouldConvertByTheRateOfThePairTheOtherWayRound() {
        settlement.send(party("USD").setPayoutScale(2).build());
        settlement.send(rate("2026-03-31", "USD", "IDR", "16000"));
        earn("2026-04", 100_000);
        payout("2026-04", "USD");
        assertThat(lines(LineKind.FX))
                .containsExactly(
                        "100000.000000 IDR party:p:payable > fx:USD/IDR null",
                        "6.250000 USD fx:USD/IDR > party:p:payable null");
        assertThat(lines(LineKind.PAYOUT)).containsExactly("6.250000 USD party:p:payable > party:p:payout null");
    }

    /** 2 + 2 KRW at 3 to the dollar are 1.333333 USD, of which no micro escapes the advance. */
    @Test
    void shouldRecoupAllThatWasConverted() {
        settlement.send(party("USD").setPayoutScale(6).setAdvances(List.of(advance("a", 1_000))).build());
        settlement.send(rate("2026-03-31", "USD", "KRW", "3"));
        earnMicros("2026-04", "RECORDING", "KRW", 2 * UNIT);
        earnMicros("2026-04", "MECHANICAL", "KRW", 2 * UNIT);
        payout("2026-04", "USD");
        assertThat(lines(LineKind.RECOUPMENT))
                .containsExactly("1.333333 USD party:p:payable > party:p:advance a");
        assertThat(lines(LineKind.PAYOUT)).isEmpty();
    }

    @Test
    void shouldKeepABalanceWithoutARateAndSayWhy() {
        settlement.send(party("USD").setPayoutScale(2).setAdvances(List.of(advance("a", 5))).build());
        earn("2026-04", 100_000);
        assertThat(payout("2026-04", "IDR").getWaits()).isEqualTo("NO_FX_RATE: IDR/USD");
        settlement.send(rate("2026-03-31", "IDR", "USD", "0.0001"));
        Statement converted = payout("2026-05", "USD");
        assertThat(converted.getConvertedInMicros()).isEqualTo(10 * UNIT);
        assertThat(converted.getRecoupedMicros()).isEqualTo(5 * UNIT); // earned before, but not through a run
        assertThat(converted.getPaymentsMicros()).isEqualTo(5 * UNIT);
    }

    /** 10 % of what is left of 1,000 after 400 were recouped, for two periods. */
    @Test
    void shouldReserveAPartAndReleaseItAfterItsPeriods() {
        settlement.send(party("IDR")
                .setReserveMillionths(100_000)
                .setReservePeriods(2)
                .setAdvances(List.of(advance("a", 400)))
                .build());
        earn("2026-04", 1_000);
        Statement first = payout("2026-04");
        assertThat(first.getReservedMicros()).isEqualTo(60 * UNIT);
        assertThat(first.getReserveMicros()).isEqualTo(60 * UNIT);
        assertThat(first.getPaymentsMicros()).isEqualTo(540 * UNIT);
        earn("2026-05", 100);
        assertThat(payout("2026-05").getReservedMicros()).isEqualTo(10 * UNIT);
        Statement third = payout("2026-06");
        assertThat(third.getReleasedMicros()).isEqualTo(60 * UNIT);
        assertThat(third.getReservedMicros()).isZero(); // what is released is not reserved again
        assertThat(third.getPaymentsMicros()).isEqualTo(60 * UNIT);
        assertThat(third.getReserveMicros()).isEqualTo(10 * UNIT);
        LedgerLine release = settlement.ledger().stream()
                .filter(line -> line.getKind() == LineKind.RELEASE)
                .findFirst()
                .orElseThrow();
        assertThat(release.getPeriod()).isEqualTo("2026-06");
        assertThat(release.getOriginPeriod()).isEqualTo("2026-04");
        assertThat(payout("2026-09").getReleasedMicros()).isEqualTo(10 * UNIT); // later than due
    }

    @Test
    void shouldRecoupAGroupTogetherAndOnlyFromTheRightsItCovers() {
        settlement.send(party("IDR")
                .setAdvances(List.of(
                        new Advance("album", 300 * UNIT, "label", List.of(RightType.RECORDING)),
                        new Advance("song", 200 * UNIT, "publisher", List.of(RightType.MECHANICAL)),
                        new Advance("video", 100 * UNIT, "label", List.of(RightType.PERFORMANCE))))
                .build());
        earnMicros("2026-04", "RECORDING", "IDR", 350 * UNIT);
        earnMicros("2026-04", "MECHANICAL", "IDR", 50 * UNIT);
        Statement first = payout("2026-04");
        assertThat(first.getPaymentsMicros()).isZero();
        earnMicros("2026-05", "RECORDING", "IDR", 80 * UNIT); // 50 for the video: one debt with the album
        earnMicros("2026-05", "PERFORMANCE", "IDR", 10 * UNIT);
        Statement second = payout("2026-05");
        assertThat(second.getPaymentsMicros()).isEqualTo(40 * UNIT); // not for the song
        assertThat(second.getAdvanceMicros()).isEqualTo(150 * UNIT);
        assertThat(lines(LineKind.RECOUPMENT))
                .containsExactly(
                        "300.000000 IDR party:p:payable > party:p:advance album",
                        "50.000000 IDR party:p:payable > party:p:advance video",
                        "50.000000 IDR party:p:payable > party:p:advance song",
                        "50.000000 IDR party:p:payable > party:p:advance video");
    }

    @Test
    void shouldCountAnAdvanceOnceHoweverOftenThePartyIsSent() {
        Party party = party("IDR").setAdvances(List.of(advance("a", 100))).build();
        settlement.send(party);
        payout("2026-03"); // on record before anything is earned
        assertThat(lines(LineKind.ADVANCE)).hasSize(1);
        settlement.send(party);
        earn("2026-04", 150);
        assertThat(payout("2026-04").getPaymentsMicros()).isEqualTo(50 * UNIT);
        settlement.send(Party.newBuilder(party)
                .setEffectiveFrom(LocalDate.parse("2026-05-01"))
                .setAdvances(List.of(advance("b", 30), advance("a", 100)))
                .build());
        earn("2026-05", 50);
        assertThat(payout("2026-05").getPaymentsMicros()).isEqualTo(20 * UNIT);
        assertThat(lines(LineKind.ADVANCE))
                .containsExactly(
                        "100.000000 IDR party:p:advance > party:p:payout a",
                        "30.000000 IDR party:p:advance > party:p:payout b");
    }

    /** A balance is carried whole, and what was carried is not earned again. */
    @Test
    void shouldCarryABalanceBelowTheThreshold() {
        settlement.send(party("IDR").setPayoutThresholdMicros(100 * UNIT).build());
        earn("2026-04", 60);
        Statement carried = payout("2026-04");
        assertThat(carried.getWaits()).isEqualTo("BELOW_THRESHOLD");
        Statement idle = payout("2026-05");
        assertThat(idle.getOpeningMicros()).isEqualTo(60 * UNIT);
        assertThat(idle.getLines()).isZero();
        assertThat(idle.getLinesHash()).isEqualTo(EMPTY_TREE);
        earn("2026-06", 40);
        Statement paid = payout("2026-06");
        assertThat(paid.getOpeningMicros()).isEqualTo(60 * UNIT);
        assertThat(paid.getEarningsMicros()).isEqualTo(40 * UNIT);
        assertThat(paid.getPaymentsMicros()).isEqualTo(100 * UNIT);
        assertThat(paid.getBatchId()).isEqualTo(paid.getRunId() + "/IDR");
    }

    @Test
    void shouldSettleByThePartyAsItIsOnTheBookingDate() {
        settlement.send(party("IDR").build());
        settlement.send(party("USD")
                .setEffectiveFrom(LocalDate.parse("2026-06-01"))
                .setPayoutScale(2)
                .build());
        settlement.send(rate("2026-01-01", "USD", "IDR", "16000"));
        earn("2026-04", 160_000);
        assertThat(payout("2026-04", "IDR").getPaymentsMicros()).isEqualTo(160_000 * UNIT);
        earn("2026-05", 160_000);
        assertThat(payout("2026-05", "USD").getPaymentsMicros()).isEqualTo(10 * UNIT); // booked on 1 June
    }

    /** In the currency that it was given in, before the rest is converted. */
    @Test
    void shouldRecoupAnAdvanceOfAFormerPayoutCurrency() {
        settlement.send(party("IDR").setAdvances(List.of(advance("a", 100_000))).build());
        payout("2026-04");
        settlement.send(party("USD").setEffectiveFrom(LocalDate.parse("2026-06-01")).setPayoutScale(2).build());
        settlement.send(rate("2026-01-01", "USD", "IDR", "16000"));
        earn("2026-05", 260_000);
        Statement statement = payout("2026-05", "USD");
        assertThat(statement.getPaymentsMicros()).isEqualTo(10 * UNIT);
        assertThat(statement("IDR").getRecoupedMicros()).isEqualTo(100_000 * UNIT);
        assertThat(statement("IDR").getAdvanceMicros()).isZero();
    }

    @Test
    void shouldSettleTheLargestAmountThereIs() {
        settlement.send(tax("wht", 150_000, "1970-01-01", null));
        settlement.send(chain("id", "1970-01-01", null, 1));
        settlement.send(party("IDR")
                .setTaxProfile("wht")
                .setDeductionChain("id")
                .setReserveMillionths(999_999)
                .setReservePeriods(1)
                .setAdvances(List.of(new Advance("a", Long.MAX_VALUE, "", List.of())))
                .build());
        earnMicros("2026-04", "RECORDING", "IDR", Long.MAX_VALUE);
        Statement recouped = payout("2026-04");
        assertThat(recouped.getDeductionsMicros()).isEqualTo(9_223_372_036_854L); // ⌊(2^63 − 1) / 10^6⌋
        assertThat(recouped.getRecoupedMicros()).isEqualTo(Long.MAX_VALUE - 9_223_372_036_854L);
        assertThat(recouped.getClosingMicros()).isZero();
        earnMicros("2026-05", "MECHANICAL", "IDR", Long.MAX_VALUE);
        Statement second = payout("2026-05");
        long earned = Long.MAX_VALUE - 9_223_372_036_854L;
        BigDecimal fresh = BigDecimal.valueOf(earned - 9_223_372_036_854L); // what the advance left
        assertThat(second.getRecoupedMicros()).isEqualTo(9_223_372_036_854L);
        assertThat(BigDecimal.valueOf(second.getReservedMicros()))
                .isEqualByComparingTo(fresh.multiply(new BigDecimal("0.999999")).toBigInteger().toString());
        assertThat(second.getWaits()).isNull();
    }

    @Test
    void shouldStateNothingOfAPartyWithNothing() {
        settlement.send(party("IDR").build());
        settlement.command(Settlement.payoutCommand("pay", "2026-04", Settlement.BOOKED_AT));
        settlement.work("pay");
        assertThat(settlement.statements()).isEmpty();
        assertThat(settlement.entries("settlement-accounts")).isZero();
    }

    @Test
    void shouldStateWhatAnUnknownPartyIsOwed() {
        earn("2026-04", 100);
        Statement unknown = payout("2026-04");
        assertThat(unknown.getWaits()).isEqualTo("UNKNOWN_PARTY");
        assertThat(unknown.getClosingMicros()).isEqualTo(100 * UNIT);
        settlement.send(party("IDR").setAdvances(List.of(advance("a", 30))).build());
        Statement known = payout("2026-05");
        assertThat(known.getOpeningMicros()).isEqualTo(100 * UNIT);
        assertThat(known.getRecoupedMicros()).isEqualTo(30 * UNIT); // no run has had its earnings yet
        assertThat(known.getPaymentsMicros()).isEqualTo(70 * UNIT);
    }

    private static Party.Builder party(String currency) {
        return Party.newBuilder()
                .setPartyId("p")
                .setName("")
                .setEffectiveFrom(LocalDate.EPOCH)
                .setPayoutCurrency(currency);
    }

    private static Advance advance(String id, long amount) {
        return new Advance(id, amount * UNIT, "", List.of());
    }

    private static TaxProfile tax(String name, long rate, String from, String to) {
        LocalDate end = to == null ? null : LocalDate.parse(to);
        return new TaxProfile(name, LocalDate.parse(from), end, "ID", "PPh23", UNIT, rate, 0, "test");
    }

    private static DeductionChain chain(String name, String from, String to, long... rates) {
        List<Deduction> steps = rates.length == 1
                ? List.of(new Deduction("LMKN", "operations", rates[0]))
                : List.of(
                        new Deduction("LMKN", "operations", rates[0]),
                        new Deduction("WAMI", "administration", rates[1]));
        return new DeductionChain(name, LocalDate.parse(from), to == null ? null : LocalDate.parse(to), steps, "test");
    }

    private static FxRate rate(String date, String base, String quote, String rate) {
        return new FxRate(LocalDate.parse(date), base, quote, new BigDecimal(rate).setScale(12), "central bank");
    }

    private static Allocation pool(String period, String right, String currency, long micros) {
        return Allocation.of("nada/ID/premium/" + period + "/" + right + "/" + currency, 1, 0)
                .party(0, "p", "IDA102600001", 7, micros);
    }

    /** In rupiah. */
    private void earn(String period, long amount) {
        earnMicros(period, "RECORDING", "IDR", amount * UNIT);
    }

    private void earnMicros(String period, String right, String currency, long micros) {
        settle(pool(period, right, currency, micros));
    }

    private void adjust(String period, long before, long difference) {
        settle(Allocation.of("nada/ID/premium/" + period + "/RECORDING/IDR", 2, before * UNIT)
                .party(0, "p", "IDA102600001", 7, difference * UNIT));
    }

    private void settle(Allocation allocation) {
        settlement.send(allocation);
        String runId = "run-" + runs++;
        settlement.settle(runId, allocation.toSettle());
        settlement.work(runId);
    }

    private Statement payout(String period) {
        return payout(period, "IDR");
    }

    /** Booked on the first day after the period. */
    private Statement payout(String period, String currency) {
        String runId = "payout/" + period;
        Instant bookedAt = YearMonth.parse(period).plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        settlement.command(Settlement.payoutCommand(runId, period, bookedAt));
        settlement.work(runId);
        return statement(currency);
    }

    /** The last one. */
    private Statement statement(String currency) {
        return settlement.statements().stream()
                .filter(statement -> statement.getCurrency().equals(currency))
                .reduce((a, b) -> b)
                .orElse(null);
    }

    private List<String> lines(LineKind kind) {
        return settlement.ledger().stream()
                .filter(line -> line.getKind() == kind)
                .map(line -> line.getAmount() + " " + line.getCurrency() + " " + line.getDebitAccount() + " > "
                        + line.getCreditAccount() + " " + line.getRule())
                .toList();
    }
}
