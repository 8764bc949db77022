package angklung.pool;

import angklung.avro.Agreement;
import angklung.model.OfferingKey;
import angklung.model.Period;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps every version of every agreement; one that comes late prices what waits and restates what is planned. */
final class AgreementProcessor implements Processor<String, Agreement, String, SpecificRecordBase> {
    private final PoolStores stores;
    private final int tallyPartitions;
    private Knowledge knowledge;
    private PoolBook book;

    AgreementProcessor(PoolStores stores, int tallyPartitions) {
        this.stores = stores;
        this.tallyPartitions = tallyPartitions;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecordBase> context) {
        knowledge = new Knowledge(stores, context, tallyPartitions);
        book = new PoolBook(knowledge, context);
    }

    @Override
    public void process(Record<String, Agreement> record) {
        Agreement agreement = InputKey.present(record);
        OfferingKey offering =
                new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering());
        InputKey.check(record, offering);
        knowledge.put(agreement);
        // Every period, not only those that it covers: it may have taken the place of one that covered others.
        for (Period period : knowledge.totalledPeriods(offering.dsp())) {
            book.reconsider(offering, period, record.timestamp());
        }
    }
}
