package angklung.intake;

import angklung.avro.Agreement;
import angklung.model.OfferingKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Every agreement, by offering, right and first day. A later one for the same replaces an earlier one. */
final class AgreementStore {
    private final KeyValueStore<String, Agreement> store;

    AgreementStore(KeyValueStore<String, Agreement> store) {
        this.store = store;
    }

    void put(Agreement agreement) {
        OfferingKey offering =
                new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering());
        store.put(offering + "/" + agreement.getRightType() + "/" + agreement.getValidFrom(), agreement);
    }

    /** All agreements of an offering. */
    List<Agreement> of(OfferingKey offering) {
        return startingWith(offering + "/");
    }

    /** All agreements of a service in a territory. */
    List<Agreement> of(String dsp, String territory) {
        return startingWith(dsp + "/" + territory + "/");
    }

    /** All agreements of a service. */
    List<Agreement> of(String dsp) {
        return startingWith(dsp + "/");
    }

    private List<Agreement> startingWith(String prefix) {
        List<Agreement> agreements = new ArrayList<>();
        try (KeyValueIterator<String, Agreement> found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> agreements.add(entry.value));
        }
        return agreements;
    }
}
