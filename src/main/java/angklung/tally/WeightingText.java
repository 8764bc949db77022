package angklung.tally;

import angklung.avro.ScreeningPolicy;
import angklung.model.Weighing;

/**
 * The name of a weighting in usage: a {@link Weighing}, and {@code /HOLD} or {@code /REBASE} if plays found artificial
 * count otherwise in it.
 */
record WeightingText(Weighing weighing, ScreeningPolicy screening) {

    /** @throws IllegalArgumentException if the text names no weighting of this version */
    static WeightingText parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new WeightingText(Weighing.parse(text), ScreeningPolicy.NONE);
        }
        ScreeningPolicy screening =
                switch (text.substring(slash + 1)) {
                    case "HOLD" -> ScreeningPolicy.HOLD;
                    case "REBASE" -> ScreeningPolicy.REBASE;
                    default -> throw new IllegalArgumentException(
                            "'" + text + "' says of plays found artificial what this version does not know");
                };
        return new WeightingText(Weighing.parse(text.substring(0, slash)), screening);
    }

    @Override
    public String toString() {
        return screening == ScreeningPolicy.NONE ? weighing.toString() : weighing + "/" + screening;
    }
}
