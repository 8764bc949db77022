package angklung.close;

import angklung.avro.CloseState;
import angklung.avro.PeriodState;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All facts of the period-state topic: the closes of every service and period, and what settlement was ordered. */
public final class CloseJournal {
    private final PartitionContract partitions;
    private final Map<String, SortedMap<Period, PeriodClose>> closes = new HashMap<>();
    private final Map<String, OrderedRun> orders = new HashMap<>();

    public CloseJournal(PartitionContract partitions) {
        this.partitions = partitions;
    }

    /**
     * Takes one fact in.
     *
     * @throws VerificationFailedException if the fact is null, misplaced, or contradicts what was recorded before
     */
    public void apply(String key, PeriodState fact) {
        if (fact == null) {
            throw new VerificationFailedException("The fact '" + key + "' was deleted, and facts never are");
        }
        Period period = Period.parse(fact.getPeriod());
        if (PeriodClose.isOfPeriod(fact)) {
            of(fact.getDsp(), period).apply(key, fact);
        } else {
            OrderKind kind = OrderKind.of(key, fact);
            orders.computeIfAbsent(fact.getRunId(), id -> new OrderedRun(kind, id, period, partitions))
                    .apply(key, fact);
        }
    }

    /** The close of one period; OPEN if nothing is recorded of it. */
    public PeriodClose of(String dsp, Period period) {
        return closes.computeIfAbsent(dsp, d -> new TreeMap<>())
                .computeIfAbsent(period, p -> new PeriodClose(dsp, p, partitions));
    }

    /**
     * What the closer has to do next for one period.
     *
     * @throws VerificationFailedException if control totals disagree
     */
    public CloseAction next(String dsp, Period period) {
        return of(dsp, period).next(bookingPeriod(dsp, period));
    }

    /** The first period after {@code period} and after every one of that service that is closed or being closed. */
    public Period bookingPeriod(String dsp, Period period) {
        return latestStarted(dsp).filter(latest -> latest.compareTo(period) > 0).orElse(period).next();
    }

    /**
     * Checks that the closes of a service do not overlap. A period that was left out may be closed after later ones:
     * what it counted would else never be paid.
     *
     * @throws NotReadyException if an earlier period is being closed
     */
    public void requireNoneBefore(String dsp, Period period) {
        for (PeriodClose other : closes.getOrDefault(dsp, new TreeMap<>()).headMap(period).values()) {
            if (isStarted(other) && other.state() != CloseState.CLOSED) {
                throw new NotReadyException("Period " + period + " of " + dsp + " cannot be closed yet: "
                        + other.period() + " is " + other.state() + ". Close " + other.period() + " first");
            }
        }
    }

    /**
     * Checks that the period can be revised.
     *
     * @throws NotReadyException if it is not closed
     */
    public void requireClosed(String dsp, Period period) {
        CloseState state = of(dsp, period).state();
        if (state != CloseState.CLOSED) {
            throw new NotReadyException("Period " + period + " of " + dsp + " cannot be revised: it is " + state
                    + ", and until it is CLOSED whatever comes is part of its close. Close " + period + " first");
        }
    }

    /** Closed periods for which something is not in the ledger yet, in order, with the services concerned. */
    public SortedMap<Period, SortedSet<String>> restated(Collection<String> dsps) {
        SortedMap<Period, SortedSet<String>> restated = new TreeMap<>();
        for (String dsp : dsps) {
            for (PeriodClose close : closed(dsp)) {
                if (!(next(dsp, close.period()) instanceof CloseAction.Done)) {
                    restated.computeIfAbsent(close.period(), p -> new TreeSet<>()).add(dsp);
                }
            }
        }
        return restated;
    }

    /** The last closed period of any of the services. */
    public Optional<Period> latestClosed(Collection<String> dsps) {
        return dsps.stream()
                .flatMap(dsp -> closed(dsp).stream())
                .map(PeriodClose::period)
                .max(Period::compareTo);
    }

    /** Settlement runs after the first of closed periods: it grows when a restatement is settled, and only then. */
    public int restatements(Collection<String> dsps) {
        return dsps.stream()
                .flatMap(dsp -> closed(dsp).stream())
                .mapToInt(close -> close.runs().size() - 1)
                .sum();
    }

    /** Every service that anything is recorded of, sorted. */
    public SortedSet<String> dsps() {
        return new TreeSet<>(closes.keySet());
    }

    /** The run of that identifier, whatever period it is booked in; none if nothing is recorded of it. */
    Optional<OrderedRun> order(String runId) {
        return Optional.ofNullable(orders.get(runId));
    }

    private List<PeriodClose> closed(String dsp) {
        return closes.getOrDefault(dsp, new TreeMap<>()).values().stream()
                .filter(close -> close.state() == CloseState.CLOSED)
                .toList();
    }

    /**
     * A run of settlement; not ordered if nothing is recorded of it.
     *
     * @throws CloseRefusedException if a run of that identifier does something else, or for another period
     */
    OrderedRun order(OrderKind kind, String runId, Period period) {
        OrderedRun run = orders.computeIfAbsent(runId, id -> new OrderedRun(kind, id, period, partitions));
        if (run.kind() != kind || !run.period().equals(period)) {
            throw new CloseRefusedException("Run " + runId + " is a " + run.kind() + " of " + run.period()
                    + ", not a " + kind + " of " + period);
        }
        return run;
    }

    private Optional<Period> latestStarted(String dsp) {
        return closes.getOrDefault(dsp, new TreeMap<>()).values().stream()
                .filter(CloseJournal::isStarted)
                .map(PeriodClose::period)
                .max(Period::compareTo);
    }

    private static boolean isStarted(PeriodClose close) {
        return close.state() != CloseState.OPEN;
    }
}
