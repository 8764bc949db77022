package angklung.intake;

import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.model.Period;
import angklung.topic.Partitioning;
import java.util.List;
import java.util.Map;

/** Sends combined counts and keeps account of them by target partition. */
final class UsageSender implements UsageCounts.Receiver {
    private final Map<String, Feed> feeds;
    private final int partition;
    private final int tallyPartitions;
    private final Outlet outlet;

    /** @param feeds by service */
    UsageSender(Map<String, Feed> feeds, int partition, int tallyPartitions, Outlet outlet) {
        this.feeds = feeds;
        this.partition = partition;
        this.tallyPartitions = tallyPartitions;
        this.outlet = outlet;
    }

    @Override
    public void accept(Place place, Period period, String isrc, List<UsageCount> counts) {
        long plays = 0;
        long shortPlays = 0;
        for (UsageCount count : counts) {
            plays = Math.addExact(plays, count.getPlays());
            shortPlays = Math.addExact(shortPlays, count.getShortPlays());
        }
        Sent sent = feeds.get(place.dsp()).send(period);
        sent.add(Partitioning.ofIsrc(isrc, tallyPartitions), plays, shortPlays);
        outlet.usage(isrc, new Usage(
                UsageKind.COUNT, place.dsp(), period.toString(), partition, place.territory(), place.offering(), isrc,
                counts, null));
    }
}
