package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order in which everything happens: periods up to the last play are closed, each with its restated revenue and a
 * payout run; late plays come and restate closed periods where that is agreed; what is left is closed. If nothing is
 * left, a payout run of the next period pays what the restatements brought.
 */
final class Course {
    private final Oracle.Files files;
    private final Agreements agreements;
    private final Shares shares;
    private final PlayLog log;
    private final Books books;

    /** By offering and period, the reports by revision. */
    private final Map<PlayLog.Restated, SortedMap<Integer, Map<String, String>>> reports = new HashMap<>();

    /** The revision that was priced last. */
    private final Map<PlayLog.Restated, Map<String, String>> priced = new HashMap<>();

    private final Map<String, Set<YearMonth>> closed = new HashMap<>();
    private final SortedMap<String, List<Oracle.Version>> versions = new TreeMap<>();
    private final Map<String, SortedMap<Oracle.Key, Fraction>> exact = new HashMap<>();
    private final Map<String, Weights> weights = new HashMap<>();

    Course(Oracle.Files files) {
        this.files = files;
        this.agreements = new Agreements(files.agreements());
        this.shares = new Shares(files.rights());
        this.log = new PlayLog(agreements);
        this.books = new Books(files.parties(), new Rules(files.deductions(), files.taxProfiles(), files.fx()));
        for (Map<String, String> row : files.revenue()) {
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
        return exact;
    }

    Map<String, Weights> weights() {
        return weights;
    }

    Books books() {
        return books;
    }

    Oracle.Counts counts() {
        return log.counts();
    }

    void run() {
        files.plays().forEach(row -> log.count(row, Map.of()));
        SortedMap<YearMonth, SortedSet<String>> before = dueBeforeLatePlays();
        before.forEach(this::close);
        files.latePlays().forEach(row -> log.count(row, closed));
        restateByLatePlays();
        SortedMap<YearMonth, SortedSet<String>> after = dueAfterLatePlays();
        after.forEach(this::close);
        if (after.isEmpty() && !log.restated.isEmpty()) {
            books.payOut(before.lastKey().plusMonths(1));
        }
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

    /** In order of periods, so that a window sees what came late before it. */
    private void restateByLatePlays() {
        SortedSet<YearMonth> periods = new TreeSet<>();
        log.grown.forEach(grown -> periods.add(grown.period()));
        for (YearMonth period : periods) {
            log.grown.stream()
                    .filter(grown -> grown.period().equals(period) && priced.containsKey(grown))
                    .forEach(grown -> price(grown, priced.get(grown), "LATE_PLAYS"));
        }
    }

    private void price(PlayLog.Restated key, Map<String, String> report, String reason) {
        priced.put(key, report);
        for (Map<String, String> agreement : agreements.pricing(key.group(), key.period())) {
            Pool pool = new Pool(report, agreement, key.period(), log.usage, shares);
            List<Oracle.Version> before = versions.computeIfAbsent(pool.id(), p -> new ArrayList<>());
            YearMonth booked = before.isEmpty() ? key.period() : firstOpen(key.group().dsp());
            Oracle.Version version = new Oracle.Version(
                    pool.id(), before.size() + 1, reason, booked.toString(), pool.amount, pool.plays,
                    pool.belowMinimum(), pool.total, pool.earnings);
            books.post(version, before.isEmpty() ? new TreeMap<>() : before.get(before.size() - 1).earnings());
            before.add(version);
            exact.put(pool.id(), pool.exact);
            weights.put(pool.id(), pool.weights);
        }
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
