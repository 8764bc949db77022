package angklung.model;

import angklung.model.Policy.Effect;
import angklung.model.Policy.HolderKind;
import angklung.model.RecordingClaims.Work;
import angklung.model.Splits.Day;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random claims, works, policies and days: everything that a division rests on, in every combination. */
final class ClaimsFixture {
    private static final List<String> WORKS = List.of("T0000000010", "T0000000029", "T0000000038");
    private static final List<String> RIGHTS = List.of("MECHANICAL");

    private final SplittableRandom random;

    ClaimsFixture(SplittableRandom random) {
        this.random = random;
    }

    /** Days whose weights have nothing to do with their plays; of some of them screening holds a part. */
    SortedMap<Integer, Day> days(boolean held) {
        SortedMap<Integer, Day> days = new TreeMap<>();
        for (int i = random.nextInt(1, 10); i > 0; i--) {
            long plays = random.nextLong(0, 1L << random.nextInt(1, 30));
            BigInteger weight = random.nextBoolean()
                    ? BigInteger.valueOf(random.nextLong(0, 1L << random.nextInt(1, 30)))
                    : Weight.ONE.multiply(BigInteger.valueOf(random.nextInt(100))).divide(BigInteger.valueOf(97));
            boolean some = held && random.nextInt(3) == 0;
            days.put(random.nextInt(31), new Day(
                    plays,
                    weight,
                    some ? random.nextLong(plays + 1) : 0,
                    some
                            ? weight.multiply(BigInteger.valueOf(random.nextInt(8))).divide(BigInteger.valueOf(7))
                            : BigInteger.ZERO));
        }
        days.merge(random.nextInt(31), new Day(1, BigInteger.ONE), Day::plus);
        return days;
    }

    /** Sets of claims that are complete, short, contested or off by the tolerance, over ranges of days. */
    List<ShareClaim> claims() {
        List<ShareClaim> claims = new ArrayList<>();
        for (int range = random.nextInt(0, 5); range > 0; range--) {
            int from = random.nextInt(-5, 31);
            OptionalInt to = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(from + random.nextInt(1, 25));
            String iswc = random.nextInt(3) == 0 ? null : random.nextInt(5) == 0 ? "T9999999990" : pick(WORKS);
            long left = 100_000_000 + (random.nextInt(3) == 0 ? random.nextLong(-70_000, 70_001) : 0);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                long share = i == 1 && random.nextInt(4) > 0 ? left : random.nextLong(1, left + 1);
                left = Math.max(1, left - share);
                claims.add(new ShareClaim(
                        pick(List.of("9", "10", "P1", "P2", "P3")), share, from, to,
                        random.nextInt(4) == 0 ? null : "R" + random.nextInt(3), null, authorship(), iswc));
            }
        }
        return claims;
    }

    /** None, or two or three that make up the recording, or less than all of it. */
    List<Work> works() {
        int count = random.nextInt(4);
        List<Work> works = new ArrayList<>();
        long left = 1_000_000;
        for (int i = 0; i < count; i++) {
            long weight = i == count - 1 && random.nextBoolean() ? left : 1 + random.nextLong(left / 2);
            works.add(new Work(WORKS.get(i), weight));
            left -= weight;
        }
        return works;
    }

    List<Policy> policies() {
        List<Policy> policies = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            policies.add(policy(pick(List.of(Effect.values()))));
        }
        return policies;
    }

    /** One first day for each holder, right and authorship, as the topic has it. */
    Policy policy(Effect effect) {
        boolean society = random.nextBoolean();
        int from = random.nextInt(-5, 31);
        return new Policy(
                society ? HolderKind.SOCIETY : HolderKind.TERRITORY,
                society ? "R" + random.nextInt(3) : "ID",
                random.nextBoolean() ? null : pick(RIGHTS),
                authorship(),
                effect,
                from,
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(from + random.nextInt(1, 25)));
    }

    /** More AI than in life. */
    private Authorship authorship() {
        return random.nextBoolean() ? Authorship.AI_GENERATED : pick(List.of(Authorship.values()));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
