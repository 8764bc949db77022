package angklung.theory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Who played what how often in one pool: t_ij of the theory. Immutable; every subscriber has the same fee.
 *
 * @param plays by subscriber and recording; none is zero
 */
record Listening(SortedMap<String, SortedMap<String, Integer>> plays) {

    /** Up to eight subscribers with at least one play each, up to seven recordings. */
    static Listening random(SplittableRandom random) {
        int recordings = 1 + random.nextInt(7);
        SortedMap<String, SortedMap<String, Integer>> plays = new TreeMap<>();
        int subscribers = 1 + random.nextInt(8);
        for (int j = 0; j < subscribers; j++) {
            plays.put("s" + j, playsOfOne(random, recordings, 1 + random.nextInt(30)));
        }
        return new Listening(plays);
    }

    /** The same, but all subscribers have equally many plays. */
    static Listening randomAlike(SplittableRandom random) {
        Listening any = random(random);
        int each = 1 + random.nextInt(30);
        SortedMap<String, SortedMap<String, Integer>> plays = new TreeMap<>();
        any.plays.keySet().forEach(subscriber -> plays.put(subscriber, playsOfOne(random, 7, each)));
        return new Listening(plays);
    }

    static SortedMap<String, Integer> playsOfOne(SplittableRandom random, int recordings, int count) {
        SortedMap<String, Integer> own = new TreeMap<>();
        for (int k = 0; k < count; k++) {
            own.merge(isrc(Math.min(random.nextInt(recordings), random.nextInt(recordings))), 1, Integer::sum);
        }
        return own;
    }

    static String isrc(int number) {
        return String.format("IDA01%07d", number);
    }

    Listening with(String subscriber, SortedMap<String, Integer> own) {
        SortedMap<String, SortedMap<String, Integer>> changed = new TreeMap<>(plays);
        if (own.isEmpty()) {
            changed.remove(subscriber);
        } else {
            changed.put(subscriber, own);
        }
        return new Listening(changed);
    }

    Listening scaled(String subscriber, int factor) {
        SortedMap<String, Integer> own = new TreeMap<>(plays.get(subscriber));
        own.replaceAll((isrc, count) -> count * factor);
        return with(subscriber, own);
    }

    /** The same plays of each recording, made by others. */
    Listening dealtAnew(SplittableRandom random) {
        List<String> all = new ArrayList<>();
        plays.values().forEach(own -> own.forEach((isrc, count) -> all.addAll(Collections.nCopies(count, isrc))));
        SortedMap<String, SortedMap<String, Integer>> dealt = new TreeMap<>();
        int subscribers = 1 + random.nextInt(10);
        all.forEach(isrc -> dealt.computeIfAbsent("n" + random.nextInt(subscribers), s -> new TreeMap<>())
                .merge(isrc, 1, Integer::sum));
        return new Listening(dealt);
    }

    /** Some plays of the recording are of another one instead: its catalogue is split in two. */
    Listening split(String isrc, String other, SplittableRandom random) {
        SortedMap<String, SortedMap<String, Integer>> changed = new TreeMap<>();
        plays.forEach((subscriber, own) -> {
            SortedMap<String, Integer> parts = new TreeMap<>(own);
            int count = own.getOrDefault(isrc, 0);
            int moved = random.nextInt(count + 1);
            put(parts, isrc, count - moved);
            put(parts, other, moved);
            changed.put(subscriber, parts);
        });
        return new Listening(changed);
    }

    private static void put(Map<String, Integer> own, String isrc, int count) {
        own.remove(isrc);
        if (count > 0) {
            own.put(isrc, count);
        }
    }

    String anySubscriber(SplittableRandom random) {
        return List.copyOf(plays.keySet()).get(random.nextInt(plays.size()));
    }

    String anyRecording(SplittableRandom random) {
        List<String> played = plays.values().stream()
                .flatMap(own -> own.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        return played.get(random.nextInt(played.size()));
    }
}
