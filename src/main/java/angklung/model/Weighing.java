package angklung.model;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a pool weighs the recordings that were played. Its text names it in usage, plans and rate sheets, and says all
 * there is to know: {@code PLAYS}, {@code OVERTIME(6=1.2,7=1.4,step=0.2)}, {@code SUBSCRIBERS},
 * {@code ARTIST(min_plays=1000,min_listeners=500,artist_boost=2,active_boost=2,cap=1000)}.
 */
public sealed interface Weighing {
    Weighing PLAYS = new Plays();
    Weighing SUBSCRIBERS = new Subscribers();

    /** Market-centric: each play weighs 1. */
    record Plays() implements Weighing {
        @Override
        public String toString() {
            return "PLAYS";
        }
    }

    /**
     * Market-centric, long tracks weigh more: 37 CFR 385.21.
     *
     * @param factors by length in minutes, rounded up, of tracks longer than five; a length between two has that of
     *     the shorter, one below all of them 1
     * @param step what each minute beyond the last adds; 0 or more
     */
    record Overtime(SortedMap<Integer, BigDecimal> factors, BigDecimal step) implements Weighing {
        public Overtime {
            if (factors.isEmpty()) {
                throw new IllegalArgumentException("Overtime needs a factor");
            }
            SortedMap<Integer, BigDecimal> plain = new TreeMap<>();
            factors.forEach((minutes, factor) -> plain.put(minutes, plain(factor)));
            factors = Collections.unmodifiableSortedMap(plain);
            step = plain(step);
        }

        /** @param trackMinutes 0 for tracks of five minutes or less */
        public BigDecimal factor(int trackMinutes) {
            if (trackMinutes < factors.firstKey()) {
                return BigDecimal.ONE;
            }
            int row = factors.headMap(trackMinutes + 1).lastKey();
            BigDecimal factor = factors.get(row);
            return row == factors.lastKey()
                    ? factor.add(step.multiply(BigDecimal.valueOf(trackMinutes - row)))
                    : factor;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("OVERTIME(");
            factors.forEach((minutes, factor) ->
                    text.append(minutes).append('=').append(factor.toPlainString()).append(','));
            return text.append("step=").append(step.toPlainString()).append(')').toString();
        }
    }

    /** User-centric: each subscriber weighs 1, divided over the subscriber's own plays. */
    record Subscribers() implements Weighing {
        @Override
        public String toString() {
            return "SUBSCRIBERS";
        }
    }

    /**
     * Artist-centric: a play weighs {@code artistBoost} if an artist of the recording reaches both minima, times
     * {@code activeBoost} if the listener chose it; a subscriber's weights are scaled down to {@code cap}.
     *
     * @param minPlays royalty-bearing plays of the artist in the period, over the service and territory
     * @param minListeners subscribers with such a play
     * @param cap most weight of one subscriber; null: none
     */
    record Artist(long minPlays, long minListeners, BigDecimal artistBoost, BigDecimal activeBoost, BigDecimal cap)
            implements Weighing {
        public Artist {
            artistBoost = plain(artistBoost);
            activeBoost = plain(activeBoost);
            cap = cap == null ? null : plain(cap);
        }

        /** Whether an artist with these counts is boosted. */
        public boolean boosts(long plays, long listeners) {
            return plays >= minPlays && listeners >= minListeners;
        }

        @Override
        public String toString() {
            return "ARTIST(min_plays=" + minPlays + ",min_listeners=" + minListeners + ",artist_boost="
                    + artistBoost.toPlainString() + ",active_boost=" + activeBoost.toPlainString()
                    + (cap == null ? "" : ",cap=" + cap.toPlainString()) + ")";
        }
    }

    /** Whether it looks at what each subscriber played, so that intake has to weigh. */
    default boolean bySubscriber() {
        return this instanceof Subscribers || this instanceof Artist;
    }

    /** @throws IllegalArgumentException if the text names no weighing */
    static Weighing parse(String text) {
        int open = text.indexOf('(');
        String name = open < 0 ? text : text.substring(0, open);
        Map<String, String> terms = terms(text, open);
        Weighing parsed = switch (name) {
            case "PLAYS" -> PLAYS;
            case "SUBSCRIBERS" -> SUBSCRIBERS;
            case "OVERTIME" -> overtime(text, terms);
            case "ARTIST" -> artist(text, terms);
            default -> throw unknown(text, null);
        };
        if (!parsed.toString().equals(text)) {
            throw unknown(text, null);
        }
        return parsed;
    }

    private static Map<String, String> terms(String text, int open) {
        Map<String, String> terms = new LinkedHashMap<>();
        if (open < 0) {
            return terms;
        }
        if (!text.endsWith(")")) {
            throw unknown(text, null);
        }
        for (String term : text.substring(open + 1, text.length() - 1).split(",")) {
            int equals = term.indexOf('=');
            if (equals < 0 || terms.put(term.substring(0, equals), term.substring(equals + 1)) != null) {
                throw unknown(text, null);
            }
        }
        return terms;
    }

    private static Weighing overtime(String text, Map<String, String> terms) {
        try {
            SortedMap<Integer, BigDecimal> factors = new TreeMap<>();
            terms.forEach((minutes, factor) -> {
                if (!minutes.equals("step")) {
                    factors.put(Integer.valueOf(minutes), new BigDecimal(factor));
                }
            });
            return new Overtime(factors, new BigDecimal(terms.get("step")));
        } catch (RuntimeException e) {
            throw unknown(text, e);
        }
    }

    private static Weighing artist(String text, Map<String, String> terms) {
        try {
            String cap = terms.get("cap");
            return new Artist(
                    Long.parseLong(terms.get("min_plays")),
                    Long.parseLong(terms.get("min_listeners")),
                    new BigDecimal(terms.get("artist_boost")),
                    new BigDecimal(terms.get("active_boost")),
                    cap == null ? null : new BigDecimal(cap));
        } catch (RuntimeException e) {
            throw unknown(text, e);
        }
    }

    private static IllegalArgumentException unknown(String text, RuntimeException cause) {
        return new IllegalArgumentException("'" + text + "' names no weighing of this version", cause);
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
