package angklung.pool;

import angklung.avro.Scenario;
import angklung.model.OfferingKey;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Takes what-if questions. */
final class ScenarioProcessor implements Processor<String, Scenario, String, SpecificRecordBase> {
    private final PoolStores stores;
    private final int tallyPartitions;
    private ScenarioDesk desk;

    ScenarioProcessor(PoolStores stores, int tallyPartitions) {
        this.stores = stores;
        this.tallyPartitions = tallyPartitions;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecordBase> context) {
        Knowledge knowledge = new Knowledge(stores, context, tallyPartitions);
        desk = new ScenarioDesk(knowledge, new PoolBook(knowledge, context), stores, context);
    }

    @Override
    public void process(Record<String, Scenario> record) {
        Scenario scenario = InputKey.present(record);
        desk.take(scenario, InputKey.parse(record), record.timestamp());
    }
}
