package angklung.intake;

import angklung.avro.Command;
import angklung.avro.PeriodControl;
import angklung.model.Period;
import java.util.Map;

/**
 * Acts on the closer's commands. CLOSE: everything of the period's revision that the task holds is sent, and the
 * task's position becomes its cut, from which on plays of the period are late; then the weights of followed
 * subscribers, if there are any, and the mark ({@link CloseJobs}). The cut is the task's own, not
 * the closer's: a fast task may already be past the fence. CUT tells every task the cuts that were recorded, so
 * that one that is rebuilt from the first play on repeats its own and classifies every play alike. All of it is
 * one transaction, and a repeated command changes nothing.
 */
final class CloseCommands {
    private final Map<String, Feed> feeds;
    private final FeedStores stores;
    private final int partition;
    private final int intakePartitions;
    private final Runnable sendCounts;
    private final CloseJobs jobs;

    /**
     * @param feeds by service
     * @param sendCounts sends everything that is counted and not yet sent, and stores what is followed
     * @param jobs go on behind the cut
     */
    CloseCommands(
            Map<String, Feed> feeds,
            FeedStores stores,
            int partition,
            int intakePartitions,
            Runnable sendCounts,
            CloseJobs jobs) {
        this.feeds = feeds;
        this.stores = stores;
        this.partition = partition;
        this.intakePartitions = intakePartitions;
        this.sendCounts = sendCounts;
        this.jobs = jobs;
    }

    /** @throws IllegalStateException if the command is not for this stage, or contradicts what was recorded */
    void act(PeriodControl control) {
        Feed feed = feeds.get(control.getDsp());
        if (feed == null) {
            throw new IllegalStateException(describe(control) + " is for a service whose plays are not read here: "
                    + feeds.keySet() + " are; add it to the services of this installation");
        }
        if (control.getOffsets().size() != intakePartitions) {
            throw new IllegalStateException(describe(control) + " has " + control.getOffsets().size()
                    + " offsets, expected one for each of the " + intakePartitions + " partitions");
        }
        UsageRevision usage = new UsageRevision(Period.parse(control.getPeriod()), control.getRevision());
        if (usage.number() < 0 || usage.number() > 0 && feed.cut(usage.previous()).equals(PeriodCut.OPEN)) {
            throw new IllegalStateException(describe(control) + " is about revision " + usage.number() + " of " + feed
                    + ", but nothing is known of the revision before it: the closer must end them one by one");
        }
        long offset = control.getOffsets().get(partition);
        if (control.getCommand() == Command.CLOSE) {
            close(feed, usage, offset, control.getBookedAt().toEpochMilli());
        } else if (control.getCommand() == Command.CUT) {
            cutTold(feed, usage, offset);
        } else {
            throw new IllegalStateException(describe(control) + " is no command of this topic: only CLOSE and CUT are");
        }
    }

    /** Acts on closes that waited for the position that the feed has reached now. */
    void reached(Feed feed) {
        if (feed.hasPending()) {
            feed.cuts().forEach((usage, cut) -> {
                if (cut.isDue(feed.position())) {
                    record(feed, usage, cut);
                }
            });
        }
    }

    private void close(Feed feed, UsageRevision usage, long fence, long bookedAt) {
        PeriodCut known = feed.cut(usage);
        if (known.isCut() || known.isPending()) {
            return;
        }
        PeriodCut asked = known.withClose(fence, bookedAt);
        boolean live = feed.position() >= fence && known.expected() == PeriodCut.NONE && isNext(feed, usage);
        feed.cut(usage, asked);
        if (live || asked.isDue(feed.position())) {
            record(feed, usage, asked);
        } else {
            stores.saveCut(feed, usage);
        }
    }

    private void cutTold(Feed feed, UsageRevision usage, long cut) {
        PeriodCut known = feed.cut(usage);
        if (known.isCut()) {
            if (known.cut() != cut) {
                throw new IllegalStateException("Period " + usage + " of " + feed + " is cut at offset " + known.cut()
                        + ", but the closer holds " + cut);
            }
            return;
        }
        PeriodCut told = known.withExpected(cut);
        feed.cut(usage, told);
        if (told.isDue(feed.position())) {
            record(feed, usage, told);
            // A rebuild may know the cuts of later revisions already, and one without plays between has the same.
            reached(feed);
        } else {
            stores.saveCut(feed, usage);
        }
    }

    /** Whether the revision before is ended; until then plays of the period count in that one. */
    private static boolean isNext(Feed feed, UsageRevision usage) {
        return usage.number() == 0 || feed.cut(usage.previous()).isCut();
    }

    private void record(Feed feed, UsageRevision usage, PeriodCut asked) {
        if (!isNext(feed, usage)) {
            throw new IllegalStateException("Period " + usage + " of " + feed + " is to be cut at offset "
                    + feed.position() + ", but the revision before it is not: " + feed.cut(usage.previous()));
        }
        // The mark counts what was sent before it, so nothing of the revision may be left in the heap.
        sendCounts.run();
        feed.cut(usage, asked.withCut(feed.position()));
        stores.saveCut(feed, usage);
        jobs.cut(feed, usage);
    }

    private static String describe(PeriodControl control) {
        return control.getCommand() + " of " + control.getDsp() + " and period " + control.getPeriod() + ", revision "
                + control.getRevision() + ", run " + control.getRunId() + ",";
    }
}
