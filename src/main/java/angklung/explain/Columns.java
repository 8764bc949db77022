package angklung.explain;

import java.util.ArrayList;
import java.util.List;

/** Aligns cells for a terminal, on which Hangul and other East Asian characters are two columns wide. */
public final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /** @param right by column: whether it is aligned to the right */
    public static List<String> aligned(List<List<String>> rows, boolean... right) {
        int[] widths = new int[right.length];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > 0) { // a column of nothing takes no place
                    String padding = " ".repeat(widths[i] - width(row.get(i)));
                    line.append(GAP).append(right[i] ? padding + row.get(i) : row.get(i) + padding);
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Columns that the text takes. */
    static int width(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    /** Unicode's East Asian Width W and F, as far as this project's texts go. */
    private static boolean isWide(int c) {
        return c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xA960 && c <= 0xA97F
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0xFFE0 && c <= 0xFFE6
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
    }
}
