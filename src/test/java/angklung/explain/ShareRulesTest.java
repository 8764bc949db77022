package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.explain.ShareRules.Basis;
import angklung.explain.ShareRules.Finding;
import angklung.model.Authorship;
import angklung.model.AuthorshipRules;
import angklung.model.Beneficiary;
import angklung.model.HoldReason;
import angklung.model.Period;
import angklung.model.Policy;
import angklung.model.Policy.Effect;
import angklung.model.Policy.HolderKind;
import angklung.model.RecordingClaims;
import angklung.model.RecordingClaims.Work;
import angklung.model.ShareClaim;
import angklung.model.Splits;
import angklung.model.Splits.Overclaim;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShareRulesTest {
    private static final Period APRIL = Period.parse("2026-04");
    private static final int LONG_AGO = day("2020-01-01");
    private static final OptionalInt OPEN = OptionalInt.empty();
    private static final Splits.Terms HOLD_ALL = Splits.Terms.of(Overclaim.HOLD_ALL);
    private static final Beneficiary SCREENING = Beneficiary.hold(HoldReason.SCREENING);
    private static final Beneficiary AUTHORSHIP = Beneficiary.hold(HoldReason.AUTHORSHIP);

    private static int day(String date) {
        return Math.toIntExact(LocalDate.parse(date).toEpochDay());
    }

    private static ShareClaim claim(String party, long percent, int from, OptionalInt to) {
        return new ShareClaim(party, percent * 1_000_000, from, to, null);
    }

    private static ShareClaim claim(String party, long percent, Authorship authorship, String iswc) {
        return new ShareClaim(party, percent * 1_000_000, LONG_AGO, OPEN, "KOMCA", null, authorship, iswc);
    }

    private static Splits.Terms policy(Effect effect, int from) {
        return new Splits.Terms(Overclaim.HOLD_ALL, AuthorshipRules.of(List.of(
                new Policy(HolderKind.SOCIETY, "KOMCA", null, Authorship.AI_GENERATED, effect, from, OPEN))));
    }

    private static String tag(Effect effect) {
        return "SOCIETY KOMCA@2020-01-01 AI_GENERATED " + effect;
    }

    private static Recording whole(long amount) {
        return new Recording(amount, 10, 0, 0);
    }

    private static Finding judge(List<ShareClaim> claims, Beneficiary beneficiary, long recording, long part) {
        return rules(claims, HOLD_ALL, whole(recording)).judge(beneficiary, null, part);
    }

    private static ShareRules rules(List<ShareClaim> claims, Splits.Terms terms, Recording recording) {
        return new ShareRules(RecordingClaims.of(claims), APRIL, terms, recording, true);
    }

    @Test
    void shouldComputeAConstantShareToTheLastMicro() {
        List<ShareClaim> claims = List.of(claim("1", 25, LONG_AGO, OPEN), claim("2", 25, LONG_AGO, OPEN));

        assertThat(judge(claims, Beneficiary.party("1"), 1_000, 250).basis()).isEqualTo(Basis.EXACT);
        assertThat(judge(claims, Beneficiary.party("1"), 1_000, 250).share()).isEqualByComparingTo("0.25");
        assertThat(judge(claims, Beneficiary.party("1"), 1_000, 251).basis()).isEqualTo(Basis.BROKEN);
        assertThat(judge(claims, Beneficiary.hold(HoldReason.UNCLAIMED), 1_000, 500).basis()).isEqualTo(Basis.EXACT);
        assertThat(judge(List.of(), Beneficiary.hold(HoldReason.UNMATCHED), 7, 7).basis()).isEqualTo(Basis.EXACT);
    }

    /** Late plays of days before a change count in the period, but nothing says that there were any. */
    @Test
    void shouldTakeAChangeBeforeThePeriodForWhatItGaveOnlyIfTheSharesOfThePeriodDoNot() {
        int march = day("2026-03-01");
        List<ShareClaim> claims =
                List.of(claim("A", 50, LONG_AGO, OptionalInt.of(march)), claim("A", 100, march, OPEN));

        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 1_000).basis()).isEqualTo(Basis.EXACT);
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 900).basis()).isEqualTo(Basis.CHANGING);
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 400).basis()).isEqualTo(Basis.BROKEN);
    }

    @Test
    void shouldBoundAShareThatChanged() {
        int middle = day("2026-04-16");
        List<ShareClaim> claims = List.of(
                claim("A", 50, LONG_AGO, OptionalInt.of(middle)), claim("B", 50, LONG_AGO, OptionalInt.of(middle)),
                claim("A", 60, middle, OPEN), claim("B", 40, middle, OPEN));

        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 550).basis()).isEqualTo(Basis.CHANGING);
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 550).share()).isEqualByComparingTo("0.55");
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 602).basis()).isEqualTo(Basis.BROKEN);
        assertThat(judge(claims, Beneficiary.party("B"), 1_000, 398).basis()).isEqualTo(Basis.BROKEN);
    }

    @Test
    void shouldDivideAMedleyByItsWorks() {
        RecordingClaims medley = new RecordingClaims(
                List.of(claim("A", 100, Authorship.HUMAN, "T1"), claim("B", 50, Authorship.HUMAN, "T2")),
                List.of(new Work("T1", 600_000), new Work("T2", 400_000)));
        ShareRules rules = new ShareRules(medley, APRIL, HOLD_ALL, whole(1_000), false);

        assertThat(rules.judge(Beneficiary.party("A"), null, 600).basis()).isEqualTo(Basis.EXACT);
        assertThat(rules.judge(Beneficiary.party("B"), null, 200).basis()).isEqualTo(Basis.EXACT);
        assertThat(rules.judge(Beneficiary.hold(HoldReason.UNCLAIMED), null, 200).basis()).isEqualTo(Basis.EXACT);
        assertThat(rules.judge(Beneficiary.party("B"), null, 500).basis()).isEqualTo(Basis.BROKEN);
    }

    @Test
    void shouldFollowEveryPolicyOnAuthorship() {
        List<ShareClaim> claims =
                List.of(claim("A", 50, Authorship.HUMAN, null), claim("B", 50, Authorship.AI_GENERATED, null));
        Beneficiary a = Beneficiary.party("A");
        Beneficiary b = Beneficiary.party("B");

        ShareRules tagged = rules(claims, policy(Effect.TAG, LONG_AGO), whole(1_000));
        assertThat(tagged.judge(b, tag(Effect.TAG), 500).basis()).isEqualTo(Basis.EXACT);
        assertThat(tagged.judge(b, null, 500).basis()).isEqualTo(Basis.BROKEN);
        ShareRules held = rules(claims, policy(Effect.HOLD, LONG_AGO), whole(1_000));
        assertThat(held.judge(AUTHORSHIP, tag(Effect.HOLD), 500).basis()).isEqualTo(Basis.EXACT);
        assertThat(held.judge(a, null, 500).basis()).isEqualTo(Basis.EXACT);
        ShareRules excluded = rules(claims, policy(Effect.EXCLUDE, LONG_AGO), whole(1_000));
        assertThat(excluded.judge(a, null, 1_000).basis()).isEqualTo(Basis.EXACT);
        assertThat(excluded.judge(a, null, 500).basis()).isEqualTo(Basis.BROKEN);
    }

    /** A day that weighs nothing gives nobody a share of it, so the others alone decide. */
    @Test
    void shouldLeaveOutDaysOnWhichPoliciesLeaveNobodyAClaim() {
        int middle = day("2026-04-16");
        ShareRules rules = rules(
                List.of(claim("A", 100, LONG_AGO, OptionalInt.of(middle)),
                        new ShareClaim("B", 100_000_000, middle, OPEN, "KOMCA", null, Authorship.AI_GENERATED, null)),
                policy(Effect.EXCLUDE, LONG_AGO), whole(1_000));

        assertThat(rules.judge(Beneficiary.party("A"), null, 1_000).basis()).isEqualTo(Basis.EXACT);
    }

    @Test
    void shouldTakeAPolicyThatBeganInThePeriodForAChange() {
        ShareRules rules = rules(
                List.of(claim("A", 50, Authorship.HUMAN, null), claim("B", 50, Authorship.AI_GENERATED, null)),
                policy(Effect.HOLD, day("2026-04-16")), whole(1_000));

        assertThat(rules.judge(Beneficiary.party("B"), null, 300).basis()).isEqualTo(Basis.CHANGING);
        assertThat(rules.judge(Beneficiary.party("B"), null, 502).basis()).isEqualTo(Basis.BROKEN);
    }

    @Test
    void shouldDivideOnlyWhatScreeningDoesNotHold() {
        List<ShareClaim> claims = List.of(claim("A", 50, LONG_AGO, OPEN), claim("B", 50, LONG_AGO, OPEN));
        Recording recording = new Recording(1_000, 10, 800, 8);

        ShareRules byPlays = rules(claims, HOLD_ALL, recording);
        assertThat(byPlays.judge(SCREENING, null, 800).basis()).isEqualTo(Basis.EXACT);
        assertThat(byPlays.judge(SCREENING, null, 700).basis()).isEqualTo(Basis.BROKEN);
        assertThat(byPlays.judge(Beneficiary.party("A"), null, 100).basis()).isEqualTo(Basis.EXACT);
        assertThat(byPlays.judge(Beneficiary.party("A"), null, 100).share()).isEqualByComparingTo("0.5");
        assertThat(byPlays.judge(Beneficiary.party("A"), null, 500).basis()).isEqualTo(Basis.BROKEN);
        ShareRules otherwise = new ShareRules(RecordingClaims.of(claims), APRIL, HOLD_ALL, recording, false);
        assertThat(otherwise.judge(Beneficiary.party("A"), null, 100).basis()).isEqualTo(Basis.BESIDE_HELD);
        assertThat(otherwise.judge(Beneficiary.party("A"), null, 103).basis()).isEqualTo(Basis.BROKEN);
        assertThat(otherwise.judge(SCREENING, null, 800).basis()).isEqualTo(Basis.UNKNOWN);
    }

    @Test
    void shouldNeverDoubtWhatTheSplitItselfGives() {
        Seeds.cases(2_000, random -> {
            List<Work> works = random.nextInt(3) > 0
                    ? List.of()
                    : List.of(new Work("T1", 1 + random.nextLong(500_000)), new Work("T2", 500_000));
            RecordingClaims claims = new RecordingClaims(claims(random), works);
            Splits.Terms terms = new Splits.Terms(
                    random.nextBoolean() ? Overclaim.HOLD_ALL : Overclaim.PAY_UNDISPUTED,
                    random.nextBoolean() ? AuthorshipRules.NONE : policies(random));
            boolean byPlays = random.nextBoolean();
            SortedMap<Integer, Splits.Day> plays = plays(random, byPlays);
            plays.keySet().removeAll(Splits.excludedDays(plays.keySet(), claims, terms.authorship()));
            if (plays.isEmpty()) {
                return;
            }
            long amount = random.nextLong(1_000_000_000);
            Splits.Division division = Splits.divide(amount, plays, claims, terms);
            Recording recording = recording(amount, division);
            for (Splits.Part part : division.parts()) {
                assertThat(new ShareRules(claims, APRIL, terms, recording, byPlays)
                        .judge(part.beneficiary(), part.policy(), part.amountMicros()).basis())
                        .as("%s of %s on %s by %s", part, claims, plays, terms.authorship().policies())
                        .isNotEqualTo(Basis.BROKEN);
            }
        });
    }

    private static List<ShareClaim> claims(SplittableRandom random) {
        List<ShareClaim> claims = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            int from = day("2026-03-01") + random.nextInt(70);
            OptionalInt to = random.nextBoolean() ? OPEN : OptionalInt.of(from + 1 + random.nextInt(40));
            Authorship authorship = random.nextBoolean() ? Authorship.HUMAN : Authorship.AI_GENERATED;
            String iswc = random.nextBoolean() ? null : "T" + (1 + random.nextInt(2));
            long share = random.nextInt(4) == 0 ? 100_000_000 : random.nextLong(60_000_000);
            claims.add(new ShareClaim("p" + random.nextInt(3), share, from, to, "KOMCA", null, authorship, iswc));
        }
        return claims;
    }

    private static AuthorshipRules policies(SplittableRandom random) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            int from = day("2026-03-01") + random.nextInt(70);
            OptionalInt to = random.nextBoolean() ? OPEN : OptionalInt.of(from + 1 + random.nextInt(40));
            HolderKind kind = HolderKind.values()[random.nextInt(2)];
            policies.add(new Policy(kind, kind == HolderKind.SOCIETY ? "KOMCA" : "KR", null, Authorship.AI_GENERATED,
                    Effect.values()[random.nextInt(4)], from, to));
        }
        return AuthorshipRules.of(policies);
    }

    private static SortedMap<Integer, Splits.Day> plays(SplittableRandom random, boolean byPlays) {
        SortedMap<Integer, Splits.Day> plays = new TreeMap<>();
        boolean screened = random.nextBoolean();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            long count = 1 + random.nextLong(100);
            long held = screened ? random.nextLong(count + 1) : 0;
            long weight = byPlays ? 1 : 1 + random.nextLong(1_000);
            plays.put(day("2026-04-01") + random.nextInt(30), new Splits.Day(
                    count, BigInteger.valueOf(count * weight), held, BigInteger.valueOf(held * weight)));
        }
        return plays;
    }

    /** As the records say it: from the parts. */
    private static Recording recording(long amount, Splits.Division division) {
        RecordingSums sums = new RecordingSums("pool");
        for (Splits.Part part : division.parts()) {
            String account = part.beneficiary().hold() == null
                    ? part.beneficiary().partyId()
                    : "hold:" + part.beneficiary().hold().label() + ":pool";
            sums.add("", account, part.policy(), 1, part.plays(), part.amountMicros());
        }
        Recording recording = sums.sums().get("");
        assertThat(recording.amountMicros()).isEqualTo(amount);
        return recording;
    }
}
