package angklung.intake;

import angklung.avro.Command;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.Usage;
import angklung.avro.UsageKind;
import angklung.avro.UsageMark;
import angklung.close.Facts;
import angklung.model.Period;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Acts on the closer's commands. CLOSE: everything of the period that the task holds is sent, then the mark, and
 * the task's position becomes the period's cut, from which on its plays are late. The cut is the task's own, not
 * the closer's: a fast task may already be past the fence. CUT tells every task the cuts that were recorded, so
 * that one that is rebuilt from the first play on repeats its own and classifies every play alike. All of it is
 * one transaction, and a repeated command changes nothing.
 */
final class CloseCommands {
    private final Map<String, Feed> feeds;
    private final FeedStores stores;
    private final int partition;
    private final int intakePartitions;
    private final Outlet outlet;
    private final Runnable sendCounts;

    /**
     * @param feeds by service
     * @param sendCounts sends everything that is counted and not yet sent
     */
    CloseCommands(
            Map<String, Feed> feeds,
            FeedStores stores,
            int partition,
            int intakePartitions,
            Outlet outlet,
            Runnable sendCounts) {
        this.feeds = feeds;
        this.stores = stores;
        this.partition = partition;
        this.intakePartitions = intakePartitions;
        this.outlet = outlet;
        this.sendCounts = sendCounts;
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
        Period period = Period.parse(control.getPeriod());
        long offset = control.getOffsets().get(partition);
        if (control.getCommand() == Command.CLOSE) {
            close(feed, period, offset, control.getBookedAt().toEpochMilli());
        } else if (control.getCommand() == Command.CUT) {
            cutTold(feed, period, offset);
        } else {
            throw new IllegalStateException(describe(control) + " is no command of this topic: only CLOSE and CUT are");
        }
    }

    /** Acts on closes that waited for the position that the feed has reached now. */
    void reached(Feed feed) {
        if (feed.hasPending()) {
            feed.cuts().forEach((period, cut) -> {
                if (cut.isDue(feed.position())) {
                    record(feed, period, cut);
                }
            });
        }
    }

    private void close(Feed feed, Period period, long fence, long bookedAt) {
        PeriodCut known = feed.cut(period);
        if (known.isCut() || known.isPending()) {
            return;
        }
        PeriodCut asked = known.withClose(fence, bookedAt);
        boolean live = feed.position() >= fence && known.expected() == PeriodCut.NONE;
        feed.cut(period, asked);
        if (live || asked.isDue(feed.position())) {
            record(feed, period, asked);
        } else {
            stores.saveCut(feed, period);
        }
    }

    private void cutTold(Feed feed, Period period, long cut) {
        PeriodCut known = feed.cut(period);
        if (known.isCut()) {
            if (known.cut() != cut) {
                throw new IllegalStateException("Period " + period + " of " + feed + " is cut at offset " + known.cut()
                        + ", but the closer holds " + cut);
            }
            return;
        }
        PeriodCut told = known.withExpected(cut);
        feed.cut(period, told);
        if (told.isDue(feed.position())) {
            record(feed, period, told);
        } else {
            stores.saveCut(feed, period);
        }
    }

    private void record(Feed feed, Period period, PeriodCut asked) {
        // The mark counts what was sent before it, so nothing of the period may be left in the heap.
        sendCounts.run();
        Sent sent = feed.sent(period);
        long cut = feed.position();
        outlet.usage(UsageSender.key(feed.dsp(), period), mark(feed.dsp(), period, cut, sent));
        outlet.fact(Facts.intakeCut(feed.dsp(), period.toString(), partition),
                fact(feed.dsp(), period, cut, sent, asked.bookedAt()));
        feed.cut(period, asked.withCut(cut));
        feed.forgetSent(period);
        stores.saveCut(feed, period);
        stores.deleteSent(feed, period);
    }

    private Usage mark(String dsp, Period period, long cut, Sent sent) {
        UsageMark mark = new UsageMark(intakePartitions, cut, sent.records(), sent.plays(), sent.shortPlays(),
                List.of());
        return new Usage(UsageKind.MARK, dsp, period.toString(), 0, partition, null, null, null, List.of(), mark);
    }

    private PeriodState fact(String dsp, Period period, long cut, Sent sent, long bookedAt) {
        return PeriodState.newBuilder()
                .setKind(PeriodFact.INTAKE_CUT)
                .setDsp(dsp)
                .setPeriod(period.toString())
                .setPartition(partition)
                .setOffsets(List.of(cut))
                .setRecords(Sent.sum(sent.records()))
                .setPlays(Sent.sum(sent.plays()))
                .setShortPlays(Sent.sum(sent.shortPlays()))
                .setRecordedAt(Instant.ofEpochMilli(bookedAt))
                .build();
    }

    private static String describe(PeriodControl control) {
        return control.getCommand() + " of " + control.getDsp() + " and period " + control.getPeriod() + ", run "
                + control.getRunId() + ",";
    }
}
