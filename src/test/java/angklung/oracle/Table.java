package angklung.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Rows of the oracle's input: plain comma-separated files without quotes, read without the code under test. */
public final class Table {
    private Table() {}

    /** The rows of every file in the directory whose name starts with {@code start}, by file name; cells by column. */
    public static List<Map<String, String>> read(Path directory, String start) {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(f -> f.getFileName().toString().startsWith(start)
                            && f.getFileName().toString().matches(".*\\.csv(\\.gz)?"))
                    .sorted()
                    .forEach(f -> rows.addAll(readFile(f)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static List<Map<String, String>> readFile(Path file) {
        try {
            List<String> lines = lines(file);
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

    private static List<String> lines(Path file) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            return Files.readAllLines(file);
        }
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(packed.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** The cell, or nothing if it is empty or the file has no such column. */
    static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    static String cell(Map<String, String> row, String column, String otherwise) {
        String text = cell(row, column);
        return text.isEmpty() ? otherwise : text;
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
