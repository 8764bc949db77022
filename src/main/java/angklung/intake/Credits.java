package angklung.intake;

import angklung.avro.RecordingArtists;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/** Who is credited on recordings, and which are known to be AI-generated. Those asked for lately are in the heap. */
final class Credits {
    private static final int HELD = 100_000;

    private final KeyValueStore<String, RecordingArtists> store;
    private final Map<String, Credit> held = new HashMap<>();

    private record Credit(List<String> artists, boolean aiGenerated) {
        static final Credit NONE = new Credit(List.of(), false);
    }

    Credits(KeyValueStore<String, RecordingArtists> store) {
        this.store = store;
    }

    void put(RecordingArtists credits) {
        held.clear();
        store.put(credits.getIsrc(), credits.getArtistIds().isEmpty() && !credits.getAiGenerated() ? null : credits);
    }

    /** Artists of a recording, each once; empty if none are known. */
    List<String> of(String isrc) {
        return find(isrc).artists();
    }

    /** Whether some contribution to a recording is known to be AI-generated. */
    boolean isAiGenerated(String isrc) {
        return find(isrc).aiGenerated();
    }

    private Credit find(String isrc) {
        Credit credit = held.get(isrc);
        if (credit == null) {
            RecordingArtists found = store.get(isrc);
            credit = found == null
                    ? Credit.NONE
                    : new Credit(List.copyOf(found.getArtistIds()), found.getAiGenerated());
            if (held.size() >= HELD) {
                held.clear();
            }
            held.put(isrc, credit);
        }
        return credit;
    }
}
