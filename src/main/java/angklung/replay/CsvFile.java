package angklung.replay;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes one file of comma-separated values: UTF-8, LF, a header row, empty for none. */
final class CsvFile implements AutoCloseable {
    private final CsvWriter writer;
    private final int width;
    private long rows;

    CsvFile(Path path, List<String> header) {
        try {
            this.writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + path, e);
        }
        this.width = header.size();
        writer.writeRecord(header);
    }

    void row(List<String> fields) {
        if (fields.size() != width) {
            throw new IllegalArgumentException(fields.size() + " fields in a file of " + width + " columns");
        }
        writer.writeRecord(fields);
        rows++;
    }

    /** Rows written, the header not counted. */
    long rows() {
        return rows;
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot finish a file of the output", e);
        }
    }
}
