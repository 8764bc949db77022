package angklung.theory;

import angklung.oracle.Fraction;
import angklung.oracle.Oracle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the oracle gives each recording of one pool, exactly, before any amount is rounded. In micros. */
final class OracleAmounts {
    /** An agreement's terms beside its model. */
    private final Map<String, String> terms;

    OracleAmounts(String model, String... terms) {
        this.terms = row("dsp", "alpha", "territory", "ID", "offering", "premium", "right_type", "RECORDING",
                "model", model, "revenue_share", "1", "valid_from", "2020-01-01");
        this.terms.putAll(row(terms));
    }

    /** By ISRC; an empty one for what no recording gets. */
    SortedMap<String, Fraction> pay(long units, Listening listening) {
        return pay(units, listening.plays().size(), listening);
    }

    /** As {@link #pay}, with one more subscriber and recording that have no more than plays too short to earn. */
    SortedMap<String, Fraction> payBesideShortPlays(long units, Listening listening) {
        List<Map<String, String>> rows = rows(listening);
        for (String subscriber : List.of("short", listening.plays().firstKey())) {
            rows.add(play(rows.size(), subscriber, Listening.isrc(77), 1, "29999"));
        }
        return pay(units, listening.plays().size(), rows);
    }

    SortedMap<String, Fraction> pay(long units, int subscribers, Listening listening) {
        return pay(units, subscribers, rows(listening));
    }

    private SortedMap<String, Fraction> pay(long units, int subscribers, List<Map<String, String>> plays) {
        List<Map<String, String>> revenue = List.of(row("dsp", "alpha", "territory", "ID", "offering", "premium",
                "period", "2026-04", "currency", "IDR", "net_revenue", Long.toString(units),
                "subscribers", Integer.toString(subscribers)));
        Oracle oracle = new Oracle(plays, List.of(), revenue, List.of(terms), List.of(), List.of());
        SortedMap<String, Fraction> amounts = new TreeMap<>();
        oracle.exact().forEach((key, amount) -> amounts.merge(key.isrc(), amount, Fraction::plus));
        return amounts;
    }

    private static List<Map<String, String>> rows(Listening listening) {
        List<Map<String, String>> rows = new ArrayList<>();
        listening.plays().forEach((subscriber, own) -> own.forEach((isrc, count) -> {
            for (int k = 0; k < count; k++) {
                rows.add(play(rows.size(), subscriber, isrc, 1 + k % 28, "180000"));
            }
        }));
        return rows;
    }

    private static Map<String, String> play(int id, String subscriber, String isrc, int day, String playedMs) {
        return row("play_id", "p" + id, "dsp", "alpha", "subscriber_id", subscriber, "isrc", isrc,
                "territory", "ID", "offering", "premium", "played_ms", playedMs,
                "started_at", String.format("2026-04-%02dT00:00:00Z", day));
    }

    private static Map<String, String> row(String... cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(cells[i], cells[i + 1]);
        }
        return row;
    }
}
