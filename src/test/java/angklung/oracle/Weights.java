package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the recordings of one pool weigh, by local day.
 *
 * @param days by ISRC and day; recordings below the minimum of plays are left out, and days that policies exclude
 * @param idle weight of subscribers who paid and played nothing, behind all recordings
 * @param belowMinimum plays of recordings that are left out
 * @param screened plays that weigh nothing because they are found artificial
 * @param excludedDays by ISRC, days on which policies leave nobody a claim
 * @param authorship plays on those days
 * @param bySubscriber whether subscribers are looked at, so that the pipeline's own weights are rounded
 */
record Weights(
        SortedMap<String, SortedMap<LocalDate, Day>> days, Fraction idle, long belowMinimum, long screened,
        SortedMap<String, SortedSet<LocalDate>> excludedDays, long authorship, boolean bySubscriber) {

    /** Weights have 24 decimals where they are written down. */
    static final BigInteger UNIT = BigInteger.TEN.pow(24);

    /**
     * One day of one recording, or a part of it.
     *
     * @param exact the weight by the rule
     * @param units the weight as written down, in 10⁻²⁴; within that of the exact one for each subscriber
     */
    record Part(Fraction exact, BigInteger units, long plays) {
        static final Part NONE = new Part(Fraction.ZERO, BigInteger.ZERO, 0);

        Part plus(Part o) {
            return new Part(exact.plus(o.exact), units.add(o.units), plays + o.plays);
        }
    }

    /** @param held what screening holds, apart from the rest */
    record Day(Part free, Part held) {
        Day plus(Day o) {
            return new Day(free.plus(o.free), held.plus(o.held));
        }

        Fraction exact() {
            return free.exact.plus(held.exact);
        }

        BigInteger units() {
            return free.units.add(held.units);
        }

        long plays() {
            return free.plays + held.plays;
        }
    }

    /** Held plays are apart, behind the others of their day. */
    private record Entry(String isrc, LocalDate day, boolean held) implements Comparable<Entry> {
        private static final Comparator<Entry> ORDER =
                Comparator.comparing(Entry::isrc).thenComparing(Entry::day).thenComparing(Entry::held);

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
            Map<String, String> agreement, Map<String, String> report, YearMonth period, Known known) {
        Group group = Group.of(agreement);
        String model = agreement.get("model");
        boolean bySubscriber = !model.equals("MARKET_CENTRIC");
        Boosts boosts = new Boosts(agreement, period, known.usage(), known.shares(), new HashMap<>());
        Map<String, SortedMap<Entry, Raw>> bySubscribers = new HashMap<>();
        List<Usage.Heard> counting = known.counting(group, period, screening(agreement));
        for (Usage.Heard heard : counting) {
            boolean held = screening(agreement).equals("HOLD") && known.verdicts().isOpen(group.dsp(), heard);
            bySubscribers
                    .computeIfAbsent(heard.subscriber(), s -> new TreeMap<>())
                    .merge(new Entry(heard.isrc(), heard.day(), held),
                            new Raw(model.equals("ARTIST_CENTRIC") ? boosts.of(heard) : Fraction.ONE, 1), Raw::plus);
        }
        SortedMap<String, SortedMap<LocalDate, Day>> days = new TreeMap<>();
        bySubscribers.values().forEach(entries -> apportion(entries, target(agreement, entries))
                .forEach((entry, part) -> days.computeIfAbsent(entry.isrc, i -> new TreeMap<>())
                        .merge(entry.day, entry.held ? new Day(Part.NONE, part) : new Day(part, Part.NONE), Day::plus)));
        SortedMap<String, SortedSet<LocalDate>> excludedDays = excludedDays(agreement, period, known, days);
        long authorship = takeOut(days, excludedDays);
        long below = takeOutBelowMinimum(agreement, period, known, days);
        return new Weights(days, idle(agreement, report, bySubscribers.size()), below,
                known.usage().plays(group, period) - counting.size(), excludedDays, authorship, bySubscriber);
    }

    static String screening(Map<String, String> agreement) {
        return cell(agreement, "screening", "NONE");
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

    /** Divides {@code target} in proportion; as written down, by prefix sums in the order of the entries. */
    private static Map<Entry, Part> apportion(SortedMap<Entry, Raw> entries, Fraction target) {
        Fraction sum = entries.values().stream().map(Raw::weight).reduce(Fraction.ZERO, Fraction::plus);
        Fraction factor = sum.signum() == 0 ? Fraction.ZERO : target.over(sum);
        Fraction reached = Fraction.ZERO;
        BigInteger written = BigInteger.ZERO;
        Map<Entry, Part> result = new TreeMap<>();
        for (Map.Entry<Entry, Raw> e : entries.entrySet()) {
            Fraction exact = e.getValue().weight.times(factor);
            reached = reached.plus(exact);
            BigInteger floor = reached.times(Fraction.of(UNIT)).floor();
            result.put(e.getKey(), new Part(exact, floor.subtract(written), e.getValue().plays));
            written = floor;
        }
        return result;
    }

    private static SortedMap<String, SortedSet<LocalDate>> excludedDays(
            Map<String, String> agreement, YearMonth period, Known known,
            SortedMap<String, SortedMap<LocalDate, Day>> days) {
        String territory = agreement.get("territory");
        String right = agreement.get("right_type");
        List<PlayShares.Policy> policies = known.policies().of(territory, right, period);
        SortedMap<String, SortedSet<LocalDate>> excluded = new TreeMap<>();
        if (policies.stream().anyMatch(policy -> policy.effect().equals("EXCLUDE"))) {
            days.forEach((isrc, ofRecording) -> ofRecording.keySet().stream()
                    .filter(day -> known.shares().on(isrc, right, territory, day, policies, false).nobody())
                    .forEach(day -> excluded.computeIfAbsent(isrc, i -> new TreeSet<>()).add(day)));
        }
        return excluded;
    }

    /** @return the plays of those days */
    private static long takeOut(
            SortedMap<String, SortedMap<LocalDate, Day>> days, SortedMap<String, SortedSet<LocalDate>> excluded) {
        List<Day> out = new ArrayList<>();
        excluded.forEach((isrc, ofRecording) -> ofRecording.forEach(day -> out.add(days.get(isrc).remove(day))));
        days.values().removeIf(SortedMap::isEmpty);
        return out.stream().mapToLong(Day::plays).sum();
    }

    /** Takes recordings below the minimum out; the others keep their weights. What weighs nothing counts for none. */
    private static long takeOutBelowMinimum(
            Map<String, String> agreement, YearMonth period, Known known,
            SortedMap<String, SortedMap<LocalDate, Day>> days) {
        String minimum = cell(agreement, "minimum_track_plays");
        if (minimum.isEmpty()) {
            return 0;
        }
        int window = Integer.parseInt(cell(agreement, "minimum_track_window", "12"));
        Map<String, Long> plays = new HashMap<>();
        for (int back = 0; back < window; back++) {
            known.counting(Group.of(agreement), period.minusMonths(back), screening(agreement))
                    .forEach(heard -> plays.merge(heard.isrc(), 1L, Long::sum));
        }
        Set<String> below = new HashSet<>();
        days.keySet().stream()
                .filter(isrc -> plays.get(isrc) < Long.parseLong(minimum))
                .forEach(below::add);
        long out = below.stream()
                .flatMap(isrc -> days.get(isrc).values().stream())
                .mapToLong(Day::plays)
                .sum();
        days.keySet().removeAll(below);
        return out;
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
