package angklung.intake;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * Of one artist over all offerings of a service in a territory and period.
 *
 * @param plays royalty-bearing ones
 * @param listeners subscribers with such a play
 */
record ArtistTotals(long plays, long listeners) {
    static final ArtistTotals NONE = new ArtistTotals(0, 0);

    private static final int FORMAT = 1;

    ArtistTotals plus(long morePlays, long moreListeners) {
        return new ArtistTotals(Math.addExact(plays, morePlays), Math.addExact(listeners, moreListeners));
    }

    static Serde<ArtistTotals> serde() {
        return StateSerdes.fields(FORMAT, ArtistTotals::encode, ArtistTotals::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(plays).number(listeners);
    }

    private static ArtistTotals decode(StateReader reader) {
        return new ArtistTotals(reader.number(), reader.number());
    }
}
