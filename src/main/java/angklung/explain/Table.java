package angklung.explain;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under names.
 *
 * @param title message
 * @param rows all of them; a page lists the first ones
 * @param total as wide as a row; empty if nothing is summed
 * @param notes what to know when reading it
 */
public record Table(
        String title, List<Column> columns, List<List<Value>> rows, List<Value> total, List<Value.Phrase> notes) {

    /** @param right whether it is aligned to the right, as numbers are */
    public record Column(String name, boolean right) {
        static Column text(String name) {
            return new Column(name, false);
        }

        static Column number(String name) {
            return new Column(name, true);
        }
    }

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        total = List.copyOf(total);
        notes = List.copyOf(notes);
        for (List<Value> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        title + ": " + row.size() + " cells in " + columns.size() + " columns");
            }
        }
        if (!total.isEmpty() && total.size() != columns.size()) {
            throw new IllegalArgumentException(title + ": a total of " + total.size() + " cells");
        }
    }

    Table(String title, Column... columns) {
        this(title, List.of(columns), List.of(), List.of(), List.of());
    }

    Table withRow(Value... cells) {
        List<List<Value>> more = new ArrayList<>(rows);
        more.add(List.of(cells));
        return new Table(title, columns, more, total, notes);
    }

    Table withRows(List<List<Value>> all) {
        return new Table(title, columns, all, total, notes);
    }

    Table withTotal(Value... cells) {
        return new Table(title, columns, rows, List.of(cells), notes);
    }

    Table withNote(Value.Phrase note) {
        List<Value.Phrase> more = new ArrayList<>(notes);
        more.add(note);
        return new Table(title, columns, rows, total, more);
    }
}
