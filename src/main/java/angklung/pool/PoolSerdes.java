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
    private static final int FORMAT = 3;

    private PoolSerdes() {}

    static Serde<RevisionUsage> revisionUsage() {
        return StateSerdes.fields(FORMAT, PoolSerdes::encode, PoolSerdes::decodeRevisionUsage);
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

    static Serde<Totalled> totalled() {
        return StateSerdes.fields(
                FORMAT,
                (totalled, writer) -> writer.number(totalled.revision()).number(totalled.policiesKnown()),
                reader -> new Totalled(reader.integer(), reader.integer()));
    }

    private static void encode(RevisionUsage reported, StateWriter writer) {
        encode(reported.added(), writer);
        writer.flag(reported.screeningChanged()).number(reported.rightsChanged().size());
        reported.rightsChanged().forEach(writer::text);
    }

    private static RevisionUsage decodeRevisionUsage(StateReader reader) {
        UsageTotal added = decodeUsageTotal(reader);
        boolean screeningChanged = reader.flag();
        SortedSet<String> rights = new TreeSet<>();
        for (int left = reader.integer(); left > 0; left--) {
            rights.add(reader.text());
        }
        return new RevisionUsage(added, rights, screeningChanged);
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
                .number(standing.basis().revision())
                .text(standing.basis().terms())
                .text(standing.basis().policies())
                .number(standing.basis().policiesKnown())
                .number(standing.amountMicros())
                .optionalText(standing.currency())
                .optionalText(standing.reason());
    }

    private static Standing decodeStanding(StateReader reader) {
        return new Standing(
                PoolStatus.valueOf(reader.text()),
                reader.integer(),
                new Standing.Basis(
                        reader.integer(), reader.integer(), reader.text(), reader.text(), reader.integer()),
                reader.number(),
                reader.optionalText(),
                reader.optionalText());
    }

    private static void encode(WeightAnswer answer, StateWriter writer) {
        writer.text(answer.period())
                .number(answer.revision())
                .text(answer.weighting())
                .optionalText(answer.scenario())
                .numbers(answer.tasks().stream().mapToLong(Integer::longValue).toArray());
        encode(answer.leftOut(), writer);
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
        LeftOut leftOut = decodeLeftOut(reader);
        BigInteger[] weights = new BigInteger[Bucket.COUNT];
        Arrays.fill(weights, BigInteger.ZERO);
        while (reader.flag()) {
            weights[reader.integer()] = new BigInteger(reader.bytes());
        }
        return new WeightAnswer(
                period, revision, weighting, scenario, tasks, BucketWeights.of(weights), leftOut);
    }

    private static void encode(LeftOut leftOut, StateWriter writer) {
        writer.number(leftOut.belowMinimumPlays())
                .number(leftOut.belowMinimumRecordings())
                .bytes(leftOut.belowMinimumWeight().toByteArray())
                .number(leftOut.missingPlays())
                .number(leftOut.screenedPlays())
                .number(leftOut.heldPlays())
                .number(leftOut.authorshipPlays())
                .bytes(leftOut.authorshipWeight().toByteArray());
    }

    private static LeftOut decodeLeftOut(StateReader reader) {
        return new LeftOut(
                reader.number(),
                reader.number(),
                new BigInteger(reader.bytes()),
                reader.number(),
                reader.number(),
                reader.number(),
                reader.number(),
                new BigInteger(reader.bytes()));
    }
}
