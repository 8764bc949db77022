package angklung.close;

import angklung.avro.PeriodState;
import angklung.topic.PartitionContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** What intake says it sent and the tally says it received: counted on both sides, compared here. */
final class UsageTotals {
    private final PartitionContract partitions;
    private final SortedMap<Integer, PeriodState> cuts = new TreeMap<>();
    private final SortedMap<Integer, PeriodState> tallies = new TreeMap<>();

    UsageTotals(PartitionContract partitions) {
        this.partitions = partitions;
    }

    void addCut(PeriodState fact) {
        cuts.put(fact.getPartition(), fact);
    }

    void addTally(PeriodState fact) {
        tallies.put(fact.getPartition(), fact);
    }

    List<Integer> missingCuts() {
        return absent(cuts, partitions.intake());
    }

    List<Integer> missingTallies() {
        return absent(tallies, partitions.tally());
    }

    /** The offset where each intake task stopped counting; only when none is missing. */
    List<Long> cuts() {
        return cuts.values().stream().map(fact -> fact.getOffsets().get(0)).toList();
    }

    /** Royalty-bearing plays, as far as intake has reported. */
    long plays() {
        return sum(cuts, PeriodState::getPlays);
    }

    /** Plays too short to be royalty-bearing, as far as intake has reported. */
    long shortPlays() {
        return sum(cuts, PeriodState::getShortPlays);
    }

    void verify(String subject, List<Long> fence) {
        cuts.forEach((partition, fact) -> verifyCut(subject, partition, fact, fence));
        if (missingCuts().isEmpty() && missingTallies().isEmpty()) {
            verifySums(subject);
        }
    }

    /** A task's position only grows, so what one cut has left out the next one has in front of it. */
    void verifyCutsAfter(UsageTotals before, String subject) {
        cuts.forEach((partition, fact) -> {
            PeriodState earlier = before.cuts.get(partition);
            if (earlier != null && fact.getOffsets().get(0) < earlier.getOffsets().get(0)) {
                throw new VerificationFailedException("The cut of " + subject + ", intake partition " + partition
                        + ", is " + fact.getOffsets().get(0) + ", in front of the cut before it, "
                        + earlier.getOffsets().get(0));
            }
        });
    }

    private static void verifyCut(String subject, int partition, PeriodState fact, List<Long> fence) {
        if (fact.getOffsets().size() != 1) {
            throw new VerificationFailedException("The cut of " + subject + ", intake partition " + partition
                    + ", is one offset, but the fact has " + fact.getOffsets());
        }
        if (!fence.isEmpty() && fact.getOffsets().get(0) < fence.get(partition)) {
            throw new VerificationFailedException("The cut of " + subject + ", intake partition " + partition + ", is "
                    + fact.getOffsets().get(0) + ", in front of the fence " + fence.get(partition)
                    + ": plays in between would not be counted");
        }
    }

    private void verifySums(String subject) {
        boolean agree = sum(cuts, PeriodState::getRecords) == sum(tallies, PeriodState::getRecords)
                && sum(cuts, PeriodState::getPlays) == sum(tallies, PeriodState::getPlays)
                && sum(cuts, PeriodState::getShortPlays) == sum(tallies, PeriodState::getShortPlays);
        if (!agree) {
            throw new VerificationFailedException("The usage of " + subject + " that intake sent is not what the tally "
                    + "received. Sent: " + numbers(cuts) + ". Received: " + numbers(tallies));
        }
    }

    private static String numbers(SortedMap<Integer, PeriodState> facts) {
        List<String> parts = new ArrayList<>();
        parts.add(numbers(
                sum(facts, PeriodState::getRecords),
                sum(facts, PeriodState::getPlays),
                sum(facts, PeriodState::getShortPlays)));
        facts.forEach((partition, fact) -> parts.add("partition " + partition + ": "
                + numbers(fact.getRecords(), fact.getPlays(), fact.getShortPlays())));
        return String.join("; ", parts);
    }

    private static String numbers(long records, long plays, long shortPlays) {
        return records + " records, " + plays + " plays, " + shortPlays + " short plays";
    }

    private static long sum(SortedMap<Integer, PeriodState> facts, ToLongFunction<PeriodState> field) {
        long sum = 0;
        for (PeriodState fact : facts.values()) {
            sum = Math.addExact(sum, field.applyAsLong(fact));
        }
        return sum;
    }

    static List<Integer> absent(SortedMap<Integer, ?> present, int count) {
        return absent(present.keySet(), count);
    }

    static List<Integer> absent(Set<Integer> present, int count) {
        return IntStream.range(0, count).filter(p -> !present.contains(p)).boxed().toList();
    }
}
