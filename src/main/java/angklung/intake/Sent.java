package angklung.intake;

import angklung.model.Weight;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** What one intake task has sent of one revision of a service's period, by tally partition: what its mark will say. */
final class Sent {
    private static final int FORMAT = 3;

    private final long[] records;
    private final long[] plays;
    private final long[] shortPlays;
    private BigInteger[] weights; // null before the first
    private long[] screened; // likewise

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

    /** @param more a weight that is sent, in units of {@link Weight} */
    void addWeight(int partition, BigInteger more) {
        if (weights == null) {
            weights = new BigInteger[records.length];
            Arrays.fill(weights, BigInteger.ZERO);
        }
        weights[partition] = weights[partition].add(more);
    }

    /** @param more screened plays that are sent */
    void addScreened(int partition, long more) {
        if (screened == null) {
            screened = new long[records.length];
        }
        screened[partition] = Math.addExact(screened[partition], more);
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

    /** Sums of all weights sent; empty if none were. */
    List<BigDecimal> weights() {
        return weights == null ? List.of() : Arrays.stream(weights).map(Weight::toDecimal).toList();
    }

    /** Plays sent as found artificial; empty if none were. */
    List<Long> screened() {
        return screened == null ? List.of() : boxed(screened);
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
        writer.numbers(records).numbers(plays).numbers(shortPlays).flag(weights != null);
        if (weights != null) {
            Arrays.stream(weights).forEach(weight -> writer.bytes(weight.toByteArray()));
        }
        writer.flag(screened != null);
        if (screened != null) {
            writer.numbers(screened);
        }
    }

    private static Sent decode(StateReader reader) {
        Sent sent = new Sent(reader.numbers(), reader.numbers(), reader.numbers());
        if (reader.flag()) {
            sent.weights = new BigInteger[sent.records.length];
            Arrays.setAll(sent.weights, i -> new BigInteger(reader.bytes()));
        }
        if (reader.flag()) {
            sent.screened = reader.numbers();
        }
        return sent;
    }

    private static List<Long> boxed(long[] values) {
        List<Long> boxed = new ArrayList<>(values.length);
        Arrays.stream(values).forEach(boxed::add);
        return boxed;
    }
}
