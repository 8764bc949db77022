package angklung.pool;

import angklung.avro.RevenueReport;
import angklung.model.OfferingKey;
import angklung.model.Period;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the report of the highest revision; one that comes after the period was totalled prices what waits or
 * restates what is planned. Of two reports of the same revision the first holds, whatever the other says.
 */
final class RevenueProcessor implements Processor<String, RevenueReport, String, SpecificRecordBase> {
    private static final Logger LOG = LoggerFactory.getLogger(RevenueProcessor.class);

    private final PoolStores stores;
    private final int tallyPartitions;
    private Knowledge knowledge;
    private PoolBook book;

    RevenueProcessor(PoolStores stores, int tallyPartitions) {
        this.stores = stores;
        this.tallyPartitions = tallyPartitions;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecordBase> context) {
        knowledge = new Knowledge(stores, context, tallyPartitions);
        book = new PoolBook(knowledge, context);
    }

    @Override
    public void process(Record<String, RevenueReport> record) {
        RevenueReport report = InputKey.present(record);
        OfferingKey offering = new OfferingKey(report.getDsp(), report.getTerritory(), report.getOffering());
        InputKey.check(record, offering);
        Period period = Period.parse(report.getPeriod());
        RevenueReport known = knowledge.report(offering, period);
        if (known == null || report.getRevision() > known.getRevision()) {
            knowledge.put(report, offering, period);
            book.reconsider(offering, period, record.timestamp());
        } else if (report.getRevision() == known.getRevision() && !report.equals(known)) {
            LOG.warn("Revision {} of the revenue of {} in {} came again with other content, which has no effect:"
                    + " report it with a higher revision", report.getRevision(), offering, period);
        }
    }
}
