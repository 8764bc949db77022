package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;

/** Divides one pool: over recordings by prefix sums, and each recording's amount over those who share in it. */
final class Pool {
    /** How far below a whole micro a prefix of rounded weights still counts as on it. */
    private static final Fraction SNAP = Fraction.of(1, 1024);

    private final String id;
    private final String territory;
    private final String right;
    private final boolean payUndisputed;
    private final Shares shares;
    final List<PlayShares.Policy> policies;
    final Weights weights;
    final Fraction total;
    final long amount;
    final long plays;

    /** What each recording gives to each party or hold; amounts that round to nothing are left out. */
    final SortedMap<Oracle.Key, Oracle.Amount> earnings = new TreeMap<>();

    /** The same before any rounding but that of the pool; nothing is left out. */
    final SortedMap<Oracle.Key, Fraction> exact = new TreeMap<>();

    Pool(Map<String, String> report, Map<String, String> agreement, YearMonth period, Known known) {
        this(report, agreement, period, known, Weights.of(agreement, report, period, known));
    }

    /** With weights that are those of an earlier version. */
    Pool(
            Map<String, String> report, Map<String, String> agreement, YearMonth period, Known known,
            Weights weights) {
        Group group = Group.of(report);
        this.territory = group.territory();
        this.right = agreement.get("right_type");
        this.id = id(report, agreement, period);
        this.payUndisputed = cell(agreement, "claims").equals("PAY_UNDISPUTED");
        this.shares = known.shares();
        this.policies = known.policies().of(territory, right, period);
        this.plays = known.usage().plays(group, period);
        this.amount = Price.of(report, agreement, plays).times(Fraction.of(1_000_000)).floor().longValueExact();
        this.weights = weights;
        this.total = weights.total();
        allocate();
    }

    /** Whether claims decide what a play weighs. */
    boolean excludes() {
        return policies.stream().anyMatch(policy -> policy.effect().equals("EXCLUDE"));
    }

    /** Recordings that have a part, or would have one but for a policy. */
    Set<String> divided() {
        Set<String> divided = new TreeSet<>(weights.excludedDays().keySet());
        earnings.keySet().forEach(key -> divided.add(key.isrc()));
        return divided;
    }

    static String id(Map<String, String> report, Map<String, String> agreement, YearMonth period) {
        Group group = Group.of(report);
        return String.join("/", group.dsp(), group.territory(), group.offering(), period.toString(),
                agreement.get("right_type"), report.get("currency"));
    }

    String id() {
        return id;
    }

    long belowMinimum() {
        return weights.belowMinimum();
    }

    private void allocate() {
        if (total.signum() == 0) {
            put("", "hold:no-usage", Fraction.of(amount), Fraction.of(amount), amount, 0);
            return;
        }
        Fraction prefix = Fraction.ZERO;
        long given = 0;
        for (String isrc : inOrder(weights.days().keySet())) {
            Fraction weight = weights.of(isrc);
            prefix = prefix.plus(weight);
            long reached = floorAt(prefix);
            if (weight.signum() > 0) {
                split(isrc, quota(weight), reached - given);
            }
            given = reached;
        }
        if (weights.idle().signum() > 0) {
            Fraction idle = quota(weights.idle());
            put("", "hold:idle-subscribers", idle, idle, amount - given, 0);
        }
    }

    private Fraction quota(Fraction weight) {
        return Fraction.of(amount).times(weight).over(total);
    }

    private long floorAt(Fraction prefix) {
        Fraction point = quota(prefix);
        return (weights.bySubscriber() ? point.plus(SNAP) : point).floor().longValueExact();
    }

    /** A beneficiary of a day has its share of the day's weight, without what screening holds. */
    private void split(String isrc, Fraction due, long part) {
        SortedMap<LocalDate, Weights.Day> days = weights.days().get(isrc);
        BigInteger units = days.values().stream().map(Weights.Day::units).reduce(BigInteger.ZERO, BigInteger::add);
        Fraction weight = weights.of(isrc);
        SortedMap<PlayShares.Part, Fraction> written = new TreeMap<>(); // of the recording, by written weights
        Map<PlayShares.Part, Fraction> parts = new TreeMap<>(); // and by the rule
        Map<PlayShares.Part, Long> counted = new HashMap<>();
        BiConsumer<Weights.Part, Map<PlayShares.Part, Fraction>> add = (w, among) -> among.forEach((to, share) -> {
            written.merge(to, share.times(Fraction.of(w.units())).over(Fraction.of(units)), Fraction::plus);
            parts.merge(to, share.times(w.exact()).over(weight), Fraction::plus);
            counted.merge(to, w.plays(), Long::sum);
        });
        days.forEach((day, w) -> {
            if (w.free().plays() > 0) {
                add.accept(w.free(), shares.on(isrc, right, territory, day, policies, payUndisputed).parts());
            }
            if (w.held().plays() > 0) {
                add.accept(w.held(), Map.of(new PlayShares.Part("hold:screening", ""), Fraction.ONE));
            }
        });
        SortedMap<PlayShares.Part, Fraction> quotas = new TreeMap<>();
        written.forEach((to, p) -> quotas.put(to, p.times(Fraction.of(part))));
        PlayShares.round(quotas, part).forEach((to, micros) -> put(
                isrc, to, due.times(parts.get(to)), quotas.get(to), micros, counted.get(to)));
    }

    private void put(String isrc, String hold, Fraction due, Fraction quota, long micros, long count) {
        put(isrc, new PlayShares.Part(hold, ""), due, quota, micros, count);
    }

    private void put(String isrc, PlayShares.Part part, Fraction due, Fraction quota, long micros, long count) {
        Oracle.Key key = new Oracle.Key(id, isrc, part.beneficiary(), part.policy());
        exact.put(key, due);
        if (micros != 0) {
            earnings.put(key, new Oracle.Amount(quota, micros, count));
        }
    }

    /** (Bucket, ISRC), the first bucket rotated by the pool; a bucket is the low byte of the CRC-32. */
    List<String> inOrder(Set<String> isrcs) {
        int first = bucket(id);
        List<String> order = new ArrayList<>(isrcs);
        order.sort(Comparator.<String>comparingInt(i -> Math.floorMod(bucket(i) - first, 256))
                .thenComparing(Comparator.naturalOrder()));
        return order;
    }

    private static int bucket(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % 256);
    }
}
