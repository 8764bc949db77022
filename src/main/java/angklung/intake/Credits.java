package angklung.intake;

import angklung.avro.RecordingArtists;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/** The credited artists of recordings. Those asked for lately are held in the heap. */
final class Credits {
    private static final int HELD = 100_000;

    private final KeyValueStore<String, RecordingArtists> store;
    private final Map<String, List<String>> held = new HashMap<>();

    Credits(KeyValueStore<String, RecordingArtists> store) {
        this.store = store;
    }

    void put(RecordingArtists credits) {
        held.clear();
        store.put(credits.getIsrc(), credits.getArtistIds().isEmpty() ? null : credits);
    }

    /** Artists of a recording, each once; empty if none are known. */
    List<String> of(String isrc) {
        List<String> artists = held.get(isrc);
        if (artists == null) {
            RecordingArtists found = store.get(isrc);
            artists = found == null ? List.of() : List.copyOf(found.getArtistIds());
            if (held.size() >= HELD) {
                held.clear();
            }
            held.put(isrc, artists);
        }
        return artists;
    }
}
