package angklung.intake;

import angklung.avro.RecordingUsage;
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
    private final Outlet outlet;
    private final int tallyPartitions;
    private final UsageBatches batches;
    private Place place;
    private UsageRevision usage;
    private Sent sent;

    /** @param feeds by service */
    UsageSender(Map<String, Feed> feeds, int partition, int tallyPartitions, Outlet outlet) {
        this.feeds = feeds;
        this.partition = partition;
        this.outlet = outlet;
        this.tallyPartitions = tallyPartitions;
        this.batches = new UsageBatches(tallyPartitions, this::send);
    }

    static String key(String dsp, Period period) {
        return dsp + "/" + period;
    }

    /** All recordings of a record belong to the same partition. */
    static String anyIsrc(Usage count) {
        return count.getRecordings().get(0).getIsrc();
    }

    @Override
    public void accept(Place countedPlace, UsageRevision countedUsage, String isrc, List<UsageCount> counts) {
        if (place != countedPlace || !countedUsage.equals(usage)) {
            flush();
            place = countedPlace;
            usage = countedUsage;
            sent = feeds.get(place.dsp()).send(usage);
        }
        int target = Partitioning.ofIsrc(isrc, tallyPartitions);
        // Only a service that sends nonsense has one recording with so many lengths.
        for (int from = 0; from < counts.size(); from += UsageBatches.ENOUGH) {
            add(target, isrc, counts.subList(from, Math.min(counts.size(), from + UsageBatches.ENOUGH)));
        }
    }

    private void add(int target, String isrc, List<UsageCount> counts) {
        long plays = 0;
        long shortPlays = 0;
        for (UsageCount count : counts) {
            plays = Math.addExact(plays, count.getPlays());
            shortPlays = Math.addExact(shortPlays, count.getShortPlays());
        }
        sent.addPlays(target, plays, shortPlays);
        batches.add(target, new RecordingUsage(isrc, counts, List.of()));
    }

    /** Sends what is waiting for more of its kind. */
    void flush() {
        batches.flush();
        place = null;
    }

    private void send(int target, List<RecordingUsage> recordings) {
        sent.addRecord(target);
        outlet.usage(key(place.dsp(), usage.period()), new Usage(
                UsageKind.COUNT, place.dsp(), usage.period().toString(), usage.number(), partition, place.territory(),
                place.offering(), null, recordings, null));
    }
}
