package angklung.intake;

import angklung.avro.ScreeningRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Thresholds of screening, by service, territory, rule and first day. A later one for the same replaces an earlier. */
final class RuleStore {
    private final KeyValueStore<String, ScreeningRule> store;

    RuleStore(KeyValueStore<String, ScreeningRule> store) {
        this.store = store;
    }

    void put(ScreeningRule rule) {
        String territory = rule.getTerritory() == null ? "" : rule.getTerritory();
        store.put(rule.getDsp() + "/" + territory + "/" + rule.getRule() + "/" + rule.getValidFrom(), rule);
    }

    /** All rules of a service, in an order that no arrival changes. */
    List<ScreeningRule> of(String dsp) {
        List<ScreeningRule> rules = new ArrayList<>();
        try (KeyValueIterator<String, ScreeningRule> found = store.prefixScan(dsp + "/", new StringSerializer())) {
            found.forEachRemaining(entry -> rules.add(entry.value));
        }
        return rules;
    }
}
