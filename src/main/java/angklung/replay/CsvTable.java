package angklung.replay;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Reads one file of comma-separated values (RFC 4180) row by row, columns by name. Whatever keeps the file from
 * being read whole is an error with its line: a wrong header, a row with too few or too many fields, bytes that
 * are not UTF-8, an open quote at the end, a truncated archive. Empty lines are skipped.
 */
final class CsvTable {
    /** A longer field is no field of ours: most likely a quote that nobody closed. */
    private static final int FIELD_LENGTH_MAX = 1024 * 1024;

    /** How the reader names the row at which it failed. */
    private static final Pattern STARTED = Pattern.compile("started in line ([0-9]+)");

    private final InputFile file;
    private final Columns columns;
    private final InputErrors errors;
    private final boolean keepRaw;

    /** @param keepRaw whether {@link Row#raw} is to be had */
    CsvTable(InputFile file, Columns columns, InputErrors errors, boolean keepRaw) {
        this.file = file;
        this.columns = columns;
        this.errors = errors;
        this.keepRaw = keepRaw;
    }

    CsvTable(InputFile file, Columns columns, InputErrors errors) {
        this(file, columns, errors, false);
    }

    /** One row. Valid only while it is handed out. */
    final class Row {
        private final Map<String, Integer> positions;
        private final StrictText text;
        private CsvRecord fields;

        private Row(Map<String, Integer> positions, StrictText text) {
            this.positions = positions;
            this.text = text;
        }

        /** Name of the file. */
        String file() {
            return file.name();
        }

        /** Line that the row starts on, from 1. */
        long line() {
            return fields.getStartingLineNumber();
        }

        /** The text of a column, empty if the file does not have it. */
        String get(String column) {
            Integer position = positions.get(column);
            return position == null ? "" : fields.getField(position);
        }

        /** The row as it stands in the file, without the line break that ends it. */
        String raw() {
            return text.rawRow();
        }
    }

    /** Hands every well-formed row to {@code action}, in order; the others become errors. */
    void forEach(Consumer<Row> action) {
        try (StrictText text = new StrictText(file.open(), keepRaw);
                CsvReader<CsvRecord> csv = reader(text);
                CloseableIterator<CsvRecord> records = csv.iterator()) {
            if (!records.hasNext()) {
                errors.add(file.name(), 1, "the file is empty; expected a header of " + columns.required());
                return;
            }
            Map<String, Integer> positions = header(records.next());
            if (positions != null) {
                rows(records, new Row(positions, text), positions.size(), action);
            }
        } catch (IOException | CsvParseException | UncheckedIOException e) {
            unreadable(e);
        }
    }

    private static CsvReader<CsvRecord> reader(StrictText text) {
        return CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // checked here, to report every such row
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(false)
                .maxBufferSize(FIELD_LENGTH_MAX)
                .ofCsvRecord(text);
    }

    private void rows(CloseableIterator<CsvRecord> records, Row row, int width, Consumer<Row> action) {
        while (records.hasNext()) {
            row.fields = records.next();
            row.text.forgetBefore(row.line());
            if (row.fields.getFieldCount() == width) {
                action.accept(row);
            } else {
                errors.add(file.name(), row.line(),
                        row.fields.getFieldCount() + " fields, but the header has " + width);
            }
        }
    }

    /** Position of each column; null, with the errors reported, if the header will not do. */
    private Map<String, Integer> header(CsvRecord record) {
        long line = record.getStartingLineNumber();
        boolean good = true;
        Map<String, Integer> positions = new HashMap<>();
        List<String> names = record.getFields();
        for (String name : names) {
            if (!columns.knows(name)) {
                errors.add(file.name(), line, "unknown column '" + name + "'; known are " + columns.required()
                        + (columns.optional().isEmpty() ? "" : ", optional " + columns.optional()));
                good = false;
            } else if (positions.put(name, positions.size()) != null) {
                errors.add(file.name(), line, "column '" + name + "' stands twice in the header");
                good = false;
            }
        }
        for (String name : columns.required()) {
            if (!positions.containsKey(name)) {
                errors.add(file.name(), line, "column '" + name + "' is missing in the header");
                good = false;
            }
        }
        return good ? positions : null;
    }

    /** The file ends here; the innermost cause says why, the outermost where. */
    private void unreadable(Exception fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof MalformedText malformed) {
            errors.add(file.name(), malformed.line(), malformed.getMessage());
            return;
        }
        Matcher where = STARTED.matcher(String.valueOf(fault.getMessage()));
        long line = where.find() ? Long.parseLong(where.group(1)) : 0;
        String reason = cause instanceof EOFException || cause instanceof ZipException
                ? "the archive is truncated or damaged: " + cause.getMessage()
                : String.valueOf(cause.getMessage());
        errors.add(file.name(), line, "the file cannot be read on from here: " + reason);
    }
}
