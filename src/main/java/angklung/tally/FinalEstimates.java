package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.avro.ProvisionalEarning;
import angklung.avro.ProvisionalKind;
import angklung.model.OfferingKey;
import angklung.model.Splits.Part;
import angklung.tally.Estimates.Rated;
import angklung.tally.Estimates.Subject;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Ends estimates with what the first version of a pool gave, and says by how much they were off. */
final class FinalEstimates {
    private final KeyValueStore<Bytes, Estimates> estimates;

    FinalEstimates(KeyValueStore<Bytes, Estimates> estimates) {
        this.estimates = estimates;
    }

    /** Whether anything is left to end by the plan; looked up once a turn, so that most recordings need no lookup. */
    boolean expects(PoolPlan plan) {
        if (plan.getVersion() != 1) {
            return false;
        }
        Bytes group = Subject.group(offering(plan), plan.getPeriod(), plan.getRightType())
                .toBytes();
        RowKey.Range range = RowKey.range(group, null);
        try (KeyValueIterator<Bytes, Estimates> any = estimates.range(range.from(), range.to())) {
            return any.hasNext();
        }
    }

    /** @param parts what the recording's amount was divided into */
    void report(PoolPlan plan, Recording recording, List<Part> parts, Output output) {
        Subject subject = new Subject(offering(plan), plan.getPeriod(), plan.getRightType(), recording.isrc());
        Estimates last = estimates.get(subject.key());
        if (last == null) {
            return;
        }
        last.byParty().forEach((party, estimate) -> {
            long given = parts.stream()
                    .filter(part -> party.equals(part.beneficiary().partyId()))
                    .mapToLong(Part::amountMicros)
                    .sum();
            Rated rate = estimate.rate();
            boolean comparable = rate != null && rate.currency().equals(plan.getCurrency());
            ProvisionalEarning end = subject.publish(ProvisionalKind.FINAL, party, estimate)
                    .setPlays(recording.plays())
                    .setCurrency(plan.getCurrency())
                    .setEstimateMicros(comparable ? rate.micros() : null)
                    .setFinalMicros(given)
                    .setErrorMicros(comparable ? rate.micros() - given : null)
                    .build();
            output.provisional(subject.publicKey(party), end);
        });
        estimates.delete(subject.key());
    }

    private static OfferingKey offering(PoolPlan plan) {
        return new OfferingKey(plan.getDsp(), plan.getTerritory(), plan.getOffering());
    }
}
