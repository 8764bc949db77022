package angklung.cli;

import angklung.explain.Columns;
import java.util.ArrayList;
import java.util.List;

/** Rows of text under the names of their columns. */
final class TextRows {
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /** @param columns names; one that begins with {@code >} is aligned to the right, as numbers are */
    TextRows(String... columns) {
        right = new boolean[columns.length];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            right[i] = columns[i].startsWith(">");
            names.add(right[i] ? columns[i].substring(1) : columns[i]);
        }
        rows.add(names);
    }

    TextRows add(String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(cells.length + " cells in " + right.length + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The names first. */
    String text() {
        return String.join(System.lineSeparator(), Columns.aligned(rows, right));
    }
}
