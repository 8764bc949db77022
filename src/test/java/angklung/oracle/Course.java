package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order in which everything happens: periods up to the last play are closed, each with its restated revenue and a
 * payout run; what is late comes, and the closed periods that it may concern are revised; what is left is closed. If
 * nothing is left, a payout run of the next period pays what the revisions brought.
 */
final class Course {
    private final Oracle.Files files;
    private final Agreements agreements;
    private final PlayLog log;
    private final Books books;
    private final Verdicts verdicts = new Verdicts();
    private final Map<PlayLog.Period, List<Oracle.Hit>> hits = new LinkedHashMap<>();
    private Shares shares;
    private Policies policies;
    private List<Map<String, String>> decisions = List.of();

    /** By offering and period, the reports by revision. */
    private final Map<PlayLog.Restated, SortedMap<Integer, Map<String, String>>> reports = new HashMap<>();

    /** The revision that was priced last. */
    private final Map<PlayLog.Restated, Map<String, String>> priced = new HashMap<>();

    private final Map<String, Set<YearMonth>> closed = new HashMap<>();
    private final SortedMap<String, List<Oracle.Version>> versions = new TreeMap<>();

    /** The last version of each pool, and the shares that it rests on. */
    private final SortedMap<String, Made> made = new TreeMap<>();

    private record Made(Pool pool, Shares shares) {}

    Course(Oracle.Files files) {
        this.files = files;
        this.agreements = new Agreements(files.rows("agreements"));
        this.shares = new Shares(
                files.rows("rights"), files.rows("works"), files.rows("recording_works"),
                files.rows("ai_performers"));
        this.policies = Policies.NONE.and(files.rows("authorship_policies"));
        this.log = new PlayLog(agreements);
        this.books = new Books(files.rows("parties"), new Rules(
                files.rows("deductions"), files.rows("tax_profiles"), files.rows("fx")));
        for (Map<String, String> row : files.rows("revenue")) {
            reports.computeIfAbsent(
                            new PlayLog.Restated(Group.of(row), YearMonth.parse(row.get("period"))),
                            r -> new TreeMap<>())
                    .put(Integer.parseInt(cell(row, "revision", "1")), row);
        }
    }

    SortedMap<String, List<Oracle.Version>> versions() {
        return versions;
    }

    Map<String, SortedMap<Oracle.Key, Fraction>> exact() {
        Map<String, SortedMap<Oracle.Key, Fraction>> exact = new TreeMap<>();
        made.forEach((pool, last) -> exact.put(pool, last.pool.exact));
        return exact;
    }

    Map<String, Weights> weights() {
        Map<String, Weights> weights = new TreeMap<>();
        made.forEach((pool, last) -> weights.put(pool, last.pool.weights));
        return weights;
    }

    Books books() {
        return books;
    }

    Oracle.Counts counts() {
        return log.counts();
    }

    List<Oracle.Hit> hits() {
        return hits.values().stream().flatMap(List::stream).toList();
    }

    void run() {
        files.rows("plays").forEach(row -> log.count(row, Map.of()));
        SortedMap<YearMonth, SortedSet<String>> before = dueBeforeLatePlays();
        before.forEach(this::close);
        files.rows("late-plays").forEach(row -> log.count(row, closed));
        boolean concernsAll = takeInWhatIsLate();
        SortedMap<YearMonth, SortedSet<String>> late = concernsAll ? before : restatedByLatePlays();
        late.forEach(this::revise);
        SortedMap<YearMonth, SortedSet<String>> after = dueAfterLatePlays();
        after.forEach(this::close);
        if (after.isEmpty() && !late.isEmpty()) {
            books.payOut(before.lastKey().plusMonths(1));
        }
    }

    /** Whether there was any that may concern all closed periods. */
    private boolean takeInWhatIsLate() {
        shares = shares.and(files.rows("late-rights"), files.rows("late-works"));
        policies = policies.and(files.rows("late-authorship_policies"));
        decisions = files.rows("screening_decisions");
        return List.of("late-rights", "late-works", "late-authorship_policies", "screening_decisions").stream()
                .anyMatch(name -> !files.rows(name).isEmpty());
    }

    /** Periods up to the last one of any play that have plays or revenue, with their services. */
    private SortedMap<YearMonth, SortedSet<String>> dueBeforeLatePlays() {
        SortedMap<YearMonth, SortedSet<String>> due = new TreeMap<>();
        for (Group group : log.usage.groups()) {
            log.usage.periods(group).forEach(period -> add(due, period, group.dsp()));
        }
        if (!due.isEmpty()) {
            YearMonth last = due.lastKey();
            reports.keySet().stream()
                    .filter(report -> !report.period().isAfter(last))
                    .forEach(report -> add(due, report.period(), report.group().dsp()));
        }
        return due;
    }

    private SortedMap<YearMonth, SortedSet<String>> restatedByLatePlays() {
        SortedMap<YearMonth, SortedSet<String>> due = new TreeMap<>();
        log.restated.forEach(restated -> add(due, restated.period(), restated.group().dsp()));
        return due;
    }

    /** What has revenue and is not closed, unless late plays of an agreed offering wait for revenue. */
    private SortedMap<YearMonth, SortedSet<String>> dueAfterLatePlays() {
        SortedMap<YearMonth, SortedSet<String>> due = new TreeMap<>();
        reports.keySet().stream()
                .filter(report -> !isClosed(report.group().dsp(), report.period()))
                .forEach(report -> add(due, report.period(), report.group().dsp()));
        for (PlayLog.Restated late : log.late) {
            if (!reports.containsKey(late) && !agreements.pricing(late.group(), late.period()).isEmpty()) {
                due.getOrDefault(late.period(), new TreeSet<>()).remove(late.group().dsp());
            }
        }
        due.values().removeIf(Set::isEmpty);
        return due;
    }

    private void close(YearMonth period, SortedSet<String> dsps) {
        SortedSet<Integer> higher = new TreeSet<>();
        dsps.forEach(dsp -> closed.computeIfAbsent(dsp, d -> new HashSet<>()).add(period));
        dsps.forEach(dsp -> screen(dsp, period));
        reports.forEach((key, byRevision) -> {
            if (key.period().equals(period) && dsps.contains(key.group().dsp())) {
                price(key, byRevision.get(byRevision.firstKey()), "ORIGINAL");
                higher.addAll(byRevision.tailMap(byRevision.firstKey() + 1).keySet());
            }
        });
        for (int revision : higher) {
            reports.forEach((key, byRevision) -> {
                if (key.period().equals(period) && dsps.contains(key.group().dsp())
                        && revision > byRevision.firstKey() && byRevision.containsKey(revision)) {
                    price(key, byRevision.get(revision), "RESTATED_REVENUE");
                }
            });
        }
        books.payOut(period);
    }

    private void screen(String dsp, YearMonth period) {
        Map<Group, List<Usage.Heard>> screened = new LinkedHashMap<>();
        log.usage.groups().stream().filter(group -> group.dsp().equals(dsp)).forEach(group -> {
            List<Usage.Heard> heard = log.usage.heard(group, period).stream()
                    .filter(play -> agreements.screen(group, play.day()))
                    .toList();
            screened.put(group, heard);
        });
        Screening screening = new Screening(dsp, period, files.rows("screening_rules"), screened);
        hits.put(new PlayLog.Period(dsp, period), screening.judge(decisions, verdicts));
    }

    /** Periods come in order, so that a window sees what came late before it. */
    private void revise(YearMonth period, SortedSet<String> dsps) {
        Map<PlayLog.Restated, Map<List<String>, Long>> found = new HashMap<>();
        priced.keySet().stream()
                .filter(key -> key.period().equals(period) && dsps.contains(key.group().dsp()))
                .forEach(key -> found.put(key, artificial(key)));
        dsps.forEach(dsp -> screen(dsp, period));
        found.forEach((key, before) -> revise(key, !artificial(key).equals(before)));
    }

    private Map<List<String>, Long> artificial(PlayLog.Restated key) {
        return Screening.counts(log.usage, verdicts, key.group(), key.period());
    }

    private void revise(PlayLog.Restated key, boolean otherPlaysFound) {
        for (Map<String, String> agreement : agreements.pricing(key.group(), key.period())) {
            Made last = made.get(Pool.id(priced.get(key), agreement, key.period()));
            List<PlayShares.Policy> now =
                    policies.of(key.group().territory(), agreement.get("right_type"), key.period());
            List<String> causes = new ArrayList<>(); // in the order of their names
            if (!Policies.saying(now, key.period()).equals(Policies.saying(last.pool.policies, key.period()))) {
                causes.add("CHANGED_POLICY");
            }
            if (last.pool.divided().stream()
                    .anyMatch(isrc -> shares.differ(last.shares, isrc, agreement.get("right_type")))) {
                causes.add("CHANGED_RIGHTS");
            }
            if (log.grown.contains(key)) {
                causes.add("LATE_PLAYS");
            }
            if (otherPlaysFound && !Weights.screening(agreement).equals("NONE")) {
                causes.add("SCREENING");
            }
            if (!causes.isEmpty()) {
                // Only whose the recordings are has changed: what they weigh is not asked again.
                boolean rightsOnly = causes.equals(List.of("CHANGED_RIGHTS")) && !last.pool.excludes();
                Pool pool = rightsOnly
                        ? new Pool(priced.get(key), agreement, key.period(), known(), last.pool.weights)
                        : new Pool(priced.get(key), agreement, key.period(), known());
                add(key, pool, String.join("+", causes));
            }
        }
    }

    private void price(PlayLog.Restated key, Map<String, String> report, String reason) {
        priced.put(key, report);
        for (Map<String, String> agreement : agreements.pricing(key.group(), key.period())) {
            add(key, new Pool(report, agreement, key.period(), known()), reason);
        }
    }

    private Known known() {
        return new Known(log.usage, shares, policies, verdicts);
    }

    private void add(PlayLog.Restated key, Pool pool, String reason) {
        List<Oracle.Version> before = versions.computeIfAbsent(pool.id(), p -> new ArrayList<>());
        YearMonth booked = before.isEmpty() ? key.period() : firstOpen(key.group().dsp());
        Oracle.Version version = new Oracle.Version(
                pool.id(), before.size() + 1, reason, booked.toString(), pool.amount, pool.plays,
                pool.belowMinimum(), pool.weights.screened(), pool.weights.authorship(), pool.total, pool.earnings);
        books.post(version, before.isEmpty() ? new TreeMap<>() : before.get(before.size() - 1).earnings());
        before.add(version);
        made.put(pool.id(), new Made(pool, shares));
    }

    /** The period after the last one that is closed. */
    private YearMonth firstOpen(String dsp) {
        return new TreeSet<>(closed.get(dsp)).last().plusMonths(1);
    }

    private boolean isClosed(String dsp, YearMonth period) {
        return closed.getOrDefault(dsp, Set.of()).contains(period);
    }

    private static void add(SortedMap<YearMonth, SortedSet<String>> due, YearMonth period, String dsp) {
        due.computeIfAbsent(period, p -> new TreeSet<>()).add(dsp);
    }
}
