package angklung.tally;

import angklung.model.Splits.Day;
import angklung.model.Weighing;
import angklung.model.Weight;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one recording weighs in one pool.
 *
 * @param days what its days weigh in proportion to each other
 * @param weight of all days, in units of {@link Weight}
 * @param missingPlays royalty-bearing plays that a weight should have come for and did not
 */
record Weighed(SortedMap<Integer, Day> days, BigInteger weight, long missingPlays) {

    /**
     * @param sent what intake says that the recording weighs, for weighings that look at subscribers; null: nothing
     * @throws IllegalStateException if intake sent weights for more plays than it counted
     */
    static Weighed of(Weighing weighing, TallyRow row, WeightRow sent) {
        if (weighing.bySubscriber()) {
            return bySubscriber(row, sent == null ? WeightRow.EMPTY : sent);
        }
        if (weighing instanceof Weighing.Overtime overtime) {
            SortedMap<Integer, Day> days = days(row, cell -> overtimeUnits(overtime, cell));
            return new Weighed(days, sum(days), 0);
        }
        return new Weighed(days(row, cell -> BigInteger.valueOf(cell.plays())), Weight.ofPlays(row.plays()), 0);
    }

    private static Weighed bySubscriber(TallyRow row, WeightRow sent) {
        long weighed = sent.days().values().stream().mapToLong(Day::plays).reduce(0, Math::addExact);
        long missing = row.plays() - weighed;
        if (missing < 0) {
            throw new IllegalStateException(
                    "Weights were sent for " + weighed + " plays, but only " + row.plays() + " were counted");
        }
        return new Weighed(sent.days(), sum(sent.days()), missing);
    }

    private static BigInteger overtimeUnits(Weighing.Overtime overtime, TallyRow.Cell cell) {
        return Weight.toUnits(overtime.factor(cell.trackMinutes())).multiply(BigInteger.valueOf(cell.plays()));
    }

    private interface CellWeight {
        BigInteger of(TallyRow.Cell cell);
    }

    private static SortedMap<Integer, Day> days(TallyRow row, CellWeight weight) {
        SortedMap<Integer, Day> days = new TreeMap<>();
        for (TallyRow.Cell cell : row.cells()) {
            if (cell.plays() > 0) {
                days.merge(cell.day(), new Day(cell.plays(), weight.of(cell)), Day::plus);
            }
        }
        return days;
    }

    private static BigInteger sum(SortedMap<Integer, Day> days) {
        return days.values().stream().map(Day::weight).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
