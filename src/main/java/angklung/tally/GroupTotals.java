package angklung.tally;

import angklung.avro.PoolPartial;
import angklung.model.Bucket;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Weights by bucket of one usage group, as they are added up. */
final class GroupTotals {
    private final String territory;
    private final String offering;
    private final long[][] weights; // by weighting, by bucket
    private long plays;
    private long shortPlays;

    GroupTotals(String territory, String offering, int weightings) {
        this(territory, offering, new long[weightings][Bucket.COUNT]);
    }

    private GroupTotals(String territory, String offering, long[][] weights) {
        this.territory = territory;
        this.offering = offering;
        this.weights = weights;
    }

    boolean has(RowKey row) {
        return row.territory().equals(territory) && row.offering().equals(offering);
    }

    void add(int bucket, TallyRow row, Weightings weightings) {
        for (int i = 0; i < weights.length; i++) {
            weights[i][bucket] =
                    Math.addExact(weights[i][bucket], weightings.all().get(i).weigh(row));
        }
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
    PoolPartial.Builder report(PoolPartial.Builder report, Weightings weightings) {
        List<angklung.avro.Weighting> all = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            all.add(weighting(weightings.all().get(i).name(), weights[i]));
        }
        return report.setTerritory(territory)
                .setOffering(offering)
                .setWeightings(all)
                .setPlays(plays)
                .setShortPlays(shortPlays);
    }

    private static angklung.avro.Weighting weighting(String name, long[] byBucket) {
        List<Integer> buckets = new ArrayList<>();
        List<Long> positive = new ArrayList<>();
        for (int bucket = 0; bucket < byBucket.length; bucket++) {
            if (byBucket[bucket] > 0) {
                buckets.add(bucket);
                positive.add(byBucket[bucket]);
            }
        }
        return new angklung.avro.Weighting(name, buckets, positive);
    }

    void encode(StateWriter writer) {
        writer.text(territory).text(offering).number(plays).number(shortPlays).number(weights.length);
        Arrays.stream(weights).forEach(writer::numbers);
    }

    static GroupTotals decode(StateReader reader) {
        String territory = reader.text();
        String offering = reader.text();
        long plays = reader.number();
        long shortPlays = reader.number();
        long[][] weights = new long[reader.integer()][];
        Arrays.setAll(weights, i -> reader.numbers());
        GroupTotals totals = new GroupTotals(territory, offering, weights);
        totals.plays = plays;
        totals.shortPlays = shortPlays;
        return totals;
    }
}
