package angklung.screening.generator;

import java.util.List;

/** One recording of the generated catalogue. */
public record Song(String isrc, String artist, int seconds, boolean aiGenerated) {
    List<String> artists() {
        return List.of(artist);
    }
}
