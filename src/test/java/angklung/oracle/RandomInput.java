package angklung.oracle;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A random month or two of everything that {@code replay} reads, from one seed: several services, zones and rights,
 * shares that change inside a month, under-claims, conflicts, unmatched recordings, duplicates, conflicting and
 * malformed plays, restated revenue, late plays. More is asked for by {@link Feature}s; without any of them, pools are
 * market-centric and parties are paid what they earn.
 */
public final class RandomInput {
    /** What an input may have beyond the plain one. */
    public enum Feature {
        /** User-centric and artist-centric pools, side by side with market-centric ones. */
        MODELS,
        /** Minimum plays of a recording over a window. */
        THRESHOLDS,
        /** Late plays that restate their own period, in some offerings. */
        LATE_RESTATE,
        /** Deduction chains, withholding, advances. */
        SETTLEMENT,
        /** Exchange rates for some pairs of currencies. */
        FX,
        /** More offerings in the same service and territory. */
        OFFERINGS,
        /** Plays in any order, some of them sent again much later. */
        SHUFFLED,
        /** Works and medleys, claims of one territory, AI performers. */
        WORKS,
        /** Who made a contribution, and policies on it. */
        AUTHORSHIP,
        /** Registrations and policies that come when periods are closed. */
        LATE_RIGHTS,
        /** Screening, on devices, and decisions on what it found. */
        SCREENING
    }

    private record Offering(String dsp, String territory, String offering, String currency, String zone) {}

    private static final List<Offering> OFFERINGS = List.of(
            new Offering("nada", "ID", "premium", "IDR", "Asia/Jakarta"),
            new Offering("nada", "ID", "ad-funded", "IDR", "Asia/Jakarta"),
            new Offering("sori", "KR", "flat", "KRW", "Asia/Seoul"),
            new Offering("tune", "US", "family", "USD", "America/New_York"));

    private static final List<Offering> MORE_OFFERINGS = List.of(
            new Offering("nada", "ID", "family", "IDR", "Asia/Jakarta"),
            new Offering("sori", "KR", "student", "KRW", "Asia/Seoul"),
            new Offering("tune", "US", "premium", "USD", "America/New_York"),
            new Offering("tune", "ID", "premium", "IDR", "Asia/Makassar"));

    private final SplittableRandom random;
    private final int playCount;
    private final Set<Feature> features;
    private final List<Offering> offerings = new ArrayList<>(OFFERINGS);
    private final List<String> isrcs = new ArrayList<>();
    private final List<String> partyIds = new ArrayList<>();

    public final List<Map<String, String>> plays = new ArrayList<>();
    public final List<Map<String, String>> latePlays = new ArrayList<>();
    public final List<Map<String, String>> revenue = new ArrayList<>();
    public final List<Map<String, String>> agreements = new ArrayList<>();
    public final List<Map<String, String>> rights = new ArrayList<>();
    public final List<Map<String, String>> parties = new ArrayList<>();
    public final List<Map<String, String>> fx = new ArrayList<>();

    /** The other files, by name. */
    private final Map<String, List<Map<String, String>>> more = new TreeMap<>();

    public RandomInput(SplittableRandom random, int playCount, List<YearMonth> periods) {
        this(random, playCount, periods, Set.of());
    }

    public RandomInput(SplittableRandom random, int playCount, List<YearMonth> periods, Set<Feature> features) {
        this.random = random;
        this.playCount = playCount;
        this.features = features;
        if (has(Feature.OFFERINGS)) {
            offerings.addAll(MORE_OFFERINGS);
        }
        int recordings = 3 + random.nextInt(60);
        for (int i = 0; i < recordings; i++) {
            isrcs.add(String.format("ID%s%02d%05d", "ABC", random.nextInt(100), i));
        }
        int partyCount = 2 + random.nextInt(12);
        for (int i = 0; i < partyCount; i++) {
            partyIds.add(random.nextInt(4) == 0 ? Integer.toString(i * 7) : "P" + i);
        }
        makeParties();
        makeAgreements();
        makeRights(periods.get(0));
        makePlays(periods);
        makeRevenue(periods);
        if (has(Feature.FX)) {
            makeRates(periods.get(0));
        }
        makeContributions(periods.get(0));
        if (has(Feature.SCREENING)) {
            makeScreening();
        }
        if (has(Feature.SHUFFLED)) {
            shuffle();
        }
    }

    private boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** The oracle's view of this input. */
    public Oracle oracle() {
        return oracle(Map.of());
    }

    /** Makes rights and policies that come late known from the start. */
    public RandomInput inTime() {
        List<Map<String, String>> allRights = Shares.replaced(rights, file("late-rights"), "isrc");
        rights.clear();
        rights.addAll(allRights);
        more.put("works", Shares.replaced(file("works"), file("late-works"), "iswc"));
        more.put("authorship_policies", new Policies(file("authorship_policies"))
                .and(file("late-authorship_policies"))
                .rows());
        List.of("late-rights", "late-works", "late-authorship_policies").forEach(more::remove);
        return this;
    }

    private List<Map<String, String>> file(String name) {
        return more.getOrDefault(name, List.of());
    }

    private Oracle oracle(Map<String, List<Map<String, String>>> instead) {
        Map<String, List<Map<String, String>>> files = new TreeMap<>(more);
        files.putAll(Map.of(
                "plays", plays, "late-plays", latePlays, "revenue", revenue, "agreements", agreements,
                "rights", rights, "parties", parties, "fx", fx));
        files.putAll(instead);
        return new Oracle(new Oracle.Files(files));
    }

    public void write(Path directory) {
        List<String> playColumns = List.of(
                "play_id", "dsp", "subscriber_id", "isrc", "territory", "offering", "started_at", "played_ms",
                "track_ms", "engagement", "device_id");
        int half = plays.size() / 2;
        Table.write(directory.resolve("plays-1.csv"), plays.subList(0, half), playColumns);
        Table.write(directory.resolve("plays-2.csv"), plays.subList(half, plays.size()), playColumns);
        if (!latePlays.isEmpty()) {
            Table.write(directory.resolve("late-plays.csv"), latePlays, playColumns);
        }
        Table.write(directory.resolve("revenue.csv"), revenue, List.of(
                "dsp", "territory", "offering", "period", "currency", "net_revenue", "subscribers",
                "label_payments", "performance_royalties", "revision"));
        Table.write(directory.resolve("agreements.csv"), agreements, List.of(
                "dsp", "territory", "offering", "right_type", "model", "revenue_share", "label_payments_share",
                "per_play_minimum", "per_subscriber_minimum", "floor_per_subscriber", "minimum_track_plays",
                "minimum_track_window", "artist_min_plays", "artist_min_listeners", "artist_boost", "active_boost",
                "subscriber_cap", "idle_subscribers", "late_plays", "claims", "time_zone", "valid_from", "valid_to",
                "screening"));
        Table.write(directory.resolve("rights.csv"), rights, List.of(
                "isrc", "right_type", "party_id", "role", "share", "valid_from", "valid_to", "registrant",
                "artist_id", "iswc", "authorship"));
        Table.write(directory.resolve("parties.csv"), parties, List.of(
                "party_id", "name", "payout_currency", "payout_scale", "payout_threshold", "tax_profile", "advance",
                "deduction_chain"));
        if (!fx.isEmpty()) {
            Table.write(directory.resolve("fx.csv"), fx, List.of("date", "base", "quote", "rate", "source"));
        }
        more.forEach((name, rows) -> {
            if (!rows.isEmpty()) {
                Set<String> columns = new TreeSet<>();
                rows.forEach(row -> columns.addAll(row.keySet()));
                Table.write(directory.resolve(name + ".csv"), rows, List.copyOf(columns));
            }
        });
    }

    private void makeContributions(YearMonth month) {
        RandomContributions made =
                new RandomContributions(random, isrcs, partyIds, month, has(Feature.AUTHORSHIP));
        List<String> iswcs = made.iswcs();
        if (has(Feature.WORKS)) {
            more.put("works", made.works(iswcs));
            more.put("recording_works", made.recordingWorks(iswcs));
            made.relate(rights, more.get("recording_works"));
        }
        if (has(Feature.AUTHORSHIP)) {
            made.declare(rights);
            more.put("authorship_policies", made.policies(6));
        }
        if (has(Feature.WORKS)) {
            more.put("ai_performers", made.performers(rights));
        }
        if (has(Feature.LATE_RIGHTS)) {
            more.put("late-rights", made.late(rights, "isrc", isrcs));
            if (has(Feature.WORKS)) {
                more.put("late-works", made.late(more.get("works"), "iswc", iswcs));
            }
            if (has(Feature.AUTHORSHIP) && random.nextBoolean()) {
                more.put("late-authorship_policies", made.latePolicies(more.get("authorship_policies")));
            }
        }
    }

    private void makeScreening() {
        RandomScreening made = new RandomScreening(random);
        agreements.forEach(row -> row.put("screening", pick(List.of("", "NONE", "REBASE", "HOLD"))));
        for (List<Map<String, String>> log : List.of(plays, latePlays)) {
            log.stream().distinct().forEach(row -> row.put("device_id", pick(List.of("", "phone", "speaker"))));
        }
        more.put("screening_rules", made.rules(
                offerings.stream().map(Offering::dsp).distinct().toList(), List.of("ID", "KR", "US")));
        Map<String, List<Map<String, String>>> nothingLate = new TreeMap<>();
        for (String name : List.of("late-plays", "late-rights", "late-works", "late-authorship_policies")) {
            nothingLate.put(name, List.of());
        }
        if (has(Feature.LATE_RIGHTS)) {
            more.put("screening_decisions", made.decisions(oracle(nothingLate).hits()));
        }
    }

    private void makeParties() {
        for (String party : partyIds) {
            String currency = pick(List.of("IDR", "KRW", "USD"));
            Map<String, String> row = row("party_id", party, "name", "Pencipta " + party, "payout_currency", currency,
                    "payout_scale", random.nextBoolean() ? "" : currency.equals("USD") ? "2" : "0",
                    "payout_threshold", random.nextBoolean() ? "" : Integer.toString(random.nextInt(5_000)));
            if (has(Feature.SETTLEMENT)) {
                sometimes(row, "tax_profile", pick(List.of(
                        "ID:PPh23:0.15", "ID:PPh23:0.15*0.4", "KR:income:0.033", "ID-PPH23", "ID-PPH23-NPPN")));
                sometimes(row, "advance", decimal(2_000_000_000L, 6));
                sometimes(row, "deduction_chain", pick(List.of(
                        "ID-LMKN", "LMKN:operations:0.08>WAMI:administration:0.2", "KOMCA:administration:0.097531",
                        "agent:commission:0.333333>bank:fee:0.000001>state:levy:1")));
            }
            parties.add(row);
        }
    }

    private void makeAgreements() {
        for (Offering o : offerings) {
            boolean restates = has(Feature.LATE_RESTATE) && random.nextBoolean();
            for (String right : List.of("RECORDING", "MECHANICAL", "PERFORMANCE")) {
                if (!right.equals("RECORDING") && random.nextInt(3) == 0) {
                    continue;
                }
                Map<String, String> row = row("dsp", o.dsp, "territory", o.territory, "offering", o.offering,
                        "right_type", right, "model", "MARKET_CENTRIC",
                        "revenue_share", decimal(900_000, 6), "time_zone", o.zone,
                        "claims", random.nextBoolean() ? "PAY_UNDISPUTED" : "", "valid_from", "2020-01-01");
                sometimes(row, "label_payments_share", decimal(400_000, 6));
                sometimes(row, "per_play_minimum", decimal(5_000_000, 6));
                sometimes(row, "per_subscriber_minimum", decimal(900_000_000, 6));
                sometimes(row, "floor_per_subscriber", decimal(300_000_000, 6));
                if (restates) {
                    row.put("late_plays", "RESTATE");
                }
                if (has(Feature.MODELS)) {
                    model(row);
                }
                if (has(Feature.THRESHOLDS)) {
                    sometimes(row, "minimum_track_plays", Integer.toString(1 + random.nextInt(8)));
                    if (row.containsKey("minimum_track_plays")) {
                        sometimes(row, "minimum_track_window", Integer.toString(1 + random.nextInt(3)));
                    }
                }
                agreements.add(row);
            }
        }
    }

    private void model(Map<String, String> row) {
        int model = random.nextInt(3);
        if (model == 1) {
            row.put("model", "USER_CENTRIC");
            sometimes(row, "idle_subscribers", pick(List.of("HOLD", "SPREAD")));
        } else if (model == 2) {
            row.put("model", "ARTIST_CENTRIC");
            sometimes(row, "artist_min_plays", Integer.toString(random.nextInt(40)));
            sometimes(row, "artist_min_listeners", Integer.toString(random.nextInt(15)));
            sometimes(row, "artist_boost", pick(List.of("2", "1.5", "0.333333333333", "1.000000000001")));
            sometimes(row, "active_boost", pick(List.of("2", "1.1", "0.7")));
            sometimes(row, "subscriber_cap", pick(List.of("1", "7", "12.5", "0.5")));
        }
    }

    private void makeRights(YearMonth month) {
        for (String isrc : isrcs) {
            for (String right : List.of("RECORDING", "MECHANICAL", "PERFORMANCE")) {
                int form = random.nextInt(8);
                if (form == 0) {
                    continue; // unmatched
                }
                if (form == 1) { // shares change inside the month
                    String change = month.atDay(2 + random.nextInt(25)).toString();
                    share(isrc, right, partyIds.get(0), "50", "2020-01-01", change, "");
                    share(isrc, right, partyIds.get(1), "50", "2020-01-01", change, "");
                    share(isrc, right, partyIds.get(0), "60", change, "", "");
                    share(isrc, right, partyIds.get(1), "40", change, "", "");
                } else if (form == 2) { // under-claim
                    share(isrc, right, pick(partyIds), decimal(90_000_000, 6), "2020-01-01", "", "");
                } else if (form == 3) { // conflict of two registrants
                    share(isrc, right, partyIds.get(0), "70.5", "2020-01-01", "", "reg-a");
                    share(isrc, right, partyIds.get(1), "60", "2020-01-01", "", "reg-b");
                } else if (form == 4 && partyIds.size() >= 3) { // thirds, within the tolerance
                    for (int i = 0; i < 3; i++) {
                        share(isrc, right, partyIds.get(i), "33.333333", "2020-01-01", "", "");
                    }
                } else {
                    share(isrc, right, pick(partyIds), "100", "2020-01-01", "", "");
                }
            }
        }
    }

    private void makePlays(List<YearMonth> periods) {
        for (int i = 0; i < playCount; i++) {
            plays.add(play("play-" + i, periods));
            int fate = random.nextInt(40);
            Map<String, String> last = plays.get(plays.size() - 1);
            if (fate == 0) {
                plays.add(last); // an exact duplicate
            } else if (fate == 1) {
                Map<String, String> conflict = new LinkedHashMap<>(last);
                conflict.put("played_ms", Long.toString(1 + Long.parseLong(last.get("played_ms"))));
                plays.add(conflict);
            } else if (fate == 2) {
                Map<String, String> bad = play("bad-" + i, periods);
                bad.put(pick(List.of("isrc", "territory", "started_at", "played_ms")), "UK?");
                plays.add(bad);
            } else if (fate == 3) {
                Map<String, String> unknown = play("unknown-" + i, periods);
                unknown.put("dsp", "nobody");
                plays.add(unknown);
            }
        }
        int lateCount = random.nextInt(2) * (1 + playCount / 20);
        for (int i = 0; i < lateCount; i++) {
            latePlays.add(play("late-" + i, periods));
        }
    }

    private Map<String, String> play(String id, List<YearMonth> periods) {
        Offering o = pick(offerings);
        LocalDate day = pick(periods).atDay(1).plusDays(random.nextInt(28));
        Instant at = day.atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400))).atZone(ZoneId.of(o.zone)).toInstant();
        String isrc = isrcs.get(Math.min(random.nextInt(isrcs.size()), random.nextInt(isrcs.size())));
        return row("play_id", id, "dsp", o.dsp, "subscriber_id", "s" + random.nextInt(40), "isrc", isrc,
                "territory", o.territory, "offering", o.offering, "started_at", at.toString(),
                "played_ms", Integer.toString(random.nextInt(5) == 0 ? random.nextInt(60_000) : 180_000),
                "track_ms", random.nextInt(3) == 0 ? "" : random.nextInt(20) == 0 ? "20000" : "200000",
                "engagement", pick(List.of("ACTIVE", "PASSIVE", "UNKNOWN")), "device_id", "");
    }

    /** Revenue for the periods with plays and the one after, which the late plays join. */
    private void makeRevenue(List<YearMonth> periods) {
        List<YearMonth> all = new ArrayList<>(periods);
        all.add(periods.get(periods.size() - 1).plusMonths(1));
        for (Offering o : offerings) {
            for (YearMonth period : all) {
                int revisions = random.nextInt(4) == 0 ? 2 : 1;
                for (int revision = 1; revision <= revisions; revision++) {
                    revenue.add(row("dsp", o.dsp, "territory", o.territory, "offering", o.offering,
                            "period", period.toString(), "currency", o.currency,
                            "net_revenue", decimal(random.nextInt(5) == 0 ? 1_000L : 5_000_000_000_000L, 6),
                            "subscribers", Integer.toString(random.nextInt(1_000)),
                            "label_payments", decimal(3_000_000_000_000L, 6),
                            "performance_royalties", random.nextBoolean() ? "" : decimal(100_000_000L, 6),
                            "revision", Integer.toString(revision)));
                }
            }
        }
    }

    private void share(
            String isrc, String right, String party, String percent, String from, String to, String registrant) {
        Map<String, String> row = row("isrc", isrc, "right_type", right, "party_id", party, "role", "Composer",
                "share", percent, "valid_from", from, "valid_to", to, "registrant", registrant);
        if (has(Feature.MODELS)) {
            sometimes(row, "artist_id", "artist-" + random.nextInt(6));
        }
        rights.add(row);
    }

    /** Some pairs have rates of several dates, some only the inverse one, some none. */
    private void makeRates(YearMonth month) {
        String[][] pairs = {{"IDR", "USD", "0.000061"}, {"USD", "KRW", "1391.25"}, {"KRW", "IDR", "11.803"}};
        for (String[] pair : pairs) {
            if (random.nextInt(4) == 0) {
                continue;
            }
            for (int i = 0; i < 3; i++) {
                String rate = new BigDecimal(pair[2]).multiply(BigDecimal.valueOf(90 + random.nextInt(21), 2))
                        .toPlainString();
                fx.add(row("date", month.atDay(1).plusDays(20L * i).toString(), "base", pair[0], "quote", pair[1],
                        "rate", rate, "source", "test"));
            }
        }
    }

    /** Two plays of one identifier keep their order, which decides which of them counts. */
    private void shuffle() {
        List<Map<String, String>> again = plays.stream().filter(p -> random.nextInt(50) == 0).toList();
        Map<String, List<Map<String, String>>> byId = new LinkedHashMap<>();
        plays.forEach(p -> byId.computeIfAbsent(p.get("play_id"), i -> new ArrayList<>()).add(p));
        List<List<Map<String, String>>> order = new ArrayList<>(byId.values());
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        plays.clear();
        order.forEach(plays::addAll);
        plays.addAll(again);
    }

    private void sometimes(Map<String, String> row, String column, String value) {
        if (random.nextInt(3) == 0) {
            row.put(column, value);
        }
    }

    private String decimal(long bound, int scale) {
        return BigDecimal.valueOf(random.nextLong(1, bound), scale).toPlainString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Map<String, String> row(String... cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(cells[i], cells[i + 1]);
        }
        return row;
    }
}
