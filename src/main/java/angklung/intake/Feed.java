package angklung.intake;

import angklung.avro.DeliveryReport;
import angklung.avro.RejectReason;
import angklung.model.Period;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one task knows of one service's plays: how far it has read, what the plays amounted to, what it sent, and
 * which periods are cut. The heap image of rows that {@link FeedStores} keeps; written once a commit.
 */
final class Feed {
    private final String dsp;
    private final int partition;
    private final int tallyPartitions;
    private final RecordClock clock;
    private final DeliveryReport report;
    private final Map<Period, PeriodCut> cuts = new HashMap<>();
    private final Map<Period, Sent> sent = new HashMap<>();
    private final Set<Period> changedSent = new HashSet<>();
    private int pending;
    private boolean changed;

    Feed(DeliveryReport report, RecordClock clock, int tallyPartitions) {
        this.dsp = report.getDsp();
        this.partition = report.getPartition();
        this.tallyPartitions = tallyPartitions;
        this.clock = clock;
        this.report = report;
    }

    /** A feed of which nothing was read. */
    static Feed unread(String dsp, int partition, int tallyPartitions) {
        DeliveryReport nothing = new DeliveryReport(dsp, partition, 0L, 0L, 0L, 0L, 0L, new HashMap<>(), 0L);
        return new Feed(nothing, new RecordClock(RecordClock.UNSET), tallyPartitions);
    }

    String dsp() {
        return dsp;
    }

    RecordClock clock() {
        return clock;
    }

    /** Offset that follows the last record processed. */
    long position() {
        return report.getNextOffset();
    }

    /** All counters so far; one object that goes on counting. */
    DeliveryReport report() {
        return report;
    }

    /**
     * Checks that a record may be processed now.
     *
     * @throws IllegalStateException if it was processed before, or lies past a cut that the task has to repeat
     */
    void begin(long offset) {
        if (offset < position()) {
            throw new IllegalStateException("Offset " + offset + " of " + this + " comes after offset "
                    + (position() - 1) + ": offsets of the group were moved without resetting the state");
        }
        if (pending > 0) {
            cuts.forEach((period, cut) -> requireReachable(period, cut, offset + 1));
        }
    }

    /** Moves the position past a record. */
    void end(long offset) {
        report.setReceived(report.getReceived() + 1);
        report.setNextOffset(offset + 1);
        changed = true;
    }

    void countAccepted(boolean royaltyBearing, boolean late) {
        report.setAccepted(report.getAccepted() + 1);
        if (!royaltyBearing) {
            report.setShortPlays(report.getShortPlays() + 1);
        }
        if (late) {
            report.setLate(report.getLate() + 1);
        }
    }

    void countDuplicate() {
        report.setDuplicates(report.getDuplicates() + 1);
    }

    void countRejected(RejectReason reason) {
        report.getRejected().merge(reason.name(), 1L, Long::sum);
    }

    /**
     * The period that a play counts in: its own, or the first later one that is not cut.
     *
     * @throws IllegalStateException if the play lies before a cut that is recorded already: it was due before
     */
    Period countingPeriod(Period own, long offset) {
        Period period = own;
        for (PeriodCut cut = cuts.get(period); cut != null && cut.isCut(); cut = cuts.get(period)) {
            if (offset < cut.cut()) {
                throw new IllegalStateException("A play of period " + own + " at offset " + offset + " of " + this
                        + " arrives after the cut of " + period + " at " + cut.cut() + ", but lies before it");
            }
            period = period.next();
        }
        return period;
    }

    /** What is known about the close of a period. */
    PeriodCut cut(Period period) {
        return cuts.getOrDefault(period, PeriodCut.OPEN);
    }

    /** @throws IllegalStateException if a close waits for a cut that the task is past */
    void cut(Period period, PeriodCut value) {
        requireReachable(period, value, position());
        pending += (value.isPending() ? 1 : 0) - (cut(period).isPending() ? 1 : 0);
        cuts.put(period, value);
    }

    boolean hasPending() {
        return pending > 0;
    }

    /** Every period with a command, as a copy. */
    Map<Period, PeriodCut> cuts() {
        return Map.copyOf(cuts);
    }

    /** What was sent of a period, to be added to. */
    Sent send(Period period) {
        if (cut(period).isCut()) {
            throw new IllegalStateException("A count of " + dsp + " and period " + period + " is to be sent after its"
                    + " mark, partition " + partition);
        }
        changedSent.add(period);
        return sent(period);
    }

    /** What was sent of a period. */
    Sent sent(Period period) {
        return sent.computeIfAbsent(period, key -> new Sent(tallyPartitions));
    }

    void sent(Period period, Sent value) {
        value.requirePartitions(tallyPartitions);
        sent.put(period, value);
    }

    /** Forgets what was sent of a period: its mark has said it. */
    void forgetSent(Period period) {
        sent.remove(period);
        changedSent.remove(period);
    }

    Set<Period> changedSent() {
        return changedSent;
    }

    boolean isChanged() {
        return changed;
    }

    /** Everything is stored. */
    void markStored() {
        changed = false;
        changedSent.clear();
    }

    private void requireReachable(Period period, PeriodCut cut, long position) {
        if (cut.isMissed(position)) {
            throw new IllegalStateException("The close of " + dsp + " and period " + period + " was cut at offset "
                    + cut.expected() + " the first time, but this rebuild of partition " + partition + " is at offset "
                    + position + ": plays before the cut are missing from the topic, or the command came too late;"
                    + " reset the stage and start again with the whole topic");
        }
    }

    @Override
    public String toString() {
        return "the plays of " + dsp + ", partition " + partition;
    }
}
