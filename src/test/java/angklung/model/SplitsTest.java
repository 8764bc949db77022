package angklung.model;

import static angklung.model.Splits.Overclaim.HOLD_ALL;
import static angklung.model.Splits.Overclaim.PAY_UNDISPUTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.model.Splits.Day;
import angklung.model.Splits.Overclaim;
import angklung.model.Splits.Part;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static final Beneficiary A = Beneficiary.party("A");
    private static final Beneficiary B = Beneficiary.party("B");
    private static final Beneficiary C = Beneficiary.party("C");
    private static final Beneficiary UNMATCHED = Beneficiary.hold(HoldReason.UNMATCHED);
    private static final Beneficiary UNCLAIMED = Beneficiary.hold(HoldReason.UNCLAIMED);
    private static final Beneficiary DISPUTE = Beneficiary.hold(HoldReason.DISPUTE);

    @Test
    void shouldPayEachSideOfAChangeForItsOwnPlays() { // SPLIT-CHANGE
        int change = day("2026-04-16");
        List<ShareClaim> claims = List.of(
                claim("A", 500_000, 0, change), claim("B", 500_000, 0, change),
                claim("A", 600_000, change), claim("B", 400_000, change));
        assertThat(divide(1_000, plays(change - 1, 500, change, 500), claims, HOLD_ALL))
                .containsExactly(new Part(A, 1_000, 550), new Part(B, 1_000, 450));
    }

    @Test
    void shouldCountOnlyThePlaysOfAPartysOwnDays() {
        int change = day("2026-04-16");
        List<ShareClaim> claims = List.of(claim("B", 1_000_000, 0, change), claim("A", 1_000_000, change));
        assertThat(divide(90, plays(change - 2, 1, change - 1, 1, change, 1), claims, HOLD_ALL))
                .containsExactly(new Part(A, 1, 30), new Part(B, 2, 60));
    }

    @Test
    void shouldPayEachSideOfAChangeByTheWeightOfItsDays() {
        List<ShareClaim> claims = List.of(claim("A", 1_000_000, 0, 5), claim("B", 1_000_000, 5));
        SortedMap<Integer, Day> days = new TreeMap<>(Map.of(
                4, new Day(1, Weight.ONE.multiply(BigInteger.TWO)),
                5, new Day(9, Weight.ONE)));
        assertThat(divide(30, days, claims, HOLD_ALL)).containsExactly(new Part(A, 1, 20), new Part(B, 9, 10));
    }

    @Test
    void shouldCountThePlaysOfDaysThatWeighNothing() {
        List<ShareClaim> claims = List.of(claim("A", 1_000_000, 0, 5), claim("B", 1_000_000, 5));
        SortedMap<Integer, Day> days =
                new TreeMap<>(Map.of(4, new Day(3, BigInteger.ZERO), 5, new Day(9, Weight.ONE)));
        assertThat(divide(30, days, claims, HOLD_ALL)).containsExactly(new Part(A, 3, 0), new Part(B, 9, 30));
    }

    @Test
    void shouldGiveTheUnitThatIsLeftToTheSmallestParty() { // THIRDS
        List<ShareClaim> claims =
                List.of(claim("10", 333_333), claim("9", 333_333), claim("a", 333_333));
        assertThat(divide(100, plays(1, 7), claims, HOLD_ALL))
                .containsExactly(
                        new Part(Beneficiary.party("9"), 7, 34),
                        new Part(Beneficiary.party("10"), 7, 33),
                        new Part(Beneficiary.party("a"), 7, 33));
    }

    @Test
    void shouldTakeClaimsInsideTheToleranceAsComplete() {
        assertThat(divide(1_000_000, plays(1, 1), List.of(claim("A", 999_400)), HOLD_ALL))
                .containsExactly(new Part(A, 1, 1_000_000));
        assertThat(divide(
                        1_000_600, plays(1, 1), List.of(claim("A", 500_600), claim("B", 500_000)), HOLD_ALL))
                .containsExactly(new Part(A, 1, 500_600), new Part(B, 1, 500_000));
    }

    @Test
    void shouldHoldTheRestOfAnUnderclaim() {
        assertThat(divide(1_000_000, plays(1, 1), List.of(claim("A", 999_399)), HOLD_ALL))
                .containsExactly(new Part(A, 1, 999_399), new Part(UNCLAIMED, 1, 601));
        assertThat(divide(10, plays(1, 1), List.of(claim("A", 0)), HOLD_ALL))
                .containsExactly(new Part(UNCLAIMED, 1, 10));
    }

    @Test
    void shouldHoldWhatNobodyClaims() {
        assertThat(divide(10, plays(1, 3), List.of(), HOLD_ALL)).containsExactly(new Part(UNMATCHED, 3, 10));
        assertThat(divide(10, plays(1, 3, 2, 2), List.of(claim("A", 1_000_000, 2)), HOLD_ALL))
                .containsExactly(new Part(A, 2, 4), new Part(UNMATCHED, 3, 6));
    }

    @Test
    void shouldHoldAllOfAnOverclaim() {
        assertThat(divide(10, plays(1, 1), List.of(claim("A", 500_601), claim("B", 500_000)), HOLD_ALL))
                .containsExactly(new Part(DISPUTE, 1, 10));
    }

    @Test
    void shouldPayWhatNoOtherClaimContests() {
        List<ShareClaim> claims = List.of(claim("A", 700_000), claim("B", 400_000), claim("C", 100_000));
        assertThat(divide(10, plays(1, 2), claims, PAY_UNDISPUTED))
                .containsExactly(new Part(A, 2, 5), new Part(B, 2, 2), new Part(DISPUTE, 2, 3));
    }

    @Test
    void shouldAddTheClaimsOfOneParty() {
        List<ShareClaim> claims =
                List.of(claim("A", 400_000), claim("C", 500_000), claim("A", 300_000)); // 70 % and 50 %
        assertThat(divide(10, plays(1, 1), claims, PAY_UNDISPUTED))
                .containsExactly(new Part(A, 1, 5), new Part(C, 1, 3), new Part(DISPUTE, 1, 2));
        assertThat(divide(10, plays(1, 1), List.of(claim("A", 600_000), claim("A", 600_000)), PAY_UNDISPUTED))
                .containsExactly(new Part(A, 1, 10));
    }

    @Test
    void shouldKeepPartsThatRoundToNothing() {
        assertThat(divide(1, plays(1, 1), List.of(claim("A", 900_000), claim("B", 100_000)), HOLD_ALL))
                .containsExactly(new Part(A, 1, 1), new Part(B, 1, 0));
    }

    @Test
    void shouldRefuseWhatCannotBeDivided() {
        assertThatThrownBy(() -> claim("A", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> divide(1, plays(1, 0), List.of(), HOLD_ALL))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Day(-1, BigInteger.ONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Day(1, BigInteger.ONE.negate())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Beneficiary("A", HoldReason.DISPUTE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Beneficiary(null, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldSumToTheAmountAndStayWithinOneMicroOfEachExactQuota() {
        Seeds.cases(3_000, random -> {
            SortedMap<Integer, Day> plays = randomDays(random);
            List<ShareClaim> claims = randomClaims(random);
            Overclaim policy = random.nextBoolean() ? HOLD_ALL : PAY_UNDISPUTED;
            long amount = random.nextLong(0, 1L << random.nextInt(1, 50));

            List<Part> parts = divide(amount, plays, claims, policy);

            Map<Beneficiary, Fraction> quotas = quotas(amount, plays, claims, policy);
            assertThat(parts.stream().map(Part::beneficiary)).containsExactlyInAnyOrderElementsOf(quotas.keySet());
            assertThat(parts.stream().mapToLong(Part::amountMicros).sum()).isEqualTo(amount);
            parts.forEach(part -> assertThat(part.plays())
                    .isEqualTo(playsOf(part.beneficiary(), plays, claims, policy)));
            parts.forEach(part -> assertThat(quotas.get(part.beneficiary()).minus(part.amountMicros()).isBelowOne())
                    .as("%s of %s", part, quotas.get(part.beneficiary()))
                    .isTrue());
        });
    }

    @Test
    void shouldNotDependOnTheOrderOfTheClaims() {
        Seeds.cases(1_000, random -> {
            SortedMap<Integer, Day> plays = randomDays(random);
            List<ShareClaim> claims = randomClaims(random);
            List<ShareClaim> shuffled = new ArrayList<>(claims);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            Overclaim policy = random.nextBoolean() ? HOLD_ALL : PAY_UNDISPUTED;
            assertThat(divide(1_000_003, plays, shuffled, policy))
                    .isEqualTo(divide(1_000_003, plays, claims, policy));
        });
    }

    @Test
    void shouldNotDependOnClaimsOfOtherDays() {
        Seeds.cases(1_000, random -> {
            SortedMap<Integer, Day> plays = randomDays(random);
            List<ShareClaim> claims = randomClaims(random);
            List<ShareClaim> more = new ArrayList<>(claims);
            more.add(claim("P1", 1 + random.nextLong(1_000_000), plays.lastKey() + 1));
            more.add(claim("P2", 1 + random.nextLong(1_000_000), -100, plays.firstKey()));
            assertThat(divide(1_000_003, plays, more, HOLD_ALL))
                    .isEqualTo(divide(1_000_003, plays, claims, HOLD_ALL));
        });
    }

    private static List<Part> divide(
            long amount, SortedMap<Integer, Day> days, List<ShareClaim> claims, Overclaim policy) {
        return Splits.divide(amount, days, RecordingClaims.of(claims), Splits.Terms.of(policy)).parts();
    }

    /** Exact parts, day by day: what the code under test groups, this does not. */
    private static Map<Beneficiary, Fraction> quotas(
            long amount, SortedMap<Integer, Day> days, List<ShareClaim> claims, Overclaim policy) {
        BigInteger all = days.values().stream().map(Day::weight).reduce(BigInteger.ZERO, BigInteger::add);
        Map<Beneficiary, Fraction> quotas = new HashMap<>();
        days.forEach((day, played) -> {
            if (played.plays() > 0 || played.weight().signum() > 0) {
                Fraction ofDay = Fraction.of(amount).times(new Fraction(played.weight(), all));
                sharesOf(day, claims, policy)
                        .forEach((who, share) -> quotas.merge(who, share.times(ofDay), Fraction::plus));
            }
        });
        return quotas;
    }

    private static long playsOf(
            Beneficiary who, SortedMap<Integer, Day> days, List<ShareClaim> claims, Overclaim policy) {
        return days.entrySet().stream()
                .filter(day -> sharesOf(day.getKey(), claims, policy).containsKey(who))
                .mapToLong(day -> day.getValue().plays())
                .sum();
    }

    private static Map<Beneficiary, Fraction> sharesOf(int day, List<ShareClaim> claims, Overclaim policy) {
        Map<String, Long> byParty = new HashMap<>();
        boolean any = false;
        for (ShareClaim claim : claims) {
            boolean from = claim.validFrom() <= day;
            boolean to = claim.validTo().isEmpty() || claim.validTo().getAsInt() > day;
            if (from && to) {
                any = true;
                byParty.merge(claim.partyId(), claim.shareMicropercent(), Long::sum);
            }
        }
        long sum = byParty.values().stream().mapToLong(Long::longValue).sum();
        Map<Beneficiary, Fraction> shares = new HashMap<>();
        if (!any) {
            shares.put(UNMATCHED, Fraction.of(1));
        } else if (sum > 100_060_000) {
            long held = 100_000_000;
            if (policy == PAY_UNDISPUTED) {
                for (Map.Entry<String, Long> party : byParty.entrySet()) {
                    long paid = Math.max(0, 100_000_000 - (sum - party.getValue()));
                    shares.put(Beneficiary.party(party.getKey()), Fraction.of(1).times(paid, 100_000_000));
                    held -= paid;
                }
            }
            shares.put(DISPUTE, Fraction.of(1).times(held, 100_000_000));
        } else {
            long whole = sum < 99_940_000 ? 100_000_000 : sum;
            byParty.forEach((party, share) ->
                    shares.put(Beneficiary.party(party), Fraction.of(1).times(share, whole)));
            shares.put(UNCLAIMED, Fraction.of(1).times(whole - sum, whole));
        }
        shares.values().removeIf(share -> share.numerator().signum() == 0);
        return shares;
    }

    private record Fraction(BigInteger numerator, BigInteger denominator) {
        static Fraction of(long whole) {
            return new Fraction(BigInteger.valueOf(whole), BigInteger.ONE);
        }

        Fraction times(long n, long d) {
            return times(new Fraction(BigInteger.valueOf(n), BigInteger.valueOf(d)));
        }

        Fraction times(Fraction other) {
            return reduced(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
        }

        Fraction plus(Fraction other) {
            return reduced(
                    numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                    denominator.multiply(other.denominator));
        }

        Fraction minus(long whole) {
            return plus(of(-whole));
        }

        boolean isBelowOne() {
            return numerator.abs().compareTo(denominator) < 0;
        }

        private static Fraction reduced(BigInteger n, BigInteger d) {
            BigInteger gcd = n.gcd(d);
            return new Fraction(n.divide(gcd), d.divide(gcd));
        }
    }

    /** Days whose weights have nothing to do with their plays, or are rounded parts of subscribers. */
    private static SortedMap<Integer, Day> randomDays(SplittableRandom random) {
        SortedMap<Integer, Day> days = new TreeMap<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            BigInteger weight = random.nextBoolean()
                    ? BigInteger.valueOf(random.nextLong(0, 1L << random.nextInt(1, 30)))
                    : Weight.ONE.multiply(BigInteger.valueOf(random.nextInt(100))).divide(BigInteger.valueOf(97));
            days.put(random.nextInt(31), new Day(random.nextLong(0, 1L << random.nextInt(1, 30)), weight));
        }
        days.merge(random.nextInt(31), new Day(1, BigInteger.ONE), Day::plus);
        return days;
    }

    /** Sets of claims that are complete, short, contested or off by the tolerance, over ranges of days. */
    private static List<ShareClaim> randomClaims(SplittableRandom random) {
        List<ShareClaim> claims = new ArrayList<>();
        for (int range = random.nextInt(0, 4); range > 0; range--) {
            int from = random.nextInt(-5, 31);
            OptionalInt to = random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(from + random.nextInt(20));
            long left = 100_000_000 + random.nextLong(-70_000, 70_001);
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                long share = i == 1 && random.nextInt(3) > 0 ? left : random.nextLong(0, left + 1);
                left -= share;
                claims.add(new ShareClaim("P" + random.nextInt(6), share, from, to, "R" + random.nextInt(3)));
            }
        }
        return claims;
    }

    /** Days that weigh as much as they have plays. */
    private static SortedMap<Integer, Day> plays(long... dayAndPlays) {
        SortedMap<Integer, Day> plays = new TreeMap<>();
        for (int i = 0; i < dayAndPlays.length; i += 2) {
            plays.put((int) dayAndPlays[i], new Day(dayAndPlays[i + 1], BigInteger.valueOf(dayAndPlays[i + 1])));
        }
        return plays;
    }

    private static ShareClaim claim(String party, long share) {
        return claim(party, share, 0);
    }

    private static ShareClaim claim(String party, long share, int from) {
        return new ShareClaim(party, 100 * share, from, OptionalInt.empty(), null);
    }

    private static ShareClaim claim(String party, long share, int from, int to) {
        return new ShareClaim(party, 100 * share, from, OptionalInt.of(to), null);
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }
}
