package angklung.intake;

import java.util.HashMap;
import java.util.Map;

/** The places that good plays came from, found without building a key. Not thread-safe. */
final class Places {
    /** A service may send any names; beyond this many the memory of them is dropped, which costs only time. */
    static final int LIMIT = 100_000;

    private final Map<String, Map<String, Map<String, Place>>> byDsp = new HashMap<>();
    private int count;

    /** The place, or null if it is not known. */
    Place find(String dsp, String territory, String offering) {
        Map<String, Map<String, Place>> byTerritory = byDsp.get(dsp);
        Map<String, Place> byOffering = byTerritory == null ? null : byTerritory.get(territory);
        return byOffering == null ? null : byOffering.get(offering);
    }

    /** Adds a place whose names are good. */
    Place add(String dsp, String territory, String offering) {
        if (count >= LIMIT) {
            byDsp.clear();
            count = 0;
        }
        count++;
        Place place = new Place(dsp, territory, offering);
        byDsp.computeIfAbsent(dsp, key -> new HashMap<>())
                .computeIfAbsent(territory, key -> new HashMap<>())
                .put(offering, place);
        return place;
    }
}
