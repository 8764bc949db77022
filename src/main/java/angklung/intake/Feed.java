package angklung.intake;

import angklung.avro.DeliveryReport;
import angklung.avro.RejectReason;
import angklung.model.Period;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What one task knows of one service's plays: how far it has read, what the plays amounted to, what it sent, and
 * which revisions are cut. The heap image of rows that {@link FeedStores} keeps; written once a commit.
 */
final class Feed {
    private final String dsp;
    private final int partition;
    private final int tallyPartitions;
    private final RecordClock clock;
    private final DeliveryReport report;
    private final NavigableMap<UsageRevision, PeriodCut> cuts = new TreeMap<>();
    private final Map<Period, UsageRevision> lastCuts = new HashMap<>();
    private final Map<UsageRevision, Sent> sent = new HashMap<>();
    private final Set<UsageRevision> changedSent = new HashSet<>();
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
            cuts.forEach((usage, cut) -> requireReachable(usage, cut, offset + 1));
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
     * What a play counts in: its own period. If that is cut, the play is late and counts in the next revision of its
     * own period or in the first later period that is not cut, as agreed.
     *
     * @param late the terms of its offering
     * @throws IllegalStateException if the play lies before a cut that is recorded already: it was due before
     */
    UsageRevision usageOf(LocalDay day, LateTerms late, long offset) {
        UsageRevision cut = lastCuts.get(day.usage().period());
        if (cut == null) {
            return day.usage();
        }
        requireBehind(cut, offset);
        if (late.restate(day.epochDay())) {
            return cut.next();
        }
        Period period = cut.period();
        while (cut != null) {
            requireBehind(cut, offset);
            period = period.next();
            cut = lastCuts.get(period);
        }
        return UsageRevision.close(period);
    }

    private void requireBehind(UsageRevision usage, long offset) {
        long cut = cuts.get(usage).cut();
        if (offset < cut) {
            throw new IllegalStateException("A play at offset " + offset + " of " + this + " arrives after the cut of "
                    + usage + " at " + cut + ", but lies before it");
        }
    }

    /** What is known about the end of a revision. */
    PeriodCut cut(UsageRevision usage) {
        return cuts.getOrDefault(usage, PeriodCut.OPEN);
    }

    /** @throws IllegalStateException if a close waits for a cut that the task is past */
    void cut(UsageRevision usage, PeriodCut value) {
        requireReachable(usage, value, position());
        pending += (value.isPending() ? 1 : 0) - (cut(usage).isPending() ? 1 : 0);
        cuts.put(usage, value);
        if (value.isCut()) {
            lastCuts.merge(usage.period(), usage, BinaryOperator.maxBy(Comparator.naturalOrder()));
        }
    }

    boolean hasPending() {
        return pending > 0;
    }

    /** Every revision with a command, in order, as a copy. */
    NavigableMap<UsageRevision, PeriodCut> cuts() {
        return new TreeMap<>(cuts);
    }

    /** What was sent of a revision, to be added to by counts. */
    Sent send(UsageRevision usage) {
        if (cut(usage).isCut()) {
            throw new IllegalStateException("A count of " + dsp + " and period " + usage + " is to be sent after its"
                    + " cut, partition " + partition);
        }
        changedSent.add(usage);
        return sent(usage);
    }

    /** What was sent of a revision, to be added to by weights and screened plays, which follow the cut. */
    Sent sendBehindCut(UsageRevision usage) {
        changedSent.add(usage);
        return sent(usage);
    }

    /** What was sent of a revision. */
    Sent sent(UsageRevision usage) {
        return sent.computeIfAbsent(usage, key -> new Sent(tallyPartitions));
    }

    void sent(UsageRevision usage, Sent value) {
        value.requirePartitions(tallyPartitions);
        sent.put(usage, value);
    }

    /** Forgets what was sent of a revision: its mark has said it. */
    void forgetSent(UsageRevision usage) {
        sent.remove(usage);
        changedSent.remove(usage);
    }

    Set<UsageRevision> changedSent() {
        return changedSent;
    }

    /** Whether plays were read since position and counters were stored. */
    boolean isChanged() {
        return changed;
    }

    /** Position and counters are stored. */
    void markStored() {
        changed = false;
    }

    private void requireReachable(UsageRevision usage, PeriodCut cut, long position) {
        if (cut.isMissed(position)) {
            throw new IllegalStateException("The close of " + dsp + " and period " + usage + " was cut at offset "
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
