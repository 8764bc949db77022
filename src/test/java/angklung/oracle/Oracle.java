package angklung.oracle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * What the pipeline must compute, from its input files alone: plain Java, exact rationals, everything in memory,
 * nothing shared with the code under test. Market-centric pools; plays of one identifier have one subscriber.
 */
public final class Oracle {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final long TOLERANCE = 600; // ±0.06 % in millionths, CISAC CWR 2.2

    /** One recording's part of one pool for one party or hold ({@code hold:unmatched}, …). */
    public record Key(String pool, String isrc, String beneficiary) implements Comparable<Key> {
        @Override
        public int compareTo(Key o) {
            return Comparator.comparing(Key::pool).thenComparing(Key::isrc).thenComparing(Key::beneficiary)
                    .compare(this, o);
        }
    }

    /** An expected earning: the exact quota in micros, the micros after rounding, the plays that it rests on. */
    public record Amount(Fraction quota, long micros, long plays) {}

    /** Plays and outcomes. */
    public record Counts(long received, long accepted, long shortPlays, long duplicates, long rejected, long late) {}

    private record Play(
            String id, String dsp, String subscriber, String isrc, String territory, String offering, Instant at,
            long played, String track, String engagement, String device) {}

    private record Group(String dsp, String territory, String offering) {}

    private final List<Map<String, String>> agreements;
    private final List<Map<String, String>> rights;
    private final List<Map<String, String>> revenue;
    private final List<Map<String, String>> parties;

    /** Group, period and ISRC to royalty-bearing plays by local day. */
    private final Map<Group, SortedMap<YearMonth, Map<String, SortedMap<LocalDate, Long>>>> usage = new HashMap<>();
    private final Map<String, Play> seen = new HashMap<>();
    private final SortedMap<Key, Amount> earnings = new TreeMap<>();
    private final SortedMap<String, Long> pools = new TreeMap<>();
    private final SortedMap<String, Long> payouts = new TreeMap<>();
    private long received;
    private long accepted;
    private long shortPlays;
    private long duplicates;
    private long rejected;
    private long late;

    public Oracle(Path directory) {
        this(
                Table.read(directory, "plays"), Table.read(directory, "late-plays"),
                Table.read(directory, "revenue"), Table.read(directory, "agreements"),
                Table.read(directory, "rights"), Table.read(directory, "parties"));
    }

    public Oracle(
            List<Map<String, String>> plays, List<Map<String, String>> latePlays, List<Map<String, String>> revenue,
            List<Map<String, String>> agreements, List<Map<String, String>> rights,
            List<Map<String, String>> parties) {
        this.agreements = agreements;
        this.rights = rights;
        this.revenue = revenue;
        this.parties = parties;
        plays.forEach(row -> count(row, Map.of()));
        Map<String, Set<YearMonth>> closed = closedBeforeLatePlays(plays);
        latePlays.forEach(row -> count(row, closed));
        allocate();
        pay();
    }

    /** Expected earnings, zero amounts left out. */
    public SortedMap<Key, Amount> earnings() {
        return earnings;
    }

    /** Pool identifier to amount in micros, of the last revision. */
    public SortedMap<String, Long> pools() {
        return pools;
    }

    /** {@code period/party/currency} to the micros paid in the run that follows the period's close. */
    public SortedMap<String, Long> payouts() {
        return payouts;
    }

    public Counts counts() {
        return new Counts(received, accepted, shortPlays, duplicates, rejected, late);
    }

    // Plays

    private void count(Map<String, String> row, Map<String, Set<YearMonth>> closed) {
        received++;
        Play play = parse(row);
        if (play == null || !isValid(play)) {
            rejected++;
            return;
        }
        Play first = seen.putIfAbsent(play.dsp + "\n" + play.id, play);
        if (first != null) {
            if (first.equals(play)) {
                duplicates++;
            } else {
                rejected++;
            }
            return;
        }
        accepted++;
        Group group = new Group(play.dsp, play.territory, play.offering);
        LocalDate day = play.at.atZone(zone(group)).toLocalDate();
        YearMonth period = YearMonth.from(day);
        boolean isLate = false;
        while (closed.getOrDefault(play.dsp, Set.of()).contains(period)) {
            period = period.plusMonths(1);
            isLate = true;
        }
        late += isLate ? 1 : 0;
        Map<String, SortedMap<LocalDate, Long>> recordings = usage
                .computeIfAbsent(group, g -> new TreeMap<>())
                .computeIfAbsent(period, p -> new HashMap<>());
        long threshold = play.track.isEmpty() ? 30_000 : Math.min(30_000, Long.parseLong(play.track));
        if (play.played < threshold) {
            shortPlays++;
            return;
        }
        String isrc = play.isrc.replace("-", "").toUpperCase(Locale.ROOT);
        recordings.computeIfAbsent(isrc, i -> new TreeMap<>()).merge(day, 1L, Long::sum);
    }

    private static Play parse(Map<String, String> row) {
        try {
            return new Play(
                    row.get("play_id"), row.get("dsp"), row.get("subscriber_id"), row.get("isrc"),
                    row.get("territory"), row.get("offering"), Instant.parse(row.get("started_at")),
                    Long.parseLong(row.get("played_ms")), row.getOrDefault("track_ms", ""),
                    row.getOrDefault("engagement", ""), row.getOrDefault("device_id", ""));
        } catch (RuntimeException e) {
            return null;
        }
    }

    private boolean isValid(Play p) {
        boolean known = agreements.stream().anyMatch(a -> a.get("dsp").equals(p.dsp));
        boolean isrc = p.isrc.replace("-", "").toUpperCase(Locale.ROOT).matches("[A-Z]{2}[A-Z0-9]{3}[0-9]{7}");
        boolean track = p.track.isEmpty() || Long.parseLong(p.track) > 0;
        boolean territory = Arrays.asList(Locale.getISOCountries()).contains(p.territory);
        boolean clock = !p.at.isBefore(Instant.parse("2000-01-01T00:00:00Z")) && p.at.isBefore(Instant.now());
        return known && isrc && track && territory && clock && !p.id.isEmpty() && !p.subscriber.isEmpty()
                && p.offering.matches("[A-Za-z0-9][A-Za-z0-9._-]*") && p.played >= 0 && p.played <= 86_400_000;
    }

    private ZoneId zone(Group group) {
        return agreements.stream()
                .filter(a -> groupOf(a).equals(group))
                .map(a -> a.getOrDefault("time_zone", ""))
                .filter(z -> !z.isEmpty())
                .findFirst()
                .map(ZoneId::of)
                .orElse(ZoneId.of("UTC"));
    }

    /** By service: the periods up to the last one of any play in plays*.csv that have plays or revenue of it. */
    private Map<String, Set<YearMonth>> closedBeforeLatePlays(List<Map<String, String>> plays) {
        Map<String, Set<YearMonth>> all = new HashMap<>();
        SortedSet<YearMonth> withPlays = new TreeSet<>();
        usage.forEach((group, periods) -> {
            withPlays.addAll(periods.keySet());
            all.computeIfAbsent(group.dsp, d -> new HashSet<>()).addAll(periods.keySet());
        });
        for (Map<String, String> row : revenue) {
            YearMonth period = YearMonth.parse(row.get("period"));
            if (!withPlays.isEmpty() && !period.isAfter(withPlays.last())) {
                all.computeIfAbsent(row.get("dsp"), d -> new HashSet<>()).add(period);
            }
        }
        return all;
    }

    // Money

    private void allocate() {
        Map<String, Map<String, String>> last = new TreeMap<>();
        for (Map<String, String> row : revenue) {
            last.merge(
                    groupOf(row) + row.get("period"), row,
                    (a, b) -> revision(a) > revision(b) ? a : b);
        }
        for (Map<String, String> report : last.values()) {
            for (Map<String, String> agreement : agreements) {
                YearMonth period = YearMonth.parse(report.get("period"));
                if (groupOf(agreement).equals(groupOf(report)) && covers(agreement, period)) {
                    allocatePool(report, agreement, period);
                }
            }
        }
    }

    private static boolean covers(Map<String, String> agreement, YearMonth period) {
        String to = agreement.getOrDefault("valid_to", "");
        return !LocalDate.parse(agreement.get("valid_from")).isAfter(period.atEndOfMonth())
                && (to.isEmpty() || LocalDate.parse(to).isAfter(period.atDay(1)));
    }

    private void allocatePool(Map<String, String> report, Map<String, String> agreement, YearMonth period) {
        Group group = groupOf(report);
        String right = agreement.get("right_type");
        String pool = String.join(
                "/", group.dsp, group.territory, group.offering, period.toString(), right, report.get("currency"));
        Map<String, SortedMap<LocalDate, Long>> recordings =
                usage.getOrDefault(group, new TreeMap<>()).getOrDefault(period, Map.of());
        long total = recordings.values().stream().mapToLong(Oracle::sum).sum();
        long amount = price(report, agreement, total).times(Fraction.of(1_000_000)).floor().longValueExact();
        pools.put(pool, amount);
        if (total == 0) {
            put(new Key(pool, "", "hold:no-usage"), Fraction.of(amount), amount, 0);
            return;
        }
        BigInteger before = BigInteger.ZERO;
        BigInteger p = BigInteger.valueOf(amount);
        BigInteger t = BigInteger.valueOf(total);
        for (String isrc : inOrder(recordings.keySet(), pool)) {
            SortedMap<LocalDate, Long> days = recordings.get(isrc);
            BigInteger after = before.add(BigInteger.valueOf(sum(days)));
            long part = p.multiply(after).divide(t).subtract(p.multiply(before).divide(t)).longValueExact();
            before = after;
            split(pool, isrc, right, days, part, agreement.getOrDefault("claims", ""));
        }
    }

    private static Fraction price(Map<String, String> report, Map<String, String> agreement, long plays) {
        Fraction greatest = null;
        String[][] prongs = {
            {"revenue_share", report.get("net_revenue")},
            {"label_payments_share", report.getOrDefault("label_payments", "")},
            {"per_play_minimum", Long.toString(plays)},
            {"per_subscriber_minimum", report.getOrDefault("subscribers", "")}
        };
        for (String[] prong : prongs) {
            String term = agreement.getOrDefault(prong[0], "");
            if (!term.isEmpty()) {
                Fraction due = Fraction.of(term).times(Fraction.of(prong[1]));
                greatest = greatest == null ? due : greatest.max(due);
            }
        }
        String performance = report.getOrDefault("performance_royalties", "");
        Fraction net = performance.isEmpty() ? greatest : greatest.minus(Fraction.of(performance)).max(Fraction.ZERO);
        String floor = agreement.getOrDefault("floor_per_subscriber", "");
        return floor.isEmpty() ? net : net.max(Fraction.of(floor).times(Fraction.of(report.get("subscribers"))));
    }

    /** (Bucket, ISRC), the first bucket rotated by the pool; a bucket is the low byte of the CRC-32. */
    private static List<String> inOrder(Set<String> isrcs, String pool) {
        int first = bucket(pool);
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

    private void split(
            String pool, String isrc, String right, SortedMap<LocalDate, Long> days, long amount, String claims) {
        long plays = sum(days);
        Map<String, Fraction> quotas = new TreeMap<>();
        Map<String, Long> counted = new HashMap<>();
        days.forEach((day, count) -> sharesOn(isrc, right, day, claims).forEach((beneficiary, share) -> {
            Fraction quota = Fraction.of(amount).times(share).times(Fraction.of(count)).over(Fraction.of(plays));
            quotas.merge(beneficiary, quota, Fraction::plus);
            counted.merge(beneficiary, count, Long::sum);
        }));
        round(quotas, amount).forEach((beneficiary, micros) ->
                put(new Key(pool, isrc, beneficiary), quotas.get(beneficiary), micros, counted.get(beneficiary)));
    }

    /** Who has which part of a play on the day; the parts sum to 1. */
    private Map<String, Fraction> sharesOn(String isrc, String right, LocalDate day, String claims) {
        Map<String, Long> shares = new TreeMap<>();
        for (Map<String, String> row : rights) {
            String to = row.getOrDefault("valid_to", "");
            if (row.get("isrc").equals(isrc) && row.get("right_type").equals(right)
                    && !LocalDate.parse(row.get("valid_from")).isAfter(day)
                    && (to.isEmpty() || LocalDate.parse(to).isAfter(day))) {
                long millionths = Fraction.of(row.get("share")).times(Fraction.of(10_000)).floor().longValueExact();
                shares.merge(row.get("party_id"), millionths, Long::sum);
            }
        }
        long total = shares.values().stream().mapToLong(s -> s).sum();
        Map<String, Fraction> parts = new TreeMap<>();
        if (total == 0) {
            parts.put("hold:unmatched", Fraction.of(1));
            return parts;
        }
        long over = total - 1_000_000;
        if (Math.abs(over) <= TOLERANCE) {
            shares.forEach((party, s) -> parts.put(party, Fraction.of(s).over(Fraction.of(total))));
        } else if (over < 0) {
            shares.forEach((party, s) -> parts.put(party, millionth(s)));
            parts.put("hold:unclaimed", millionth(-over));
        } else {
            long paid = 0;
            if (claims.equals("PAY_UNDISPUTED")) {
                for (Map.Entry<String, Long> share : shares.entrySet()) {
                    long undisputed = 1_000_000 - (total - share.getValue());
                    if (undisputed > 0) {
                        parts.put(share.getKey(), millionth(undisputed));
                        paid += undisputed;
                    }
                }
            }
            parts.put("hold:dispute", millionth(1_000_000 - paid));
        }
        return parts;
    }

    private static Fraction millionth(long count) {
        return new Fraction(BigInteger.valueOf(count), MILLION);
    }

    /** Largest remainder; ties to the smaller party, holds last in the order unmatched, unclaimed, dispute. */
    private static Map<String, Long> round(Map<String, Fraction> quotas, long amount) {
        List<String> order = new ArrayList<>(quotas.keySet());
        order.sort(Oracle::compareBeneficiaries);
        Map<String, Long> result = new TreeMap<>();
        long left = amount;
        for (String b : order) {
            long floor = quotas.get(b).floor().longValueExact();
            result.put(b, floor);
            left -= floor;
        }
        order.sort(Comparator.comparing((String b) -> remainder(quotas.get(b))).reversed());
        for (int i = 0; i < left; i++) {
            result.merge(order.get(i), 1L, Long::sum);
        }
        return result;
    }

    private static Fraction remainder(Fraction f) {
        return f.minus(new Fraction(f.floor(), BigInteger.ONE));
    }

    private static int compareBeneficiaries(String a, String b) {
        List<String> holds = List.of("hold:unmatched", "hold:unclaimed", "hold:dispute");
        boolean holdA = a.startsWith("hold:");
        boolean holdB = b.startsWith("hold:");
        if (holdA || holdB) {
            return holdA && holdB ? holds.indexOf(a) - holds.indexOf(b) : holdA ? 1 : -1;
        }
        boolean numberA = a.matches("[0-9]+");
        boolean numberB = b.matches("[0-9]+");
        if (numberA && numberB && !new BigInteger(a).equals(new BigInteger(b))) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return numberA != numberB ? (numberA ? -1 : 1) : a.compareTo(b);
    }

    private void put(Key key, Fraction quota, long micros, long plays) {
        if (micros != 0) {
            earnings.put(key, new Amount(quota, micros, plays));
        }
    }

    // Payment

    /** After each period's close and restatements one run pays every balance that reaches its threshold. */
    private void pay() {
        Map<String, Long> balances = new TreeMap<>();
        SortedMap<String, Map<String, Long>> accrued = new TreeMap<>();
        earnings.forEach((key, amount) -> {
            String[] pool = key.pool.split("/");
            if (!key.beneficiary.startsWith("hold:")) {
                accrued.computeIfAbsent(pool[3], p -> new TreeMap<>())
                        .merge(key.beneficiary + "/" + pool[5], amount.micros, Long::sum);
            }
        });
        pools.keySet().forEach(pool -> accrued.computeIfAbsent(pool.split("/")[3], p -> new TreeMap<>()));
        accrued.forEach((period, amounts) -> {
            amounts.forEach((account, micros) -> balances.merge(account, micros, Long::sum));
            balances.replaceAll((account, balance) -> balance - payout(period, account, balance));
        });
    }

    private long payout(String period, String account, long balance) {
        String[] parts = account.split("/");
        Map<String, String> party = parties.stream()
                .filter(p -> p.get("party_id").equals(parts[0]))
                .findFirst()
                .orElse(Map.of());
        String threshold = party.getOrDefault("payout_threshold", "");
        long least = threshold.isEmpty() ? 0 : Fraction.of(threshold).times(Fraction.of(1_000_000)).floor().longValueExact();
        if (balance <= 0 || balance < least || !parts[1].equals(party.get("payout_currency"))) {
            return 0;
        }
        String scale = party.getOrDefault("payout_scale", "");
        int places = !scale.isEmpty() ? Integer.parseInt(scale) : Set.of("IDR", "KRW", "JPY").contains(parts[1]) ? 0 : 2;
        long unit = BigInteger.TEN.pow(6 - places).longValueExact();
        long paid = balance / unit * unit;
        if (paid > 0) {
            payouts.put(period + "/" + account, paid);
        }
        return paid;
    }

    private static Group groupOf(Map<String, String> row) {
        return new Group(row.get("dsp"), row.get("territory"), row.get("offering"));
    }

    private static int revision(Map<String, String> row) {
        String text = row.getOrDefault("revision", "");
        return text.isEmpty() ? 1 : Integer.parseInt(text);
    }

    private static long sum(Map<LocalDate, Long> days) {
        return days.values().stream().mapToLong(n -> n).sum();
    }
}
