package angklung.notary;

import angklung.log.CanonicalJson;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sums by currency, in micros; immutable. */
record Totals(SortedMap<String, Long> micros) {
    static final Totals NONE = new Totals(Collections.emptySortedMap());

    private static final Pattern SUM = Pattern.compile("\"([A-Z]{3})\":\"(-?[0-9]{1,19})\"");

    Totals {
        micros = Collections.unmodifiableSortedMap(new TreeMap<>(micros));
    }

    Totals add(String currency, long amount) {
        SortedMap<String, Long> sums = new TreeMap<>(micros);
        sums.merge(currency, amount, Math::addExact);
        return new Totals(sums);
    }

    Totals add(Totals more) {
        SortedMap<String, Long> sums = new TreeMap<>(micros);
        more.micros.forEach((currency, amount) -> sums.merge(currency, amount, Math::addExact));
        return new Totals(sums);
    }

    /** A member for each currency, its sum as text. */
    CanonicalJson toJson() {
        CanonicalJson json = new CanonicalJson();
        micros.forEach((currency, amount) -> json.add(currency, Long.toString(amount)));
        return json;
    }

    /** @throws IllegalArgumentException unless it is what {@link #toJson} writes */
    static Totals parse(String json) {
        SortedMap<String, Long> sums = new TreeMap<>();
        Matcher sum = SUM.matcher(json);
        while (sum.find()) {
            sums.put(sum.group(1), Long.parseLong(sum.group(2)));
        }
        Totals totals = new Totals(sums);
        if (!totals.toString().equals(json)) {
            throw new IllegalArgumentException("Not sums by currency: " + json);
        }
        return totals;
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
