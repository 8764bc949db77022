package angklung.pool;

import angklung.avro.PoolStatus;
import angklung.model.Bucket;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/** How this stage's own values lie in its stores. */
final class PoolSerdes {
    private static final int FORMAT = 1;

    private PoolSerdes() {}

    static Serde<UsageTotal> usageTotal() {
        return StateSerdes.fields(FORMAT, PoolSerdes::encode, PoolSerdes::decodeUsageTotal);
    }

    static Serde<Standing> standing() {
        return StateSerdes.fields(FORMAT, PoolSerdes::encode, PoolSerdes::decodeStanding);
    }

    static Serde<TallyProgress> tallyProgress() {
        return StateSerdes.fields(
                FORMAT,
                (progress, writer) -> writer.number(progress.records()).flag(progress.marked()),
                reader -> new TallyProgress(reader.integer(), reader.flag()));
    }

    /** The buckets with a weight, each behind a flag: most offerings of small territories have few. */
    private static void encode(UsageTotal total, StateWriter writer) {
        writer.number(total.plays()).number(total.shortPlays());
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            if (total.weight(bucket) != 0) {
                writer.flag(true).number(bucket).number(total.weight(bucket));
            }
        }
        writer.flag(false);
    }

    private static UsageTotal decodeUsageTotal(StateReader reader) {
        long plays = reader.number();
        long shortPlays = reader.number();
        long[] weights = new long[Bucket.COUNT];
        while (reader.flag()) {
            weights[reader.integer()] = reader.number();
        }
        return UsageTotal.of(weights, plays, shortPlays);
    }

    private static void encode(Standing standing, StateWriter writer) {
        writer.text(standing.status().name())
                .number(standing.version())
                .number(standing.revision())
                .number(standing.amountMicros())
                .optionalText(standing.currency())
                .optionalText(standing.reason());
    }

    private static Standing decodeStanding(StateReader reader) {
        return new Standing(
                PoolStatus.valueOf(reader.text()), reader.integer(), reader.integer(), reader.number(),
                reader.optionalText(), reader.optionalText());
    }
}
