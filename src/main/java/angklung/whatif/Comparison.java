package angklung.whatif;

import angklung.avro.PoolPlan;
import angklung.config.Failure;
import angklung.model.PartyOrder;
import angklung.money.Micros;
import angklung.replay.EarningsBook;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who gets how much more or less.
 *
 * @param scenario identifier of the question
 * @param actual rate sheet of what was given; none if there is no such pool
 * @param supposed rate sheet under the other agreement
 * @param parties those who gain or lose most first, holds among them
 * @param recordings by ISRC and beneficiary
 */
record Comparison(
        String scenario, Optional<PoolPlan> actual, PoolPlan supposed, List<Row> parties, List<Row> recordings) {

    private static final Comparator<String> HOLDS_LAST =
            Comparator.comparing(Comparison::isHold).thenComparing(PartyOrder.INSTANCE);

    /**
     * @param isrc empty for a beneficiary's sum, and for money without a recording
     * @param beneficiary party or hold account
     */
    record Row(String isrc, String beneficiary, long actualMicros, long supposedMicros) {

        long difference() {
            return Math.subtractExact(supposedMicros, actualMicros);
        }

        /** The difference in percent of the actual amount, rounded to two decimals; none if that is nothing. */
        Optional<BigDecimal> percent() {
            if (actualMicros == 0) {
                return Optional.empty();
            }
            return Optional.of(BigDecimal.valueOf(difference())
                    .multiply(BigDecimal.valueOf(100))
                    .divide(BigDecimal.valueOf(actualMicros), 2, RoundingMode.HALF_UP));
        }
    }

    private record Key(String isrc, String beneficiary) {}

    /** @throws Failure with exit code 3 if either side does not add up to its pool */
    static Comparison of(String scenario, Division actual, Division supposed) {
        PoolPlan plan = supposed.plan().orElseThrow();
        actual.plan().ifPresent(before -> requireSameCurrency(before, plan));
        Comparator<Key> order = Comparator.comparing(Key::isrc).thenComparing(Key::beneficiary, HOLDS_LAST);
        SortedMap<Key, long[]> recordings = new TreeMap<>(order);
        add(recordings, actual.book(), 0);
        add(recordings, supposed.book(), 1);
        SortedMap<String, long[]> parties = new TreeMap<>(HOLDS_LAST);
        recordings.forEach((key, amounts) -> {
            long[] sums = parties.computeIfAbsent(key.beneficiary(), b -> new long[2]);
            sums[0] = Math.addExact(sums[0], amounts[0]);
            sums[1] = Math.addExact(sums[1], amounts[1]);
        });
        List<Row> byParty = new ArrayList<>();
        parties.forEach((party, sums) -> byParty.add(new Row("", party, sums[0], sums[1])));
        byParty.sort(Comparator.comparingLong((Row row) -> -Math.abs(row.difference()))); // stable: then by party
        List<Row> byRecording = new ArrayList<>();
        recordings.forEach((key, amounts) ->
                byRecording.add(new Row(key.isrc(), key.beneficiary(), amounts[0], amounts[1])));
        Comparison comparison =
                new Comparison(scenario, actual.plan(), plan, List.copyOf(byParty), List.copyOf(byRecording));
        comparison.requireWhole(actual.amountMicros());
        return comparison;
    }

    /** No party has a colon in its identifier. */
    private static boolean isHold(String beneficiary) {
        return beneficiary.startsWith("hold:");
    }

    private static void requireSameCurrency(PoolPlan actual, PoolPlan supposed) {
        if (!actual.getPool().equals(supposed.getPool())) {
            throw Failure.verification("The answer is about pool " + supposed.getPool() + ", but the actual one is "
                    + actual.getPool());
        }
    }

    private static void add(Map<Key, long[]> recordings, EarningsBook book, int side) {
        for (SortedMap<EarningsBook.Key, EarningsBook.Net> all : List.of(book.parties(), book.holds())) {
            all.forEach((key, net) -> {
                long[] amounts =
                        recordings.computeIfAbsent(new Key(key.isrc(), key.beneficiary()), k -> new long[2]);
                amounts[side] = Math.addExact(amounts[side], net.amountMicros());
            });
        }
    }

    /** Everything that was given, holds included. */
    static long sum(EarningsBook book) {
        long parties = book.parties().values().stream()
                .mapToLong(EarningsBook.Net::amountMicros).reduce(0, Math::addExact);
        return book.holds().values().stream().mapToLong(EarningsBook.Net::amountMicros).reduce(parties, Math::addExact);
    }

    private void requireWhole(long actualMicros) {
        Row total = total();
        if (total.actualMicros() != actualMicros || total.supposedMicros() != supposed.getAmountMicros()) {
            throw Failure.verification("The comparison of " + pool() + " has " + Micros.toPlain(total.actualMicros())
                    + " actual and " + Micros.toPlain(total.supposedMicros()) + " supposed, but the pools are "
                    + Micros.toPlain(actualMicros) + " and " + Micros.toPlain(supposed.getAmountMicros()));
        }
    }

    String pool() {
        return supposed.getPool();
    }

    /** All rightsholders and holds together. */
    Row total() {
        long before = parties.stream().mapToLong(Row::actualMicros).reduce(0, Math::addExact);
        long after = parties.stream().mapToLong(Row::supposedMicros).reduce(0, Math::addExact);
        return new Row("", "total", before, after);
    }

    /** Whether both sides rest on the same revenue report and the same usage. */
    boolean sameInput() {
        return actual.isEmpty()
                || actual.get().getRevenueRevision() == supposed.getRevenueRevision()
                        && actual.get().getUsageRevision() == supposed.getUsageRevision();
    }
}
