package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.RightShare;
import angklung.avro.Statement;
import angklung.config.Failure;
import angklung.money.Micros;
import angklung.replay.Exporter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private final RecordsFixture records = new RecordsFixture();

    private Explanation explain(LedgerLine line) {
        return new Explainer(records).explain(line.getLineId());
    }

    /** In English, once all languages have said it without a gap. */
    private String text(LedgerLine line) {
        return text(records, line);
    }

    private static String text(RecordsFixture records, LedgerLine line) {
        Explanation explanation = new Explainer(records).explain(line.getLineId());
        for (Language language : Language.values()) {
            assertThat(new ExplanationText(language).of(explanation))
                    .as(language.name())
                    .doesNotContain("{").doesNotContain("null").doesNotContain("''");
            assertThat(Exporter.json(new ExplanationJson(language).of(explanation))).contains(line.getLineId());
        }
        return new ExplanationText(Language.EN).of(explanation);
    }

    private static List<String> failures(Explanation explanation) {
        return explanation.checks().stream()
                .filter(check -> check.status() == Check.Status.FAILS)
                .map(check -> check.what().key())
                .toList();
    }

    @Test
    void shouldShowPlaysTimesRateTimesShareOfEveryRecording() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);

        assertThat(text(line)).startsWith("""
                p1 earned Rp400 from alpha (offering premium, Indonesia) for April 2026 as sound recording royalties. \
                The amount rests on 10 plays of 2 recordings.

                The sum: plays × rate × share
                  recording     plays  × rate  × share  = amount  rights version
                  IDA012600001      6     100      50%     Rp300  version-of-IDA012600001
                  IDA012600002      4     100      25%     Rp100  version-of-IDA012600002
                  total                                    Rp400
                """);
        assertThat(text(line))
                .contains("revenue share 0.5 × net revenue 2,000", "← decides", "not agreed",
                        "max(greatest of these 1,000 − performance royalties 0; 0)",
                        "10 plays in the pool, divided market-centric.",
                        "Each royalty-bearing play weighs 1.", "All recordings weigh 10 together.",
                        "Not counted: 1 play too short to earn.",
                        "rate sheet", RecordsFixture.POOL + "@v1", "from 1 January 2026, source: deal 17",
                        "Everything that could be computed again came to the same.");
    }

    @Test
    void shouldSayItInIndonesianAndKorean() {
        Explanation explanation = explain(records.settle(LineKind.ACCRUAL, 1, "p1", null));

        assertThat(new ExplanationText(Language.ID).of(explanation)).startsWith(
                "p1 memperoleh Rp400 dari alpha (layanan premium, Indonesia) untuk periode April 2026 sebagai royalti "
                        + "rekaman suara. Jumlah ini didasarkan pada 10 pemutaran atas 2 rekaman.\n");
        assertThat(new ExplanationText(Language.KO).of(explanation)).startsWith(
                "권리자 p1에게 2026년 4월에 alpha(인도네시아, premium 상품)에서 발생한 음반 저작인접권료 중 Rp400 금액이 "
                        + "분배되었습니다. 산정 근거: 음원 2개, 재생 10회.\n");
    }

    @Test
    void shouldShowThePartOfTheWeightWherePlaysDoNotWeigh() {
        records.plans.put(1, RecordsFixture.plan(1, "1000", "SUBSCRIBERS", AllocationModel.USER_CENTRIC));

        assertThat(text(records.settle(LineKind.ACCRUAL, 1, "p2", null)))
                .contains("The sum: part of the total weight × pool × share")
                .containsPattern("IDA012600001 +6 +60% +Rp1,000 +50% +Rp300")
                .contains("Each subscriber with a royalty-bearing play weighs 1",
                        "not checked  the weight of each recording: the records keep only the total");
    }

    /** What each weighing of a rate sheet says, in every language. */
    @Test
    void shouldSayHowEveryModelDivides() {
        Map.of(
                "OVERTIME(6=1.2,7=1.4,step=0.2)",
                "weighs more, by the length of the track rounded up: 6 minutes 1.2; 7 minutes 1.4; 0.2 more for each",
                "ARTIST(min_plays=1000,min_listeners=500,artist_boost=2,active_boost=2)",
                "An artist is boosted from 1,000 plays by 500 different listeners in the period.",
                "ARTIST(min_plays=1000,min_listeners=500,artist_boost=2,active_boost=1)",
                "A play weighs 2 if an artist of the recording is boosted, else 1.",
                "ARTIST(min_plays=0,min_listeners=0,artist_boost=1,active_boost=1.5,cap=4)",
                "A play weighs 1.5 if the listener chose the recording, else 1.",
                "ARTIST(min_plays=0,min_listeners=0,artist_boost=1,active_boost=1,cap=4)",
                "The weights of one subscriber are scaled down to at most 4.",
                "LATER(x=1)",
                "LATER(x=1)"
        ).forEach((weighting, sentence) -> {
            RecordsFixture one = new RecordsFixture();
            one.plans.put(1, RecordsFixture.plan(1, "1000", weighting, AllocationModel.ARTIST_CENTRIC));
            assertThat(text(one, one.settle(LineKind.ACCRUAL, 1, "p2", null))).contains(sentence);
        });
    }

    @Test
    void shouldSayWhyMoneyIsHeld() {
        assertThat(text(records.settle(LineKind.HOLD, 1, null, null)))
                .startsWith("Rp300 of the sound recording royalties of alpha (offering premium, Indonesia) for April "
                        + "2026 is held and paid to nobody yet: the registered shares add up to less than 100%.")
                .containsPattern("IDA012600002 +4 +100 +75% +Rp300");
    }

    @Test
    void shouldShowTheDifferenceThatARestatementMakes() {
        LedgerLine first = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        records.restate();
        LedgerLine line = records.settle(LineKind.ADJUSTMENT, 2, "p1", first.getLineId());

        String text = text(line);
        assertThat(text)
                .startsWith("p1 gets Rp40 more from alpha (offering premium, Indonesia) for April 2026 as sound "
                        + "recording royalties, because the service restated its revenue: version 2 of the pool "
                        + "replaces version 1. The difference is booked in May 2026;")
                .containsPattern("pool amount +Rp1,000 +Rp1,100 +Rp100")
                .containsPattern("this account +Rp400 +Rp440 +Rp40")
                .containsPattern("IDA012600001 +6 +110 +50% +Rp330 +Rp300 +Rp30")
                .containsPattern("adjusted line +" + first.getLineId())
                .endsWith("came to the same.\n");
    }

    @Test
    void shouldShowWhatIsReleasedFromAHold() {
        LedgerLine held = records.settle(LineKind.HOLD, 1, null, null);
        records.plans.put(2, RecordsFixture.plan(2, "1000", "PLAYS", AllocationModel.MARKET_CENTRIC));
        records.earn(2, RecordsFixture.B, null, 4, -100);
        records.earn(2, RecordsFixture.B, "p2", 4, 100);
        records.rights.put(RecordsFixture.B, RecordsFixture.rights(
                RecordsFixture.B, RecordsFixture.share("p1", 25), RecordsFixture.share("p2", 25)));
        LedgerLine released = records.settle(LineKind.RELEASE, 2, null, held.getLineId());

        assertThat(text(released))
                .startsWith("Rp100 less of the sound recording royalties of alpha (offering premium, Indonesia) for "
                        + "April 2026 is held, because the service restated its revenue: version 2 of the pool "
                        + "replaces version 1.")
                .containsPattern("this account +Rp300 +Rp200 +-Rp100")
                .containsPattern("adjusted line +" + held.getLineId())
                .endsWith("came to the same.\n");
    }

    @Test
    void shouldShowWhatBecomesOfAHoldWhenItsTermIsOver() {
        records.settle(LineKind.HOLD, 1, null, null);
        LedgerLine expiry = records.expire("300");
        LedgerLine back = records.bringBack(expiry, "100");

        assertThat(text(expiry))
                .startsWith("Rp300 of the sound recording royalties of alpha (offering premium, Indonesia) for April "
                        + "2026 that nobody claimed went to unclaimed:ID:fund.")
                .contains("the policy ID@2021-03-30 is over")
                .containsPattern("held +Rp300 +-Rp300 +Rp0")
                .endsWith("came to the same.\n");
        assertThat(text(back))
                .startsWith("Rp100 of the sound recording royalties of alpha (offering premium, Indonesia) for April "
                        + "2026 came back from unclaimed:ID:fund to the hold")
                .containsPattern("held +Rp0 +Rp100 +Rp100")
                .contains(expiry.getLineId());
    }

    @Test
    void shouldAddUpWhatAPartyHasOfARecordingByPolicies() {
        records.policies(RecordsFixture.policy(AuthorshipEffect.TAG));
        RightShare assisted = RecordsFixture.share("p1", 25);
        assisted.setAuthorship(Authorship.AI_ASSISTED);
        records.rights.put(RecordsFixture.A, RecordsFixture.rights(
                RecordsFixture.A, RecordsFixture.share("p1", 25), assisted, RecordsFixture.share("p2", 50)));
        records.earnings.get(0).setAmountMicros(150 * Micros.PER_UNIT);
        records.earn(1, RecordsFixture.A, "p1", 6, 150);
        Earning tagged = records.earnings.remove(records.earnings.size() - 1);
        tagged.setAuthorshipPolicy("TERRITORY ID@2026-01-01 AI_ASSISTED TAG");
        records.earnings.add(1, tagged); // none sorts first
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);

        assertThat(text(line))
                .startsWith("p1 earned Rp400 from alpha (offering premium, Indonesia) for April 2026 as sound recording "
                        + "royalties. The amount rests on 10 plays of 2 recordings.")
                .containsPattern("IDA012600001 +6 +100 +25% +Rp150 +TERRITORY ID@2026-01-01 AI_ASSISTED TAG")
                .endsWith("came to the same.\n");
    }

    @Test
    void shouldShowEveryDeductionAndWhatIsLeft() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        LedgerLine lmkn = records.deduct(line, 1, "LMKN", "operations", "32");
        LedgerLine wami = records.deduct(line, 2, "WAMI", "administration", "73.6");

        for (LedgerLine one : List.of(line, lmkn, wami)) {
            assertThat(text(one))
                    .containsPattern("LMKN, operations +8% +-Rp32 +Rp368 +ID-WAMI/1@2025-08-07 +"
                            + lmkn.getLineId().substring(0, 16))
                    .containsPattern("WAMI, administration +20% +-Rp73.6 +Rp294.4 ");
        }
        assertThat(text(wami))
                .startsWith("WAMI kept Rp73.6 for administration from what p1 earned for April 2026; the earning was "
                        + "Rp400.")
                .contains("Permenkum 27/2025");
        LedgerLine other = records.settle(LineKind.ACCRUAL, 1, "p2", null);
        assertThat(failures(explain(records.deduct(other, 1, "LMKN", "operations", "31")))).containsExactly(
                "check.deduction.not");
    }

    @Test
    void shouldShowTheStatementThatAPaymentEndsLineByLine() {
        LedgerLine earned = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        records.deduct(earned, 1, "LMKN", "operations", "32");
        records.deduct(earned, 2, "WAMI", "administration", "73.6");
        LedgerLine tax = records.move(LineKind.WITHHOLDING, "p1", "party:p1:payable", "tax:ID:PPh23", "44", "IDR");
        ruled(tax, "ID-PPH23@2020-01-01");
        LedgerLine paid = records.write(
                records.move(LineKind.PAYOUT, "p1", "party:p1:payable", "party:p1:payout", "250", "IDR"));
        Statement statement = records.state("p1", "IDR", 5);
        statement.setEarningsMicros(400_000_000);
        statement.setDeductionsMicros(105_600_000);
        statement.setTaxMicros(44_000_000);
        statement.setPaymentsMicros(250_000_000);
        statement.setClosingMicros(400_000);

        assertThat(text(paid))
                .startsWith("p1 was paid Rp250 on 2 May 2026, by the run payout/2026-05 for May 2026.")
                .containsPattern("deduction +April 2026 +-Rp73.6 +Rp294.4 ")
                .containsPattern("closing balance +Rp0.4")
                .contains(statement.getStatementId(), statement.getLinesHash())
                .endsWith("came to the same.\n");
        assertThat(text(tax))
                .startsWith("Rp44 of PPh23 tax of Indonesia was withheld from the payment of Rp294 to p1.")
                .containsPattern("rate of the tax +15%")
                .contains("UU PPh", "ID-PPH23@2020-01-01")
                .endsWith("came to the same.\n");
        assertThat(text(earned)).contains(statement.getStatementId());

        statement.setClosingMicros(500_000);
        assertThat(failures(explain(paid))).containsExactly("check.identity.not");
        statement.setClosingMicros(400_000);
        statement.setEarningsMicros(399_999_999);
        assertThat(failures(explain(paid))).containsExactly("check.identity.not", "check.statement-lines.not");
        statement.setLinesHash("00".repeat(32));
        assertThat(failures(explain(paid))).contains("check.statement-hash.not");
    }

    @Test
    void shouldShowBothCurrenciesOfAConversion() {
        LedgerLine out = fx(records.move(LineKind.FX, "p3", "party:p3:payable", "fx:USD/IDR", "2", "USD"));
        LedgerLine in = fx(records.move(LineKind.FX, "p3", "fx:USD/IDR", "party:p3:payable", "32001", "IDR"));

        for (LedgerLine line : List.of(out, in)) {
            assertThat(text(line))
                    .startsWith("US$2.00 owed to p3 became Rp32,001, at the rate USD/IDR 16,000.5 of 30 April 2026 "
                            + "published by JISDOR.")
                    .endsWith("came to the same.\n");
        }
        assertThat(new ExplanationText(Language.ID).of(explain(out)))
                .startsWith("Saldo US$2,00 milik p3 dikonversi menjadi Rp32.001 dengan kurs USD/IDR 16.000,5 tanggal "
                        + "30 April 2026 yang diterbitkan oleh JISDOR.");
        LedgerLine back = fx(records.move(LineKind.FX, "p2", "party:p2:payable", "fx:USD/IDR", "32001", "IDR"));
        fx(records.move(LineKind.FX, "p2", "fx:USD/IDR", "party:p2:payable", "2", "USD"));
        assertThat(text(back)).contains("÷ rate USD/IDR").endsWith("came to the same.\n");
        LedgerLine wrong = fx(records.move(LineKind.FX, "p1", "party:p1:payable", "fx:USD/IDR", "32001", "IDR"));
        fx(records.move(LineKind.FX, "p1", "fx:USD/IDR", "party:p1:payable", "2.000001", "USD"));
        assertThat(failures(explain(wrong))).containsExactly("check.fx.not");
    }

    private LedgerLine fx(LedgerLine line) {
        line.setFxRate(new BigDecimal("16000.500000000000"));
        line.setFxDate(LocalDate.parse("2026-04-30"));
        line.setFxSource("JISDOR");
        return records.write(line);
    }

    @Test
    void shouldFollowAdvancesAndReserves() {
        LedgerLine advance = ruled(
                records.move(LineKind.ADVANCE, "p2", "party:p2:advance", "party:p2:payout", "1000", "IDR"), "album");
        records.settle(LineKind.ACCRUAL, 1, "p2", null);
        LedgerLine recouped = ruled(
                records.move(LineKind.RECOUPMENT, "p2", "party:p2:payable", "party:p2:advance", "250", "IDR"), "album");
        LedgerLine reserved = records.write(
                records.move(LineKind.RESERVE, "p2", "party:p2:payable", "party:p2:reserve", "50", "IDR"));
        LedgerLine released = release("20", "2026-04");

        assertThat(text(advance)).startsWith("p2 was paid Rp1,000 in advance; Rp1,000 of advances is to be recouped");
        assertThat(text(recouped))
                .startsWith("Rp250 of what p2 earned was set against advances; Rp750 of advances is left to recoup.")
                .containsPattern("owed +Rp300 +-Rp250 +Rp50");
        assertThat(text(reserved)).contains("the reserve is Rp50 now");
        assertThat(text(released))
                .startsWith("Rp20 that was reserved for p2 in April 2026 was released")
                .contains("the reserve is Rp30 now").endsWith("came to the same.\n");
        assertThat(failures(explain(release("31", "2026-03")))).containsExactly("check.release.not");
        assertThat(failures(explain(ruled(
                records.move(LineKind.RECOUPMENT, "p2", "party:p2:payable", "party:p2:advance", "751", "IDR"),
                "single")))).containsExactly("check.recoupment.not");
    }

    private LedgerLine release(String amount, String reservedIn) {
        LedgerLine line = records.move(LineKind.RELEASE, "p2", "party:p2:reserve", "party:p2:payable", amount, "IDR");
        line.setOriginPeriod(reservedIn);
        return records.write(line);
    }

    private LedgerLine ruled(LedgerLine line, String rule) {
        line.setRule(rule);
        return records.write(line);
    }

    @Test
    void shouldFindALineThatWasChanged() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        line.setAmountMicros(line.getAmountMicros() + 1);

        assertThat(failures(explain(line))).containsExactly("check.sum.not", "check.hash.not", "check.amount.not");
    }

    @Test
    void shouldFindDetailsThatWereChanged() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        records.earnings.get(0).setAmountMicros(299_999_999);

        assertThat(failures(explain(line)))
                .contains("check.share.not", "check.sum.not", "check.details-hash.not");
    }

    @Test
    void shouldFindAPriceThatDoesNotAddUp() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        records.plans.get(1).setAmountMicros(1_000_000_001);

        assertThat(failures(explain(line))).contains("check.pool.not");

        records.plans.get(1).getSteps().get(0).setResult("1001");
        assertThat(failures(explain(line))).contains("check.step.not");
    }

    @Test
    void shouldNotCheckSharesByRightsThatWereNotApplied() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        records.rights.get(RecordsFixture.A).setVersion("newer");

        Explanation explanation = explain(line);
        assertThat(failures(explanation)).isEmpty();
        assertThat(new ExplanationText(Language.EN).of(explanation)).contains("not checked  shares of 1 recording:");
    }

    @Test
    void shouldTakeTheFirstDigitsOfTheIdentifier() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);

        assertThat(new Explainer(records).explain(line.getLineId().substring(0, 8).toUpperCase()).line())
                .isSameAs(line);
    }

    @Test
    void shouldRefuseWhatNamesNoLineOrSeveral() {
        LedgerLine line = records.settle(LineKind.ACCRUAL, 1, "p1", null);
        LedgerLine twin = records.move(LineKind.PAYOUT, "p1", "party:p1:payable", "party:p1:payout", "1", "IDR");
        twin.setLineId(line.getLineId().substring(0, 20) + "0".repeat(44));
        records.write(twin);

        assertFailure("0123456", 2, "at least its first 8 of 64 hexadecimal digits");
        assertFailure("nonsense", 2, "is no line");
        assertFailure("0".repeat(64), 4, "No ledger line has an identifier that starts with 0000");
        assertFailure(line.getLineId().substring(0, 12), 2, "More than one ledger line starts with");
    }

    private void assertFailure(String lineId, int exitCode, String message) {
        assertThatThrownBy(() -> new Explainer(records).explain(lineId))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
                .hasMessageContaining(message);
    }
}
