package angklung.screening.generator;

import angklung.screening.Finding;
import angklung.screening.Rule;
import angklung.screening.ScreenedPlay;
import angklung.screening.ScreeningTerms;
import angklung.screening.Subject;
import angklung.screening.SubjectFinding;
import angklung.screening.SubjectRules;
import angklung.screening.SubjectSums;
import angklung.screening.SubjectTally;
import angklung.screening.SubscriberScreen;
import angklung.screening.Thresholds;
import angklung.screening.ToldSubjects;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Screens a world as tasks do, and compares what is found with the labels. */
public final class Measurement {
    /** What one rule, or all together, found in accounts of one kind. */
    public static final class Found {
        private long accounts;
        private long honestPlays;
        private long artificialPlays;

        public long accounts() {
            return accounts;
        }

        public long honestPlays() {
            return honestPlays;
        }

        public long artificialPlays() {
            return artificialPlays;
        }

        private void add(Found more) {
            accounts += more.accounts;
            honestPlays += more.honestPlays;
            artificialPlays += more.artificialPlays;
        }
    }

    private final World world;
    private final Thresholds thresholds;
    private final Map<Rule, Map<Kind, Found>> byRule = new EnumMap<>(Rule.class);
    private final Map<Kind, Found> byAny = new EnumMap<>(Kind.class);
    private final Map<Kind, Found> total = new EnumMap<>(Kind.class);

    private Measurement(World world, Thresholds thresholds) {
        this.world = world;
        this.thresholds = thresholds;
        for (Rule rule : Rule.values()) {
            byRule.put(rule, new EnumMap<>(Kind.class));
        }
    }

    public static Measurement of(World world, Thresholds thresholds) {
        Measurement measurement = new Measurement(world, thresholds);
        ToldSubjects told = measurement.judgeSubjects();
        world.april().forEach(account -> measurement.compare(account, told));
        return measurement;
    }

    private ScreeningTerms terms() {
        return new ScreeningTerms("generated", World.APRIL, thresholds, world.songs());
    }

    private ToldSubjects judgeSubjects() {
        Map<Subject, SubjectSums> before = new HashMap<>();
        ScreeningTerms march = new ScreeningTerms("generated", World.MARCH, thresholds, world.songs());
        SubjectTally tally = new SubjectTally();
        world.march().forEach(account -> tally.add(new SubscriberScreen(march, account.id(), account.all())));
        tally.drain(before::put);
        world.april().forEach(account -> tally.add(screen(account)));
        List<SubjectFinding> found = new ArrayList<>();
        tally.drain((subject, sums) -> found.addAll(SubjectRules.judge(
                terms(), subject, sums, Optional.of(before.getOrDefault(subject, SubjectSums.NONE)))));
        return new ToldSubjects(found);
    }

    private SubscriberScreen screen(Account account) {
        return new SubscriberScreen(terms(), account.id(), account.all());
    }

    private void compare(Account account, ToldSubjects told) {
        Set<ScreenedPlay> artificial = Collections.newSetFromMap(new IdentityHashMap<>());
        artificial.addAll(account.artificial());
        SubscriberScreen screen = screen(account);
        List<Finding> findings = new ArrayList<>(screen.findings());
        findings.addAll(screen.findings(told));
        Map<Rule, BitSet> plays = new EnumMap<>(Rule.class);
        BitSet any = new BitSet();
        findings.forEach(finding -> finding.forEachPlay(play -> {
            plays.computeIfAbsent(finding.rule(), rule -> new BitSet()).set(play);
            any.set(play);
        }));
        plays.forEach((rule, found) -> count(byRule.get(rule), account.kind(), screen, found, artificial));
        if (!any.isEmpty()) {
            count(byAny, account.kind(), screen, any, artificial);
        }
        BitSet all = new BitSet();
        all.set(0, screen.plays().size());
        count(total, account.kind(), screen, all, artificial);
    }

    private static void count(
            Map<Kind, Found> byKind, Kind kind, SubscriberScreen screen, BitSet plays, Set<ScreenedPlay> artificial) {
        Found found = byKind.computeIfAbsent(kind, key -> new Found());
        found.accounts++;
        plays.stream().forEach(play -> {
            if (artificial.contains(screen.plays().get(play))) {
                found.artificialPlays++;
            } else {
                found.honestPlays++;
            }
        });
    }

    /** What a rule found in accounts of a kind. */
    public Found found(Rule rule, Kind kind) {
        return byRule.get(rule).getOrDefault(kind, new Found());
    }

    /** What all rules together found in accounts of a kind. */
    public Found found(Kind kind) {
        return byAny.getOrDefault(kind, new Found());
    }

    /** Everything that accounts of a kind played. */
    public Found total(Kind kind) {
        return total.get(kind);
    }

    /** What a rule found in all accounts. */
    public Score score(Rule rule) {
        return score(byRule.get(rule));
    }

    /** What all rules together found in all accounts. */
    public Score score() {
        return score(byAny);
    }

    private Score score(Map<Kind, Found> byKind) {
        Found found = new Found();
        long artificialAccounts = 0;
        long allPlays = 0;
        long allAccounts = 0;
        for (Kind kind : Kind.values()) {
            Found ofKind = byKind.getOrDefault(kind, new Found());
            found.add(ofKind);
            if (kind.isArtificial()) {
                artificialAccounts += ofKind.accounts;
                allAccounts += total(kind).accounts;
            }
            allPlays += total(kind).artificialPlays;
        }
        return new Score(
                found.artificialPlays + found.honestPlays,
                found.artificialPlays,
                allPlays,
                found.accounts,
                artificialAccounts,
                allAccounts);
    }

    /**
     * @param plays found
     * @param rightPlays artificial ones among them
     * @param allPlays artificial ones that there are
     * @param accounts with plays found
     * @param rightAccounts of kinds that are artificial among them
     * @param allAccounts of kinds that are artificial
     */
    public record Score(
            long plays, long rightPlays, long allPlays, long accounts, long rightAccounts, long allAccounts) {
        /** Part of the plays found that is artificial, in thousandths, rounded down; 1,000 if none are found. */
        public long precision() {
            return plays == 0 ? 1_000 : rightPlays * 1_000 / plays;
        }

        /** Part of the artificial plays that is found, in thousandths, rounded down. */
        public long recall() {
            return rightPlays * 1_000 / allPlays;
        }
    }
}
