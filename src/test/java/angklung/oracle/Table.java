package angklung.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rows of the oracle's input: plain comma-separated files without quotes, read without the code under test. */
public final class Table {
    private Table() {}

    /** The rows of every file in the directory whose name starts with {@code start}, by file name; cells by column. */
    public static List<Map<String, String>> read(Path directory, String start) {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(f -> f.getFileName().toString().startsWith(start)
                            && f.getFileName().toString().endsWith(".csv"))
                    .sorted()
                    .forEach(f -> rows.addAll(readFile(f)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static List<Map<String, String>> readFile(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            String[] columns = lines.get(0).split(",", -1);
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (line.contains("\"")) {
                    throw new IllegalArgumentException(file + " has quotes, which the oracle does not read");
                }
                String[] cells = line.split(",", -1);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < columns.length; i++) {
                    row.put(columns[i], cells[i]);
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes rows as a file with the columns of the first row. */
    public static void write(Path file, List<Map<String, String>> rows, List<String> columns) {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
        for (Map<String, String> row : rows) {
            text.append(String.join(",", columns.stream().map(c -> row.getOrDefault(c, "")).toList()))
                    .append('\n');
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
