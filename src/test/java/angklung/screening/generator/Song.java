package angklung.screening.generator;

import java.util.List;

/**
 * One recording of the generated catalogue.
 *
 * @param lengthKnown whether the service says how long it is
 */
public record Song(String isrc, String artist, int seconds, boolean aiGenerated, boolean lengthKnown) {
    List<String> artists() {
        return List.of(artist);
    }
}
