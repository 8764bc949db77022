package angklung.close;

import angklung.avro.CloseState;
import angklung.avro.Command;
import angklung.avro.PeriodState;
import angklung.model.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Drives periods through their states: looks at the facts, does what comes next, waits for more facts. It keeps
 * nothing but what it read and what it committed itself, so it can be stopped anywhere and run again.
 *
 * <p>The services of one period go side by side until all of them are allocated; then they are settled one after
 * another, by name, so that the order of the ledger does not depend on who was ready first.
 */
final class CloseDriver {
    private final CloseCluster cluster;
    private final CloseJournal journal;
    private final CloseListener listener;
    private List<String> waitingFor = List.of();

    /** @param journal with every fact that was committed before, those of earlier closers included */
    CloseDriver(CloseCluster cluster, CloseJournal journal, CloseListener listener) {
        this.cluster = cluster;
        this.journal = journal;
        this.listener = listener;
    }

    CloseResult close(Period period, Collection<String> dsps, Instant bookedAt) {
        SortedSet<String> services = new TreeSet<>(dsps);
        services.forEach(dsp -> journal.requireNoneBefore(dsp, period));
        Transitions transitions = new Transitions(period, bookedAt);
        do {
            advance(period, services, transitions);
            if (isDone(period, services)) {
                return result(period, services, true);
            }
            waiting(missing(period, services));
        } while (cluster.awaitFacts(journal));
        return result(period, services, false);
    }

    /** Takes what came after their close into closed periods, as a revision, and settles what it changes. */
    CloseResult revise(Period period, Collection<String> dsps, Instant bookedAt) {
        SortedSet<String> services = new TreeSet<>(dsps);
        requireRevisable(period, services);
        Transitions transitions = new Transitions(period, bookedAt);
        for (String dsp : services) {
            journal.of(dsp, period).nextRevision().ifPresent(
                    revision -> commit(transitions.fenced(dsp, revision, cluster.dataEnds(dsp))));
        }
        return close(period, services, bookedAt);
    }

    /** @throws NotReadyException if the period is not closed, or an earlier one is being closed */
    void requireRevisable(Period period, Collection<String> dsps) {
        new TreeSet<>(dsps).forEach(dsp -> {
            journal.requireClosed(dsp, period);
            journal.requireNoneBefore(dsp, period);
        });
    }

    /** Settles what was restated of closed periods, one period after another, as far as it gets. */
    List<CloseResult> settleRestated(Collection<String> dsps, Instant bookedAt) {
        List<CloseResult> results = new ArrayList<>();
        for (Map.Entry<Period, SortedSet<String>> due : journal.restated(dsps).entrySet()) {
            CloseResult result = close(due.getKey(), due.getValue(), bookedAt);
            results.add(result);
            if (!result.done()) {
                break;
            }
        }
        return results;
    }

    /**
     * The payout run that follows the restatements settled so far. It is named by their number: until another one is
     * settled it is the same run, so a closer that died before it was paid goes on with it.
     *
     * @param dsp the service that was settled alone; none for all
     * @return none if nothing was restated, or all of it was paid out for before
     */
    Optional<PayoutResult> payRestated(Optional<String> dsp, Instant bookedAt) {
        Collection<String> services = dsp.<Collection<String>>map(List::of).orElseGet(journal::dsps);
        int restatements = journal.restatements(services);
        if (restatements == 0) {
            return Optional.empty();
        }
        String runId = "payout/restated/" + restatements + dsp.map(name -> "/" + name).orElse("");
        Optional<OrderedRun> run = journal.order(runId);
        if (run.isPresent() && run.get().isOrdered() && run.get().missing().isEmpty()) {
            return Optional.empty();
        }
        Period period = run.map(OrderedRun::period).or(() -> journal.latestClosed(services)).orElseThrow();
        return Optional.of(payout(runId, period, bookedAt));
    }

    PayoutResult payout(String runId, Period period, Instant bookedAt) {
        OrderedRun run = journal.order(OrderKind.PAYOUT, runId, period);
        boolean done = carryOut(
                run, new Transitions(period, bookedAt).payout(runId), "payout run " + runId + " is not paid");
        return new PayoutResult(runId, period, done, run.micros(), run.count(), done ? List.of() : waitingFor);
    }

    /** Announces the holds whose term ends soon as of the date. */
    HoldsResult announce(LocalDate date) {
        return holds(Command.ANNOUNCE, "announce/" + date, date);
    }

    /** Moves the holds that were announced and whose time has come on the date. */
    HoldsResult expire(LocalDate date) {
        return holds(Command.EXPIRE, "expire/" + date, date);
    }

    /** The date is the run: booked at its start, so that whoever orders it, and whenever, orders the same. */
    private HoldsResult holds(Command command, String runId, LocalDate date) {
        Period period = Period.of(date);
        OrderedRun run = journal.order(OrderKind.HOLDS, runId, period);
        Transitions transitions = new Transitions(period, date.atStartOfDay(ZoneOffset.UTC).toInstant());
        boolean done = carryOut(run, transitions.holds(command, runId), "run " + runId + " is not carried out");
        return new HoldsResult(runId, date, done, run.micros(), run.count(), done ? List.of() : waitingFor);
    }

    /**
     * Orders a run, unless it was ordered before, and waits until every settlement partition has answered.
     *
     * @return false if time was up
     */
    private boolean carryOut(OrderedRun run, Transition order, String unlessDone) {
        if (!run.isOrdered()) {
            commit(order);
        }
        boolean inTime = true;
        while (!run.missing().isEmpty() && inTime) {
            waiting(List.of(unlessDone + " by settlement partition " + run.missing()));
            inTime = cluster.awaitFacts(journal);
        }
        return run.missing().isEmpty();
    }

    /** Does everything that can be done without further facts. */
    private void advance(Period period, SortedSet<String> dsps, Transitions transitions) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (String dsp : dsps) {
                progress |= perform(dsp, journal.next(dsp, period), transitions);
            }
            if (!progress) {
                progress = settleNext(period, dsps, transitions);
            }
        }
    }

    /** Whether something was done. */
    private boolean perform(String dsp, CloseAction action, Transitions transitions) {
        Optional<Transition> transition = Optional.empty();
        if (action instanceof CloseAction.DrawFence draw) {
            transition = Optional.of(transitions.fenced(dsp, draw.revision(), cluster.dataEnds(dsp)));
        } else if (action instanceof CloseAction.AwaitIntake await) {
            transition = await.behind(cluster.consumed(dsp)).isEmpty()
                    ? Optional.of(transitions.closing(dsp, await.reached()))
                    : Optional.empty();
        } else if (action instanceof CloseAction.SendCut cut) {
            transition = Optional.of(transitions.totalled(dsp, cut));
        } else if (action instanceof CloseAction.RecordState record) {
            transition = Optional.of(transitions.reached(dsp, record));
        }
        transition.ifPresent(this::commit);
        return transition.isPresent();
    }

    /** Settles the first service that has something to settle, once none of them waits for anything else. */
    private boolean settleNext(Period period, SortedSet<String> dsps, Transitions transitions) {
        SortedMap<String, SettlementRun> ready = new TreeMap<>();
        for (String dsp : dsps) {
            CloseAction action = journal.next(dsp, period);
            if (action instanceof CloseAction.Settle settle) {
                ready.put(dsp, settle.run());
            } else if (!(action instanceof CloseAction.Done)) {
                return false;
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        String dsp = ready.firstKey();
        commit(transitions.settle(dsp, ready.get(dsp)));
        listener.settling(dsp, ready.get(dsp));
        return true;
    }

    /**
     * Folds the own fact at once: it is committed, and reading it back could take as long as the longest transaction
     * of a stage that is open in front of it.
     */
    private void commit(Transition transition) {
        cluster.commit(transition);
        CloseState before = stateOf(transition);
        journal.apply(transition.key(), transition.fact());
        CloseState after = stateOf(transition);
        PeriodState fact = transition.fact();
        if (fact.getRevision() > 0) {
            listener.revising(fact.getDsp(), Period.parse(fact.getPeriod()), fact.getRevision(), fact.getState());
        } else if (after != before) {
            listener.reached(fact.getDsp(), Period.parse(fact.getPeriod()), after);
        }
    }

    private CloseState stateOf(Transition transition) {
        String dsp = transition.fact().getDsp();
        return dsp.isEmpty()
                ? CloseState.UNKNOWN
                : journal.of(dsp, Period.parse(transition.fact().getPeriod())).state();
    }

    private boolean isDone(Period period, SortedSet<String> dsps) {
        return dsps.stream().allMatch(dsp -> journal.next(dsp, period) instanceof CloseAction.Done);
    }

    private List<String> missing(Period period, SortedSet<String> dsps) {
        List<String> all = new ArrayList<>();
        for (String dsp : dsps) {
            CloseAction action = journal.next(dsp, period);
            if (action instanceof CloseAction.AwaitIntake await) {
                await.behind(cluster.consumed(dsp)).forEach(line -> all.add(dsp + " " + period + ": " + line));
            } else if (action instanceof CloseAction.AwaitFacts await) {
                await.missing().describe().forEach(line -> all.add(dsp + " " + period + ": " + line));
            }
        }
        return all;
    }

    private void waiting(List<String> missing) {
        if (!missing.equals(waitingFor)) {
            waitingFor = missing;
            listener.waiting(missing);
        }
    }

    private CloseResult result(Period period, SortedSet<String> dsps, boolean done) {
        List<CloseResult.Service> services = dsps.stream()
                .map(dsp -> CloseResult.Service.of(journal.of(dsp, period)))
                .toList();
        return new CloseResult(period, done, services, done ? List.of() : waitingFor);
    }
}
