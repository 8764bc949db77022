package angklung.oracle;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the pipeline must compute, from its input files alone: plain Java, exact rationals, everything in memory,
 * nothing shared with the code under test. It goes through the files as {@code replay} does ({@link Course}), weighs
 * ({@link Weights}), prices ({@link Price}) and divides ({@link Pool}) every version of every pool, and keeps the books
 * ({@link Books}). Plays of one identifier have one subscriber.
 *
 * <p>What the contract does not have, it does not know: cohort rates, overtime, reserves, advances by group.
 */
public final class Oracle {
    /**
     * One recording's part of one pool for one party or hold ({@code hold:unmatched}, …).
     *
     * @param policy tag of the authorship policy that marks or holds it, or empty
     */
    public record Key(String pool, String isrc, String beneficiary, String policy) implements Comparable<Key> {
        public Key(String pool, String isrc, String beneficiary) {
            this(pool, isrc, beneficiary, "");
        }

        @Override
        public int compareTo(Key o) {
            return Comparator.comparing(Key::pool).thenComparing(Key::isrc).thenComparing(Key::beneficiary)
                    .thenComparing(Key::policy).compare(this, o);
        }
    }

    /**
     * An expected earning.
     *
     * @param quota the exact part of the recording's amount, in micros
     * @param micros after rounding
     * @param plays of the days on which the beneficiary takes part
     */
    public record Amount(Fraction quota, long micros, long plays) {}

    /**
     * Plays and outcomes.
     *
     * @param late counted in a later period than their own; not those that restate their own
     */
    public record Counts(long received, long accepted, long shortPlays, long duplicates, long rejected, long late) {}

    /**
     * One version of a pool.
     *
     * @param reason as on the rate sheet: ORIGINAL, RESTATED_REVENUE, LATE_PLAYS, CHANGED_RIGHTS, …
     * @param booked period that it is booked in
     * @param plays royalty-bearing ones
     * @param belowMinimum of them, those of recordings below the minimum
     * @param screened of them, those that weigh nothing because they are found artificial
     * @param authorship of them, those on days on which policies leave nobody a claim
     * @param weight of all recordings that have one, and of idle subscribers
     * @param earnings all that this version gives, zeros left out
     */
    public record Version(
            String pool, int number, String reason, String booked, long micros, long plays, long belowMinimum,
            long screened, long authorship, Fraction weight, SortedMap<Key, Amount> earnings) {}

    /**
     * One line that the ledger must hold, in any order.
     *
     * @param origin period of the plays
     * @param party none for a hold
     * @param pool none for what belongs to no pool
     * @param version 0 for what belongs to no pool
     */
    public record Line(
            String kind, String debit, String credit, long micros, String currency, String period, String origin,
            String party, String pool, int version) {}

    /** An account in one currency. */
    public record Account(String name, String currency) implements Comparable<Account> {
        @Override
        public int compareTo(Account o) {
            return Comparator.comparing(Account::name).thenComparing(Account::currency).compare(this, o);
        }
    }

    /** All that an account gave and received. */
    public record Balance(BigInteger debit, BigInteger credit) {
        public BigInteger net() {
            return credit.subtract(debit);
        }

        Balance plus(long debited, long credited) {
            return new Balance(debit.add(BigInteger.valueOf(debited)), credit.add(BigInteger.valueOf(credited)));
        }
    }

    /**
     * What screening found in one period.
     *
     * @param status OPEN, RELEASED or CONFIRMED
     */
    public record Hit(String id, String rule, String dsp, String period, String subject, String status, long plays) {}

    /** The rows of each file of the contract, by its name without what follows a hyphen or a dot. */
    public record Files(Map<String, List<Map<String, String>>> byName) {
        private static final List<String> NAMES = List.of(
                "plays", "late-plays", "revenue", "agreements", "rights", "parties", "fx", "deductions",
                "tax_profiles", "late-rights", "works", "late-works", "recording_works", "ai_performers",
                "authorship_policies", "late-authorship_policies", "screening_rules", "screening_decisions");

        public Files(
                List<Map<String, String>> plays, List<Map<String, String>> latePlays,
                List<Map<String, String>> revenue, List<Map<String, String>> agreements,
                List<Map<String, String>> rights, List<Map<String, String>> parties, List<Map<String, String>> fx,
                List<Map<String, String>> deductions, List<Map<String, String>> taxProfiles) {
            this(Map.of(
                    "plays", plays, "late-plays", latePlays, "revenue", revenue, "agreements", agreements,
                    "rights", rights, "parties", parties, "fx", fx, "deductions", deductions,
                    "tax_profiles", taxProfiles));
        }

        public static Files read(Path directory) {
            Map<String, List<Map<String, String>>> rows = new TreeMap<>();
            NAMES.forEach(name -> rows.put(name, Table.read(directory, name)));
            return new Files(rows);
        }

        /** None if there is no such file. */
        List<Map<String, String>> rows(String name) {
            return byName.getOrDefault(name, List.of());
        }
    }

    private final Course course;

    public Oracle(Path directory) {
        this(Files.read(directory));
    }

    public Oracle(
            List<Map<String, String>> plays, List<Map<String, String>> latePlays, List<Map<String, String>> revenue,
            List<Map<String, String>> agreements, List<Map<String, String>> rights,
            List<Map<String, String>> parties) {
        this(new Files(
                plays, latePlays, revenue, agreements, rights, parties, List.of(), List.of(), List.of()));
    }

    public Oracle(Files files) {
        this.course = new Course(files);
        course.run();
    }

    /** Expected earnings of the last version of every pool, zero amounts left out. */
    public SortedMap<Key, Amount> earnings() {
        SortedMap<Key, Amount> all = new TreeMap<>();
        course.versions().values().forEach(versions -> all.putAll(last(versions).earnings()));
        return all;
    }

    /** What each beneficiary is due of the last version, in micros before any rounding but that of the pool. */
    public SortedMap<Key, Fraction> exact() {
        SortedMap<Key, Fraction> all = new TreeMap<>();
        course.exact().values().forEach(all::putAll);
        return all;
    }

    /**
     * By pool and recording the weight of each local day as usage and plans carry it, in 10⁻²⁴, of the last version;
     * recordings below the minimum are left out.
     */
    public SortedMap<String, SortedMap<String, SortedMap<LocalDate, BigInteger>>> writtenWeights() {
        SortedMap<String, SortedMap<String, SortedMap<LocalDate, BigInteger>>> all = new TreeMap<>();
        course.weights().forEach((pool, weights) -> weights.days().forEach((isrc, days) -> days.forEach((day, weight) ->
                all.computeIfAbsent(pool, p -> new TreeMap<>())
                        .computeIfAbsent(isrc, i -> new TreeMap<>())
                        .put(day, weight.units()))));
        return all;
    }

    /** Pool identifier to amount in micros, of the last version. */
    public SortedMap<String, Long> pools() {
        SortedMap<String, Long> amounts = new TreeMap<>();
        course.versions().forEach((pool, versions) -> amounts.put(pool, last(versions).micros()));
        return amounts;
    }

    /** All versions of every pool, in order. */
    public SortedMap<String, List<Version>> versions() {
        return course.versions();
    }

    /** By pool: what its last version gives each beneficiary more or less than its first; zeros left out. */
    public SortedMap<Key, Long> differences() {
        SortedMap<Key, Long> differences = new TreeMap<>();
        course.versions().values().forEach(versions -> {
            last(versions).earnings().forEach((key, amount) -> differences.merge(key, amount.micros(), Long::sum));
            versions.get(0).earnings().forEach((key, amount) -> differences.merge(key, -amount.micros(), Long::sum));
        });
        differences.values().removeIf(difference -> difference == 0);
        return differences;
    }

    /** {@code period/party/currency} to the micros paid in the runs of the period, after tax. */
    public SortedMap<String, Long> payouts() {
        SortedMap<String, Long> paid = new TreeMap<>();
        lines().stream().filter(line -> line.kind.equals("PAYOUT")).forEach(line ->
                paid.merge(line.period + "/" + line.party + "/" + line.currency, line.micros, Long::sum));
        return paid;
    }

    /** All lines that the ledger must hold. */
    public List<Line> lines() {
        return course.books().lines();
    }

    /** The trial balance: every account that a line names. */
    public SortedMap<Account, Balance> balances() {
        return course.books().balances();
    }

    /** What screening found, as of the last time that each period was screened. */
    public List<Hit> hits() {
        return course.hits();
    }

    public Counts counts() {
        return course.counts();
    }

    private static Version last(List<Version> versions) {
        return versions.get(versions.size() - 1);
    }
}
