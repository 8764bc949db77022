package angklung.explain;

import angklung.explain.Sheet.Step;
import java.math.BigDecimal;
import java.util.Map;

/**
 * The steps of a rate sheet behind the price: how the recordings are weighed. A rate sheet says them in English; those
 * that are known are said in every language.
 */
final class DivisionSteps {
    private DivisionSteps() {}

    /** A sentence for a step that is known; else what the rate sheet says. */
    static Value say(Step step, String weighting) {
        Map<String, String> inputs = step.inputs();
        return switch (step.name()) {
            case "weighing" -> weighing(inputs, weighting);
            case "artist minima" -> Value.phrase(
                    "division.artist-minima", number(inputs, "artist_min_plays"), number(inputs, "artist_min_listeners"));
            case "subscriber cap" -> Value.phrase("division.subscriber-cap", number(inputs, "subscriber_cap"));
            case "subscribers with plays" -> Value.phrase("division.subscribers-with-plays", number(step.result()));
            case "idle subscribers" -> Value.phrase(
                    "HOLD".equals(inputs.get("idle_subscribers")) ? "division.idle-held" : "division.idle-spread",
                    number(inputs, "subscribers"), number(inputs, "subscribers with plays"));
            case "minimum plays" -> Value.phrase(
                    "division.minimum-plays", number(inputs, "minimum_track_plays"),
                    number(inputs, "minimum_track_window"), number(inputs, "recordings below"),
                    number(inputs, "plays of these"));
            case "total weight" -> Value.phrase(
                    "division.total-weight", number(inputs, "recordings"), number(inputs, "idle subscribers held"),
                    number(step.result()));
            default -> Value.code(step.formula() + ": " + step.result());
        };
    }

    private static Value weighing(Map<String, String> inputs, String weighting) {
        return switch (weighting.split("\\(", 2)[0]) {
            case "PLAYS" -> Value.phrase("division.plays");
            case "OVERTIME" -> Value.phrase("division.overtime", Value.code(weighting));
            case "SUBSCRIBERS" -> Value.phrase("division.subscribers");
            case "ARTIST" -> Value.phrase(
                    "division.artist", number(inputs, "artist_boost"), number(inputs, "active_boost"));
            default -> Value.code(weighting);
        };
    }

    private static Value number(Map<String, String> inputs, String name) {
        return inputs.containsKey(name) ? number(inputs.get(name)) : Value.code("-");
    }

    private static Value number(String text) {
        try {
            return new Value.Number(new BigDecimal(text));
        } catch (NumberFormatException e) { // a sheet of a later version may say more than a number
            return Value.code(text);
        }
    }
}
