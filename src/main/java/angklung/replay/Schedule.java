package angklung.replay;

import angklung.avro.RevenueReport;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.replay.PlayCensus.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When what is sent and closed. Pure: it follows from the files alone, so that every run over the same files goes
 * the same way.
 *
 * @param first the lowest revision of every revenue report; sent before any play
 * @param beforeLate periods up to the last one of {@code plays*.csv}, in order; what is late is sent after them
 * @param late the closed periods that what is late may concern, in order
 * @param afterLate the periods that have revenue and are not closed by then, in order
 * @param open periods that late plays fall into and that cannot be closed, for want of revenue
 */
public record Schedule(
        List<RevenueReport> first,
        List<Step> beforeLate,
        List<LateStep> late,
        List<Step> afterLate,
        List<OpenPeriod> open) {

    /**
     * One period to close.
     *
     * @param dsps the services to close it for
     * @param restatements the higher revisions of its revenue, one list a revision number, in order
     */
    public record Step(Period period, SortedSet<String> dsps, List<List<RevenueReport>> restatements) {}

    /** One closed period to revise by what was late, and the services to revise it for. */
    public record LateStep(Period period, SortedSet<String> dsps) {}

    /** A period of a service that stays open. */
    public record OpenPeriod(Period period, String dsp, String reason) {}

    /** Whether late plays of the group restate its period, rather than open it. */
    boolean restates(Group group) {
        return late.stream().anyMatch(step -> step.period().equals(group.period())
                && step.dsps().contains(group.offering().dsp()));
    }

    /**
     * The period whose payout, ahead of its close, pays what the revisions left to pay: the one behind the last
     * closed, which they are booked in. None if the payout of a later close does it anyway.
     */
    public Optional<Period> latePayout() {
        return late.isEmpty() || !afterLate.isEmpty()
                ? Optional.empty()
                : Optional.of(beforeLate.get(beforeLate.size() - 1).period().next());
    }

    /**
     * @param concernsAll whether something late may change any closed period, and not only those of late plays that
     *     restate
     */
    static Schedule of(
            Offerings offerings, List<RevenueReport> revenue, PlayCensus plays, PlayCensus late, boolean concernsAll) {
        return new Planner(offerings, revenue).plan(plays, late, concernsAll);
    }

    private static final class Planner {
        private final Offerings offerings;
        private final Map<Group, SortedMap<Integer, RevenueReport>> revisions = new TreeMap<>();
        private final Set<DspPeriod> closed = new HashSet<>();

        private record DspPeriod(String dsp, Period period) {}

        Planner(Offerings offerings, List<RevenueReport> revenue) {
            this.offerings = offerings;
            for (RevenueReport report : revenue) {
                OfferingKey offering =
                        new OfferingKey(report.getDsp(), report.getTerritory(), report.getOffering());
                revisions
                        .computeIfAbsent(new Group(offering, Period.parse(report.getPeriod())), g -> new TreeMap<>())
                        .put(report.getRevision(), report);
            }
        }

        Schedule plan(PlayCensus plays, PlayCensus late, boolean concernsAll) {
            List<RevenueReport> first = revisions.values().stream()
                    .map(byRevision -> byRevision.get(byRevision.firstKey()))
                    .toList();
            List<Step> beforeLate = steps(dueBeforeLate(plays.dspsByPeriod()));
            beforeLate.forEach(step -> step.dsps().forEach(dsp -> closed.add(new DspPeriod(dsp, step.period()))));
            List<LateStep> revised = concernsAll
                    ? beforeLate.stream().map(step -> new LateStep(step.period(), step.dsps())).toList()
                    : restated(late);
            SortedMap<Period, SortedSet<String>> due = revenueNotClosed();
            List<OpenPeriod> open = withoutRevenue(late, due);
            return new Schedule(first, beforeLate, revised, steps(due), open);
        }

        private SortedMap<Period, SortedSet<String>> dueBeforeLate(SortedMap<Period, SortedSet<String>> played) {
            SortedMap<Period, SortedSet<String>> due = new TreeMap<>();
            played.forEach((period, dsps) -> due.put(period, new TreeSet<>(dsps)));
            if (!played.isEmpty()) {
                for (Group group : revisions.keySet()) {
                    if (group.period().compareTo(played.lastKey()) <= 0) {
                        add(due, group.period(), group.offering().dsp());
                    }
                }
            }
            return due;
        }

        private List<LateStep> restated(PlayCensus late) {
            SortedMap<Period, SortedSet<String>> restated = new TreeMap<>();
            late.dspsByPeriod(true).forEach((period, dsps) -> dsps.forEach(dsp -> {
                if (closed.contains(new DspPeriod(dsp, period))) {
                    add(restated, period, dsp);
                }
            }));
            List<LateStep> steps = new ArrayList<>();
            restated.forEach((period, dsps) -> steps.add(new LateStep(period, dsps)));
            return steps;
        }

        private SortedMap<Period, SortedSet<String>> revenueNotClosed() {
            SortedMap<Period, SortedSet<String>> due = new TreeMap<>();
            for (Group group : revisions.keySet()) {
                if (!closed.contains(new DspPeriod(group.offering().dsp(), group.period()))) {
                    add(due, group.period(), group.offering().dsp());
                }
            }
            return due;
        }

        /** Takes the periods that late plays keep open out of {@code due}. */
        private List<OpenPeriod> withoutRevenue(PlayCensus late, SortedMap<Period, SortedSet<String>> due) {
            SortedMap<Period, SortedMap<String, SortedSet<OfferingKey>>> missing = new TreeMap<>();
            for (Group landing : landings(late)) {
                if (!offerings.inForce(landing.offering(), landing.period()).isEmpty()
                        && !revisions.containsKey(landing)) {
                    missing.computeIfAbsent(landing.period(), p -> new TreeMap<>())
                            .computeIfAbsent(landing.offering().dsp(), d -> new TreeSet<>())
                            .add(landing.offering());
                }
            }
            List<OpenPeriod> open = new ArrayList<>();
            missing.forEach((period, dsps) -> dsps.forEach((dsp, keys) -> {
                open.add(new OpenPeriod(period, dsp, "late plays, but no revenue for " + keys));
                due.getOrDefault(period, new TreeSet<>()).remove(dsp);
            }));
            due.values().removeIf(Set::isEmpty);
            open.addAll(withoutAny(late, due, missing));
            open.sort(Comparator.comparing(OpenPeriod::period).thenComparing(OpenPeriod::dsp));
            return open;
        }

        /** Late plays of offerings without an agreement, in periods that nothing else closes. */
        private List<OpenPeriod> withoutAny(
                PlayCensus late,
                SortedMap<Period, SortedSet<String>> due,
                Map<Period, ? extends Map<String, ?>> reported) {
            Set<DspPeriod> landings = new LinkedHashSet<>();
            late.dspsByPeriod(false).forEach((period, dsps) ->
                    dsps.forEach(dsp -> landings.add(new DspPeriod(dsp, landing(dsp, period)))));
            late.dspsByPeriod(true).forEach((period, dsps) ->
                    dsps.forEach(dsp -> landings.add(new DspPeriod(dsp, period))));
            landings.removeAll(closed); // those restate
            return landings.stream()
                    .filter(l -> !due.getOrDefault(l.period(), new TreeSet<>()).contains(l.dsp()))
                    .filter(l -> !reported.containsKey(l.period()) || !reported.get(l.period()).containsKey(l.dsp()))
                    .map(l -> new OpenPeriod(l.period(), l.dsp(), "late plays, but no revenue of the service"))
                    .toList();
        }

        /** The open groups that late plays count in, those left out that restate a closed one. */
        private SortedSet<Group> landings(PlayCensus late) {
            SortedSet<Group> landings = new TreeSet<>();
            for (Line<Group> line : late.groups(false)) {
                Group own = line.value();
                landings.add(new Group(own.offering(), landing(own.offering().dsp(), own.period())));
            }
            for (Line<Group> line : late.groups(true)) {
                Group own = line.value();
                if (!closed.contains(new DspPeriod(own.offering().dsp(), own.period()))) {
                    landings.add(own);
                }
            }
            return landings;
        }

        /** Late plays that do not restate count in the first period from their own on that is not closed. */
        private Period landing(String dsp, Period own) {
            Period period = own;
            while (closed.contains(new DspPeriod(dsp, period))) {
                period = period.next();
            }
            return period;
        }

        private List<Step> steps(SortedMap<Period, SortedSet<String>> due) {
            List<Step> steps = new ArrayList<>();
            due.forEach((period, dsps) -> steps.add(new Step(period, dsps, restatements(period, dsps))));
            return steps;
        }

        private List<List<RevenueReport>> restatements(Period period, Set<String> dsps) {
            SortedMap<Integer, List<RevenueReport>> higher = new TreeMap<>();
            revisions.forEach((group, byRevision) -> {
                if (group.period().equals(period) && dsps.contains(group.offering().dsp())) {
                    byRevision.tailMap(byRevision.firstKey() + 1).forEach((revision, report) -> higher
                            .computeIfAbsent(revision, r -> new ArrayList<>())
                            .add(report));
                }
            });
            return List.copyOf(higher.values());
        }

        private static void add(SortedMap<Period, SortedSet<String>> due, Period period, String dsp) {
            due.computeIfAbsent(period, p -> new TreeSet<>()).add(dsp);
        }
    }
}
