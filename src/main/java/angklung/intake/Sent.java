package angklung.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What one intake task has sent of one service and period, by tally partition: what its mark will say. */
final class Sent {
    private static final int COLUMNS = 3;

    private final long[] records;
    private final long[] plays;
    private final long[] shortPlays;

    Sent(int partitions) {
        this.records = new long[partitions];
        this.plays = new long[partitions];
        this.shortPlays = new long[partitions];
    }

    /** Counts one record. */
    void add(int partition, long recordPlays, long recordShortPlays) {
        records[partition] = Math.addExact(records[partition], 1);
        plays[partition] = Math.addExact(plays[partition], recordPlays);
        shortPlays[partition] = Math.addExact(shortPlays[partition], recordShortPlays);
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

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(COLUMNS * records.length * Long.BYTES);
        for (long[] column : List.of(records, plays, shortPlays)) {
            for (long value : column) {
                bytes.putLong(value);
            }
        }
        return bytes.array();
    }

    /** @throws IllegalStateException if the bytes are of another number of partitions */
    static Sent fromBytes(byte[] stored, int partitions) {
        if (stored.length != COLUMNS * partitions * Long.BYTES) {
            throw new IllegalStateException("The stored counts of sent usage have " + stored.length + " bytes, which is"
                    + " not " + COLUMNS + " times " + partitions + " tally partitions: the number of partitions is part"
                    + " of the contract and never changes");
        }
        Sent sent = new Sent(partitions);
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        for (long[] column : List.of(sent.records, sent.plays, sent.shortPlays)) {
            for (int i = 0; i < partitions; i++) {
                column[i] = bytes.getLong();
            }
        }
        return sent;
    }

    private static List<Long> boxed(long[] values) {
        List<Long> boxed = new ArrayList<>(values.length);
        Arrays.stream(values).forEach(boxed::add);
        return boxed;
    }
}
