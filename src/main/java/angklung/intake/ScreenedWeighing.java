package angklung.intake;

import angklung.avro.ScreeningPolicy;
import angklung.model.Weighing;

/**
 * How an agreement weighs subscribers' plays.
 *
 * @param screening what happens to plays found artificial; NONE: they count as any other
 */
record ScreenedWeighing(Weighing weighing, ScreeningPolicy screening) {

    /** Agreements that this version cannot read in this respect are not priced, so their weights mean nothing. */
    ScreenedWeighing {
        if (screening == ScreeningPolicy.UNKNOWN) {
            screening = ScreeningPolicy.NONE;
        }
    }

    /** @throws IllegalArgumentException if the text is not what {@link #toString} gives */
    static ScreenedWeighing parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new ScreenedWeighing(Weighing.parse(text), ScreeningPolicy.NONE)
                : new ScreenedWeighing(
                        Weighing.parse(text.substring(0, slash)), ScreeningPolicy.valueOf(text.substring(slash + 1)));
    }

    /** As it names weights in usage: {@code SUBSCRIBERS}, {@code SUBSCRIBERS/HOLD}. */
    @Override
    public String toString() {
        return screening == ScreeningPolicy.NONE ? weighing.toString() : weighing + "/" + screening;
    }
}
