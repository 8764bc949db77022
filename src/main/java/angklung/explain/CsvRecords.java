package angklung.explain;

import angklung.config.Failure;
import angklung.money.Micros;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** One file of an output directory, read row by row; columns that are not asked for are left alone. */
final class CsvRecords {
    private static final String MICROS = "_micros";

    private final Path path;

    CsvRecords(Path path) {
        this.path = path;
    }

    boolean exists() {
        return Files.isRegularFile(path);
    }

    /** @throws Failure with file and line if a row cannot be read */
    void forEach(Consumer<Row> each) {
        if (!exists()) {
            throw Failure.input(path + " is missing; --from takes the output directory of a replay");
        }
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(path, StandardCharsets.UTF_8)) {
            for (NamedCsvRecord row : csv) {
                each.accept(new Row(row));
            }
        } catch (CsvParseException | IOException | UncheckedIOException e) {
            throw new Failure(Failure.INPUT, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** One row. */
    final class Row {
        private final NamedCsvRecord fields;

        private Row(NamedCsvRecord fields) {
            this.fields = fields;
        }

        /** Empty if the file has no such column. */
        String get(String column) {
            return fields.findField(column).orElse("");
        }

        boolean has(String column) {
            return fields.findField(column).isPresent();
        }

        long whole(String column) {
            return parsed(column, Long::parseLong);
        }

        long micros(String column) {
            return parsed(column, text -> Micros.exact(new BigDecimal(text)));
        }

        BigDecimal decimal(String column) {
            return parsed(column, BigDecimal::new);
        }

        LocalDate date(String column) {
            return parsed(column, LocalDate::parse);
        }

        <T> T parsed(String column, Parser<T> parser) {
            try {
                return parser.parse(get(column));
            } catch (RuntimeException e) {
                throw new Failure(Failure.INPUT, path.getFileName() + ":" + fields.getStartingLineNumber() + ": "
                        + column + " '" + get(column) + "' cannot be read: " + e.getMessage(), e);
            }
        }

        /** Fills a flat record field by field; an empty cell is none where the schema knows none. */
        <T extends IndexedRecord> T into(T record) {
            for (Schema.Field field : record.getSchema().getFields()) {
                record.put(field.pos(), value(field));
            }
            return record;
        }

        private Object value(Schema.Field field) {
            String name = field.name();
            if (!has(name) && name.endsWith(MICROS)) { // as an amount in currency units
                return micros(name.substring(0, name.length() - MICROS.length()));
            }
            Schema type = field.schema();
            if (type.isUnion()) {
                if (get(name).isEmpty()) {
                    return null;
                }
                type = type.getTypes().get(1); // none comes first in every schema
            }
            Schema plain = type;
            return parsed(name, text -> parse(plain, text));
        }

        private static Object parse(Schema type, String text) {
            if (type.getLogicalType() instanceof LogicalTypes.Decimal) {
                return new BigDecimal(text);
            }
            if (type.getLogicalType() instanceof LogicalTypes.Date) {
                return LocalDate.parse(text);
            }
            if (type.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
                return Instant.parse(text);
            }
            return switch (type.getType()) {
                case STRING -> text;
                case INT -> Integer.parseInt(text);
                case LONG -> Long.parseLong(text);
                case ENUM -> symbol(type, text);
                default -> throw new IllegalStateException("A flat record has no " + type.getType());
            };
        }

        private static Object symbol(Schema type, String text) {
            for (Object constant : enumClass(type).getEnumConstants()) {
                if (constant.toString().equals(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("is none of " + type.getEnumSymbols());
        }

        private static Class<?> enumClass(Schema type) {
            try {
                return Class.forName(type.getFullName());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("Every schema has its class", e);
            }
        }
    }

    /** Reads one cell. */
    interface Parser<T> {
        T parse(String text);
    }
}
