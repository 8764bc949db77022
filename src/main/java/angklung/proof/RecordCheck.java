package angklung.proof;

import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a verified record must say: that it is a statement of the leaf's period, adds up, and is the expected one. */
final class RecordCheck {
    static final String LINES = "lines";
    static final String LINES_HASH = "lines_hash";

    private static final String MICROS = "_micros";
    private static final String CLOSING = "closing_micros";

    /** As the statement's schema says how the closing balance comes about. */
    private static final List<String> ADDED = List.of(
            "opening_micros", "earnings_micros", "adjustments_micros", "released_micros", "converted_in_micros");

    private static final List<String> SUBTRACTED = List.of(
            "deductions_micros", "recouped_micros", "reserved_micros", "converted_out_micros", "tax_micros",
            "payments_micros");

    private static final List<String> TEXTS = List.of("statement_id", "party_id", "run_id", "period", "booked_at");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,18}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern UNITS = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,6})?");

    private final SortedMap<String, String> record;
    private final String period;
    private final SortedMap<String, String> expected;

    RecordCheck(Opening opening, SortedMap<String, String> expected) {
        this.record = opening.record();
        this.period = opening.envelope().period();
        this.expected = expected;
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    Finding finding() throws CheckFailure {
        for (String field : TEXTS) {
            if (!record.containsKey(field)) {
                throw new CheckFailure("record.failed.field", field);
            }
        }
        if (!record.get("period").equals(period)) {
            throw new CheckFailure("record.failed.period", record.get("period"), period);
        }
        require("currency", CURRENCY);
        require(LINES_HASH, HASH);
        if (number(LINES).signum() < 0) {
            throw new CheckFailure("record.failed.field", LINES);
        }
        checkBalance();
        for (Map.Entry<String, String> one : expected.entrySet()) {
            checkExpected(one.getKey(), one.getValue());
        }
        return expected.isEmpty()
                ? Finding.passed(Check.RECORD, "record.passed", period, record.get("currency"))
                : Finding.passed(Check.RECORD, "record.passed.expected", period, record.get("currency"),
                        String.join(", ", expected.keySet()));
    }

    private void checkBalance() throws CheckFailure {
        BigInteger sum = BigInteger.ZERO;
        for (String field : ADDED) {
            sum = sum.add(number(field));
        }
        for (String field : SUBTRACTED) {
            sum = sum.subtract(number(field));
        }
        if (!sum.equals(number(CLOSING))) {
            throw new CheckFailure("record.failed.balance", record.get(CLOSING), sum.toString());
        }
    }

    private void checkExpected(String field, String value) throws CheckFailure {
        String said = record.get(field);
        boolean inUnits = said == null && record.containsKey(field + MICROS);
        if (inUnits) {
            said = Micros.toDecimal(number(field + MICROS).longValueExact()).stripTrailingZeros().toPlainString();
        }
        if (said == null) {
            throw new CheckFailure("record.failed.unknown", field, String.join(", ", new TreeSet<>(record.keySet())));
        }
        if (inUnits ? !sameNumber(said, value) : !said.equals(value)) {
            throw new CheckFailure("record.failed.expected", field, said, value);
        }
    }

    private static boolean sameNumber(String said, String value) {
        return UNITS.matcher(value).matches() && new BigDecimal(said).compareTo(new BigDecimal(value)) == 0;
    }

    private BigInteger number(String field) throws CheckFailure {
        require(field, WHOLE);
        BigInteger number = new BigInteger(record.get(field));
        if (number.bitLength() >= Long.SIZE) {
            throw new CheckFailure("record.failed.field", field);
        }
        return number;
    }

    private void require(String field, Pattern form) throws CheckFailure {
        if (!form.matcher(record.getOrDefault(field, "")).matches()) {
            throw new CheckFailure("record.failed.field", field);
        }
    }
}
