package angklung.tally;

import angklung.avro.PoolPartial;
import angklung.avro.Weighting;
import angklung.model.Bucket;
import angklung.model.Weighing;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** Plays by bucket of one usage group, as they are added up. */
final class GroupTotals {
    private final String territory;
    private final String offering;
    private final long[] byBucket; // royalty-bearing plays
    private long plays;
    private long shortPlays;

    GroupTotals(String territory, String offering) {
        this(territory, offering, new long[Bucket.COUNT]);
    }

    private GroupTotals(String territory, String offering, long[] byBucket) {
        this.territory = territory;
        this.offering = offering;
        this.byBucket = byBucket;
    }

    boolean has(RowKey row) {
        return row.territory().equals(territory) && row.offering().equals(offering);
    }

    void add(int bucket, TallyRow row) {
        byBucket[bucket] = Math.addExact(byBucket[bucket], row.plays());
        plays = Math.addExact(plays, row.plays());
        shortPlays = Math.addExact(shortPlays, row.shortPlays());
    }

    String territory() {
        return territory;
    }

    String offering() {
        return offering;
    }

    /** Puts the totals into a report. */
    PoolPartial.Builder report(PoolPartial.Builder report) {
        List<Integer> buckets = new ArrayList<>();
        List<Long> weights = new ArrayList<>();
        for (int bucket = 0; bucket < byBucket.length; bucket++) {
            if (byBucket[bucket] > 0) {
                buckets.add(bucket);
                weights.add(byBucket[bucket]);
            }
        }
        return report.setTerritory(territory)
                .setOffering(offering)
                .setWeightings(List.of(new Weighting(Weighing.PLAYS.toString(), buckets, weights)))
                .setPlays(plays)
                .setShortPlays(shortPlays);
    }

    void encode(StateWriter writer) {
        writer.text(territory).text(offering).number(plays).number(shortPlays).numbers(byBucket);
    }

    static GroupTotals decode(StateReader reader) {
        String territory = reader.text();
        String offering = reader.text();
        long plays = reader.number();
        long shortPlays = reader.number();
        GroupTotals totals = new GroupTotals(territory, offering, reader.numbers());
        totals.plays = plays;
        totals.shortPlays = shortPlays;
        return totals;
    }
}
