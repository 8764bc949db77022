package angklung.tally;

import angklung.avro.RecordingRights;
import angklung.stage.StoreKey;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the last rights of each recording; a deleted record means that none are known. */
final class RightsProcessor implements Processor<String, RecordingRights, Void, Void> {
    private final TallyStores stores;
    private KeyValueStore<Bytes, RecordingRights> rights;

    RightsProcessor(TallyStores stores) {
        this.stores = stores;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.rights = stores.rights.get(context);
    }

    @Override
    public void process(Record<String, RecordingRights> record) {
        rights.put(key(record.key()), record.value());
    }

    static Bytes key(String isrc) {
        return StoreKey.of(isrc).toBytes();
    }
}
