package angklung.intake;

import angklung.avro.ScreeningRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thresholds of screening, by service, territory, rule and first day. A later one for the same replaces an earlier; one
 * that cannot be applied replaces nothing, so that screening goes on by what was known before it. Each hit says which
 * that is.
 */
final class RuleStore {
    private static final Logger LOG = LoggerFactory.getLogger(RuleStore.class);

    private final KeyValueStore<String, ScreeningRule> store;

    RuleStore(KeyValueStore<String, ScreeningRule> store) {
        this.store = store;
    }

    void put(ScreeningRule rule) {
        String territory = rule.getTerritory() == null ? "" : rule.getTerritory();
        String key = rule.getDsp() + "/" + territory + "/" + rule.getRule() + "/" + rule.getValidFrom();
        if (isApplicable(key, rule)) {
            store.put(key, rule);
        }
    }

    /** All rules of a service, in an order that no arrival changes. */
    List<ScreeningRule> of(String dsp) {
        List<ScreeningRule> rules = new ArrayList<>();
        try (KeyValueIterator<String, ScreeningRule> found = store.prefixScan(dsp + "/", new StringSerializer())) {
            // What was stored may be what an earlier version could apply.
            found.forEachRemaining(entry -> {
                if (isApplicable(entry.key, entry.value)) {
                    rules.add(entry.value);
                }
            });
        }
        return rules;
    }

    private static boolean isApplicable(String key, ScreeningRule rule) {
        Optional<String> fault = PeriodScreening.fault(rule);
        fault.ifPresent(text -> LOG.warn(
                "Rule of screening {} is left out, what was known before applies: {}; send it again as it should be,"
                        + " with the same first day", key, text));
        return fault.isEmpty();
    }
}
