package angklung.replay;

import angklung.model.Identifiers;
import angklung.model.Period;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads the cells of one row. A cell that will not do becomes an error and reads as null; ask {@link #good} before
 * using what was read. An empty cell of a required column is an error, one of an optional column reads as null or
 * as the given default.
 */
final class Cells {
    private static final int TEXT_LENGTH_MAX = 512;

    private final CsvTable.Row row;
    private final InputErrors errors;
    private boolean good = true;

    Cells(CsvTable.Row row, InputErrors errors) {
        this.row = row;
        this.errors = errors;
    }

    /** The text of a column as it stands, empty if the file does not have it. */
    String raw(String column) {
        return row.get(column);
    }

    /** Whether every cell read so far will do. */
    boolean good() {
        return good;
    }

    /** Reports a fault of the row. */
    void fault(String reason) {
        good = false;
        errors.add(row.file(), row.line(), reason);
    }

    <T> Line<T> line(T value) {
        return new Line<>(row.file(), row.line(), value);
    }

    String dsp(String column) {
        return checked(column, Identifiers::isDsp, "is not a service: letters, digits, _ and -, 1 to 64 characters");
    }

    /** An offering or a party. */
    String name(String column) {
        return checked(column, Identifiers::isName, "is not an identifier: letters, digits, . _ and -, 1 to 64 characters");
    }

    String territory(String column) {
        return checked(column, Identifiers::isTerritory, "is not an ISO 3166-1 alpha-2 code in upper case");
    }

    String currency(String column) {
        return checked(column, Identifiers::isCurrency, "is not an ISO 4217 code in upper case");
    }

    String isrc(String column) {
        return required(column, text -> {
            String isrc = Identifiers.normaliseIsrc(text);
            if (isrc == null) {
                throw new IllegalArgumentException("is not an ISRC (ISO 3901), such as IDA012600001");
            }
            return isrc;
        });
    }

    String iswc(String column) {
        return required(column, text -> {
            String iswc = Identifiers.normaliseIswc(text);
            if (iswc == null) {
                throw new IllegalArgumentException("is not an ISWC (ISO 15707) with its check digit, such as"
                        + " T-034.524.680-1");
            }
            return iswc;
        });
    }

    String territoryOrNull(String column) {
        return row.get(column).isEmpty() ? null : territory(column);
    }

    /** Who registers claims: any identifier, but one that looks like a DDEX party identifier is one. */
    String registrantOrNull(String column) {
        return or(column, null, text -> {
            requireOpaque(text);
            if (Identifiers.isDpidForm(text) && !Identifiers.isDpid(text)) {
                throw new IllegalArgumentException("is not a DDEX party identifier: its check character is wrong, or its"
                        + " length");
            }
            return text;
        });
    }

    /** {@code true} or {@code false}; {@code absent} if empty. */
    Boolean flagOr(String column, boolean absent) {
        return or(column, absent, text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("is neither true nor false");
            }
            return Boolean.valueOf(text);
        });
    }

    /** Text for people. */
    String text(String column) {
        return required(column, Cells::parseText);
    }

    /** Text for people; null if empty. */
    String textOrNull(String column) {
        return or(column, null, Cells::parseText);
    }

    /**
     * What {@code parse} makes of the text; null if empty.
     *
     * @param parse throws IllegalArgumentException with what is wrong, to follow the name and content of the cell
     */
    <T> T parsedOrNull(String column, Function<String, T> parse) {
        return or(column, null, parse);
    }

    /** {@code valid_from} and {@code valid_to}; null, reported, if one will not do or the end is not after the start. */
    Validity validity() {
        LocalDate from = date("valid_from");
        LocalDate to = dateOrNull("valid_to");
        if (from != null && to != null && !to.isAfter(from)) {
            fault("valid_to " + to + " is not after valid_from " + from + "; it is the first day not covered");
            return null;
        }
        return from == null ? null : new Validity(from, to);
    }

    /** An identifier of others that is carried as it is; null if empty. */
    String opaqueOrNull(String column) {
        return or(column, null, text -> {
            requireOpaque(text);
            return text;
        });
    }

    Period period(String column) {
        return required(column, text -> {
            try {
                return Period.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is not a period of the form YYYY-MM");
            }
        });
    }

    LocalDate date(String column) {
        return required(column, Cells::parseDate);
    }

    LocalDate dateOrNull(String column) {
        return or(column, null, Cells::parseDate);
    }

    BigDecimal decimal(String column, Decimals decimals) {
        return required(column, decimals::parse);
    }

    BigDecimal decimalOrNull(String column, Decimals decimals) {
        return or(column, null, decimals::parse);
    }

    /** A whole number from {@code min} to {@code max}. */
    Long whole(String column, long min, long max) {
        return required(column, text -> parseWhole(text, min, max));
    }

    /** A whole number from {@code min} to {@code max}; {@code absent} if empty. */
    Long wholeOr(String column, Long absent, long min, long max) {
        return or(column, absent, text -> parseWhole(text, min, max));
    }

    ZoneId zoneOrUtc(String column) {
        return or(column, ZoneId.of("UTC"), Cells::parseZone);
    }

    <E extends Enum<E>> E oneOf(String column, List<E> known) {
        return required(column, text -> parseEnum(text, known));
    }

    <E extends Enum<E>> E oneOfOr(String column, E absent, List<E> known) {
        return or(column, absent, text -> parseEnum(text, known));
    }

    /** All values of an enum but UNKNOWN, which stands for what an older reader does not know. */
    static <E extends Enum<E>> List<E> known(E[] values) {
        return Arrays.stream(values).filter(v -> !v.name().equals("UNKNOWN")).toList();
    }

    private String checked(String column, Predicate<String> form, String otherwise) {
        return required(column, text -> {
            if (!form.test(text)) {
                throw new IllegalArgumentException(otherwise);
            }
            return text;
        });
    }

    /**
     * What {@code parse} makes of the text.
     *
     * @param parse throws IllegalArgumentException with what is wrong, to follow the name and content of the cell
     */
    <T> T required(String column, Function<String, T> parse) {
        if (row.get(column).isEmpty()) {
            fault(column + " is empty");
            return null;
        }
        return parsed(column, parse);
    }

    private <T> T or(String column, T absent, Function<String, T> parse) {
        return row.get(column).isEmpty() ? absent : parsed(column, parse);
    }

    private <T> T parsed(String column, Function<String, T> parse) {
        String text = row.get(column);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            fault(column + " '" + text + "' " + e.getMessage());
            return null;
        }
    }

    /** @throws IllegalArgumentException if the text is too long for a record */
    static void requireShort(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException("is longer than " + TEXT_LENGTH_MAX + " characters");
        }
    }

    private static void requireOpaque(String text) {
        if (!Identifiers.isOpaque(text)) {
            throw new IllegalArgumentException(
                    "is longer than " + Identifiers.MAX_LENGTH + " or has control characters");
        }
    }

    private static String parseText(String text) {
        requireShort(text);
        return text;
    }

    private static LocalDate parseDate(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("is not a date of the form YYYY-MM-DD", e);
        }
    }

    private static Long parseWhole(String text, long min, long max) {
        if (!text.matches("-?[0-9]{1,30}")) {
            throw new IllegalArgumentException("is not a whole number");
        }
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new IllegalArgumentException("is not in the range " + min + " to " + max);
        }
        return number.longValueExact();
    }

    /** Regions only: an offset such as +07:00 knows no summer time, which a month's end may need. */
    private static ZoneId parseZone(String text) {
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException("is not an IANA time zone such as Asia/Jakarta");
        }
        return ZoneId.of(text);
    }

    private static <E extends Enum<E>> E parseEnum(String text, List<E> known) {
        return known.stream()
                .filter(e -> e.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("is none of " + known));
    }
}
