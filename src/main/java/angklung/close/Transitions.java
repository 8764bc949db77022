package angklung.close;

import angklung.avro.CloseState;
import angklung.avro.Command;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolToSettle;
import angklung.model.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The facts and commands that the closer writes, all with one booking time. */
final class Transitions {
    private final Period period;
    private final Instant bookedAt;

    Transitions(Period period, Instant bookedAt) {
        this.period = period;
        this.bookedAt = bookedAt;
    }

    Transition fenced(String dsp, int revision, List<Long> fence) {
        return new Transition(
                Facts.state(dsp, revised(revision), CloseState.FENCED.toString()),
                state(dsp, CloseState.FENCED).setRevision(revision).setOffsets(fence).build(),
                Optional.empty());
    }

    Transition closing(String dsp, CloseAction.SendClose action) {
        return commanded(dsp, action.revision(), CloseState.CLOSING, Command.CLOSE, action.fence());
    }

    Transition totalled(String dsp, CloseAction.SendCut action) {
        return commanded(dsp, action.revision(), CloseState.TOTALLED, Command.CUT, action.cuts());
    }

    /** A run without pools is recorded, because the states follow one another, but there is nobody to command. */
    Transition settle(String dsp, SettlementRun run) {
        PeriodState fact = state(dsp, CloseState.ALLOCATED)
                .setRunId(run.runId())
                .setBookingPeriod(run.bookingPeriod().toString())
                .setPools(run.pools().stream().map(PlannedPool::toFact).toList())
                .build();
        PeriodControl command = command(Command.SETTLE, dsp, run.runId())
                .setBookingPeriod(run.bookingPeriod().toString())
                .setPools(run.pools().stream().map(Transitions::toSettle).toList())
                .build();
        return new Transition(
                Facts.run(dsp, period.toString(), run.number()),
                fact,
                run.pools().isEmpty() ? Optional.empty() : Optional.of(command));
    }

    Transition reached(String dsp, CloseAction.RecordState action) {
        CloseState state = action.state();
        return new Transition(
                Facts.state(dsp, revised(action.revision()), state.toString()),
                state(dsp, state).setRevision(action.revision()).build(),
                Optional.empty());
    }

    Transition payout(String runId) {
        PeriodState fact = state("", null).setRunId(runId).build();
        PeriodControl command = command(Command.PAYOUT, "", runId)
                .setBookingPeriod(period.toString())
                .build();
        return new Transition(Facts.payoutOrdered(period.toString(), runId), fact, Optional.of(command));
    }

    /** @param command ANNOUNCE or EXPIRE */
    Transition holds(Command command, String runId) {
        return new Transition(
                Facts.holdsOrdered(period.toString(), runId),
                state("", null).setRunId(runId).build(),
                Optional.of(command(command, "", runId).build()));
    }

    private Transition commanded(String dsp, int revision, CloseState state, Command command, List<Long> offsets) {
        PeriodControl order = command(command, dsp, dsp + "/" + revised(revision))
                .setRevision(revision)
                .setOffsets(offsets)
                .build();
        return new Transition(
                Facts.state(dsp, revised(revision), state.toString()),
                state(dsp, state).setRevision(revision).build(),
                Optional.of(order));
    }

    private String revised(int revision) {
        return Facts.revised(period.toString(), revision);
    }

    private PeriodState.Builder state(String dsp, CloseState state) {
        return PeriodState.newBuilder()
                .setKind(PeriodFact.STATE)
                .setDsp(dsp)
                .setPeriod(period.toString())
                .setState(state)
                .setRecordedAt(bookedAt);
    }

    private PeriodControl.Builder command(Command command, String dsp, String runId) {
        return PeriodControl.newBuilder()
                .setCommand(command)
                .setDsp(dsp)
                .setPeriod(period.toString())
                .setRunId(runId)
                .setBookedAt(bookedAt);
    }

    private static PoolToSettle toSettle(PlannedPool pool) {
        return PoolToSettle.newBuilder()
                .setPool(pool.id().pool())
                .setVersion(pool.id().version())
                .setAmountMicros(pool.dueMicros())
                .setReason(pool.reason())
                .build();
    }
}
