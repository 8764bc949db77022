package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.log.Frontier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The expected hash was computed by another program, from the documented form alone. */
class LineEntryTest {
    @Test
    void shouldBeTheDocumentedJson() {
        LedgerLine line = LedgerHashTest.line();
        line.setHash(LedgerHash.of(line));
        String pool = "nada/ID/premium/2026-10/RECORDING/IDR";
        assertThat(new LineEntry(line).json()).hasToString("{\"amount_micros\":\"1250000\","
                + "\"booked_at\":\"2026-11-01T00:00:00Z\",\"credit_account\":\"party:p1:payable\",\"currency\":\"IDR\","
                + "\"debit_account\":\"pool:" + pool + "\",\"dsp\":\"nada\",\"fx_date\":\"2026-11-01\","
                + "\"fx_rate\":\"0.000061000000\","
                + "\"hash\":\"96ef6fe6e18d1755fc5ed17e573df29c52237e338dfde22ecc04bf090146c73b\",\"kind\":\"ACCRUAL\","
                + "\"line_id\":\"4239de3578b608e121c853cac23537d7e2782bc5443e3c34a2ec14b3f641544a\","
                + "\"offering\":\"premium\",\"origin_period\":\"2026-10\",\"partition\":\"3\",\"partition_seq\":\"7\","
                + "\"party_id\":\"p1\",\"period\":\"2026-10\",\"plays\":\"42\",\"pool_version\":\"1\","
                + "\"prev_hash\":\"" + "0".repeat(64) + "\",\"rate_sheet_id\":\"" + pool + "@v1\","
                + "\"right_type\":\"RECORDING\",\"run_id\":\"nada/2026-10/1\",\"territory\":\"ID\"}");
        assertThat(new LineEntry(line).leaf())
                .hasToString("410d104a44f31631f62b2470f023e440ce5cdbb4c3247bd562918f0791bf206b");
    }

    @Test
    void shouldCommitToEveryFieldOfEveryLine() {
        Seeds.cases(50, random -> {
            List<LedgerLine> lines = lines(random);
            String root = root(lines);
            assertThat(root).isEqualTo(PaperTree.ofLines(lines));
            int at = random.nextInt(lines.size());
            for (Schema.Field field : LedgerLine.getClassSchema().getFields()) {
                List<LedgerLine> changed = new ArrayList<>(lines);
                LedgerLine line = copy(lines.get(at));
                line.put(field.pos(), other(line.get(field.pos()), field));
                changed.set(at, line);
                // the decimal amount is no second truth: ledger verify compares it with the micros
                assertThat(root(changed).equals(root)).as(field.name()).isEqualTo(field.name().equals("amount"));
            }
        });
    }

    @Test
    void shouldCommitToTheLinesThatThereAreAndToTheirOrder() {
        Seeds.cases(100, random -> {
            List<LedgerLine> lines = lines(random);
            String root = root(lines);
            int at = random.nextInt(lines.size());
            List<LedgerLine> without = new ArrayList<>(lines);
            LedgerLine taken = without.remove(at);
            assertThat(root(without)).isNotEqualTo(root);
            for (int to = 0; to <= without.size(); to++) {
                List<LedgerLine> moved = new ArrayList<>(without);
                moved.add(to, taken);
                assertThat(root(moved).equals(root)).isEqualTo(to == at);
            }
            List<LedgerLine> lastTwice = new ArrayList<>(lines);
            lastTwice.addAll(lines.subList(at, lines.size()));
            assertThat(root(lastTwice)).isNotEqualTo(root);
        });
    }

    private static LedgerLine copy(LedgerLine line) {
        LedgerLine copy = new LedgerLine();
        line.getSchema().getFields().forEach(field -> copy.put(field.pos(), line.get(field.pos())));
        return copy;
    }

    /** Another value of the field's type, or none, or some where there was none. */
    private static Object other(Object value, Schema.Field field) {
        if (field.schema().isNullable()) {
            return value == null ? sample(field) : null;
        }
        if (value instanceof LineKind kind) {
            return kind == LineKind.HOLD ? LineKind.FX : LineKind.HOLD;
        }
        if (value instanceof Integer number) {
            return number + 1;
        }
        if (value instanceof Long number) {
            return number + 1;
        }
        if (value instanceof BigDecimal number) {
            return number.add(BigDecimal.ONE);
        }
        return value instanceof Instant time ? time.plusMillis(1) : value + "x";
    }

    private static Object sample(Schema.Field field) {
        return switch (field.name()) {
            case "pool_version" -> 5;
            case "plays" -> 5L;
            case "fx_rate" -> new BigDecimal("16000.500000000000");
            case "fx_date" -> LocalDate.of(2026, 10, 31);
            default -> "";
        };
    }

    /** Sealed ones, at least two. */
    private static List<LedgerLine> lines(SplittableRandom random) {
        LedgerChain chain = new LedgerChain(LedgerHead.empty(random.nextInt(8)));
        List<LedgerLine> lines = new ArrayList<>();
        int count = 2 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            LedgerLine line = LedgerHashTest.line();
            line.setAmountMicros(1 + random.nextLong(Long.MAX_VALUE - 1));
            line.setBookedAt(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
            for (Schema.Field field : LedgerLine.getClassSchema().getFields()) {
                if (field.schema().isNullable() && random.nextInt(3) == 0) {
                    line.put(field.pos(), other(line.get(field.pos()), field));
                }
            }
            lines.add(chain.seal(line));
        }
        return lines;
    }

    private static String root(List<LedgerLine> lines) {
        Frontier tree = new Frontier();
        lines.forEach(line -> tree.append(new LineEntry(line).leaf()));
        return tree.root().toString();
    }
}
