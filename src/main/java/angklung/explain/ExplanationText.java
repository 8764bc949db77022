package angklung.explain;

import angklung.explain.Explanation.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** An explanation for people, in one language. */
public final class ExplanationText {
    /** More rows are for a program: {@code --json} has all of them. */
    private static final int ROWS_LISTED = 50;

    /** Digits of a hash in a table; enough to ask for the line. */
    private static final int DIGITS_SHOWN = 16;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final String INDENT = "  ";

    private final Words words;

    public ExplanationText(Language language) {
        this.words = new Words(language);
    }

    /** Ended by a line break. */
    public String of(Explanation explanation) {
        List<String> lines = new ArrayList<>();
        lines.add(words.say(explanation.sentence()));
        for (Table table : explanation.tables()) {
            lines.add("");
            lines.add(words.say(table.title()));
            lines.addAll(table(table));
            table.notes().forEach(note -> lines.add(INDENT + words.say(note)));
        }
        lines.add("");
        lines.add(words.say("heading.sources"));
        lines.addAll(Columns.aligned(explanation.sources().stream().map(this::source).toList(), false, false));
        lines.add("");
        lines.add(words.say("heading.checks"));
        lines.addAll(Columns.aligned(explanation.checks().stream().map(this::check).toList(), false, false));
        lines.add("");
        lines.add(words.say(explanation.holds() ? "verdict.holds" : "verdict.fails"));
        return String.join("\n", lines) + "\n";
    }

    /** One check in words, for messages. */
    public String of(Check check) {
        return words.say(check.what());
    }

    private List<String> table(Table table) {
        if (table.rows().isEmpty()) {
            return List.of();
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(header(table));
        table.rows().stream().limit(ROWS_LISTED).forEach(row -> cells.add(row.stream().map(this::cell).toList()));
        if (!table.total().isEmpty()) {
            cells.add(table.total().stream().map(this::cell).toList());
        }
        boolean[] right = new boolean[table.columns().size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = table.columns().get(i).right();
        }
        List<String> lines = new ArrayList<>(Columns.aligned(cells, right));
        if (table.rows().size() > ROWS_LISTED) {
            Value more = new Value.Count(table.rows().size() - ROWS_LISTED);
            lines.add(INDENT + words.say(Value.phrase("note.more", more)));
        }
        return lines;
    }

    /** A column without a value has no name either, and so takes no place. */
    private List<String> header(Table table) {
        List<String> header = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            int column = i;
            boolean empty = table.rows().stream().allMatch(row -> row.get(column) == Value.NONE);
            header.add(empty ? "" : words.say("column." + table.columns().get(column).name()));
        }
        return header;
    }

    private String cell(Value value) {
        String text = words.say(value);
        return HASH.matcher(text).matches() ? text.substring(0, DIGITS_SHOWN) : text;
    }

    private List<String> source(Source source) {
        return List.of(words.say("label." + source.label()), words.say(source.value()));
    }

    private List<String> check(Check check) {
        return List.of(words.say("status." + check.status()), words.say(check.what()));
    }
}
