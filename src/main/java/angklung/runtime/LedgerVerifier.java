package angklung.runtime;

import angklung.avro.PeriodControl;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.ledger.AuditReport;
import angklung.ledger.LedgerAudit;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Verifies the whole ledger from the topics alone: every line and chain, the heads that runs have put on record, and
 * that each settled pool is in the ledger to the last unit.
 */
public final class LedgerVerifier {
    /** A run that writes while the ledger is read makes both disagree; runs are rare, so a second look is enough. */
    private static final int ATTEMPTS = 5;

    private static final int FINDING_LIMIT = 100;

    private final Clients clients;
    private final Topics topics;

    public LedgerVerifier(Settings settings) {
        this.clients = settings.clients();
        this.topics = settings.topics();
    }

    /** @throws Failure with the code for "not ready" if runs keep writing to the ledger meanwhile */
    public LedgerVerdict verify() {
        Map<String, PeriodState> facts = facts();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            AuditReport audit = audit(facts);
            Map<String, PeriodState> after = facts();
            if (facts.equals(after)) {
                return new LedgerVerdict(audit, settledPools(facts).judge(audit.pools()));
            }
            facts = after;
        }
        throw Failure.notReady("Settlement runs were written to the ledger each of the " + ATTEMPTS
                + " times it was read; verify again when they are done");
    }

    /** Read before the ledger: every head on record is then in the part that is read. */
    private Map<String, PeriodState> facts() {
        Map<String, PeriodState> facts = new HashMap<>();
        readAll(topics.periodState, 0, record -> facts.put(record.key(), record.value()));
        facts.values().removeIf(fact -> fact == null || fact.getLedgerSeq() == null);
        return facts;
    }

    private AuditReport audit(Map<String, PeriodState> facts) {
        LedgerAudit audit = new LedgerAudit(FINDING_LIMIT, SettledPools.heads(facts.values()));
        for (int partition = 0; partition < topics.ledger.partitions(); partition++) {
            int of = partition;
            readAll(topics.ledger, of, record -> audit.line(of, record.offset(), record.key(), record.value()));
        }
        return audit.report();
    }

    /** Commands and plans are read after the ledger: what has lines was ordered before. */
    private SettledPools settledPools(Map<String, PeriodState> facts) {
        SettledPools pools = new SettledPools(topics.partitions().settlement());
        facts.values().forEach(pools::addFact);
        // Both topics are multicast: the first partition has everything.
        this.<PeriodControl>readValues(topics.settlementControl, pools::addCommand);
        this.<PoolPlan>readValues(topics.poolPlans, pools::addPlan);
        return pools;
    }

    private <V> void readValues(TopicDef<String, V> topic, Consumer<V> each) {
        readAll(topic, 0, record -> each.accept(record.value()));
    }

    private <V> void readAll(
            TopicDef<String, V> topic, int partition, Consumer<ConsumerRecord<String, V>> each) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic, List.of(partition))) {
            reader.readDecided(each);
        }
    }
}
