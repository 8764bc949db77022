package angklung.intake;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * What is left to do for one revision of a service's period behind the cut: too long for one record, so it is done in
 * turns. It is stored with its progress in the transaction of what it sends; a restart goes on where the last commit
 * was. The fields that are not final are the progress; only {@link CloseWork} touches them.
 */
final class CloseJob {
    private static final int FORMAT = 3;

    /** What is done next, in this order; without boosts of artists and screening only {@link #WEIGH}. */
    enum Phase {
        /** What there is of artists and of subjects of screening over this task's subscribers is counted and sent. */
        COUNT,
        /** The counts of all tasks are awaited. */
        AWAIT_COUNTS,
        /** What an earlier revision left for the period behind this one is forgotten. */
        FORGET_PAST,
        /** Of the artists whose sums are in this task, those who reach some minima are told to all. */
        TELL_STANDING,
        /** The subjects whose sums are in this task are judged, and hits on them told to all. */
        JUDGE_SUBJECTS,
        /** The same of all tasks is awaited. */
        AWAIT_STANDING,
        /** Each subscriber's plays are screened and weighed; without screening the mark is sent. */
        WEIGH,
        /** This task's parts of the hits on subjects are sent, and the mark. */
        TELL_HITS,
        /** The standing is not needed any more. */
        FORGET_STANDING,
        /** Nor are the subjects that were told. */
        FORGET_TOLD
    }

    final String dsp;
    final UsageRevision usage;
    final PeriodTerms terms;

    /** Whether all tasks exchange sums. */
    final boolean standing;

    /** Whether there are weights to send, and the mark behind them; otherwise the mark is sent already. */
    final boolean weighing;

    /** Whether the period is too old to count subscribers by what is left of them, if the sweep has left anything. */
    final boolean expired;

    Phase phase;

    /** Key of what was last handled in the phase; null before the first. */
    byte[] done;

    /** COUNT records sent, by target partition. */
    final long[] countsSent;

    /** STANDING records sent. */
    long standingSent;

    CloseJob(
            String dsp,
            UsageRevision usage,
            PeriodTerms terms,
            boolean standing,
            boolean weighing,
            boolean expired,
            int intakePartitions) {
        this(dsp, usage, terms, standing, weighing, expired, new long[intakePartitions]);
        this.phase = standing ? Phase.COUNT : Phase.WEIGH;
    }

    private CloseJob(
            String dsp, UsageRevision usage, PeriodTerms terms, boolean standing, boolean weighing, boolean expired,
            long[] countsSent) {
        this.dsp = dsp;
        this.usage = usage;
        this.terms = terms;
        this.standing = standing;
        this.weighing = weighing;
        this.expired = expired;
        this.countsSent = countsSent;
    }

    void enter(Phase next) {
        phase = next;
        done = null;
    }

    static Serde<CloseJob> serde() {
        return StateSerdes.fields(FORMAT, CloseJob::encode, CloseJob::decode);
    }

    private void encode(StateWriter writer) {
        writer.text(dsp)
                .text(usage.toString())
                .flag(standing)
                .flag(weighing)
                .flag(expired)
                .numbers(countsSent)
                .number(standingSent)
                .text(phase.name())
                .optionalBytes(done);
        terms.encode(writer);
    }

    private static CloseJob decode(StateReader reader) {
        String dsp = reader.text();
        UsageRevision usage = UsageRevision.parse(reader.text());
        boolean standing = reader.flag();
        boolean weighing = reader.flag();
        boolean expired = reader.flag();
        long[] countsSent = reader.numbers();
        long standingSent = reader.number();
        Phase phase = Phase.valueOf(reader.text());
        byte[] done = reader.optionalBytes();
        CloseJob job = new CloseJob(dsp, usage, PeriodTerms.decode(reader), standing, weighing, expired, countsSent);
        job.standingSent = standingSent;
        job.phase = phase;
        job.done = done;
        return job;
    }

    @Override
    public String toString() {
        return dsp + "/" + usage;
    }
}
