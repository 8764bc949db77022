package angklung.pool;

import angklung.avro.PoolStatus;
import angklung.model.Bucket;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serde;

/** How this stage's own values lie in its stores. */
final class PoolSerdes {
    private static final int FORMAT = 2;

    private PoolSerdes() {}

    static Serde<UsageTotal> usageTotal() {
        return StateSerdes.fields(FORMAT, PoolSerdes::encode, PoolSerdes::decodeUsageTotal);
    }

    static Serde<Standing> standing() {
        return StateSerdes.fields(FORMAT, PoolSerdes::encode, PoolSerdes::decodeStanding);
    }

    static Serde<WeightAnswer> weightAnswer() {
        return StateSerdes.fields(FORMAT, PoolSerdes::encode, PoolSerdes::decodeWeightAnswer);
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
                .number(standing.basis().revenueRevision())
                .number(standing.basis().usageRevision())
                .text(standing.basis().terms())
                .number(standing.amountMicros())
                .optionalText(standing.currency())
                .optionalText(standing.reason());
    }

    private static Standing decodeStanding(StateReader reader) {
        return new Standing(
                PoolStatus.valueOf(reader.text()),
                reader.integer(),
                new Standing.Basis(reader.integer(), reader.integer(), reader.text()),
                reader.number(),
                reader.optionalText(),
                reader.optionalText());
    }

    private static void encode(WeightAnswer answer, StateWriter writer) {
        writer.text(answer.period())
                .number(answer.revision())
                .text(answer.weighting())
                .optionalText(answer.scenario())
                .numbers(answer.tasks().stream().mapToLong(Integer::longValue).toArray())
                .number(answer.excludedPlays())
                .number(answer.excludedRecordings())
                .bytes(answer.excludedWeight().toByteArray())
                .number(answer.missingPlays());
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            BigInteger weight = answer.weights().weight(bucket);
            if (weight.signum() != 0) {
                writer.flag(true).number(bucket).bytes(weight.toByteArray());
            }
        }
        writer.flag(false);
    }

    private static WeightAnswer decodeWeightAnswer(StateReader reader) {
        String period = reader.text();
        int revision = reader.integer();
        String weighting = reader.text();
        String scenario = reader.optionalText();
        SortedSet<Integer> tasks = new TreeSet<>();
        for (long task : reader.numbers()) {
            tasks.add(Math.toIntExact(task));
        }
        long excludedPlays = reader.number();
        long excludedRecordings = reader.number();
        BigInteger excludedWeight = new BigInteger(reader.bytes());
        long missingPlays = reader.number();
        BigInteger[] weights = new BigInteger[Bucket.COUNT];
        Arrays.fill(weights, BigInteger.ZERO);
        while (reader.flag()) {
            weights[reader.integer()] = new BigInteger(reader.bytes());
        }
        return new WeightAnswer(
                period, revision, weighting, scenario, tasks, BucketWeights.of(weights), excludedPlays,
                excludedRecordings, excludedWeight, missingPlays);
    }
}
