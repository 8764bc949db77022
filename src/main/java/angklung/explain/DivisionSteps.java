package angklung.explain;

import static angklung.explain.Table.Column.text;

import angklung.explain.Sheet.Step;
import angklung.model.Weighing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps of a rate sheet behind the price: how the recordings are weighed. A rate sheet says them in English; those
 * that are known are said in every language.
 */
final class DivisionSteps {
    private DivisionSteps() {}

    /** A sentence for each step that is known; for others what the rate sheet says. */
    static Table table(Sheet sheet) {
        List<List<Value>> rows = new ArrayList<>();
        for (Step step : sheet.division()) {
            if (step.name().equals("weighing")) {
                rows.addAll(weighing(sheet.weighting()));
            } else {
                rows.add(row(step.name(), say(step)));
            }
        }
        return new Table("table.division", text("step"), text("meaning")).withRows(rows);
    }

    private static Value say(Step step) {
        Map<String, String> inputs = step.inputs();
        return switch (step.name()) {
            case "subscribers with plays" -> Value.phrase("division.subscribers-with-plays", number(step.result()));
            case "idle subscribers, held" -> idle("division.idle-held", step);
            case "idle subscribers, spread" -> idle("division.idle-spread", step);
            case "screened plays, excluded" -> Value.phrase(
                    "HOLD".equals(inputs.get("screening"))
                            ? "division.screened-confirmed"
                            : "division.screened-rebase",
                    counted("plays", inputs, "plays_excluded"));
            case "screened plays, held" -> Value.phrase(
                    "division.screened-held", counted("plays", inputs, "plays_held"));
            case "plays excluded by authorship" -> Value.phrase(
                    "division.authorship", counted("plays", Map.of("plays", step.result()), "plays"));
            case "weight below the minimum" -> minimum(inputs);
            case "total weight" -> total(step);
            default -> Value.code(step.formula() + ": " + step.result());
        };
    }

    /** A service may report fewer subscribers than have played, those at the end of the month for example. */
    private static Value idle(String key, Step step) {
        boolean some = step.number().map(number -> number.signum() > 0).orElse(true);
        return Value.phrase(some ? key : "division.idle-none",
                number(step.inputs(), "subscribers"), number(step.inputs(), "subscribers_with_plays"));
    }

    private static Value minimum(Map<String, String> inputs) {
        Value plays = counted("plays", inputs, "minimum_track_plays");
        Value periods = counted("periods", inputs, "minimum_track_window");
        Value below = counted("plays", inputs, "plays_below_minimum");
        return below.equals(new Value.Counted("plays", 0))
                ? Value.phrase("division.minimum-reached", plays, periods)
                : Value.phrase("division.minimum", plays, periods, below);
    }

    private static Value total(Step step) {
        Value idle = number(step.inputs(), "weight of idle subscribers held");
        return idle.equals(new Value.Number(BigDecimal.ZERO))
                ? Value.phrase("division.total", number(step.result()))
                : Value.phrase("division.total-idle", number(step.inputs(), "weight of recordings"), idle,
                        number(step.result()));
    }

    private static List<List<Value>> weighing(String text) {
        Weighing weighing;
        try {
            weighing = Weighing.parse(text);
        } catch (IllegalArgumentException e) { // of a later version
            return List.of(row("weighing", Value.code(text)));
        }
        List<List<Value>> rows = new ArrayList<>();
        if (weighing instanceof Weighing.Overtime overtime) {
            rows.add(row("weighing", Value.phrase("division.overtime", factors(overtime))));
        } else if (weighing instanceof Weighing.Artist artist) {
            rows.addAll(artist(artist));
            if (artist.cap() != null) {
                rows.add(row("subscriber cap",
                        Value.phrase("division.subscriber-cap", new Value.Number(artist.cap()))));
            }
        } else {
            boolean plays = weighing.equals(Weighing.PLAYS);
            rows.add(row("weighing", Value.phrase(plays ? "division.plays" : "division.subscribers")));
        }
        return rows;
    }

    /** Factors of 1 are not worth a word, nor are minima that change nothing. */
    private static List<List<Value>> artist(Weighing.Artist artist) {
        boolean boost = artist.artistBoost().compareTo(BigDecimal.ONE) != 0;
        boolean active = artist.activeBoost().compareTo(BigDecimal.ONE) != 0;
        Value ofArtist = new Value.Number(artist.artistBoost());
        Value ofActive = new Value.Number(artist.activeBoost());
        if (!boost) {
            return List.of(row("weighing",
                    active ? Value.phrase("division.active", ofActive) : Value.phrase("division.plays")));
        }
        return List.of(
                row("weighing", active
                        ? Value.phrase("division.artist", ofArtist, ofActive)
                        : Value.phrase("division.boost", ofArtist)),
                row("artist minima", Value.phrase("division.artist-minima",
                        new Value.Counted("plays", artist.minPlays()),
                        new Value.Counted("listeners", artist.minListeners()))));
    }

    private static Value factors(Weighing.Overtime overtime) {
        Value all = null;
        for (Map.Entry<Integer, BigDecimal> one : overtime.factors().entrySet()) {
            Value factor = Value.phrase("division.factor",
                    new Value.Count(one.getKey()), new Value.Number(one.getValue()));
            all = all == null ? factor : Value.phrase("list.more", all, factor);
        }
        Value step = Value.phrase("division.factor.step", new Value.Number(overtime.step()));
        return overtime.step().signum() == 0 ? all : Value.phrase("list.more", all, step);
    }

    private static List<Value> row(String step, Value meaning) {
        return List.of(new Value.Name("step", step), meaning);
    }

    private static Value counted(String noun, Map<String, String> inputs, String name) {
        try {
            return new Value.Counted(noun, Long.parseLong(inputs.getOrDefault(name, "")));
        } catch (NumberFormatException e) { // a sheet of a later version may say more than a number
            return Value.code(inputs.getOrDefault(name, "-"));
        }
    }

    private static Value number(Map<String, String> inputs, String name) {
        return number(inputs.getOrDefault(name, "-"));
    }

    private static Value number(String text) {
        try {
            BigDecimal plain = new BigDecimal(text).stripTrailingZeros();
            return new Value.Number(plain.setScale(Math.max(0, plain.scale())));
        } catch (NumberFormatException e) {
            return Value.code(text);
        }
    }
}
