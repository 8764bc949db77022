package angklung.intake;

import angklung.avro.RecordingUsage;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.model.Period;
import angklung.topic.Partitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sends combined counts and keeps account of them by target partition. The counts of many recordings share a record:
 * to send, log and account for a record costs more than to count what is in it.
 */
final class UsageSender implements UsageCounts.Receiver {
    /** A count takes 25 bytes at most: far below what a broker accepts, far above what a record costs. */
    static final int COUNTS_ENOUGH = 1_000;

    private final Map<String, Feed> feeds;
    private final int partition;
    private final Outlet outlet;
    private final List<List<RecordingUsage>> byTarget = new ArrayList<>();
    private final int[] countsByTarget;
    private Place place;
    private UsageRevision usage;
    private Sent sent;

    /** @param feeds by service */
    UsageSender(Map<String, Feed> feeds, int partition, int tallyPartitions, Outlet outlet) {
        this.feeds = feeds;
        this.partition = partition;
        this.outlet = outlet;
        this.countsByTarget = new int[tallyPartitions];
        for (int target = 0; target < tallyPartitions; target++) {
            byTarget.add(new ArrayList<>());
        }
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
        int target = Partitioning.ofIsrc(isrc, byTarget.size());
        // Only a service that sends nonsense has one recording with so many lengths.
        for (int from = 0; from < counts.size(); from += COUNTS_ENOUGH) {
            add(target, isrc, counts.subList(from, Math.min(counts.size(), from + COUNTS_ENOUGH)));
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
        byTarget.get(target).add(new RecordingUsage(isrc, counts, List.of()));
        countsByTarget[target] += counts.size();
        if (countsByTarget[target] >= COUNTS_ENOUGH) {
            send(target);
        }
    }

    /** Sends what is waiting for more of its kind. */
    void flush() {
        for (int target = 0; target < byTarget.size(); target++) {
            if (!byTarget.get(target).isEmpty()) {
                send(target);
            }
        }
        place = null;
    }

    private void send(int target) {
        sent.addRecord(target);
        outlet.usage(key(place.dsp(), usage.period()), new Usage(
                UsageKind.COUNT, place.dsp(), usage.period().toString(), usage.number(), partition, place.territory(),
                place.offering(), null, byTarget.get(target), null));
        byTarget.set(target, new ArrayList<>());
        countsByTarget[target] = 0;
    }
}
