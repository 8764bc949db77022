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
import java.util.zip.CRC32;

/** Divides one pool: over recordings by prefix sums, and each recording's amount over those who share in it. */
final class Pool {
    /** How far below a whole micro a prefix of rounded weights still counts as on it. */
    private static final Fraction SNAP = Fraction.of(1, 1024);

    private final String id;
    private final String right;
    private final String claims;
    private final Shares shares;
    final Weights weights;
    final Fraction total;
    final long amount;
    final long plays;

    /** What each recording gives to each party or hold; amounts that round to nothing are left out. */
    final SortedMap<Oracle.Key, Oracle.Amount> earnings = new TreeMap<>();

    /** The same before any rounding but that of the pool; nothing is left out. */
    final SortedMap<Oracle.Key, Fraction> exact = new TreeMap<>();

    Pool(Map<String, String> report, Map<String, String> agreement, YearMonth period, Usage usage, Shares shares) {
        Group group = Group.of(report);
        this.right = agreement.get("right_type");
        this.id = String.join("/", group.dsp(), group.territory(), group.offering(), period.toString(), right,
                report.get("currency"));
        this.claims = cell(agreement, "claims");
        this.shares = shares;
        this.plays = usage.plays(group, period);
        this.amount = Price.of(report, agreement, plays).times(Fraction.of(1_000_000)).floor().longValueExact();
        this.weights = Weights.of(agreement, report, period, usage, shares);
        this.total = weights.total();
        allocate();
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

    /** A beneficiary of a day has its share of the day's weight. */
    private void split(String isrc, Fraction due, long part) {
        SortedMap<LocalDate, Weights.Day> days = weights.days().get(isrc);
        BigInteger units = days.values().stream().map(Weights.Day::units).reduce(BigInteger.ZERO, BigInteger::add);
        Fraction weight = weights.of(isrc);
        Map<String, Fraction> written = new TreeMap<>(); // parts of the recording by the weights as written down
        Map<String, Fraction> parts = new TreeMap<>(); // and by the rule
        Map<String, Long> counted = new HashMap<>();
        days.forEach((day, w) -> shares.on(isrc, right, day, claims).forEach((beneficiary, share) -> {
            written.merge(beneficiary, share.times(Fraction.of(w.units())).over(Fraction.of(units)), Fraction::plus);
            parts.merge(beneficiary, share.times(w.exact()).over(weight), Fraction::plus);
            counted.merge(beneficiary, w.plays(), Long::sum);
        }));
        Map<String, Fraction> quotas = new TreeMap<>();
        written.forEach((beneficiary, p) -> quotas.put(beneficiary, p.times(Fraction.of(part))));
        Shares.round(quotas, part).forEach((beneficiary, micros) -> put(
                isrc, beneficiary, due.times(parts.get(beneficiary)), quotas.get(beneficiary), micros,
                counted.get(beneficiary)));
    }

    private void put(String isrc, String beneficiary, Fraction due, Fraction quota, long micros, long count) {
        Oracle.Key key = new Oracle.Key(id, isrc, beneficiary);
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
