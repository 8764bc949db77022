package angklung.tally;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Usage received for one service and period, of one intake partition or of all.
 *
 * @param records COUNT records
 * @param plays royalty-bearing plays
 * @param shortPlays plays too short to be royalty-bearing
 * @param marked whether the mark is in, so that nothing may follow
 */
record Counters(long records, long plays, long shortPlays, boolean marked) {
    static final Counters NONE = new Counters(0, 0, 0, false);

    private static final int FORMAT = 1;

    Counters plus(Counters other) {
        return new Counters(
                Math.addExact(records, other.records),
                Math.addExact(plays, other.plays),
                Math.addExact(shortPlays, other.shortPlays),
                marked);
    }

    Counters withMark() {
        return new Counters(records, plays, shortPlays, true);
    }

    boolean counts(long recordCount, long playCount, long shortPlayCount) {
        return records == recordCount && plays == playCount && shortPlays == shortPlayCount;
    }

    static Serde<Counters> serde() {
        return Serdes.serdeFrom(
                (topic, counters) -> counters == null ? null : counters.encode(),
                (topic, bytes) -> bytes == null ? null : decode(new StateReader(bytes, FORMAT)));
    }

    private byte[] encode() {
        return new StateWriter(FORMAT)
                .number(records)
                .number(plays)
                .number(shortPlays)
                .flag(marked)
                .toBytes();
    }

    private static Counters decode(StateReader reader) {
        return new Counters(reader.number(), reader.number(), reader.number(), reader.flag());
    }
}
