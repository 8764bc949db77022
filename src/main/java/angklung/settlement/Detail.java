package angklung.settlement;

import angklung.avro.Earning;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * What one version of a pool gives one beneficiary for one recording, as kept until it is settled.
 *
 * @param plays royalty-bearing plays
 * @param amount in micros, the difference to the version before
 * @param rightsVersion of the recording rights applied; null if none were
 */
record Detail(long plays, long amount, String rightsVersion) {
    private static final int FORMAT = 1;

    static Detail of(Earning earning) {
        return new Detail(earning.getPlays(), earning.getAmountMicros(), earning.getRightsVersion());
    }

    static Serde<Detail> serde() {
        return StateSerdes.fields(FORMAT, Detail::encode, Detail::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(plays).number(amount).optionalText(rightsVersion);
    }

    private static Detail decode(StateReader reader) {
        return new Detail(reader.number(), reader.number(), reader.optionalText());
    }
}
