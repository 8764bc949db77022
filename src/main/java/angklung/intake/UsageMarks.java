package angklung.intake;

import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.Usage;
import angklung.avro.UsageKind;
import angklung.avro.UsageMark;
import angklung.close.Facts;
import java.time.Instant;
import java.util.List;

/** Ends a revision of a period's usage: the mark that every tally task checks, and the fact that the closer awaits. */
final class UsageMarks {
    private final FeedStores stores;
    private final int partition;
    private final int intakePartitions;
    private final Outlet outlet;

    UsageMarks(FeedStores stores, int partition, int intakePartitions, Outlet outlet) {
        this.stores = stores;
        this.partition = partition;
        this.intakePartitions = intakePartitions;
        this.outlet = outlet;
    }

    /**
     * Says what was sent of a revision that is cut; nothing of it may follow.
     *
     * @param expired whether subscribers could not be screened and weighed, because nothing is kept of them any more
     */
    void send(Feed feed, UsageRevision usage, boolean expired) {
        Sent sent = feed.sent(usage);
        PeriodCut cut = feed.cut(usage);
        outlet.usage(UsageSender.key(feed.dsp(), usage.period()), mark(feed.dsp(), usage, cut.cut(), sent, expired));
        outlet.fact(
                Facts.intakeCut(feed.dsp(), usage.toString(), partition), fact(feed.dsp(), usage, cut, sent, expired));
        feed.forgetSent(usage);
        stores.deleteSent(feed, usage);
    }

    private Usage mark(String dsp, UsageRevision usage, long cut, Sent sent, boolean expired) {
        UsageMark mark = new UsageMark(
                intakePartitions, cut, sent.records(), sent.plays(), sent.shortPlays(), sent.weights(),
                sent.screened(), expired);
        return new Usage(
                UsageKind.MARK, dsp, usage.period().toString(), usage.number(), partition, null, null, null, List.of(),
                mark);
    }

    private PeriodState fact(String dsp, UsageRevision usage, PeriodCut cut, Sent sent, boolean expired) {
        return PeriodState.newBuilder()
                .setKind(PeriodFact.INTAKE_CUT)
                .setDsp(dsp)
                .setPeriod(usage.period().toString())
                .setRevision(usage.number())
                .setPartition(partition)
                .setOffsets(List.of(cut.cut()))
                .setRecords(Sent.sum(sent.records()))
                .setPlays(Sent.sum(sent.plays()))
                .setShortPlays(Sent.sum(sent.shortPlays()))
                .setRecordedAt(Instant.ofEpochMilli(cut.bookedAt()))
                .setSubscribersExpired(expired)
                .build();
    }
}
