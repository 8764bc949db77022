package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.math.BigInteger;
import org.apache.kafka.common.serialization.Serde;

/**
 * Usage received for one service, period and revision, of one intake partition or of all.
 *
 * @param records COUNT, WEIGHT, SCREENED and CONFIRMED records
 * @param plays royalty-bearing plays
 * @param shortPlays plays too short to be royalty-bearing
 * @param screened plays found artificial, which are among those counted
 * @param weight sum of all weights, in units of {@link angklung.model.Weight}
 * @param marked whether the mark is in, so that nothing may follow
 * @param expired whether some task could screen and weigh nobody, so that what others say of it means nothing
 */
record Counters(
        long records,
        long plays,
        long shortPlays,
        long screened,
        BigInteger weight,
        boolean marked,
        boolean expired) {
    static final Counters NONE = new Counters(0, 0, 0, 0, BigInteger.ZERO, false, false);

    private static final int FORMAT = 4;

    Counters plus(Counters other) {
        return new Counters(
                Math.addExact(records, other.records),
                Math.addExact(plays, other.plays),
                Math.addExact(shortPlays, other.shortPlays),
                Math.addExact(screened, other.screened),
                weight.add(other.weight),
                marked,
                expired || other.expired);
    }

    /** @param subscribersExpired what the mark says of them */
    Counters withMark(boolean subscribersExpired) {
        return new Counters(records, plays, shortPlays, screened, weight, true, subscribersExpired);
    }

    /** Usage of one record, which is no mark. */
    static Counters ofRecord(long plays, long shortPlays, long screened, BigInteger weight) {
        return new Counters(1, plays, shortPlays, screened, weight, false, false);
    }

    boolean counts(long recordCount, long playCount, long shortPlayCount) {
        return records == recordCount && plays == playCount && shortPlays == shortPlayCount;
    }

    static Serde<Counters> serde() {
        return StateSerdes.fields(FORMAT, Counters::encode, Counters::decode);
    }

    void encode(StateWriter writer) {
        writer.number(records)
                .number(plays)
                .number(shortPlays)
                .number(screened)
                .flag(marked)
                .flag(expired)
                .flag(weight.signum() != 0);
        if (weight.signum() != 0) {
            writer.bytes(weight.toByteArray());
        }
    }

    static Counters decode(StateReader reader) {
        long records = reader.number();
        long plays = reader.number();
        long shortPlays = reader.number();
        long screened = reader.number();
        boolean marked = reader.flag();
        boolean expired = reader.flag();
        BigInteger weight = reader.flag() ? new BigInteger(reader.bytes()) : BigInteger.ZERO;
        return new Counters(records, plays, shortPlays, screened, weight, marked, expired);
    }
}
