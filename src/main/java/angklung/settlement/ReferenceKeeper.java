package angklung.settlement;

import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedPolicy;
import angklung.stage.Invariant;
import angklung.stage.StoreDef;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps reference data that every partition gets in full, by name and date; a later record of the same name and date
 * replaces an earlier one. Import refuses records that do not make sense.
 */
final class ReferenceKeeper<V> implements Processor<String, V, Void, Void> {
    private final String what;
    private final StoreDef<KeyValueStore<Bytes, V>> definition;
    private final Function<V, Optional<String>> fault;
    private final Function<V, Bytes> key;
    private Invariant invariant;
    private KeyValueStore<Bytes, V> store;

    private ReferenceKeeper(
            String what,
            StoreDef<KeyValueStore<Bytes, V>> definition,
            Function<V, Optional<String>> fault,
            Function<V, Bytes> key) {
        this.what = what;
        this.definition = definition;
        this.fault = fault;
        this.key = key;
    }

    static ReferenceKeeper<DeductionChain> deductions(SettlementStores stores) {
        return new ReferenceKeeper<>(
                "Deduction chain",
                stores.deductions,
                ReferenceRules::fault,
                chain -> Keys.dated(chain.getValidFrom(), chain.getChain()));
    }

    static ReferenceKeeper<TaxProfile> taxProfiles(SettlementStores stores) {
        return new ReferenceKeeper<>(
                "Tax profile",
                stores.taxProfiles,
                ReferenceRules::fault,
                profile -> Keys.dated(profile.getValidFrom(), profile.getProfile()));
    }

    static ReferenceKeeper<FxRate> fxRates(SettlementStores stores) {
        return new ReferenceKeeper<>(
                "Exchange rate",
                stores.fxRates,
                ReferenceRules::fault,
                rate -> Keys.dated(rate.getDate(), rate.getBase(), rate.getQuote()));
    }

    static ReferenceKeeper<UnclaimedPolicy> unclaimedPolicies(SettlementStores stores) {
        return new ReferenceKeeper<>(
                "Policy on unclaimed money",
                stores.unclaimedPolicies,
                ReferenceRules::fault,
                policy -> Keys.dated(policy.getValidFrom(), policy.getTerritory()));
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        invariant = new Invariant(context);
        store = definition.get(context);
    }

    @Override
    public void process(Record<String, V> record) {
        V value = record.value();
        if (value == null) {
            throw invariant.broken(what + " without a value, key " + record.key());
        }
        fault.apply(value).ifPresent(wrong -> {
            throw invariant.broken(what + " " + record.key() + " " + wrong + ": " + value);
        });
        store.put(key.apply(value), value);
    }
}
