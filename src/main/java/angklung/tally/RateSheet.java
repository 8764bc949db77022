package angklung.tally;

import angklung.avro.PoolPlan;
import angklung.model.Splits;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.math.BigInteger;
import org.apache.kafka.common.serialization.Serde;

/**
 * The rate that estimates use: that of the last rate sheet of a service, territory, offering and right.
 *
 * @param id of the rate sheet
 * @param rate per play, in 10⁻¹² currency units
 */
record RateSheet(String id, String period, int version, String currency, BigInteger rate) {
    private static final int FORMAT = 1;

    /** What a rate times a share is divided by to get micros: 10¹² for the rate, the whole for the share. */
    private static final BigInteger PER_MICRO = BigInteger.TEN.pow(12 - 6).multiply(BigInteger.valueOf(Splits.WHOLE));

    static RateSheet of(PoolPlan plan) {
        return new RateSheet(
                plan.getRateSheetId(),
                plan.getPeriod(),
                plan.getVersion(),
                plan.getCurrency(),
                plan.getRatePerPlay().unscaledValue());
    }

    /** Whether this one is of a later period, or a later version for the same one. */
    boolean isAfter(RateSheet other) {
        int byPeriod = period.compareTo(other.period); // YYYY-MM
        return byPeriod > 0 || byPeriod == 0 && version > other.version;
    }

    /** Plays × rate × share in micros, rounded down. */
    long estimate(long plays, long shareMicropercent) {
        return BigInteger.valueOf(plays)
                .multiply(rate)
                .multiply(BigInteger.valueOf(shareMicropercent))
                .divide(PER_MICRO)
                .longValueExact();
    }

    static Serde<RateSheet> serde() {
        return StateSerdes.fields(FORMAT, RateSheet::encode, RateSheet::decode);
    }

    private void encode(StateWriter writer) {
        writer.text(id).text(period).number(version).text(currency).bytes(rate.toByteArray());
    }

    private static RateSheet decode(StateReader reader) {
        return new RateSheet(
                reader.text(), reader.text(), reader.integer(), reader.text(), new BigInteger(reader.bytes()));
    }
}
