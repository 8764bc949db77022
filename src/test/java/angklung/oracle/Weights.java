package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the recordings of one pool weigh, by local day.
 *
 * @param days by ISRC and day; recordings below the minimum of plays are left out
 * @param idle weight of subscribers who paid and played nothing, behind all recordings
 * @param belowMinimum plays of recordings that are left out
 * @param bySubscriber whether subscribers are looked at, so that the pipeline's own weights are rounded
 */
record Weights(
        SortedMap<String, SortedMap<LocalDate, Day>> days, Fraction idle, long belowMinimum, boolean bySubscriber) {

    /** Weights have 24 decimals where they are written down. */
    static final BigInteger UNIT = BigInteger.TEN.pow(24);

    /**
     * One day of one recording.
     *
     * @param exact the weight by the rule
     * @param units the weight as written down, in 10⁻²⁴; within that of the exact one for each subscriber
     */
    record Day(Fraction exact, BigInteger units, long plays) {
        Day plus(Day o) {
            return new Day(exact.plus(o.exact), units.add(o.units), plays + o.plays);
        }
    }

    private record Entry(String isrc, LocalDate day) implements Comparable<Entry> {
        private static final Comparator<Entry> ORDER =
                Comparator.comparing(Entry::isrc).thenComparing(Entry::day);

        @Override
        public int compareTo(Entry o) {
            return ORDER.compare(this, o);
        }
    }

    /** What one subscriber's plays weigh before the subscriber's own total is looked at. */
    private record Raw(Fraction weight, long plays) {
        Raw plus(Raw o) {
            return new Raw(weight.plus(o.weight), plays + o.plays);
        }
    }

    /** Of the pool that the agreement makes of the offering's period. */
    static Weights of(
            Map<String, String> agreement, Map<String, String> report, YearMonth period, Usage usage, Shares shares) {
        Group group = Group.of(agreement);
        String model = agreement.get("model");
        boolean bySubscriber = !model.equals("MARKET_CENTRIC");
        Boosts boosts = new Boosts(agreement, period, usage, shares, new HashMap<>());
        Map<String, SortedMap<Entry, Raw>> bySubscribers = new HashMap<>();
        usage.heard(group, period).forEach((heard, plays) -> {
            Fraction each = model.equals("ARTIST_CENTRIC") ? boosts.of(heard) : Fraction.ONE;
            bySubscribers
                    .computeIfAbsent(heard.subscriber(), s -> new TreeMap<>())
                    .merge(new Entry(heard.isrc(), heard.day()),
                            new Raw(each.times(Fraction.of(plays)), plays), Raw::plus);
        });
        SortedMap<String, SortedMap<LocalDate, Day>> days = new TreeMap<>();
        bySubscribers.values().forEach(entries -> apportion(entries, target(agreement, entries))
                .forEach((entry, day) -> days.computeIfAbsent(entry.isrc, i -> new TreeMap<>())
                        .merge(entry.day, day, Day::plus)));
        long below = exclude(agreement, period, usage, days);
        return new Weights(days, idle(agreement, report, bySubscribers.size()), below, bySubscriber);
    }

    /** What all plays of one subscriber weigh together. */
    private static Fraction target(Map<String, String> agreement, SortedMap<Entry, Raw> entries) {
        Fraction sum = entries.values().stream().map(Raw::weight).reduce(Fraction.ZERO, Fraction::plus);
        return switch (agreement.get("model")) {
            case "USER_CENTRIC" -> Fraction.ONE;
            case "ARTIST_CENTRIC" -> {
                String cap = cell(agreement, "subscriber_cap");
                yield cap.isEmpty() ? sum : sum.min(Fraction.of(cap));
            }
            default -> sum;
        };
    }

    /** Divides {@code target} in proportion; as written down, by prefix sums in the order of recording and day. */
    private static Map<Entry, Day> apportion(SortedMap<Entry, Raw> entries, Fraction target) {
        Fraction sum = entries.values().stream().map(Raw::weight).reduce(Fraction.ZERO, Fraction::plus);
        Fraction factor = sum.signum() == 0 ? Fraction.ZERO : target.over(sum);
        Fraction reached = Fraction.ZERO;
        BigInteger written = BigInteger.ZERO;
        Map<Entry, Day> result = new TreeMap<>();
        for (Map.Entry<Entry, Raw> e : entries.entrySet()) {
            Fraction exact = e.getValue().weight.times(factor);
            reached = reached.plus(exact);
            BigInteger floor = reached.times(Fraction.of(UNIT)).floor();
            result.put(e.getKey(), new Day(exact, floor.subtract(written), e.getValue().plays));
            written = floor;
        }
        return result;
    }

    /** Takes recordings below the minimum out; the others keep their weights. */
    private static long exclude(
            Map<String, String> agreement, YearMonth period, Usage usage,
            SortedMap<String, SortedMap<LocalDate, Day>> days) {
        String minimum = cell(agreement, "minimum_track_plays");
        if (minimum.isEmpty()) {
            return 0;
        }
        int window = Integer.parseInt(cell(agreement, "minimum_track_window", "12"));
        Group group = Group.of(agreement);
        Set<String> below = new HashSet<>();
        days.keySet().stream()
                .filter(isrc -> usage.plays(group, period, window, isrc) < Long.parseLong(minimum))
                .forEach(below::add);
        long plays = below.stream()
                .flatMap(isrc -> days.get(isrc).values().stream())
                .mapToLong(Day::plays)
                .sum();
        days.keySet().removeAll(below);
        return plays;
    }

    private static Fraction idle(Map<String, String> agreement, Map<String, String> report, long played) {
        boolean held = agreement.get("model").equals("USER_CENTRIC")
                && cell(agreement, "idle_subscribers").equals("HOLD");
        return held ? Fraction.of(Math.max(0, Long.parseLong(report.get("subscribers")) - played)) : Fraction.ZERO;
    }

    /** What a play weighs in an artist-centric pool. */
    private record Boosts(
            Map<String, String> agreement, YearMonth period, Usage usage, Shares shares, Map<String, Boolean> known) {

        Fraction of(Usage.Heard heard) {
            boolean artist = known.computeIfAbsent(heard.isrc(), isrc -> shares.artists(isrc).stream()
                    .anyMatch(this::reachesBoth));
            Fraction one = Fraction.ONE;
            return (artist ? Fraction.of(cell(agreement, "artist_boost", "1")) : one)
                    .times(heard.active() ? Fraction.of(cell(agreement, "active_boost", "1")) : one);
        }

        private boolean reachesBoth(String artist) {
            Set<String> isrcs = shares.recordings(artist);
            Group group = Group.of(agreement);
            return usage.playsOf(isrcs, group, period) >= Long.parseLong(cell(agreement, "artist_min_plays", "0"))
                    && usage.listenersOf(isrcs, group, period)
                            >= Long.parseLong(cell(agreement, "artist_min_listeners", "0"));
        }
    }

    Fraction of(String isrc) {
        return days.get(isrc).values().stream().map(Day::exact).reduce(Fraction.ZERO, Fraction::plus);
    }

    /** All recordings together, and who is idle. */
    Fraction total() {
        return days.keySet().stream().map(this::of).reduce(idle, Fraction::plus);
    }
}
