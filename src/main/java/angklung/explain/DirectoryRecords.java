package angklung.explain;

import angklung.avro.DeductionChain;
import angklung.avro.LedgerLine;
import angklung.avro.RecordingRights;
import angklung.avro.ScreeningPolicy;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.config.Failure;
import angklung.explain.Sheet.Step;
import angklung.model.PoolKey;
import angklung.money.Micros;
import angklung.topic.AvroSerdes;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of a replay. It has every ledger line and rate sheet, and of earnings the sum of all versions. */
public final class DirectoryRecords implements Records {
    private static final Pattern POLICIES = Pattern.compile(", policy (.+)$");
    private static final Pattern EFFECT = Pattern.compile("(.+)=(-?[0-9.]+) of ([0-9]+) plays");
    private static final Pattern PLAYS = Pattern.compile("([0-9]+) plays");

    /** Terms of a price and what each is multiplied by, as the columns of rate_sheets.csv are named. */
    private static final Map<String, String> BASES = Map.of(
            "revenue_share", "net_revenue",
            "label_payments_share", "label_payments",
            "per_play_minimum", "plays",
            "per_subscriber_minimum", "subscribers",
            "floor_per_subscriber", "subscribers");
    private static final List<String> TERMS = List.of(
            "revenue_share", "label_payments_share", "per_play_minimum", "per_subscriber_minimum",
            "floor_per_subscriber");

    /** The term that cohorts of subscribers may have their own of. */
    private static final String COHORT_TERM = "revenue_share";

    private static final String FLOOR = "floor_per_subscriber";

    private final CsvRecords ledger;
    private final CsvRecords earnings;
    private final CsvRecords holds;
    private final CsvRecords sheets;
    private final CsvRecords statements;
    private final DirectoryHits hits;

    /** @throws Failure if it is no directory */
    public DirectoryRecords(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw Failure.usage("--from " + directory + " is no directory; name the output directory of a replay");
        }
        AvroSerdes.trustGeneratedClasses(); // records are built here before any serde is
        this.ledger = new CsvRecords(directory.resolve("ledger.csv"));
        this.earnings = new CsvRecords(directory.resolve("earnings.csv"));
        this.holds = new CsvRecords(directory.resolve("holds.csv"));
        this.sheets = new CsvRecords(directory.resolve("rate_sheets.csv"));
        this.statements = new CsvRecords(directory.resolve("statements.csv"));
        this.hits = new DirectoryHits(directory);
    }

    @Override
    public List<LedgerLine> linesStarting(String idPrefix, int limit) {
        List<LedgerLine> found = new ArrayList<>();
        ledger.forEach(row -> {
            if (found.size() < limit && row.get("line_id").startsWith(idPrefix)) {
                found.add(row.into(new LedgerLine()));
            }
        });
        return found;
    }

    @Override
    public List<LedgerLine> linesOf(Beneficiary beneficiary, int partition) {
        List<LedgerLine> lines = new ArrayList<>();
        String number = Integer.toString(partition);
        ledger.forEach(row -> {
            boolean maybe = beneficiary.isHold() || row.get("party_id").equals(beneficiary.partyId());
            if (maybe && row.get("partition").equals(number)) {
                LedgerLine line = row.into(new LedgerLine());
                if (beneficiary.has(line)) {
                    lines.add(line);
                }
            }
        });
        return lines;
    }

    @Override
    public SortedMap<Integer, Sheet> sheets(String pool) {
        SortedMap<Integer, Sheet> found = new TreeMap<>();
        sheets.forEach(row -> {
            if (row.get("pool").equals(pool)) {
                Sheet sheet = sheet(row);
                found.put(sheet.version(), sheet);
            }
        });
        return found;
    }

    private static Sheet sheet(CsvRecords.Row row) {
        int version = Math.toIntExact(row.whole("version"));
        return new Sheet(
                PoolKey.parse(row.get("pool")).rateSheetId(version),
                version,
                Math.toIntExact(row.whole("revenue_revision")),
                row.get("usage_revision").isEmpty() ? null : Math.toIntExact(row.whole("usage_revision")),
                orNull(row.get("reason")),
                row.get("model"),
                row.get("weighting"),
                row.date("agreement_valid_from"),
                orNull(row.get("agreement_source")),
                screening(row.get("screening")),
                PolicyTag.parseAll(row.get("authorship_policies")),
                null,
                steps(row),
                row.micros("amount"),
                row.micros("previous_amount"),
                row.whole("plays"),
                excluded(row.get("excluded_reasons")),
                row.decimal("total_weight"),
                row.get("idle_weight").isEmpty() ? BigDecimal.ZERO : row.decimal("idle_weight"));
    }

    private static List<Step> steps(CsvRecords.Row row) {
        List<Step> steps = new ArrayList<>();
        for (String term : TERMS) {
            Map<String, String> inputs = new TreeMap<>();
            for (String name : List.of(term, BASES.get(term))) {
                if (!row.get(name).isEmpty()) {
                    inputs.put(name, row.get(name));
                }
            }
            boolean applies = row.get("winner").equals(term);
            Step step = new Step(term, term + " * " + BASES.get(term), inputs, row.get(term + "_amount"), applies);
            steps.add(sameNumber(step) ? step : byCohort(step));
        }
        addResult(steps, row);
        addDivision(steps, row);
        return steps;
    }

    /** How it is divided, from columns that say the same as the steps of a plan. */
    private static void addDivision(List<Step> steps, CsvRecords.Row row) {
        steps.add(said("weighing", Map.of(), row.get("weighting")));
        String screening = row.get("screening");
        if (screening.equals("REBASE") || screening.equals("HOLD")) {
            steps.add(said(
                    "screened plays, excluded",
                    Map.of("screening", screening, "plays_excluded", row.get("plays_screened")), ""));
        }
        if (!row.get("authorship_policies").isEmpty()) {
            steps.add(said("plays excluded by authorship", Map.of(), row.get("plays_without_authors")));
        }
        BigDecimal idle = row.get("idle_weight").isEmpty() ? BigDecimal.ZERO : row.decimal("idle_weight");
        String active = row.get("subscribers_with_plays");
        if (row.get("model").equals("USER_CENTRIC") && !active.isEmpty()) {
            steps.add(said("subscribers with plays", Map.of(), active));
            if (!row.get("subscribers").isEmpty()) {
                long without = Math.max(0, row.whole("subscribers") - Long.parseLong(active));
                steps.add(said(
                        idle.signum() > 0 ? "idle subscribers, held" : "idle subscribers, spread",
                        Map.of("subscribers", row.get("subscribers"), "subscribers_with_plays", active),
                        Long.toString(without)));
            }
        }
        if (!row.get("minimum_track_plays").isEmpty()) {
            Map<String, String> inputs = new TreeMap<>();
            for (String name : List.of("minimum_track_plays", "minimum_track_window", "plays_below_minimum")) {
                inputs.put(name, row.get(name));
            }
            steps.add(said("weight below the minimum", inputs, ""));
        }
        BigDecimal total = row.decimal("total_weight");
        steps.add(said(
                "total weight",
                Map.of("weight of recordings", total.subtract(idle).toPlainString(),
                        "weight of idle subscribers held", idle.toPlainString()),
                total.toPlainString()));
    }

    private static Step said(String name, Map<String, String> inputs, String result) {
        return new Step(name, name, inputs, result, false);
    }

    /** Steps that the file leaves out, made of what it has: the price less performance royalties, and the amount. */
    private static void addResult(List<Step> steps, CsvRecords.Row row) {
        Optional<BigDecimal> greatest = steps.stream()
                .filter(step -> !step.name().equals(FLOOR))
                .flatMap(step -> step.number().stream())
                .max(Comparator.naturalOrder());
        if (greatest.isEmpty()) {
            return;
        }
        String royalties = row.get("performance_royalties").isEmpty() ? "0" : row.get("performance_royalties");
        BigDecimal net = greatest.get().subtract(new BigDecimal(royalties)).max(BigDecimal.ZERO);
        steps.add(steps.size() - 1, new Step(
                "less performance royalties",
                "max(greatest of - performance_royalties, 0)",
                Map.of("greatest of", greatest.get().toPlainString(), "performance_royalties", royalties),
                net.toPlainString(),
                !row.get("winner").equals(FLOOR)));
        Map<String, String> inputs = new TreeMap<>(Map.of("less performance royalties", net.toPlainString()));
        if (!row.get(FLOOR + "_amount").isEmpty()) {
            inputs.put(FLOOR, row.get(FLOOR + "_amount"));
        }
        steps.add(new Step(
                "pool amount",
                "max(" + String.join(", ", inputs.keySet()) + ") rounded down to 6 decimals",
                inputs,
                row.decimal("amount").stripTrailingZeros().toPlainString(),
                true));
    }

    private static boolean sameNumber(Step step) {
        return !step.name().equals(COHORT_TERM)
                || step.recomputed().isEmpty()
                || step.recomputed().get().compareTo(step.number().orElseThrow()) == 0;
    }

    /** Where cohorts of subscribers have shares of their own, the file has the sum and not the shares. */
    private static Step byCohort(Step step) {
        return new Step(step.name(), step.formula() + ", by cohort", step.inputs(), step.result(), step.applies());
    }

    /** {@code SHORT=1 BELOW_MINIMUM=2}. */
    private static SortedMap<String, Long> excluded(String text) {
        SortedMap<String, Long> excluded = new TreeMap<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(" ")) {
            int equals = one.indexOf('=');
            excluded.put(one.substring(0, equals), Long.parseLong(one.substring(equals + 1)));
        }
        return excluded;
    }

    @Override
    public boolean keepsVersions() {
        return false;
    }

    @Override
    public List<Earned> earned(String pool, Beneficiary beneficiary) {
        List<Earned> earned = new ArrayList<>();
        int version = lastVersion(pool);
        if (beneficiary.isHold()) {
            holds.forEach(row -> {
                if (row.get("account").equals(beneficiary.holdAccount())) {
                    earned.add(new Earned(row.get("isrc"), version, heldPlays(row), row.micros("amount"), null,
                            heldBy(row)));
                }
            });
            return earned;
        }
        earnings.forEach(row -> {
            if (row.get("party_id").equals(beneficiary.partyId()) && pool(row).equals(pool)) {
                earned.add(new Earned(row.get("isrc"), version, row.whole("plays"), row.micros("amount"), null, null));
            }
        });
        return earned;
    }

    @Override
    public Map<String, Recording> recordings(String pool, Set<String> isrcs, int version) {
        RecordingSums sums = new RecordingSums(pool);
        earnings.forEach(row -> {
            if (isrcs.contains(row.get("isrc")) && pool(row).equals(pool)) {
                sums.add(row.get("isrc"), row.get("party_id"), null, version, row.whole("plays"), row.micros("amount"));
            }
        });
        holds.forEach(row -> {
            if (isrcs.contains(row.get("isrc")) && row.get("pool").equals(pool)) {
                sums.add(row.get("isrc"), row.get("account"), null, version, Math.max(0, heldPlays(row)),
                        row.micros("amount"));
            }
        });
        return sums.sums();
    }

    /** The evidence of a hold says how many plays it rests on. */
    private static long heldPlays(CsvRecords.Row row) {
        Matcher plays = PLAYS.matcher(row.get("evidence"));
        return plays.find() ? Long.parseLong(plays.group(1)) : -1;
    }

    /** And by which policies on authorship. */
    private static String heldBy(CsvRecords.Row row) {
        Matcher policies = POLICIES.matcher(row.get("evidence"));
        return policies.find() ? policies.group(1) : null;
    }

    private static ScreeningPolicy screening(String name) {
        return Arrays.stream(ScreeningPolicy.values())
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElse(ScreeningPolicy.NONE);
    }

    private static String pool(CsvRecords.Row row) {
        return String.join("/", row.get("dsp"), row.get("territory"), row.get("offering"), row.get("period"),
                row.get("right_type"), row.get("currency"));
    }

    private int lastVersion(String pool) {
        SortedMap<Integer, Sheet> all = sheets(pool);
        return all.isEmpty() ? 1 : all.lastKey();
    }

    /** The output of a replay has no rights. */
    @Override
    public Map<String, RecordingRights> rights(Set<String> isrcs) {
        return Map.of();
    }

    /** The output of a replay has no rights. */
    @Override
    public Map<String, RecordingRights> rightsOf(String partyId, Predicate<RecordingRights> which) {
        return Map.of();
    }

    @Override
    public List<ScreenedHit> hits(PoolKey pool) {
        return hits.of(pool);
    }

    @Override
    public SortedMap<String, Effect> policyEffects(String pool, int version) {
        SortedMap<String, Effect> effects = new TreeMap<>();
        sheets.forEach(row -> {
            if (row.get("pool").equals(pool) && row.whole("version") == version) {
                effects.putAll(row.parsed("policy_effects", DirectoryRecords::effects));
            }
        });
        return effects;
    }

    /** {@code POLICY=AMOUNT of N plays; POLICY=AMOUNT of N plays}. */
    private static SortedMap<String, Effect> effects(String text) {
        SortedMap<String, Effect> effects = new TreeMap<>();
        for (String one : PolicyTag.split(text)) {
            Matcher parts = EFFECT.matcher(one);
            if (!parts.matches()) {
                throw new IllegalArgumentException("POLICY=AMOUNT of N plays is expected");
            }
            effects.put(parts.group(1), new Effect(
                    Long.parseLong(parts.group(3)), Micros.exact(new BigDecimal(parts.group(2)))));
        }
        return effects;
    }

    @Override
    public List<Statement> statements(String partyId, String currency) {
        List<Statement> found = new ArrayList<>();
        if (statements.exists()) {
            statements.forEach(row -> {
                if (row.get("party_id").equals(partyId) && row.get("currency").equals(currency)) {
                    found.add(row.into(new Statement()));
                }
            });
        }
        return found;
    }

    /** The output of a replay has no chains of deductions. */
    @Override
    public Optional<DeductionChain> chain(String name, LocalDate validFrom) {
        return Optional.empty();
    }

    /** The output of a replay has no tax profiles. */
    @Override
    public Optional<TaxProfile> taxProfile(String name, LocalDate validFrom) {
        return Optional.empty();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
