package angklung.explain;

import static angklung.explain.Table.Column.number;
import static angklung.explain.Table.Column.text;

import angklung.explain.Sheet.Step;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a pool was priced, step by step, and each step computed again. */
final class PriceTable {
    private PriceTable() {}

    static Table of(Sheet sheet, Story story) {
        Table table = new Table("table.price", text("step"), text("calculation"), number("result"), text("decides"));
        for (Step step : sheet.pricing()) {
            if (step.name().equals(Sheet.POOL_AMOUNT)) {
                continue; // the last line of the table
            }
            table = table.withRow(
                    new Value.Name("step", step.name()),
                    step.agreed()
                            ? new Value.Calculation(step.formula(), step.inputs())
                            : Value.phrase("step.not-agreed"),
                    step.number().map(number -> (Value) new Value.Number(number)).orElse(Value.code(step.result())),
                    step.applies() ? Value.phrase("step.decides") : Value.NONE);
        }
        Value last = sheet.pricing().stream()
                .filter(step -> step.name().equals(Sheet.POOL_AMOUNT))
                .<Value>map(step -> new Value.Calculation(step.formula(), step.inputs()))
                .findFirst().orElse(Value.NONE);
        table = table.withTotal(Value.phrase("item.pool"), last, story.money(sheet.amountMicros()), Value.NONE);
        table = table.withNote(Value.phrase("note.pool", new Value.Counted("plays", sheet.plays()),
                new Value.Name("model", sheet.model())));
        for (Map.Entry<String, Long> one : sheet.excluded().entrySet()) {
            table = table.withNote(Value.phrase("note.excluded", new Value.Counted("plays", one.getValue()),
                    new Value.Name("excluded", one.getKey())));
        }
        return table;
    }

    static void check(Sheet sheet, Story story) {
        checkSteps(sheet, story);
        checkAmount(sheet, story);
    }

    /** Every number of the sheet that its own formula gives again. */
    private static void checkSteps(Sheet sheet, Story story) {
        boolean broken = false;
        int recomputed = 0;
        for (Step step : sheet.steps()) {
            Optional<BigDecimal> again = step.recomputed();
            recomputed += again.isPresent() ? 1 : 0;
            if (again.isPresent() && again.get().compareTo(step.number().orElseThrow()) != 0) {
                broken = true;
                story.check(false, "step", new Value.Name("step", step.name()),
                        new Value.Number(step.number().orElseThrow()), new Value.Number(again.get()));
            }
        }
        if (!broken && recomputed > 0) {
            story.check(true, "step", Value.NONE, Value.NONE, Value.NONE);
        }
    }

    /** The step that decides, rounded down to micros, is the amount. */
    private static void checkAmount(Sheet sheet, Story story) {
        List<Step> steps = sheet.pricing().stream()
                .filter(step -> step.applies() && step.number().isPresent())
                .toList();
        if (steps.isEmpty()) {
            return;
        }
        Step last = steps.get(steps.size() - 1);
        long micros = new BigDecimal(last.result()).movePointRight(Micros.SCALE)
                .setScale(0, RoundingMode.FLOOR).longValueExact();
        story.check(micros == sheet.amountMicros(), "pool", story.money(sheet.amountMicros()), story.money(micros));
    }
}
