package angklung.screening.generator;

import angklung.screening.Catalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The generated catalogue: hits that are heard by Zipf's law, and uploads made for a purpose. */
public final class Songs implements Catalogue {
    private static final int POPULAR = 20_000;
    private static final int SONGS_OF_ARTIST = 10;

    private final List<Song> popular = new ArrayList<>();
    private final Map<String, Song> byIsrc = new HashMap<>();
    private final double[] cumulative = new double[POPULAR];
    private final SplittableRandom random;

    Songs(SplittableRandom random) {
        this.random = random;
        double sum = 0;
        for (int rank = 0; rank < POPULAR; rank++) {
            popular.add(add("Artist " + rank % (POPULAR / SONGS_OF_ARTIST), 150 + random.nextInt(130), false));
            sum += 1.0 / (rank + 1);
            cumulative[rank] = sum;
        }
    }

    /** Recordings of one artist that nobody hears by chance. */
    List<Song> upload(int count, String artist, int shortest, int longest, boolean aiGenerated) {
        List<Song> songs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            songs.add(add(artist, shortest + random.nextInt(longest - shortest + 1), aiGenerated));
        }
        return songs;
    }

    private Song add(String artist, int seconds, boolean aiGenerated) {
        Song song = new Song(String.format("QZANG26%05d", byIsrc.size()), artist, seconds, aiGenerated);
        byIsrc.put(song.isrc(), song);
        return song;
    }

    /** By rank from 0. */
    Song hit(int rank) {
        return popular.get(rank);
    }

    /** One drawn by Zipf's law. */
    Song draw(SplittableRandom by) {
        double at = by.nextDouble() * cumulative[POPULAR - 1];
        int found = Arrays.binarySearch(cumulative, at);
        return popular.get(Math.min(POPULAR - 1, found < 0 ? -found - 1 : found));
    }

    /** Different ones drawn by Zipf's law. */
    List<Song> draw(SplittableRandom by, int count) {
        Set<Song> drawn = new LinkedHashSet<>();
        while (drawn.size() < count) {
            drawn.add(draw(by));
        }
        return new ArrayList<>(drawn);
    }

    @Override
    public Collection<String> artists(String isrc) {
        return byIsrc.get(isrc).artists();
    }

    @Override
    public boolean aiGenerated(String isrc) {
        return byIsrc.get(isrc).aiGenerated();
    }
}
