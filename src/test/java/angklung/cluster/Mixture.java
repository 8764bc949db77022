package angklung.cluster;

import angklung.oracle.RandomInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes an input's pools a mixture of models, side by side in one service and period, and gives it late plays of all
 * offerings, of which some restate their period and some join the next one.
 */
final class Mixture {
    private static final int ARTISTS = 6;

    private Mixture() {}

    static void of(RandomInput input, SplittableRandom random) {
        input.agreements.forEach(row -> {
            switch (row.get("dsp") + "/" + row.get("offering")) {
                case "nada/premium" -> userCentric(row);
                case "nada/ad-funded" -> row.putAll(Map.of("minimum_track_plays", "3", "minimum_track_window", "2"));
                case "sori/flat" -> artistCentric(row);
                default -> row.put("late_plays", "RESTATE");
            }
        });
        input.rights.forEach(row -> row.put(
                "artist_id", "artist-" + Math.floorMod(row.get("isrc").hashCode(), ARTISTS)));
        addLatePlays(input, random);
    }

    /** Who paid and did not play gives to all, or is held, by the right. */
    private static void userCentric(Map<String, String> row) {
        row.put("model", "USER_CENTRIC");
        row.put("idle_subscribers", row.get("right_type").equals("RECORDING") ? "HOLD" : "SPREAD");
        row.put("late_plays", "RESTATE");
    }

    private static void artistCentric(Map<String, String> row) {
        row.put("model", "ARTIST_CENTRIC");
        row.put("artist_min_plays", "20");
        row.put("artist_min_listeners", "3");
        row.put("artist_boost", "2");
        row.put("active_boost", "1.5");
        row.put("subscriber_cap", "12.5");
        row.put("late_plays", "RESTATE");
    }

    /** Some by subscribers who played before, some by ones who did not. */
    private static void addLatePlays(RandomInput input, SplittableRandom random) {
        List<Map<String, String>> valid = new ArrayList<>(input.plays);
        valid.removeIf(row -> !row.get("play_id").startsWith("play-"));
        input.latePlays.clear();
        for (int i = 0; i < 20 + valid.size() / 10; i++) {
            Map<String, String> late = new LinkedHashMap<>(valid.get(random.nextInt(valid.size())));
            late.put("play_id", "later-" + i);
            if (random.nextBoolean()) {
                late.put("subscriber_id", "late-" + random.nextInt(10));
            }
            input.latePlays.add(late);
        }
    }
}
