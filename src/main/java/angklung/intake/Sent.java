package angklung.intake;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** What one intake task has sent of one service and period, by tally partition: what its mark will say. */
final class Sent {
    private static final int FORMAT = 1;

    private final long[] records;
    private final long[] plays;
    private final long[] shortPlays;

    Sent(int partitions) {
        this(new long[partitions], new long[partitions], new long[partitions]);
    }

    private Sent(long[] records, long[] plays, long[] shortPlays) {
        this.records = records;
        this.plays = plays;
        this.shortPlays = shortPlays;
    }

    void addRecord(int partition) {
        records[partition] = Math.addExact(records[partition], 1);
    }

    void addPlays(int partition, long morePlays, long moreShortPlays) {
        plays[partition] = Math.addExact(plays[partition], morePlays);
        shortPlays[partition] = Math.addExact(shortPlays[partition], moreShortPlays);
    }

    List<Long> records() {
        return boxed(records);
    }

    List<Long> plays() {
        return boxed(plays);
    }

    List<Long> shortPlays() {
        return boxed(shortPlays);
    }

    static long sum(List<Long> byPartition) {
        return byPartition.stream().reduce(0L, Math::addExact);
    }

    /** @throws IllegalStateException if these counts are of another number of partitions */
    void requirePartitions(int partitions) {
        if (records.length != partitions) {
            throw new IllegalStateException("The stored counts of sent usage are of " + records.length
                    + " tally partitions, but there are " + partitions + ": the number of partitions is part of the"
                    + " contract and never changes");
        }
    }

    static Serde<Sent> serde() {
        return StateSerdes.fields(FORMAT, Sent::encode, Sent::decode);
    }

    private void encode(StateWriter writer) {
        writer.numbers(records).numbers(plays).numbers(shortPlays);
    }

    private static Sent decode(StateReader reader) {
        return new Sent(reader.numbers(), reader.numbers(), reader.numbers());
    }

    private static List<Long> boxed(long[] values) {
        List<Long> boxed = new ArrayList<>(values.length);
        Arrays.stream(values).forEach(boxed::add);
        return boxed;
    }
}
