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

/** A payout run, folded from its facts: whether it was ordered and what the settlement partitions paid. */
public final class PayoutRun {
    private final String runId;
    private final Period period;
    private final PartitionContract partitions;
    private final Map<String, PeriodState> facts = new HashMap<>();
    private final SortedMap<Integer, PeriodState> paid = new TreeMap<>();
    private boolean ordered;

    public PayoutRun(String runId, Period period, PartitionContract partitions) {
        this.runId = runId;
        this.period = period;
        this.partitions = partitions;
    }

    /** @throws VerificationFailedException as {@link PeriodClose#apply} */
    public void apply(String key, PeriodState fact) {
        String expected = keyOf(fact);
        if (!runId.equals(fact.getRunId()) || !expected.equals(key)) {
            throw new VerificationFailedException("A fact of payout run " + runId + " of " + period + " has the key '"
                    + key + "' instead of '" + expected + "': " + fact);
        }
        PeriodState known = facts.putIfAbsent(key, fact);
        if (known != null && !PeriodClose.sameContent(known, fact)) {
            throw new VerificationFailedException("The fact '" + key + "' changed, and facts never do. It was " + known
                    + " and is now " + fact);
        }
        if (fact.getKind() == PeriodFact.PAID) {
            paid.put(fact.getPartition(), fact);
        } else {
            ordered = true;
        }
    }

    public Period period() {
        return period;
    }

    public boolean isOrdered() {
        return ordered;
    }

    /** The settlement partitions that have not answered. */
    public List<Integer> missing() {
        return UsageTotals.absent(paid, partitions.settlement());
    }

    /** Sum paid by currency, in micros, as far as partitions have answered. */
    public SortedMap<String, Long> paidMicros() {
        SortedMap<String, Long> sums = new TreeMap<>();
        for (PeriodState fact : paid.values()) {
            for (PayoutTotal total : fact.getPayouts()) {
                sums.merge(total.getCurrency(), total.getAmountMicros(), Math::addExact);
            }
        }
        return Collections.unmodifiableSortedMap(sums);
    }

    /** Number of payments, as far as partitions have answered. */
    public long payments() {
        return paid.values().stream()
                .flatMap(fact -> fact.getPayouts().stream())
                .mapToLong(PayoutTotal::getLines)
                .reduce(0, Math::addExact);
    }

    private String keyOf(PeriodState fact) {
        if (fact.getKind() == PeriodFact.STATE) {
            return Facts.payoutOrdered(period.toString(), runId);
        }
        Integer partition = fact.getPartition();
        if (fact.getKind() != PeriodFact.PAID
                || partition == null
                || partition < 0
                || partition >= partitions.settlement()) {
            throw new VerificationFailedException("Not a fact of a payout run on " + partitions.settlement()
                    + " settlement partitions: " + fact);
        }
        return Facts.paid(period.toString(), runId, partition);
    }
}
