package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.model.Accounts;
import angklung.model.HoldReason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerAuditTest {
    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String HOLD = Accounts.hold(HoldReason.UNMATCHED, POOL);

    private final SortedMap<Integer, List<LedgerLine>> ledger = new TreeMap<>();

    /** Two partitions: accruals, a hold, adjustments both ways, a payment. */
    @BeforeEach
    void writeLedger() {
        write(0, pool(LineKind.ACCRUAL, 1, "p1", Accounts.payable("p1"), 900, null));
        write(0, pool(LineKind.HOLD, 1, null, HOLD, 50, null));
        write(0, pool(LineKind.ADJUSTMENT, 2, "p1", Accounts.payable("p1"), -100, id(0, 0)));
        write(0, payment("p1", 700));
        write(2, pool(LineKind.ACCRUAL, 1, "p2", Accounts.payable("p2"), 50, null));
        write(2, pool(LineKind.ADJUSTMENT, 2, "p2", Accounts.payable("p2"), 30, id(2, 0)));
    }

    @Test
    void shouldFindNothingInAnIntactLedger() {
        AuditReport report = audit(List.of(head(0, 3), head(0, 1), head(2, 1), LedgerHead.empty(1)));
        assertThat(report.findings()).isEmpty();
        assertThat(report.intact()).isTrue();
        assertThat(report.lines()).isEqualTo(6);
        assertThat(report.heads()).containsExactly(head(0, 3), head(2, 1));
    }

    @Test
    void shouldFindAHoldThatGivesMoreThanItHas() {
        write(0, pool(LineKind.RELEASE, 2, null, HOLD, -50, id(0, 1)));
        assertThat(audit(List.of()).findings()).isEmpty();
        write(0, pool(LineKind.RELEASE, 3, null, HOLD, -1, id(0, 1)));
        assertThat(audit(List.of()).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(AuditRule.OVERDRAWN);
            assertThat(finding.reason()).contains(HOLD).contains("1 micros IDR more than it had received");
        });
    }

    @Test
    void shouldAddUpAccountsAndPools() {
        AuditReport report = audit(List.of());
        assertThat(report.trialBalance())
                .containsExactly(
                        row(HOLD, 0, 50),
                        row("party:p1:payable", 800, 900),
                        row("party:p1:payout", 0, 700),
                        row("party:p2:payable", 0, 80),
                        row("pool:" + POOL, 1030, 100));
        assertThat(report.trialBalance().stream().map(TrialBalance.Row::balance).reduce(BigInteger::add))
                .contains(BigInteger.ZERO);
        assertThat(report.pools())
                .containsExactly(new AuditReport.PoolNet(POOL, "IDR", BigInteger.valueOf(930)));
    }

    @Test
    void shouldFindAnyFieldOfAnyLineTamperedWith() {
        for (int partition : ledger.keySet()) {
            for (int at = 0; at < ledger.get(partition).size(); at++) {
                for (Schema.Field field : LedgerLine.getClassSchema().getFields()) {
                    tamper(partition, at, field);
                }
            }
        }
    }

    private void tamper(int partition, int at, Schema.Field field) {
        LedgerLine original = ledger.get(partition).get(at);
        List<Object> values = new ArrayList<>();
        values.add(other(field, original.get(field.pos())));
        if (original.get(field.pos()) != null && !field.schema().getType().equals(Schema.Type.INT)
                && !field.schema().getType().equals(Schema.Type.LONG)) {
            values.add(null);
        }
        for (Object value : values) {
            LedgerLine tampered = copy(original);
            tampered.put(field.pos(), value);
            ledger.get(partition).set(at, tampered);
            AuditReport report = audit(List.of());
            assertThat(report.findings())
                    .as("line %d of partition %d, field %s set to %s", at, partition, field.name(), value)
                    .anyMatch(f -> f.partition() == partition && f.offset() == at);
            ledger.get(partition).set(at, original);
        }
    }

    @Test
    void shouldFindALineRewrittenWithANewHashByTheLineBehind() {
        LedgerLine forged = copy(ledger.get(0).get(1));
        forged.setReason("forged");
        forged.setHash(LedgerHash.of(forged));
        ledger.get(0).set(1, forged);
        assertThat(rules()).containsExactly(AuditRule.CHAIN);
    }

    @Test
    void shouldFindAGap() {
        ledger.get(0).remove(1);
        assertThat(rules()).containsExactly(AuditRule.SEQUENCE, AuditRule.CHAIN);
    }

    @Test
    void shouldFindTheFirstLineMissing() {
        ledger.get(2).remove(0);
        assertThat(rules()).containsExactly(AuditRule.SEQUENCE, AuditRule.CHAIN, AuditRule.ADJUSTS);
    }

    @Test
    void shouldFindSwappedLines() {
        Collections.swap(ledger.get(0), 1, 2);
        assertThat(rules()).contains(AuditRule.SEQUENCE, AuditRule.CHAIN);
    }

    @Test
    void shouldFindADuplicatedLine() {
        ledger.get(0).add(2, ledger.get(0).get(1));
        assertThat(rules()).containsExactly(AuditRule.SEQUENCE, AuditRule.CHAIN, AuditRule.UNIQUE);
    }

    @Test
    void shouldFindTheSameIdentifierInAnotherPartition() {
        write(2, pool(LineKind.ACCRUAL, 1, "p1", Accounts.payable("p1"), 900, null));
        assertThat(rules()).containsExactly(AuditRule.UNIQUE);
    }

    @Test
    void shouldFindARemovedLastLineOnlyByARecordedHead() {
        LedgerHead recorded = head(0, 3);
        ledger.get(0).remove(3);
        assertThat(rules()).isEmpty();
        assertThat(audit(List.of(recorded)).findings()).extracting(AuditFinding::rule).containsExactly(AuditRule.HEAD);
    }

    @Test
    void shouldFindARewrittenEndOnlyByARecordedHead() {
        LedgerHead recorded = head(2, 1);
        ledger.get(2).remove(1);
        write(2, pool(LineKind.ADJUSTMENT, 2, "p2", Accounts.payable("p2"), 31, id(2, 0)));
        assertThat(rules()).isEmpty();
        assertThat(audit(List.of(recorded)).findings()).extracting(AuditFinding::rule).containsExactly(AuditRule.HEAD);
    }

    @Test
    void shouldFindRecordedHeadsThatContradictEachOther() {
        List<LedgerHead> recorded = List.of(head(0, 1), new LedgerHead(0, 1, LedgerChain.START));
        assertThat(audit(recorded).findings()).extracting(AuditFinding::rule).containsExactly(AuditRule.HEAD);
    }

    @Test
    void shouldFindANullValueAndALineInTheWrongPartition() {
        ledger.get(0).add(null);
        ledger.put(4, List.of(ledger.get(2).get(0)));
        ledger.remove(2);
        assertThat(rules()).containsExactly(AuditRule.PRESENT, AuditRule.PARTITION);
    }

    @Test
    void shouldFindARecordUnderAnotherKey() {
        LedgerAudit audit = new LedgerAudit(10, List.of());
        audit.line(0, 17, "other", ledger.get(0).get(0));
        assertThat(audit.report().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.offset()).isEqualTo(17);
            assertThat(finding.rule()).isEqualTo(AuditRule.KEY);
            assertThat(finding.reason()).contains("other").contains(id(0, 0));
        });
    }

    /** What a faulty writer could seal: the chain is right, the content is not. */
    @Test
    void shouldFindWrongContentInARightChain() {
        assertThat(sealed(line -> line.setAmountMicros(0))).contains(AuditRule.AMOUNT, AuditRule.DECIMAL);
        assertThat(sealed(line -> line.setAmountMicros(-1))).contains(AuditRule.AMOUNT);
        assertThat(sealed(line -> line.setAmount(new BigDecimal("0.00005")))).containsExactly(AuditRule.DECIMAL);
        assertThat(sealed(line -> line.setDebitAccount(line.getCreditAccount()))).contains(AuditRule.ACCOUNTS);
        assertThat(sealed(line -> line.setCurrency("IDX"))).contains(AuditRule.CURRENCY);
        assertThat(sealed(line -> line.setKind(LineKind.UNKNOWN))).containsExactly(AuditRule.KIND);
        assertThat(sealed(line -> line.setLineId("x"))).containsExactly(AuditRule.LINE_ID);
        assertThat(sealed(line -> line.setPoolVersion(9))).containsExactly(AuditRule.LINE_ID);
        assertThat(sealed(line -> line.setOriginPeriod("October"))).containsExactly(AuditRule.LINE_ID);
        assertThat(sealed(line -> line.setAdjustsLineId(LedgerChain.START))).containsExactly(AuditRule.ADJUSTS);
        assertThat(sealed(line -> line.setAdjustsLineId(line.getLineId()))).containsExactly(AuditRule.ADJUSTS);
    }

    @Test
    void shouldKeepFindingsUpToTheLimitAndCountAll() {
        LedgerAudit audit = new LedgerAudit(2, List.of());
        for (int i = 0; i < 5; i++) {
            audit.line(0, i, "key", null);
        }
        assertThat(audit.report().findings()).hasSize(2);
        assertThat(audit.report().findingCount()).isEqualTo(5);
    }

    @Test
    void shouldRefusePartitionsOutOfOrder() {
        LedgerAudit audit = new LedgerAudit(2, List.of());
        audit.line(1, 0, "key", null);
        assertThatThrownBy(() -> audit.line(0, 0, "key", null)).isInstanceOf(IllegalArgumentException.class);
    }

    private interface Change {
        void on(LedgerLine line);
    }

    private List<AuditRule> sealed(Change change) {
        LedgerLine draft = pool(LineKind.ACCRUAL, 1, "p9", Accounts.payable("p9"), 50, null);
        change.on(draft);
        LedgerLine line = new LedgerChain(LedgerHead.empty(0)).seal(draft);
        LedgerAudit audit = new LedgerAudit(10, List.of());
        audit.line(0, 0, line.getLineId(), line);
        return audit.report().findings().stream().map(AuditFinding::rule).toList();
    }

    private List<AuditRule> rules() {
        return audit(List.of()).findings().stream().map(AuditFinding::rule).toList();
    }

    private AuditReport audit(List<LedgerHead> recorded) {
        LedgerAudit audit = new LedgerAudit(1_000, recorded);
        for (Map.Entry<Integer, List<LedgerLine>> partition : ledger.entrySet()) {
            long offset = 0;
            for (LedgerLine line : partition.getValue()) {
                audit.line(partition.getKey(), offset++, line == null ? "none" : line.getLineId(), line);
            }
        }
        return audit.report();
    }

    private void write(int partition, LedgerLine draft) {
        List<LedgerLine> lines = ledger.computeIfAbsent(partition, p -> new ArrayList<>());
        LedgerHead head = lines.isEmpty() ? LedgerHead.empty(partition) : head(partition, lines.size() - 1);
        lines.add(new LedgerChain(head).seal(draft));
    }

    private LedgerHead head(int partition, int at) {
        return new LedgerHead(partition, at, ledger.get(partition).get(at).getHash());
    }

    private String id(int partition, int at) {
        return ledger.get(partition).get(at).getLineId();
    }

    private static TrialBalance.Row row(String account, long debit, long credit) {
        return new TrialBalance.Row(account, "IDR", BigInteger.valueOf(debit), BigInteger.valueOf(credit));
    }

    private static LedgerLine pool(
            LineKind kind, int version, String party, String account, long amount, String adjusts) {
        LedgerLine line = transfer("pool:" + POOL, account, amount);
        line.setKind(kind);
        line.setLineId(LineId.ofPool(kind, POOL, version, party == null ? account : party));
        line.setRunId("nada/2026-10/" + version);
        line.setPartyId(party);
        line.setDsp("nada");
        line.setTerritory("ID");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        line.setPoolVersion(version);
        line.setPlays(42L);
        line.setRateSheetId(POOL + "@v" + version);
        line.setAdjustsLineId(adjusts);
        return line;
    }

    private static LedgerLine payment(String party, long amount) {
        LedgerLine line = transfer(Accounts.payable(party), Accounts.payout(party), amount);
        line.setKind(LineKind.PAYOUT);
        line.setLineId(LineId.ofPayout("payout/2026-10", party, "IDR"));
        line.setRunId("payout/2026-10");
        line.setPartyId(party);
        return line;
    }

    private static LedgerLine transfer(String debit, String credit, long amount) {
        LedgerLine line = new LedgerLine();
        line.setDebitAccount(amount > 0 ? debit : credit);
        line.setCreditAccount(amount > 0 ? credit : debit);
        line.setAmountMicros(Math.abs(amount));
        line.setAmount(BigDecimal.valueOf(Math.abs(amount), 6));
        line.setCurrency("IDR");
        line.setPeriod("2026-10");
        line.setOriginPeriod("2026-10");
        line.setBookedAt(Instant.parse("2026-11-01T00:00:00Z"));
        return line;
    }

    private static LedgerLine copy(LedgerLine line) {
        LedgerLine copy = new LedgerLine();
        line.getSchema().getFields().forEach(field -> copy.put(field.pos(), line.get(field.pos())));
        return copy;
    }

    /** Some other value of the field's type. */
    private static Object other(Schema.Field field, Object value) {
        if (value instanceof LineKind kind) {
            return kind == LineKind.HOLD ? LineKind.ACCRUAL : LineKind.HOLD;
        } else if (value instanceof String text) {
            return text.substring(1) + "x";
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Long number) {
            return number + 1;
        } else if (value instanceof BigDecimal decimal) {
            return decimal.add(BigDecimal.ONE);
        } else if (value instanceof Instant time) {
            return time.plusMillis(1);
        }
        return switch (field.name()) {
            case "pool_version" -> 1;
            case "plays" -> 1L;
            case "fx_rate" -> new BigDecimal("1.000000000000");
            case "fx_date" -> LocalDate.EPOCH;
            default -> "x";
        };
    }
}
