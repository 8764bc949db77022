package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipSource;
import angklung.avro.HitStatus;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PoolPlan;
import angklung.avro.RightShare;
import angklung.avro.ScreeningPolicy;
import angklung.model.HoldReason;
import angklung.model.Weight;
import angklung.money.Micros;
import angklung.replay.Exporter;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a payee can read of money that screening and authorship policies hold, or give to others. */
class WithheldTest {
    private static final String A = RecordsFixture.A;
    private static final String B = RecordsFixture.B;
    private static final Beneficiary P1 = new Beneficiary("p1", null);
    private static final Beneficiary P2 = new Beneficiary("p2", null);
    private static final Beneficiary SCREENING = RecordsFixture.hold(HoldReason.SCREENING);
    private static final Beneficiary AUTHORSHIP = RecordsFixture.hold(HoldReason.AUTHORSHIP);
    private static final String HOLD_TAG = "TERRITORY ID@2026-01-01 AI_ASSISTED HOLD";
    private static final ScreenedHit.Decided RELEASE = new ScreenedHit.Decided(
            HitStatus.RELEASED, "rina", "A café plays it all day.", "2026-05-10T09:00:00Z");

    private final RecordsFixture records = new RecordsFixture();

    private String text(LedgerLine line, Language language) {
        Explanation explanation = new Explainer(records).explain(line.getLineId());
        String text = new ExplanationText(language).of(explanation);
        assertThat(explanation.firstFailure()).as(text).isEmpty();
        assertThat(text).doesNotContain("{").doesNotContain("null").doesNotContain("''");
        assertThat(Exporter.json(new ExplanationJson(language).of(explanation))).contains(line.getLineId());
        return text;
    }

    private String text(LedgerLine line) {
        for (Language language : Language.values()) {
            text(line, language);
        }
        return text(line, Language.EN);
    }

    /** Of the six plays of A four are held, so that p1 and p2 share 200 of its 600. */
    private void holdFourPlays() {
        records.plans.get(1).setScreening(ScreeningPolicy.HOLD);
        records.earnings.clear();
        records.give(1, A, P1, null, 2, 100);
        records.give(1, A, P2, null, 2, 100);
        records.give(1, A, SCREENING, null, 4, 400);
        records.earn(1, B, "p1", 4, 100);
        records.earn(1, B, null, 4, 300);
        records.hits.add(RecordsFixture.hit(A, 4, HitStatus.OPEN, null));
    }

    @Test
    void shouldShowWhichHitsHoldMoney() {
        holdFourPlays();
        LedgerLine held = records.settleFor(SCREENING, LineKind.HOLD, 1, null);

        assertThat(text(held))
                .startsWith("Rp400 of the sound recording royalties of alpha (offering premium, Indonesia) for April "
                        + "2026 is held and paid to nobody yet: the plays were found artificial and are under review. "
                        + "The amount rests on 4 plays of 1 recording.")
                .containsPattern("IDA012600001 +4 +100 +100% +Rp400")
                .containsPattern("IDA012600001 +4 +3 April 2026 +4 April 2026 +more plays than a person listens to "
                        + "\\(F3\\) +plays in a day: 2,412 \\(threshold 2,000\\) +waits for a decision +abababababababab")
                .contains("The money of these plays is held until somebody decides.",
                        "the shares in force give each amount to the last millionth (1 of them)");
        assertThat(text(held, Language.ID)).contains("pemutaran dalam sehari: 2.412 (ambang 2.000)");
        assertThat(text(held, Language.KO)).contains("하루 재생 수: 2,412(기준 2,000)");
    }

    @Test
    void shouldTellAPartyHowMuchOfItsRecordingsIsHeld() {
        holdFourPlays();
        LedgerLine earned = records.settleFor(P1, LineKind.ACCRUAL, 1, null);

        assertThat(text(earned))
                .startsWith("p1 earned Rp200 from alpha")
                .containsPattern("IDA012600001 +2 +100 +50% +Rp100")
                .containsPattern("IDA012600001 +4 +Rp400 +Rp0")
                .contains("Money of these recordings that is held", "more plays than a person listens to (F3)");
    }

    /** The part of each recording is what is not held, where weights are in no record. */
    @Test
    void shouldCheckWhatIsNotHeldWherePlaysDoNotWeigh() {
        holdFourPlays();
        PoolPlan plan = RecordsFixture.plan(1, "1000", "SUBSCRIBERS", AllocationModel.USER_CENTRIC);
        plan.setScreening(ScreeningPolicy.HOLD);
        records.plans.put(1, plan);

        assertThat(text(records.settleFor(P2, LineKind.ACCRUAL, 1, null)))
                .containsPattern("IDA012600001 +2 +20% +Rp1,000 +50% +Rp100")
                .contains("give each amount to within two millionths (1 of them)");
        assertThat(text(records.settleFor(SCREENING, LineKind.HOLD, 1, null)))
                .containsPattern("IDA012600001 +4 +40% +Rp1,000 +100% +Rp400")
                .contains("not checked  what the held plays of 1 recording weigh");
    }

    @Test
    void shouldNameTheDecisionOfARelease() {
        holdFourPlays();
        LedgerLine held = records.settleFor(SCREENING, LineKind.HOLD, 1, null);
        PoolPlan revised = RecordsFixture.plan(2, "1000", "PLAYS", AllocationModel.MARKET_CENTRIC);
        revised.setScreening(ScreeningPolicy.HOLD);
        revised.setReason("SCREENING");
        records.plans.put(2, revised);
        records.give(2, A, P1, null, 6, 200);
        records.give(2, A, P2, null, 6, 200);
        records.give(2, A, SCREENING, null, 0, -400);
        records.hits.set(0, RecordsFixture.hit(A, 4, HitStatus.RELEASED, RELEASE));
        LedgerLine released = records.settleFor(SCREENING, LineKind.RELEASE, 2, held.getLineId());

        assertThat(text(released))
                .startsWith("Rp400 less of the sound recording royalties of alpha (offering premium, Indonesia) for "
                        + "April 2026 is held, because the plays were screened anew")
                .containsPattern("abababababababab +released +rina +2026-05-10T09:00:00Z +“A café plays it all day.”")
                .contains("released, counts as any other");
        assertThat(text(records.settleFor(P1, LineKind.ADJUSTMENT, 2, null)))
                .contains("What the new screening changed", "“A café plays it all day.”");
    }

    @Test
    void shouldSayThatADecisionWaits() {
        holdFourPlays();
        records.hits.set(0, RecordsFixture.hit(A, 4, HitStatus.OPEN, RELEASE));

        assertThat(text(records.settleFor(SCREENING, LineKind.HOLD, 1, null)))
                .contains("waits for a decision; a decision waits for the next revision", "released");
    }

    /** All of A weighs nothing: p2, which has a share in A and in a quarter of B, finds out by its line for B. */
    @Test
    void shouldTellAPartyOfPlaysThatAreExcluded() {
        PoolPlan plan = records.plans.get(1);
        plan.setScreening(ScreeningPolicy.REBASE);
        plan.setExcluded(Map.of("SCREENED", 6L));
        plan.setTotalWeight(Weight.toDecimal(Weight.ofPlays(4)));
        records.rights.put(B, RecordsFixture.rights(B, RecordsFixture.share("p2", 100)));
        records.earnings.clear();
        records.earn(1, B, "p2", 4, 1000);
        records.hits.add(RecordsFixture.hit(A, 6, HitStatus.OPEN, null));

        LedgerLine line = records.settleFor(P2, LineKind.ACCRUAL, 1, null);
        assertThat(text(line))
                .contains("Not counted: 6 plays found artificial.", "These plays take no part in the pool.")
                .containsPattern("IDA012600001 +6 +3 April 2026 +4 April 2026 +more plays than a person listens to");
        records.hits.set(0, RecordsFixture.hit("IDA012600009", 6, HitStatus.OPEN, null));
        assertThat(text(line)).doesNotContain("What screening found");
    }

    @Test
    void shouldSayWhyNothingOfAPoolTakesPart() {
        PoolPlan plan = records.plans.get(1);
        plan.setScreening(ScreeningPolicy.REBASE);
        plan.setExcluded(Map.of("SCREENED", 10L));
        plan.setTotalWeight(Weight.toDecimal(BigInteger.ZERO));
        records.earnings.clear();
        records.give(1, null, RecordsFixture.hold(HoldReason.NO_USAGE), null, 0, 1000);
        records.earnings.get(0).setRightsVersion(null);
        records.hits.add(RecordsFixture.hit(A, 6, HitStatus.OPEN, null));

        LedgerLine line = records.settleFor(RecordsFixture.hold(HoldReason.NO_USAGE), LineKind.HOLD, 1, null);
        String text = new ExplanationText(Language.EN).of(new Explainer(records).explain(line.getLineId()));
        assertThat(text)
                .contains("paid to nobody yet: none of the plays of the pool takes part.", "What screening found");
    }

    /** p2's half of A was made with AI. */
    private void assistedByAi(AuthorshipEffect effect) {
        records.policies(RecordsFixture.policy(effect));
        RightShare assisted = RecordsFixture.share("p2", 50);
        assisted.setAuthorship(Authorship.AI_ASSISTED);
        assisted.setAuthorshipSource(AuthorshipSource.DECLARED);
        assisted.setAuthorshipDate(LocalDate.parse("2025-12-01"));
        records.rights.put(A, RecordsFixture.rights(A, RecordsFixture.share("p1", 50), assisted));
        records.earnings.clear();
        records.earn(1, B, "p1", 4, 100);
        records.earn(1, B, null, 4, 300);
    }

    private void holdWhatAiAssisted() {
        assistedByAi(AuthorshipEffect.HOLD);
        records.effects.put(HOLD_TAG, new Effect(6, 300 * Micros.PER_UNIT));
        records.give(1, A, P1, null, 6, 300);
        records.give(1, A, AUTHORSHIP, HOLD_TAG, 6, 300);
    }

    @Test
    void shouldSayThePolicyThatHoldsMoneyInWords() {
        holdWhatAiAssisted();
        LedgerLine held = records.settleFor(AUTHORSHIP, LineKind.HOLD, 1, null);

        assertThat(text(held))
                .contains("a policy on human authorship holds contributions of this kind")
                .containsPattern("IDA012600001 +6 +100 +50% +Rp300 +" + HOLD_TAG)
                .containsPattern("From 1 January 2026 on, contributions made with the help of AI are held in Indonesia "
                        + "\\(all rights\\)\\. +Rp300 +6 +Rp300 +Rule 5 +" + HOLD_TAG)
                .containsPattern("p2 +Producer +50% +1 January 2020 +made with the help of AI \\(declared on 1 "
                        + "December 2025\\)");
        assertThat(text(held, Language.ID)).contains(
                "Mulai 1 Januari 2026, di Indonesia bagian dari kontribusi yang dibuat dengan bantuan AI ditahan");
        assertThat(text(held, Language.KO)).contains(
                "2026년 1월 1일부터 인도네시아에서는 AI 활용 기여분의 분배를 보류합니다(모든 권리).");
    }

    /** p2 has a line for another recording only. */
    @Test
    void shouldTellAPartyThatAllOfARecordingIsHeldByAPolicy() {
        holdWhatAiAssisted();
        records.rights.put(B, RecordsFixture.rights(B, RecordsFixture.share("p1", 25), RecordsFixture.share("p2", 75)));
        records.earnings.removeIf(one -> RecordsFixture.HOLD.equals(one.getHoldAccount()));
        records.earn(1, B, "p2", 4, 300);

        assertThat(text(records.settleFor(P2, LineKind.ACCRUAL, 1, null)))
                .startsWith("p2 earned Rp300")
                .containsPattern("IDA012600001 +0 +Rp0 +Rp300")
                .contains("contributions made with the help of AI are held in Indonesia");
    }

    @Test
    void shouldTellAPartyWhichClaimsAPolicyLeavesOut() {
        assistedByAi(AuthorshipEffect.EXCLUDE);
        records.give(1, A, P1, null, 6, 600);
        records.rights.put(B, RecordsFixture.rights(B, RecordsFixture.share("p1", 25), RecordsFixture.share("p2", 75)));
        records.earnings.removeIf(one -> RecordsFixture.HOLD.equals(one.getHoldAccount()));
        records.earn(1, B, "p2", 4, 300);

        assertThat(text(records.settleFor(P2, LineKind.ACCRUAL, 1, null)))
                .contains("Claims that policies on human authorship leave out")
                .containsPattern("IDA012600001 +TERRITORY ID@2026-01-01 AI_ASSISTED EXCLUDE +Rp600")
                .contains("take no part in Indonesia, and the other claims share in their stead");
        assertThat(text(records.settleFor(P1, LineKind.ACCRUAL, 1, null)))
                .containsPattern("IDA012600001 +6 +100 +100% +Rp600")
                .doesNotContain("leave out");
    }

    @Test
    void shouldShowWhichPoliciesChanged() {
        holdWhatAiAssisted();
        LedgerLine held = records.settleFor(AUTHORSHIP, LineKind.HOLD, 1, null);
        PoolPlan revised = RecordsFixture.plan(2, "1000", "PLAYS", AllocationModel.MARKET_CENTRIC);
        revised.setReason("CHANGED_POLICY");
        revised.setAuthorshipPolicies(List.of(RecordsFixture.policy(AuthorshipEffect.TAG)));
        records.plans.put(2, revised);
        records.give(2, A, AUTHORSHIP, HOLD_TAG, 0, -300);
        records.give(2, A, P2, "TERRITORY ID@2026-01-01 AI_ASSISTED TAG", 6, 300);

        assertThat(text(records.settleFor(AUTHORSHIP, LineKind.RELEASE, 2, held.getLineId())))
                .contains("because the policy on human authorship changed")
                .containsPattern("no longer in force +From 1 January 2026 on, contributions made with the help of AI are "
                        + "held in Indonesia")
                .containsPattern("now in force +From 1 January 2026 on, contributions made with the help of AI are paid "
                        + "and marked as such in Indonesia");
    }

    @Test
    void shouldShowWhichRightsChanged() {
        LedgerLine held = records.settle(LineKind.HOLD, 1, null, null);
        PoolPlan revised = RecordsFixture.plan(2, "1000", "PLAYS", AllocationModel.MARKET_CENTRIC);
        revised.setReason("CHANGED_RIGHTS");
        revised.setRightsOnly(true);
        records.plans.put(2, revised);
        records.earn(2, B, null, 4, -100);
        records.earn(2, B, "p2", 4, 100);
        records.earnings.stream().filter(one -> one.getVersion() == 2).forEach(one -> one.setRightsVersion("second"));
        records.rights.put(B, RecordsFixture.rights(B, RecordsFixture.share("p1", 25), RecordsFixture.share("p2", 25)));
        records.rights.get(B).setVersion("second");

        assertThat(text(records.settle(LineKind.RELEASE, 2, null, held.getLineId())))
                .contains("because the registered rights changed")
                .containsPattern("IDA012600002 +version-of-IDA012600002 +second +75% +50%")
                .containsPattern("IDA012600002 +p2 +Producer +25% +1 January 2020");
    }

    /** Its earnings go to the persons who control it. */
    @Test
    void shouldNameAnAiPerformer() {
        records.rights.get(A).getShares().get(0).setPerformerId("IDOL-1");

        assertThat(text(records.settleFor(P1, LineKind.ACCRUAL, 1, null)))
                .contains("IDOL-1", "The part of an AI performer goes to those who are registered as controlling it.");
    }
}
