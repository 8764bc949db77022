package angklung.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Rules so strict that they find something in a few hundred plays, and decisions on what they find. */
final class RandomScreening {
    private final SplittableRandom random;

    RandomScreening(SplittableRandom random) {
        this.random = random;
    }

    /** The oracle knows four rules; the others are off. */
    List<Map<String, String>> rules(List<String> dsps, List<String> territories) {
        List<Map<String, String>> rules = new ArrayList<>();
        for (String dsp : dsps) {
            for (String off : List.of("F1", "F4", "F5", "F7", "F8", "F9", "F10", "F12")) {
                rules.add(rule(dsp, "", off, "false", "", ""));
            }
            strict(dsp, "", rules);
            if (random.nextInt(3) == 0) {
                strict(dsp, territories.get(random.nextInt(territories.size())), rules);
            }
        }
        return rules;
    }

    private void strict(String dsp, String territory, List<Map<String, String>> rules) {
        String on = random.nextInt(6) == 0 ? "false" : "true";
        rules.add(rule(dsp, territory, "F2", on, "hours_per_day", "0." + (1 + random.nextInt(3))));
        rules.add(rule(dsp, territory, "F2", on, "unknown_devices", Integer.toString(1 + random.nextInt(2))));
        rules.add(rule(dsp, territory, "F2", on, "overlap_seconds", "100000"));
        rules.add(rule(dsp, territory, "F3", "true", "plays_per_day", Integer.toString(2 + random.nextInt(3))));
        rules.add(rule(dsp, territory, "F3", "true", "plays_per_period", Integer.toString(10 + random.nextInt(30))));
        rules.add(rule(dsp, territory, "F6", "true", "min_plays", Integer.toString(5 + random.nextInt(20))));
        rules.add(rule(dsp, territory, "F6", "true", "plays_per_listener", "1." + random.nextInt(10)));
        rules.add(rule(dsp, territory, "F6", "true", "per_day", Integer.toString(1 + random.nextInt(3))));
        rules.add(rule(dsp, territory, "F11", "true", "hours", Integer.toString(2 + random.nextInt(2))));
        rules.add(rule(dsp, territory, "F11", "true", "days", Integer.toString(1 + random.nextInt(2))));
    }

    private static Map<String, String> rule(
            String dsp, String territory, String rule, String enabled, String threshold, String value) {
        return row("dsp", dsp, "territory", territory, "rule", rule, "enabled", enabled, "threshold", threshold,
                "value", value, "valid_from", "2020-01-01");
    }

    /** On some hits, on a few of them twice. */
    List<Map<String, String>> decisions(List<Oracle.Hit> hits) {
        List<Map<String, String>> decisions = new ArrayList<>();
        for (Oracle.Hit hit : hits) {
            for (int i = random.nextInt(4) - 1; i > 0; i--) {
                decisions.add(row(
                        "hit_id", hit.id(), "decision", random.nextBoolean() ? "RELEASE" : "CONFIRM",
                        "operator", "rina", "reason", "looked at the plays",
                        "decided_at", Instant.parse("2026-06-01T00:00:00Z").plusSeconds(i * 60L + random.nextInt(60))
                                .toString()));
            }
        }
        return decisions;
    }

    private static Map<String, String> row(String... cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(cells[i], cells[i + 1]);
        }
        return row;
    }
}
