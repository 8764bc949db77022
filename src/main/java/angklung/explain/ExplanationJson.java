package angklung.explain;

import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** An explanation for programs: values as they are, decimals as text, and the sentences of one language beside. */
public final class ExplanationJson {
    private final Words words;
    private final Language language;

    public ExplanationJson(Language language) {
        this.language = language;
        this.words = new Words(language);
    }

    /** Maps, lists, texts and numbers. */
    public Map<String, Object> of(Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("language", language.tag());
        json.put("sentence", words.say(explanation.sentence()));
        json.put("holds", explanation.holds());
        Map<String, Object> line = new LinkedHashMap<>();
        for (Schema.Field field : explanation.line().getSchema().getFields()) {
            line.put(field.name(), field(explanation.line().get(field.pos())));
        }
        json.put("line", line);
        Map<String, Object> tables = new LinkedHashMap<>();
        explanation.tables().forEach(table -> tables.put(table.title().substring("table.".length()), table(table)));
        json.put("tables", tables);
        Map<String, Object> sources = new LinkedHashMap<>();
        explanation.sources().forEach(source -> sources.put(source.label(), value(source.value())));
        json.put("sources", sources);
        json.put("checks", explanation.checks().stream().map(this::check).toList());
        return json;
    }

    private Map<String, Object> table(Table table) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", words.say(table.title()));
        List<Object> rows = new ArrayList<>();
        table.rows().forEach(row -> rows.add(row(table, row)));
        json.put("rows", rows);
        if (!table.total().isEmpty()) {
            json.put("total", row(table, table.total()));
        }
        json.put("notes", table.notes().stream().map(words::say).toList());
        return json;
    }

    private Map<String, Object> row(Table table, List<Value> cells) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(table.columns().get(i).name(), value(cells.get(i)));
        }
        return row;
    }

    private Map<String, Object> check(Check check) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", check.what().key());
        json.put("status", check.status().name());
        json.put("text", words.say(check.what()));
        return json;
    }

    /** Money, numbers and dates as they are; what is language is in the language. */
    private Object value(Value value) {
        if (value instanceof Value.Money money) {
            return Map.of("amount", Micros.toPlain(money.micros()), "currency", money.currency());
        }
        if (value instanceof Value.Count count) {
            return count.number();
        }
        if (value instanceof Value.Number number) {
            return number.number().toPlainString();
        }
        if (value instanceof Value.Rate rate) {
            return rate.number().toPlainString();
        }
        if (value instanceof Value.Percent percent) {
            return percent.fraction().stripTrailingZeros().toPlainString();
        }
        if (value instanceof Value.Day day) {
            return day.date().toString();
        }
        if (value instanceof Value.Month month) {
            return month.period().toString();
        }
        if (value instanceof Value.Code code) {
            return code.text();
        }
        if (value instanceof Value.Quote quote) {
            return quote.text();
        }
        return value == Value.NONE ? null : words.say(value);
    }

    private static Object field(Object value) {
        if (value == null || value instanceof Long || value instanceof Integer) {
            return value;
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
