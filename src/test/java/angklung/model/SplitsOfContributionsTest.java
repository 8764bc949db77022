package angklung.model;

import static angklung.model.Splits.Overclaim.HOLD_ALL;
import static angklung.model.Splits.Overclaim.PAY_UNDISPUTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.model.Policy.Effect;
import angklung.model.Policy.HolderKind;
import angklung.model.RecordingClaims.Work;
import angklung.model.Splits.Day;
import angklung.model.Splits.Division;
import angklung.model.Splits.Overclaim;
import angklung.model.Splits.Part;
import angklung.model.Splits.PolicyEffect;
import angklung.model.Splits.Terms;
import angklung.oracle.Fraction;
import angklung.oracle.PlayShares;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Works of a medley, authorship policies and held plays, each alone and all together. */
class SplitsOfContributionsTest {
    private static final int DAY = day("2026-04-10");
    private static final Beneficiary A = Beneficiary.party("A");
    private static final Beneficiary B = Beneficiary.party("B");
    private static final Beneficiary C = Beneficiary.party("C");
    private static final Beneficiary AUTHORSHIP = Beneficiary.hold(HoldReason.AUTHORSHIP);
    private static final String KOMCA = "SOCIETY KOMCA@2025-03-24 AI_GENERATED ";

    /** Lyrics by a human, music by a machine; both registered with KOMCA. */
    private static final List<ShareClaim> SONG = List.of(
            claim("A", 50, "KOMCA", Authorship.HUMAN), claim("B", 50, "KOMCA", Authorship.AI_GENERATED));

    @Test
    void shouldPayAsAnyOtherWithoutAPolicyOrByOneThatPays() {
        Part[] halves = {new Part(A, 10, 500), new Part(B, 10, 500)};
        assertThat(divide(1_000, SONG).parts()).containsExactly(halves);
        Division paid = divide(1_000, SONG, komca(Effect.PAY));
        assertThat(paid.parts()).containsExactly(halves);
        assertThat(paid.effects()).isEmpty();
    }

    @Test
    void shouldTagWhatIsPaidUnderAPolicy() {
        Division division = divide(1_000, SONG, komca(Effect.TAG));
        assertThat(division.parts()).containsExactly(new Part(A, 10, 500), new Part(B, KOMCA + "TAG", 10, 500));
        assertThat(division.effects()).containsExactly(new PolicyEffect(KOMCA + "TAG", 10, 500));
    }

    @Test
    void shouldHoldTheContributionAlone() {
        Division division = divide(1_000, SONG, komca(Effect.HOLD));
        assertThat(division.parts())
                .containsExactly(new Part(A, 10, 500), new Part(AUTHORSHIP, KOMCA + "HOLD", 10, 500));
        assertThat(division.effects()).containsExactly(new PolicyEffect(KOMCA + "HOLD", 10, 500));
    }

    @Test
    void shouldGiveWhatIsExcludedToTheOthers() {
        Division division = divide(1_001, SONG, komca(Effect.EXCLUDE));
        assertThat(division.parts()).containsExactly(new Part(A, 10, 1_001));
        assertThat(division.effects()).containsExactly(new PolicyEffect(KOMCA + "EXCLUDE", 10, 500)); // of 500.5
    }

    @Test
    void shouldApplyAPolicyFromItsFirstDayOn() { // KOMCA, 24 March 2025
        int first = day("2025-03-24");
        Policy komca = komca(Effect.EXCLUDE);
        Division division = Splits.divide(
                1_000, plays(first - 1, 5, first, 5), RecordingClaims.of(SONG), terms(HOLD_ALL, komca));
        assertThat(division.parts()).containsExactly(new Part(A, 10, 750), new Part(B, 5, 250));
        assertThat(division.effects()).containsExactly(new PolicyEffect(komca.tag(), 5, 250));
    }

    @Test
    void shouldApplyASocietysPolicyToWhatItRegistered() {
        List<ShareClaim> claims = List.of(
                claim("A", 50, "WAMI", Authorship.AI_GENERATED), claim("B", 50, null, Authorship.AI_GENERATED));
        assertThat(divide(1_000, claims, komca(Effect.HOLD)).parts())
                .containsExactly(new Part(A, 10, 500), new Part(B, 10, 500));
    }

    @Test
    void shouldPreferTheSocietyThenTheRightThenTheLatest() {
        Policy territory = policy(HolderKind.TERRITORY, "KR", "MECHANICAL", Effect.EXCLUDE, "2026-01-01");
        Policy general = policy(HolderKind.SOCIETY, "KOMCA", null, Effect.HOLD, "2026-02-01");
        Policy ofRight = policy(HolderKind.SOCIETY, "KOMCA", "MECHANICAL", Effect.TAG, "2025-01-01");
        Policy newer = policy(HolderKind.SOCIETY, "KOMCA", "MECHANICAL", Effect.PAY, "2025-06-01");
        assertThat(AuthorshipRules.of(List.of(territory, general, ofRight, newer)).policies())
                .containsExactly(newer, ofRight, general, territory);
        assertThat(divide(10, SONG, territory, general).parts()).contains(new Part(AUTHORSHIP, general.tag(), 10, 5));
        assertThat(divide(10, SONG, general, ofRight).parts()).contains(new Part(B, ofRight.tag(), 10, 5));
        assertThat(divide(10, SONG, territory, general, ofRight, newer).effects()).isEmpty();
        assertThat(divide(10, SONG, territory).parts()).containsExactly(new Part(A, 10, 10));
    }

    @Test
    void shouldJudgeCompletenessBeforeAnythingIsExcluded() {
        List<ShareClaim> claims = List.of(
                claim("A", 30, "KOMCA", Authorship.HUMAN), claim("B", 40, "KOMCA", Authorship.AI_GENERATED));
        assertThat(divide(600, claims, komca(Effect.EXCLUDE)).parts())
                .containsExactly(new Part(A, 10, 300), new Part(hold(HoldReason.UNCLAIMED), 10, 300));
        assertThat(divide(600, claims.subList(1, 2), komca(Effect.EXCLUDE)).parts())
                .containsExactly(new Part(hold(HoldReason.UNCLAIMED), 10, 600));
    }

    @Test
    void shouldLeaveADisputeWhole() {
        List<ShareClaim> claims = List.of(
                claim("A", 80, "KOMCA", Authorship.HUMAN), claim("B", 70, "KOMCA", Authorship.AI_GENERATED));
        Division held = divide(1_000, claims, komca(Effect.EXCLUDE));
        assertThat(held.parts()).containsExactly(new Part(hold(HoldReason.DISPUTE), 10, 1_000));
        assertThat(held.effects()).isEmpty();
        // undisputed are 30 and 20; without the 20 the rest of 80 is the whole
        Division paid = Splits.divide(
                800, plays(DAY, 10), RecordingClaims.of(claims), terms(PAY_UNDISPUTED, komca(Effect.EXCLUDE)));
        assertThat(paid.parts())
                .containsExactly(new Part(A, 10, 300), new Part(hold(HoldReason.DISPUTE), 10, 500));
        assertThat(paid.effects()).containsExactly(new PolicyEffect(KOMCA + "EXCLUDE", 10, 160));
    }

    @Test
    void shouldDivideWhatIsUndisputedOfAPartyOverItsClaims() {
        List<ShareClaim> claims = List.of(
                claim("A", 30, "KOMCA", Authorship.HUMAN), claim("A", 60, "KOMCA", Authorship.AI_GENERATED),
                claim("B", 40, "KOMCA", Authorship.HUMAN));
        assertThat(Splits.divide(
                                100, plays(DAY, 1), RecordingClaims.of(claims),
                                terms(PAY_UNDISPUTED, komca(Effect.TAG)))
                        .parts())
                .containsExactly(
                        new Part(A, 1, 20), new Part(A, KOMCA + "TAG", 1, 40), new Part(B, 1, 10),
                        new Part(hold(HoldReason.DISPUTE), 1, 30));
    }

    @Test
    void shouldKnowDaysOnWhichNobodyIsLeft() {
        List<ShareClaim> claims = List.of(
                claim("A", 50, "KOMCA", Authorship.AI_GENERATED), claim("B", 50, "KOMCA", Authorship.AI_GENERATED));
        int first = day("2025-03-24");
        AuthorshipRules rules = AuthorshipRules.of(List.of(komca(Effect.EXCLUDE)));
        Set<Integer> days = Set.of(first - 10, first - 1, first, first + 400);
        assertThat(Splits.excludedDays(days, RecordingClaims.of(claims), rules))
                .containsExactly(first, first + 400);
        assertThat(Splits.excludedDays(days, RecordingClaims.of(claims.subList(0, 1)), rules)).isEmpty();
        assertThat(Splits.excludedDays(days, RecordingClaims.of(SONG), rules)).isEmpty();
        assertThat(Splits.excludedDays(days, RecordingClaims.NONE, rules)).isEmpty();
        assertThat(Splits.excludedDays(days, RecordingClaims.of(claims), AuthorshipRules.NONE)).isEmpty();
    }

    @Test
    void shouldHoldWhatIsDividedOverDaysOnWhichNobodyIsLeft() {
        List<ShareClaim> claims = List.of(claim("A", 100, "KOMCA", Authorship.AI_GENERATED));
        Division division = divide(77, claims, komca(Effect.EXCLUDE));
        assertThat(division.parts()).containsExactly(new Part(AUTHORSHIP, KOMCA + "EXCLUDE", 10, 77));
        assertThat(division.effects()).containsExactly(new PolicyEffect(KOMCA + "EXCLUDE", 10, 77));
        SortedMap<Integer, Day> days = plays(DAY - 1, 5);
        days.put(DAY, new Day(3, BigInteger.ZERO));
        List<ShareClaim> changed = new ArrayList<>(claims);
        changed.add(new ShareClaim("B", 100_000_000, DAY - 1, OptionalInt.of(DAY), "KOMCA"));
        changed.set(0, new ShareClaim(
                "A", 100_000_000, DAY, OptionalInt.empty(), "KOMCA", null, Authorship.AI_GENERATED, null));
        assertThat(Splits.divide(50, days, RecordingClaims.of(changed), terms(HOLD_ALL, komca(Effect.EXCLUDE))))
                .isEqualTo(new Division(
                        List.of(new Part(B, 5, 50), new Part(AUTHORSHIP, KOMCA + "EXCLUDE", 3, 0)),
                        List.of(new PolicyEffect(KOMCA + "EXCLUDE", 3, 0))));
    }

    @Test
    void shouldDivideEachWorkOfAMedleyByTheClaimsOnItAlone() { // one of the two is in dispute
        Work first = new Work("T1", 600_000);
        Work second = new Work("T2", 400_000);
        List<ShareClaim> claims = List.of(
                onWork("A", 70, "T1"), onWork("B", 60, "T1"), onWork("A", 50, "T2"), onWork("C", 50, "T2"));
        assertThat(divide(1_000, claims, List.of(first, second)).parts())
                .containsExactly(
                        new Part(A, 10, 200), new Part(C, 10, 200), new Part(hold(HoldReason.DISPUTE), 10, 600));
    }

    @Test
    void shouldTakeAClaimThatNamesNoWorkOfTheMedleyAsOneOnEach() {
        List<ShareClaim> claims = List.of(
                onWork("A", 50, null), onWork("B", 50, "T1"), onWork("C", 25, "T2"), onWork("C", 25, "T3"));
        assertThat(divide(1_000, claims, List.of(new Work("T1", 500_000), new Work("T2", 500_000))).parts())
                .containsExactly( // T1: 50 + 50 + 25, T2: 50 + 25 + 25
                        new Part(A, 10, 250), new Part(C, 10, 250), new Part(hold(HoldReason.DISPUTE), 10, 500));
    }

    @Test
    void shouldHoldWhatTheWorksLeaveOfAMedley() {
        List<ShareClaim> claims = List.of(onWork("A", 100, "T1"));
        assertThat(divide(1_000, claims, List.of(new Work("T1", 500_000), new Work("T2", 300_000))).parts())
                .containsExactly(new Part(A, 10, 500), new Part(hold(HoldReason.UNMATCHED), 10, 500));
    }

    @Test
    void shouldGiveThePartOfAnExcludedWorkToTheOthers() {
        List<Work> works = List.of(new Work("T1", 500_000), new Work("T2", 250_000), new Work("T3", 250_000));
        List<ShareClaim> claims = List.of(
                new ShareClaim("A", 100_000_000, 0, OptionalInt.empty(), "KOMCA", null, Authorship.AI_GENERATED, "T1"),
                onWork("B", 100, "T2"), onWork("C", 100, "T3"));
        RecordingClaims medley = new RecordingClaims(claims, works);
        Division division = Splits.divide(1_000, plays(DAY, 10), medley, terms(HOLD_ALL, komca(Effect.EXCLUDE)));
        assertThat(division.parts()).containsExactly(new Part(B, 10, 500), new Part(C, 10, 500));
        assertThat(division.effects()).containsExactly(new PolicyEffect(KOMCA + "EXCLUDE", 10, 500));
        AuthorshipRules rules = AuthorshipRules.of(List.of(komca(Effect.EXCLUDE)));
        assertThat(Splits.excludedDays(List.of(DAY), medley, rules)).isEmpty();
    }

    @Test
    void shouldTakeOneWorkAsTheRecording() {
        assertThat(divide(1_000, List.of(onWork("A", 100, "T9")), List.of(new Work("T1", 1))).parts())
                .containsExactly(new Part(A, 10, 1_000));
    }

    @Test
    void shouldHoldScreenedPlaysWhateverTheRightsAre() {
        SortedMap<Integer, Day> days = new TreeMap<>(Map.of(
                DAY, new Day(10, BigInteger.TEN, 4, BigInteger.valueOf(4)),
                DAY + 1, new Day(2, BigInteger.TWO, 2, BigInteger.TWO)));
        List<ShareClaim> claims = List.of(
                new ShareClaim("A", 100_000_000, 0, OptionalInt.of(DAY + 1), null), onWork("B", 100, null, DAY + 1));
        assertThat(Splits.divide(120, days, RecordingClaims.of(claims), Terms.of(HOLD_ALL)).parts())
                .containsExactly(new Part(A, 6, 60), new Part(hold(HoldReason.SCREENING), 6, 60));
        assertThatThrownBy(() -> new Day(1, BigInteger.ONE, 2, BigInteger.ONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Day(1, BigInteger.ONE, 1, BigInteger.TWO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Work("T1", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveWhatTheExactRuleGivesWhateverComesTogether() {
        Seeds.cases(4_000, random -> {
            Case one = new Case(random);
            Division division = one.divide();

            assertThat(division.parts().stream().mapToLong(Part::amountMicros).sum()).isEqualTo(one.amount);
            SortedMap<PlayShares.Part, Fraction> quotas = one.quotas();
            SortedMap<PlayShares.Part, Long> amounts = PlayShares.round(quotas, one.amount);
            SortedMap<PlayShares.Part, Long> plays = one.plays();
            List<Part> expected = new ArrayList<>();
            plays.forEach((part, count) -> expected.add(new Part(
                    beneficiary(part), part.policy().isEmpty() ? null : part.policy(), count, amounts.get(part))));
            assertThat(division.parts()).isEqualTo(expected);
            division.parts().forEach(part -> {
                Fraction quota = quotas.get(new PlayShares.Part(
                        name(part.beneficiary()), part.policy() == null ? "" : part.policy()));
                assertThat(quota.minus(Fraction.of(part.amountMicros())).abs()).isLessThan(Fraction.ONE);
            });
            assertThat(division.effects()).isEqualTo(one.effects(division.parts()));
            assertThat(Splits.excludedDays(one.days.keySet(), one.claims, one.terms.authorship()))
                    .isEqualTo(one.excludedDays());
        });
    }

    @Test
    void shouldNotDependOnTheOrderOfClaimsWorksAndPolicies() {
        Seeds.cases(1_000, random -> {
            Case one = new Case(random);
            Random order = new Random(random.nextLong());
            RecordingClaims claims = new RecordingClaims(
                    shuffled(one.claims.claims(), order), shuffled(one.claims.works(), order));
            Terms terms = new Terms(
                    one.terms.overclaim(), AuthorshipRules.of(shuffled(one.terms.authorship().policies(), order)));
            assertThat(Splits.divide(one.amount, one.days, claims, terms)).isEqualTo(one.divide());
        });
    }

    @Test
    void shouldChangeNothingByPoliciesThatPay() {
        Seeds.cases(1_000, random -> {
            Case one = new Case(random);
            ClaimsFixture fixture = new ClaimsFixture(random);
            List<Policy> paying = new ArrayList<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                paying.add(fixture.policy(Effect.PAY));
            }
            Terms without = Terms.of(one.terms.overclaim());
            Terms with = new Terms(without.overclaim(), AuthorshipRules.of(paying));
            assertThat(Splits.divide(one.amount, one.days, one.claims, with))
                    .isEqualTo(Splits.divide(one.amount, one.days, one.claims, without));
        });
    }

    @Test
    void shouldDivideTheSameWhereNoPolicyConcernsAnyClaimAndAllWorksHaveTheSameClaims() {
        Seeds.cases(1_000, random -> {
            Case one = new Case(random);
            List<ShareClaim> plain = one.claims.claims().stream()
                    .map(c -> new ShareClaim(c.partyId(), c.shareMicropercent(), c.validFrom(), c.validTo(), "elsewhere"))
                    .toList();
            List<Policy> ofSocieties = one.terms.authorship().policies().stream()
                    .filter(policy -> policy.holderKind() == HolderKind.SOCIETY)
                    .toList();
            RecordingClaims medley = new RecordingClaims(plain, List.of(new Work("T1", 3), new Work("T2", 999_997)));
            assertThat(Splits.divide(
                            one.amount, one.days, medley,
                            new Terms(one.terms.overclaim(), AuthorshipRules.of(ofSocieties))))
                    .isEqualTo(Splits.divide(
                            one.amount, one.days, RecordingClaims.of(plain), Terms.of(one.terms.overclaim())));
        });
    }

    /** A random division, and what the oracle says about it day by day. */
    private static final class Case {
        private final SortedMap<Integer, Day> days;
        private final RecordingClaims claims;
        private final Terms terms;
        private final long amount;

        Case(SplittableRandom random) {
            ClaimsFixture fixture = new ClaimsFixture(random);
            this.days = fixture.days(random.nextBoolean());
            this.claims = new RecordingClaims(fixture.claims(), fixture.works());
            this.terms = terms(
                    random.nextBoolean() ? HOLD_ALL : PAY_UNDISPUTED,
                    onePerTag(fixture.policies()).toArray(Policy[]::new));
            this.amount = random.nextLong(0, 1L << random.nextInt(1, 50));
        }

        Division divide() {
            return Splits.divide(amount, days, claims, terms);
        }

        private PlayShares on(int day) {
            return PlayShares.on(
                    LocalDate.ofEpochDay(day), claims.claims().stream().map(Case::oracles).toList(),
                    claims.works().stream().collect(Collectors.toMap(
                            Work::iswc, work -> Fraction.of(work.weightMillionths(), 1_000_000))),
                    terms.authorship().policies().stream().map(Case::oracles).toList(),
                    terms.overclaim() == PAY_UNDISPUTED);
        }

        private static PlayShares.Claim oracles(ShareClaim claim) {
            return new PlayShares.Claim(
                    claim.partyId(), Fraction.of(claim.shareMicropercent(), Splits.WHOLE),
                    LocalDate.ofEpochDay(claim.validFrom()), date(claim.validTo()),
                    claim.registrant() == null ? "" : claim.registrant(), claim.authorship().name(),
                    claim.iswc() == null ? "" : claim.iswc());
        }

        private static PlayShares.Policy oracles(Policy policy) {
            return new PlayShares.Policy(
                    policy.holderKind().name(), policy.holder(), policy.right() == null ? "" : policy.right(),
                    policy.authorship().name(), policy.effect().name(), LocalDate.ofEpochDay(policy.validFrom()),
                    date(policy.validTo()));
        }

        private static LocalDate date(OptionalInt day) {
            return day.isEmpty() ? null : LocalDate.ofEpochDay(day.getAsInt());
        }

        /** Weight of the day that screening does not hold, as a part of all. */
        private Fraction free(Day day) {
            return part(day.weight().subtract(day.heldWeight()));
        }

        private Fraction part(BigInteger weight) {
            BigInteger all = days.values().stream().map(Day::weight).reduce(BigInteger.ZERO, BigInteger::add);
            return Fraction.of(weight).over(Fraction.of(all));
        }

        private static boolean isFree(Day day) {
            return day.plays() > day.heldPlays() || day.weight().compareTo(day.heldWeight()) > 0;
        }

        SortedMap<PlayShares.Part, Fraction> quotas() {
            SortedMap<PlayShares.Part, Fraction> quotas = new TreeMap<>();
            days.forEach((date, day) -> {
                if (isFree(day)) {
                    on(date).parts().forEach((part, share) -> quotas.merge(
                            part, share.times(free(day)).times(Fraction.of(amount)), Fraction::plus));
                }
                if (day.heldPlays() > 0 || day.heldWeight().signum() > 0) {
                    quotas.merge(
                            new PlayShares.Part("hold:screening", ""),
                            part(day.heldWeight()).times(Fraction.of(amount)), Fraction::plus);
                }
            });
            return quotas;
        }

        SortedMap<PlayShares.Part, Long> plays() {
            SortedMap<PlayShares.Part, Long> plays = new TreeMap<>();
            days.forEach((date, day) -> {
                if (isFree(day)) {
                    on(date).parts().keySet()
                            .forEach(part -> plays.merge(part, day.plays() - day.heldPlays(), Long::sum));
                }
                if (day.heldPlays() > 0 || day.heldWeight().signum() > 0) {
                    plays.merge(new PlayShares.Part("hold:screening", ""), day.heldPlays(), Long::sum);
                }
            });
            return plays;
        }

        List<PolicyEffect> effects(List<Part> parts) {
            SortedMap<String, Long> plays = new TreeMap<>();
            SortedMap<String, Fraction> excluded = new TreeMap<>();
            days.forEach((date, day) -> {
                if (!isFree(day)) {
                    return;
                }
                PlayShares shares = on(date);
                Set<String> tags = new HashSet<>(shares.excluded().keySet());
                shares.parts().keySet().forEach(part -> tags.add(part.policy()));
                tags.remove("");
                tags.forEach(tag -> plays.merge(tag, day.plays() - day.heldPlays(), Long::sum));
                shares.excluded().forEach((tag, share) -> excluded.merge(tag, share.times(free(day)), Fraction::plus));
            });
            List<PolicyEffect> effects = new ArrayList<>();
            plays.forEach((tag, count) -> effects.add(new PolicyEffect(tag, count, excluded.containsKey(tag)
                    ? excluded.get(tag).times(Fraction.of(amount)).floor().longValueExact()
                    : parts.stream().filter(p -> tag.equals(p.policy())).mapToLong(Part::amountMicros).sum())));
            return effects;
        }

        Set<Integer> excludedDays() {
            return days.keySet().stream()
                    .filter(day -> on(day).nobody())
                    .collect(Collectors.toSet());
        }

        /** Two policies that differ in nothing but what no precedence decides cannot be on the topic together. */
        private static List<Policy> onePerTag(List<Policy> policies) {
            Set<String> seen = new HashSet<>();
            return policies.stream()
                    .filter(p -> seen.add(p.holder() + p.right() + p.authorship() + p.validFrom()))
                    .toList();
        }
    }

    private static Beneficiary beneficiary(PlayShares.Part part) {
        if (!part.beneficiary().startsWith("hold:")) {
            return Beneficiary.party(part.beneficiary());
        }
        for (HoldReason reason : HoldReason.values()) {
            if (part.beneficiary().equals("hold:" + reason.label())) {
                return Beneficiary.hold(reason);
            }
        }
        throw new AssertionError(part);
    }

    private static String name(Beneficiary beneficiary) {
        return beneficiary.hold() == null ? beneficiary.partyId() : "hold:" + beneficiary.hold().label();
    }

    private static <T> List<T> shuffled(List<T> list, Random order) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, order);
        return copy;
    }

    private static Division divide(long amount, List<ShareClaim> claims, Policy... policies) {
        return Splits.divide(amount, plays(DAY, 10), RecordingClaims.of(claims), terms(HOLD_ALL, policies));
    }

    private static Division divide(long amount, List<ShareClaim> claims, List<Work> works) {
        return Splits.divide(amount, plays(DAY, 10), new RecordingClaims(claims, works), Terms.of(HOLD_ALL));
    }

    private static Terms terms(Overclaim overclaim, Policy... policies) {
        return new Terms(overclaim, AuthorshipRules.of(List.of(policies)));
    }

    private static Policy komca(Effect effect) {
        return policy(HolderKind.SOCIETY, "KOMCA", null, effect, "2025-03-24");
    }

    private static Policy policy(HolderKind kind, String holder, String right, Effect effect, String from) {
        return new Policy(kind, holder, right, Authorship.AI_GENERATED, effect, day(from), OptionalInt.empty());
    }

    private static ShareClaim claim(String party, long percent, String registrant, Authorship authorship) {
        return new ShareClaim(
                party, percent * 1_000_000, 0, OptionalInt.empty(), registrant, null, authorship, null);
    }

    private static ShareClaim onWork(String party, long percent, String iswc) {
        return onWork(party, percent, iswc, 0);
    }

    private static ShareClaim onWork(String party, long percent, String iswc, int from) {
        return new ShareClaim(
                party, percent * 1_000_000, from, OptionalInt.empty(), null, null, Authorship.HUMAN, iswc);
    }

    private static Beneficiary hold(HoldReason reason) {
        return Beneficiary.hold(reason);
    }

    private static SortedMap<Integer, Day> plays(long... dayAndPlays) {
        SortedMap<Integer, Day> plays = new TreeMap<>();
        for (int i = 0; i < dayAndPlays.length; i += 2) {
            plays.put((int) dayAndPlays[i], new Day(dayAndPlays[i + 1], BigInteger.valueOf(dayAndPlays[i + 1])));
        }
        return plays;
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }
}
