package angklung.settlement;

import angklung.avro.Party;
import angklung.money.Micros;
import angklung.stage.Invariant;
import angklung.topic.Partitioning;
import java.time.LocalDate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps every party by the date that its record applies from. Import refuses records that do not make sense. */
final class PartyKeeper implements Processor<String, Party, Void, Void> {
    private final SettlementStores stores;
    private final int partitions;
    private Invariant invariant;
    private int partition;
    private KeyValueStore<Bytes, Party> parties;

    /** @param partitions of settlement */
    PartyKeeper(SettlementStores stores, int partitions) {
        this.stores = stores;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        invariant = new Invariant(context);
        partition = context.taskId().partition();
        parties = stores.parties.get(context);
    }

    @Override
    public void process(Record<String, Party> record) {
        Party party = record.value();
        if (party == null) {
            throw invariant.broken("A party without a value, key " + record.key());
        }
        require(Partitioning.ofKey(party.getPartyId(), partitions) == partition, "belongs to another partition", party);
        require(party.getPayoutScale() >= 0 && party.getPayoutScale() <= Micros.SCALE, "has no payout scale", party);
        require(party.getPayoutThresholdMicros() >= 0, "has a negative payout threshold", party);
        parties.put(Keys.party(party.getPartyId(), party.getEffectiveFrom()), party);
    }

    /** The party as it is on {@code date}: the newest record that applies by then; null if there is none. */
    static Party find(KeyValueStore<Bytes, Party> parties, String partyId, LocalDate date) {
        try (KeyValueIterator<Bytes, Party> newestFirst =
                parties.reverseRange(Keys.party(partyId, LocalDate.MIN), Keys.party(partyId, date))) {
            KeyValue<Bytes, Party> newest = newestFirst.hasNext() ? newestFirst.next() : null;
            return newest == null ? null : newest.value;
        }
    }

    private void require(boolean condition, String otherwise, Party party) {
        invariant.require(
                condition,
                () -> "Party " + party.getPartyId() + " " + otherwise + ": payout scale " + party.getPayoutScale()
                        + ", threshold " + party.getPayoutThresholdMicros() + " micros");
    }
}
