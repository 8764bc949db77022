package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

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
        return StateSerdes.fields(FORMAT, Counters::encode, Counters::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(records).number(plays).number(shortPlays).flag(marked);
    }

    private static Counters decode(StateReader reader) {
        return new Counters(reader.number(), reader.number(), reader.number(), reader.flag());
    }
}
