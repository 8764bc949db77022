package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who shares in a recording, by the rows of {@code rights.csv}. */
final class Shares {
    private static final long WHOLE = 100_000_000; // a share of 100 %, in millionths of a percent
    private static final long TOLERANCE = 60_000; // ±0.06 %, CISAC CWR 2.2
    private static final List<String> HOLDS =
            List.of("hold:unmatched", "hold:unclaimed", "hold:dispute", "hold:no-usage", "hold:idle-subscribers",
                    "hold:screening", "hold:authorship");

    /** The order of ties and of lines: numeric parties by value, other parties, holds. */
    static final Comparator<String> ORDER = Shares::compare;

    private final Map<String, List<Map<String, String>>> byIsrc = new HashMap<>();
    private final Map<String, Set<String>> byArtist = new HashMap<>();

    Shares(List<Map<String, String>> rows) {
        for (Map<String, String> row : rows) {
            byIsrc.computeIfAbsent(row.get("isrc"), isrc -> new ArrayList<>()).add(row);
            if (!cell(row, "artist_id").isEmpty()) {
                byArtist.computeIfAbsent(row.get("artist_id"), a -> new HashSet<>()).add(row.get("isrc"));
            }
        }
    }

    private List<Map<String, String>> rows(String isrc) {
        return byIsrc.getOrDefault(isrc, List.of());
    }

    /** Credited artists of a recording, whatever the right and the date. */
    Set<String> artists(String isrc) {
        return rows(isrc).stream()
                .map(row -> cell(row, "artist_id"))
                .filter(artist -> !artist.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Recordings that the artist is credited on. */
    Set<String> recordings(String artist) {
        return byArtist.getOrDefault(artist, Set.of());
    }

    /** Who has which part of a play on the day; the parts sum to 1. */
    Map<String, Fraction> on(String isrc, String right, LocalDate day, String claims) {
        Map<String, Long> shares = claimed(isrc, right, day);
        long total = shares.values().stream().mapToLong(s -> s).sum();
        Map<String, Fraction> parts = new TreeMap<>();
        if (total == 0) {
            parts.put("hold:unmatched", Fraction.ONE);
            return parts;
        }
        long over = total - WHOLE;
        if (Math.abs(over) <= TOLERANCE) {
            shares.forEach((party, s) -> parts.put(party, Fraction.of(s, total)));
        } else if (over < 0) {
            shares.forEach((party, s) -> parts.put(party, Fraction.of(s, WHOLE)));
            parts.put("hold:unclaimed", Fraction.of(-over, WHOLE));
        } else {
            long paid = 0;
            if (claims.equals("PAY_UNDISPUTED")) {
                for (Map.Entry<String, Long> share : shares.entrySet()) {
                    long undisputed = WHOLE - (total - share.getValue());
                    if (undisputed > 0) {
                        parts.put(share.getKey(), Fraction.of(undisputed, WHOLE));
                        paid += undisputed;
                    }
                }
            }
            parts.put("hold:dispute", Fraction.of(WHOLE - paid, WHOLE));
        }
        return parts;
    }

    private Map<String, Long> claimed(String isrc, String right, LocalDate day) {
        Map<String, Long> shares = new TreeMap<>();
        for (Map<String, String> row : rows(isrc)) {
            String to = cell(row, "valid_to");
            if (row.get("right_type").equals(right)
                    && !LocalDate.parse(row.get("valid_from")).isAfter(day)
                    && (to.isEmpty() || LocalDate.parse(to).isAfter(day))) {
                long share = Fraction.of(row.get("share")).times(Fraction.of(1_000_000)).floor().longValueExact();
                shares.merge(row.get("party_id"), share, Long::sum);
            }
        }
        return shares;
    }

    /** Largest remainder; ties to the smaller party, holds last. The quotas sum to the amount. */
    static Map<String, Long> round(Map<String, Fraction> quotas, long amount) {
        List<String> order = new ArrayList<>(quotas.keySet());
        order.sort(ORDER);
        Map<String, Long> result = new TreeMap<>();
        long left = amount;
        for (String b : order) {
            long floor = quotas.get(b).floor().longValueExact();
            result.put(b, floor);
            left -= floor;
        }
        order.sort(Comparator.comparing((String b) -> quotas.get(b).remainder()).reversed());
        for (int i = 0; i < left; i++) {
            result.merge(order.get(i), 1L, Long::sum);
        }
        return result;
    }

    private static int compare(String a, String b) {
        boolean holdA = a.startsWith("hold:");
        boolean holdB = b.startsWith("hold:");
        if (holdA || holdB) {
            return holdA && holdB ? HOLDS.indexOf(a) - HOLDS.indexOf(b) : holdA ? 1 : -1;
        }
        boolean numberA = a.matches("[0-9]+");
        boolean numberB = b.matches("[0-9]+");
        if (numberA && numberB && !new BigInteger(a).equals(new BigInteger(b))) {
            return new BigInteger(a).compareTo(new BigInteger(b));
        }
        return numberA != numberB ? (numberA ? -1 : 1) : a.compareTo(b);
    }
}
