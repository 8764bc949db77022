package angklung.settlement;

import angklung.avro.Earning;
import angklung.avro.ShareMark;
import angklung.ledger.EarningHash;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.HexFormat;
import org.apache.kafka.common.serialization.Serde;

/**
 * What has arrived here from one tally task for one version of one pool.
 *
 * @param records earnings
 * @param amount their sum, in micros
 * @param hash the running hash over them
 * @param mark null until it has arrived
 */
record Received(long records, long amount, byte[] hash, Mark mark) {
    static final Received NOTHING = new Received(0, 0, EarningHash.start(), null);

    private static final int FORMAT = 1;

    /**
     * What the tally task says of the whole pool version.
     *
     * @param sources number of tally tasks
     * @param amount of the pool in this version
     * @param previousAmount of the pool in the version before
     * @param sent the sum of all earnings that the task sent, to any partition
     */
    record Mark(int sources, long amount, long previousAmount, long sent) {
        static Mark of(ShareMark mark) {
            return new Mark(
                    mark.getSourcePartitions(),
                    mark.getAmountMicros(),
                    mark.getPreviousAmountMicros(),
                    mark.getAmountsSent().stream().reduce(0L, Math::addExact));
        }

        long difference() {
            return Math.subtractExact(amount, previousAmount);
        }
    }

    Received plus(Earning earning, EarningHash hashing) {
        return new Received(
                records + 1, Math.addExact(amount, earning.getAmountMicros()), hashing.next(hash, earning), null);
    }

    Received ended(Mark end) {
        return new Received(records, amount, hash, end);
    }

    static Serde<Received> serde() {
        return StateSerdes.fields(FORMAT, Received::encode, Received::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(records).number(amount).bytes(hash).flag(mark != null);
        if (mark != null) {
            writer.number(mark.sources())
                    .number(mark.amount())
                    .number(mark.previousAmount())
                    .number(mark.sent());
        }
    }

    private static Received decode(StateReader reader) {
        Received open = new Received(reader.number(), reader.number(), reader.bytes(), null);
        return reader.flag()
                ? open.ended(new Mark(reader.integer(), reader.number(), reader.number(), reader.number()))
                : open;
    }

    @Override
    public String toString() {
        return records + " earnings of " + amount + " micros with hash " + HexFormat.of().formatHex(hash);
    }
}
