package angklung.tally;

import angklung.avro.ScreeningPolicy;
import angklung.model.Splits.Day;
import angklung.model.Weighing;
import angklung.model.Weight;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What one recording weighs in one pool.
 *
 * @param days what its days weigh in proportion to each other, and what of it is held
 * @param unit of those, in units of {@link Weight}: days of plays are counted in plays, which is cheaper
 * @param missingPlays royalty-bearing plays that a weight should have come for and did not
 * @param screenedPlays royalty-bearing plays that weigh nothing because they are found artificial
 * @param authorshipPlays others that weigh nothing because policies leave nobody a claim
 * @param authorshipWeight that those would have, in units of {@link Weight}
 */
record Weighed(
        SortedMap<Integer, Day> days,
        BigInteger unit,
        long missingPlays,
        long screenedPlays,
        long authorshipPlays,
        BigInteger authorshipWeight) {

    /**
     * @param artificial plays found artificial; empty if the terms do not care
     * @param sent what intake says that the recording weighs, for weighings that look at subscribers
     * @throws IllegalStateException if intake sent weights, or found plays artificial, that it has not counted
     */
    static Weighed of(WeightTerms terms, TallyRow row, ScreenedRow artificial, WeightRow sent) {
        boolean rebase = terms.screening() == ScreeningPolicy.REBASE;
        TallyRow counted = row.minus(artificial.confirmed());
        TallyRow honest = counted.minus(artificial.open());
        long uncounted = terms.uncounted(artificial);
        if (terms.weighing().bySubscriber()) {
            return bySubscriber(rebase ? honest : counted, rebase ? 0 : artificial.open().plays(), sent, uncounted);
        }
        SortedMap<Integer, Day> days = new TreeMap<>();
        honest.cells().forEach(cell -> add(days, terms.weighing(), cell, false));
        if (!rebase) {
            artificial.open().cells().forEach(cell -> add(days, terms.weighing(), cell, true));
        }
        boolean plays = terms.weighing() instanceof Weighing.Plays;
        return new Weighed(days, plays ? Weight.ONE : BigInteger.ONE, 0, uncounted, 0, BigInteger.ZERO);
    }

    private static Weighed bySubscriber(TallyRow counted, long openPlays, WeightRow sent, long uncounted) {
        long weighed = sum(sent.days().values(), Day::plays);
        long held = sum(sent.days().values(), Day::heldPlays);
        if (weighed > counted.plays() || held > openPlays) {
            throw new IllegalStateException("Weights were sent for " + weighed + " plays, " + held
                    + " of them held, but only " + counted.plays() + " were counted, " + openPlays
                    + " of them to be held");
        }
        return new Weighed(
                sent.days(), BigInteger.ONE, counted.plays() - weighed, uncounted, 0, BigInteger.ZERO);
    }

    private static void add(SortedMap<Integer, Day> days, Weighing weighing, TallyRow.Cell cell, boolean held) {
        if (cell.plays() > 0) {
            BigInteger weight = weight(weighing, cell);
            Day day = held ? new Day(cell.plays(), weight, cell.plays(), weight) : new Day(cell.plays(), weight);
            days.merge(cell.day(), day, Day::plus);
        }
    }

    private static BigInteger weight(Weighing weighing, TallyRow.Cell cell) {
        return weighing instanceof Weighing.Overtime overtime
                ? Weight.toUnits(overtime.factor(cell.trackMinutes())).multiply(BigInteger.valueOf(cell.plays()))
                : BigInteger.valueOf(cell.plays());
    }

    /** This without the given days: policies leave nobody a claim on them, so not even what is held is left. */
    Weighed without(Set<Integer> excluded) {
        if (excluded.isEmpty()) {
            return this;
        }
        SortedMap<Integer, Day> rest = new TreeMap<>(days);
        SortedMap<Integer, Day> gone = new TreeMap<>(days);
        rest.keySet().removeAll(excluded);
        gone.keySet().retainAll(excluded);
        return new Weighed(
                rest,
                unit,
                missingPlays,
                screenedPlays,
                sum(gone.values(), Day::plays),
                weight(gone.values()).multiply(unit));
    }

    /** Of all days, in units of {@link Weight}. */
    BigInteger weight() {
        return weight(days.values()).multiply(unit);
    }

    private static BigInteger weight(Collection<Day> days) {
        return days.stream().map(Day::weight).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Plays found artificial whose money is held. */
    long heldPlays() {
        return sum(days.values(), Day::heldPlays);
    }

    private static long sum(Collection<Day> days, ToLongFunction<Day> count) {
        return days.stream().mapToLong(count).reduce(0, Math::addExact);
    }
}
