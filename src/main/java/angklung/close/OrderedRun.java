package angklung.close;

import angklung.avro.PayoutTotal;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A run that settlement carries out, folded from its facts: whether it was ordered, what its partitions answered. */
final class OrderedRun {
    private final OrderKind kind;
    private final String runId;
    private final Period period;
    private final PartitionContract partitions;
    private final Map<String, PeriodState> facts = new HashMap<>();
    private final SortedMap<Integer, PeriodState> answers = new TreeMap<>();
    private boolean ordered;

    OrderedRun(OrderKind kind, String runId, Period period, PartitionContract partitions) {
        this.kind = kind;
        this.runId = runId;
        this.period = period;
        this.partitions = partitions;
    }

    /** @throws VerificationFailedException as {@link PeriodClose#apply} */
    void apply(String key, PeriodState fact) {
        String expected = keyOf(fact);
        if (!runId.equals(fact.getRunId()) || !expected.equals(key)) {
            throw new VerificationFailedException("A fact of " + kind + " " + runId + " of " + period + " has the key '"
                    + key + "' instead of '" + expected + "': " + fact);
        }
        PeriodState known = facts.putIfAbsent(key, fact);
        if (known != null && !PeriodClose.sameContent(known, fact)) {
            throw new VerificationFailedException("The fact '" + key + "' changed, and facts never do. It was " + known
                    + " and is now " + fact);
        }
        if (fact.getKind() == kind.answer()) {
            answers.put(fact.getPartition(), fact);
        } else {
            ordered = true;
        }
    }

    OrderKind kind() {
        return kind;
    }

    Period period() {
        return period;
    }

    boolean isOrdered() {
        return ordered;
    }

    /** The settlement partitions that have not answered. */
    List<Integer> missing() {
        return UsageTotals.absent(answers, partitions.settlement());
    }

    /** Sum paid, announced or moved by currency, in micros, as far as partitions have answered. */
    SortedMap<String, Long> micros() {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (PeriodState fact : answers.values()) {
            for (PayoutTotal total : fact.getPayouts()) {
                sums.merge(total.getCurrency(), total.getAmountMicros(), Math::addExact);
            }
        }
        return Collections.unmodifiableSortedMap(sums);
    }

    /** Number of payments or hold accounts, as far as partitions have answered. */
    long count() {
        return answers.values().stream()
                .flatMap(fact -> fact.getPayouts().stream())
                .mapToLong(PayoutTotal::getLines)
                .reduce(0, Math::addExact);
    }

    private String keyOf(PeriodState fact) {
        if (fact.getKind() == PeriodFact.STATE) {
            return kind.orderedKey(period.toString(), runId);
        }
        Integer partition = fact.getPartition();
        if (fact.getKind() != kind.answer()
                || partition == null
                || partition < 0
                || partition >= partitions.settlement()) {
            throw new VerificationFailedException("Not a fact of a " + kind + " on " + partitions.settlement()
                    + " settlement partitions: " + fact);
        }
        return kind.answerKey(period.toString(), runId, partition);
    }
}
