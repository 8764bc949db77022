package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which plays of one service and period are found artificial, by brute force over all of them: rules F2 (hours of a
 * day), F3, F6 and F11. What the other rules find, it does not know: an input must not have any of that.
 */
final class Screening {
    private static final Map<String, Map<String, String>> DEFAULTS = Map.of(
            "F2", Map.of("hours_per_day", "24", "unknown_devices", "6"),
            "F3", Map.of("plays_per_day", "2000", "plays_per_period", "30000"),
            "F6", Map.of("min_plays", "5000", "plays_per_listener", "300", "per_day", "300"),
            "F11", Map.of("hours", "23", "days", "5"));

    private final String dsp;
    private final YearMonth period;
    private final List<Map<String, String>> rules;
    private final List<Play> plays;
    private final List<Found> found = new ArrayList<>();

    private record Play(String territory, Usage.Heard heard) {}

    /** Plays that a rule found, in one window. */
    private record Found(String id, String rule, String subject, List<Play> plays) {}

    /** @param plays by offering, those that some agreement screens */
    Screening(
            String dsp, YearMonth period, List<Map<String, String>> rules, Map<Group, List<Usage.Heard>> plays) {
        this.dsp = dsp;
        this.period = period;
        this.rules = rules.stream().filter(row -> row.get("dsp").equals(dsp) && isInForce(row)).toList();
        this.plays = plays.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(heard -> new Play(e.getKey().territory(), heard)))
                .toList();
        each("F2", this::hoursOfDay);
        each("F3", this::playCounts);
        each("F6", this::repeats);
        each("F11", this::aroundTheClock);
    }

    /** The period's last day decides. */
    private boolean isInForce(Map<String, String> row) {
        String to = cell(row, "valid_to");
        return PlayShares.covers(
                LocalDate.parse(row.get("valid_from")), to.isEmpty() ? null : LocalDate.parse(to),
                period.atEndOfMonth());
    }

    /** Notes what was found of each play, and returns the hits. */
    List<Oracle.Hit> judge(List<Map<String, String>> decisions, Verdicts verdicts) {
        plays.forEach(play -> verdicts.clear(dsp, play.heard));
        List<Oracle.Hit> hits = new ArrayList<>();
        for (Found one : found) {
            String status = status(one.id, decisions);
            switch (status) {
                case "OPEN" -> one.plays.forEach(play -> verdicts.open(dsp, play.heard));
                case "CONFIRMED" -> one.plays.forEach(play -> verdicts.confirm(dsp, play.heard));
                default -> { } // released: they count as any other
            }
            hits.add(new Oracle.Hit(
                    one.id, one.rule, dsp, period.toString(), one.subject, status, one.plays.size()));
        }
        return hits;
    }

    private static String status(String hit, List<Map<String, String>> decisions) {
        return decisions.stream()
                .filter(row -> row.get("hit_id").equals(hit))
                .max(Comparator.comparing(row -> Instant.parse(row.get("decided_at"))))
                .map(row -> row.get("decision").equals("RELEASE") ? "RELEASED" : "CONFIRMED")
                .orElse("OPEN");
    }

    /** One rule with its thresholds, and whose plays they are for. */
    private record Terms(String rule, String territory, Map<String, Fraction> values, Predicate<Play> covers) {
        Fraction value(String name) {
            return values.get(name);
        }

        boolean isAbove(long count, String name) {
            return Fraction.of(count).compareTo(value(name)) > 0;
        }

        boolean reaches(long count, String name) {
            return Fraction.of(count).compareTo(value(name)) >= 0;
        }
    }

    /** By the general terms, and by those of each territory that has its own. */
    private void each(String rule, Consumer<Terms> judge) {
        Map<String, List<Map<String, String>>> byTerritory = rules.stream()
                .filter(row -> row.get("rule").equals(rule))
                .collect(Collectors.groupingBy(row -> cell(row, "territory"), TreeMap::new, Collectors.toList()));
        Set<String> own = new TreeSet<>(byTerritory.keySet());
        own.remove("");
        byTerritory.putIfAbsent("", List.of());
        byTerritory.forEach((territory, rows) -> {
            Map<String, Fraction> values = new HashMap<>();
            DEFAULTS.get(rule).forEach((name, value) -> values.put(name, Fraction.of(value)));
            rows.stream().filter(row -> !cell(row, "threshold").isEmpty())
                    .forEach(row -> values.put(row.get("threshold"), Fraction.of(row.get("value"))));
            boolean enabled = rows.stream().noneMatch(row -> cell(row, "enabled", "true").equals("false"));
            if (enabled) {
                judge.accept(new Terms(rule, territory, values, territory.isEmpty()
                        ? play -> !own.contains(play.territory)
                        : play -> territory.equals(play.territory)));
            }
        });
    }

    private Map<String, List<Play>> bySubscriber() {
        return plays.stream().collect(Collectors.groupingBy(
                play -> play.heard.subscriber(), TreeMap::new, Collectors.toList()));
    }

    private static SortedMap<LocalDate, List<Play>> byDay(List<Play> plays) {
        return plays.stream().collect(Collectors.groupingBy(
                play -> play.heard.day(), TreeMap::new, Collectors.toList()));
    }

    /** F2: more seconds than the devices of the day have, up to 24 hours after its first play. */
    private void hoursOfDay(Terms terms) {
        bySubscriber().forEach((subscriber, all) -> byDay(all).forEach((day, ofDay) -> {
            long end = ofDay.stream().mapToLong(play -> play.heard.startSecond()).min().orElseThrow() + 86_400;
            long seconds = ofDay.stream()
                    .mapToLong(play -> Math.max(0, Math.min(
                            play.heard.playedSeconds(), end - play.heard.startSecond())))
                    .sum();
            Set<String> devices = ofDay.stream().map(play -> play.heard.device()).collect(Collectors.toSet());
            long unknown = devices.remove("") ? terms.value("unknown_devices").floor().longValueExact() : 0;
            Fraction most = terms.value("hours_per_day")
                    .times(Fraction.of(3_600))
                    .times(Fraction.of(Math.max(1, devices.size() + unknown)));
            if (Fraction.of(seconds).compareTo(most) > 0) {
                add(terms, "SUBSCRIBER", subscriber, day, day, ofDay);
            }
        }));
    }

    /** F3: more plays in a day, or in the period. */
    private void playCounts(Terms terms) {
        bySubscriber().forEach((subscriber, all) -> {
            byDay(all).forEach((day, ofDay) -> {
                if (terms.isAbove(ofDay.size(), "plays_per_day")) {
                    add(terms, "SUBSCRIBER", subscriber, day, day, ofDay);
                }
            });
            if (terms.isAbove(all.size(), "plays_per_period")) {
                addInPeriod(terms, "SUBSCRIBER", subscriber, all);
            }
        });
    }

    /** F6: a recording with many plays a listener, of those who repeat it; and one repeated all day. */
    private void repeats(Terms terms) {
        Map<String, List<Play>> byRecording = plays.stream().collect(Collectors.groupingBy(
                play -> play.heard.isrc(), TreeMap::new, Collectors.toList()));
        byRecording.forEach((isrc, all) -> {
            Map<String, List<Play>> listeners = all.stream().collect(Collectors.groupingBy(
                    play -> play.heard.subscriber()));
            Fraction each = Fraction.of(all.size()).over(Fraction.of(listeners.size()));
            if (terms.reaches(all.size(), "min_plays") && each.compareTo(terms.value("plays_per_listener")) > 0) {
                addInPeriod(terms, "RECORDING", isrc, all.stream()
                        .filter(play -> terms.isAbove(
                                listeners.get(play.heard.subscriber()).size(), "plays_per_listener"))
                        .toList());
            }
        });
        bySubscriber().forEach((subscriber, all) -> byDay(all).forEach((day, ofDay) -> {
            Map<String, Long> counts = ofDay.stream().collect(Collectors.groupingBy(
                    play -> play.heard.isrc(), Collectors.counting()));
            add(terms, "SUBSCRIBER", subscriber, day, day, ofDay.stream()
                    .filter(play -> terms.isAbove(counts.get(play.heard.isrc()), "per_day"))
                    .toList());
        }));
    }

    /** F11: days on which a device began plays in nearly every hour. */
    private void aroundTheClock(Terms terms) {
        bySubscriber().forEach((subscriber, all) -> {
            Map<List<Object>, Set<Long>> hours = new LinkedHashMap<>();
            all.forEach(play -> hours.computeIfAbsent(deviceDay(play), d -> new HashSet<>())
                    .add(Math.floorDiv(play.heard.startSecond(), 3_600L)));
            hours.values().removeIf(active -> !terms.reaches(active.size(), "hours"));
            long days = hours.keySet().stream().map(where -> where.get(1)).distinct().count();
            if (days > 0 && terms.reaches(days, "days")) {
                addInPeriod(terms, "SUBSCRIBER", subscriber, all.stream()
                        .filter(play -> hours.containsKey(deviceDay(play)))
                        .toList());
            }
        });
    }

    private static List<Object> deviceDay(Play play) {
        return List.of(play.heard.device(), play.heard.day());
    }

    private void addInPeriod(Terms terms, String kind, String subject, List<Play> concerned) {
        add(terms, kind, subject, period.atDay(1), period.atEndOfMonth(), concerned);
    }

    private void add(
            Terms terms, String kind, String subject, LocalDate from, LocalDate to, List<Play> concerned) {
        List<Play> covered = concerned.stream().filter(terms.covers).toList();
        if (!covered.isEmpty()) {
            String name = kind.equals("SUBSCRIBER") ? hash(dsp, subject) : subject;
            String id = hash(
                    dsp, period.toString(), terms.rule, terms.territory, kind, name,
                    Long.toString(from.toEpochDay()), Long.toString(to.toEpochDay()));
            found.add(new Found(id, terms.rule, name, covered));
        }
    }

    /** SHA-256 over parts, each behind its length in four bytes. */
    static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** By offering and recording, how many plays of each kind and day are found: other counts are news. */
    static Map<List<String>, Long> counts(Usage usage, Verdicts verdicts, Group group, YearMonth period) {
        Map<List<String>, Long> counts = new HashMap<>();
        for (Usage.Heard heard : usage.heard(group, period)) {
            boolean confirmed = verdicts.isConfirmed(group.dsp(), heard);
            if (confirmed || verdicts.isOpen(group.dsp(), heard)) {
                counts.merge(
                        List.of(heard.isrc(), heard.day().toString(), heard.counted(), confirmed ? "confirmed" : "open"),
                        1L, Long::sum);
            }
        }
        return counts;
    }
}
