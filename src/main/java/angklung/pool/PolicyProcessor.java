package angklung.pool;

import angklung.avro.AuthorshipPolicy;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Keeps every authorship policy that came. By itself it moves nothing: a pool that is planned takes it in when its
 * period is revised, one that waits when it is priced. Only where a pool waits because a policy could not be
 * understood, the policy that takes its place is what it waits for.
 */
final class PolicyProcessor implements Processor<String, AuthorshipPolicy, String, SpecificRecordBase> {
    private final PoolStores stores;
    private final int tallyPartitions;
    private Knowledge knowledge;
    private PoolBook book;

    PolicyProcessor(PoolStores stores, int tallyPartitions) {
        this.stores = stores;
        this.tallyPartitions = tallyPartitions;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecordBase> context) {
        knowledge = new Knowledge(stores, context, tallyPartitions);
        book = new PoolBook(knowledge, context);
    }

    @Override
    public void process(Record<String, AuthorshipPolicy> record) {
        AuthorshipPolicy policy = InputKey.present(record);
        InputKey.check(record, policy);
        Optional<AuthorshipPolicy> replaced = knowledge.put(policy);
        if (replaced.filter(PolicyRules::isObstacle).isPresent()) {
            for (Map.Entry<Period, SortedSet<OfferingKey>> waiting : knowledge.unpriced().entrySet()) {
                waiting.getValue().forEach(
                        offering -> book.reconsider(offering, waiting.getKey(), record.timestamp()));
            }
        }
    }
}
