package angklung.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows of cells in columns, indented by two: names to the left, numbers to the right. */
final class TextTable {
    private final Set<Integer> names;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param names columns that are not numbers, from 0 */
    TextTable(List<String> header, Set<Integer> names) {
        this.names = names;
        rows.add(header);
    }

    /** @param row as many cells as the header has */
    void add(List<String> row) {
        rows.add(row);
    }

    List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> aligned(row, widths)).toList();
    }

    private String aligned(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(names.contains(i) ? row.get(i) + padding : padding + row.get(i)).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
