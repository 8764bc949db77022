package angklung.tally;

import angklung.avro.Earning;
import angklung.avro.ShareMark;
import angklung.ledger.EarningHash;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Control totals of the earnings that were sent, by target partition. */
final class Sent {
    private final long[] records;
    private final long[] amounts;
    private final byte[][] hashes;

    Sent(int targets) {
        this.records = new long[targets];
        this.amounts = new long[targets];
        this.hashes = new byte[targets][];
        Arrays.setAll(hashes, i -> EarningHash.start());
    }

    private Sent(long[] records, long[] amounts, byte[][] hashes) {
        this.records = records;
        this.amounts = amounts;
        this.hashes = hashes;
    }

    int targets() {
        return records.length;
    }

    void add(int target, Earning earning, EarningHash hash) {
        records[target]++;
        amounts[target] = Math.addExact(amounts[target], earning.getAmountMicros());
        hashes[target] = hash.next(hashes[target], earning);
    }

    /** Earnings sent to all targets. */
    long records() {
        return Arrays.stream(records).sum();
    }

    /** Sum of the amounts sent to all targets, in micros. */
    long amount() {
        return Arrays.stream(amounts).reduce(0, Math::addExact);
    }

    /** Puts the totals into a mark. */
    ShareMark.Builder report(ShareMark.Builder mark) {
        return mark.setRecordsSent(LongStream.of(records).boxed().toList())
                .setAmountsSent(LongStream.of(amounts).boxed().toList())
                .setHashes(Arrays.stream(hashes).map(ByteBuffer::wrap).toList());
    }

    void encode(StateWriter writer) {
        writer.numbers(records).numbers(amounts);
        Arrays.stream(hashes).forEach(writer::bytes);
    }

    static Sent decode(StateReader reader) {
        long[] records = reader.numbers();
        long[] amounts = reader.numbers();
        byte[][] hashes = new byte[records.length][];
        Arrays.setAll(hashes, i -> reader.bytes());
        return new Sent(records, amounts, hashes);
    }
}
