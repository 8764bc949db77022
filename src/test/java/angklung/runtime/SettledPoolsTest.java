package angklung.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.Command;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.avro.PoolToSettle;
import angklung.avro.RightType;
import angklung.ledger.AuditReport.PoolNet;
import angklung.ledger.LedgerAudit;
import angklung.ledger.LedgerHead;
import angklung.runtime.PoolVerdict.Status;
import angklung.topic.AvroSerdes;
import angklung.model.Weight;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SettledPoolsTest {
    private static final String POOL = "alpha/DE/premium/2026-10/RECORDING/EUR";
    private static final String OTHER = "alpha/FR/premium/2026-10/RECORDING/EUR";

    private final SettledPools pools = new SettledPools(2);

    @BeforeAll
    static void letAvroTrustTheGeneratedClasses() {
        new AvroSerdes("mock://settled-pools");
    }

    @Test
    void shouldComparePostedMoneyWithTheNewestVersionThatIsSettled() {
        plan(POOL, 1, 100);
        plan(POOL, 2, 130);
        plan(POOL, 3, 170);
        settle("alpha/2026-10/1", 2, new PoolToSettle(POOL, 1, 100L, "ORIGINAL"));
        settle("alpha/2026-10/2", 2, new PoolToSettle(POOL, 2, 30L, "ORIGINAL"));

        assertThat(pools.judge(posted(POOL, 130))).containsExactly(verdict(POOL, 2, 130, 130, Status.CONSERVED));
        assertThat(pools.judge(posted(POOL, 129))).containsExactly(verdict(POOL, 2, 130, 129, Status.BROKEN));
        assertThat(pools.judge(posted(POOL, 170))).containsExactly(verdict(POOL, 2, 130, 170, Status.BROKEN));
    }

    @Test
    void shouldMissMoneyOfASettledPoolThatHasNoLine() {
        plan(POOL, 1, 100);
        settle("alpha/2026-10/1", 2, new PoolToSettle(POOL, 1, 100L, "ORIGINAL"));

        assertThat(pools.judge(List.of())).containsExactly(verdict(POOL, 1, 100, 0, Status.BROKEN));
    }

    @Test
    void shouldAcceptASettledPoolOfZeroWithoutALine() {
        plan(POOL, 1, 0);
        settle("alpha/2026-10/1", 2, new PoolToSettle(POOL, 1, 0L, "ORIGINAL"));

        assertThat(pools.judge(List.of())).containsExactly(verdict(POOL, 1, 0, 0, Status.CONSERVED));
    }

    @Test
    void shouldNotJudgeAPoolWhileARunWritesToIt() {
        plan(POOL, 1, 100);
        plan(OTHER, 1, 50);
        settle("alpha/2026-10/1", 2, new PoolToSettle(POOL, 1, 100L, "ORIGINAL"));
        settle("alpha/2026-10/2", 1, new PoolToSettle(POOL, 2, 30L, "ORIGINAL"), new PoolToSettle(OTHER, 1, 50L, "ORIGINAL"));

        assertThat(pools.judge(posted(POOL, 117)))
                .containsExactly(
                        verdict(POOL, 1, 100, 117, Status.SETTLING), verdict(OTHER, 0, 0, 0, Status.SETTLING));
    }

    @Test
    void shouldRefuseLinesOfAPoolThatNobodyOrderedToSettle() {
        plan(POOL, 1, 100);

        assertThat(pools.judge(posted(POOL, 100))).containsExactly(verdict(POOL, 0, 0, 100, Status.BROKEN));
    }

    @Test
    void shouldRefuseASettledPoolWithoutAPlan() {
        settle("alpha/2026-10/1", 2, new PoolToSettle(POOL, 1, 0L, "ORIGINAL"));

        assertThat(pools.judge(List.of()))
                .extracting(PoolVerdict::status)
                .containsExactly(Status.BROKEN);
    }

    @Test
    void shouldRefuseLinesInAnotherCurrencyThanThePools() {
        plan(POOL, 1, 100);
        settle("alpha/2026-10/1", 2, new PoolToSettle(POOL, 1, 100L, "ORIGINAL"));
        List<PoolNet> posted = new ArrayList<>(posted(POOL, 100));
        posted.add(new PoolNet(POOL, "USD", BigInteger.ONE));

        assertThat(pools.judge(posted))
                .extracting(PoolVerdict::currency, PoolVerdict::status)
                .containsExactly(
                        tuple("EUR", Status.CONSERVED),
                        tuple("USD", Status.BROKEN));
    }

    /** A deduction names the pool that it is taken of, but moves money between accounts beyond it. */
    @Test
    void shouldNotCountDeductionsFromWhatAPoolHasGiven() {
        plan(POOL, 1, 100);
        settle("alpha/2026-10/1", 2, new PoolToSettle(POOL, 1, 100L, "ORIGINAL"));
        LedgerAudit audit = new LedgerAudit(0, List.of());
        audit.line(0, 0, "a", line(LineKind.ACCRUAL, "pool:" + POOL, "party:P1:payable", 100));
        audit.line(0, 1, "b", line(LineKind.DEDUCTION, "party:P1:payable", "deduction:LMKN:operations", 8));
        audit.line(0, 2, "c", line(LineKind.WITHHOLDING, "party:P1:payable", "tax:ID:PPh23", 13));
        audit.line(0, 3, "d", line(LineKind.PAYOUT, "party:P1:payable", "party:P1:payout", 79));

        assertThat(pools.judge(audit.report().pools()))
                .containsExactly(verdict(POOL, 1, 100, 100, Status.CONSERVED));
    }

    @Test
    void shouldTakeTheHeadsThatRunsHavePutOnRecord() {
        assertThat(SettledPools.heads(List.of(settled("alpha/2026-10/1", 1))))
                .containsExactly(new LedgerHead(1, 7, "head"));
    }

    private void plan(String pool, int version, long micros) {
        pools.addPlan(PoolPlan.newBuilder()
                .setDsp("alpha")
                .setTerritory(pool.substring(6, 8))
                .setOffering("premium")
                .setPeriod("2026-10")
                .setRightType(RightType.RECORDING)
                .setCurrency("EUR")
                .setPool(pool)
                .setVersion(version)
                .setRateSheetId(pool + "@v" + version)
                .setRevenueRevision(version)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setWeighting("PLAYS")
                .setClaims(ClaimsPolicy.HOLD_ALL)
                .setAgreementValidFrom(LocalDate.of(2026, 1, 1))
                .setSteps(List.of())
                .setAmountMicros(micros)
                .setPreviousAmountMicros(0)
                .setPlays(1)
                .setExcluded(Map.of())
                .setTotalWeight(Weight.toDecimal(Weight.ONE))
                .setRatePerPlay(BigDecimal.ZERO.setScale(12))
                .setBucketPrefixes(List.of())
                .setFirstBucket(0)
                .build());
    }

    /** A run that the given number of partitions, of two, have finished. */
    private void settle(String run, int answers, PoolToSettle... ordered) {
        pools.addCommand(new PeriodControl(
                Command.SETTLE, "alpha", "2026-10", 0, run, List.of(), List.of(ordered), "2026-11", Instant.EPOCH));
        for (int partition = 0; partition < answers; partition++) {
            pools.addFact(settled(run, partition));
        }
    }

    private static PeriodState settled(String run, int partition) {
        return PeriodState.newBuilder()
                .setKind(PeriodFact.SETTLED)
                .setDsp("alpha")
                .setPeriod("2026-10")
                .setPartition(partition)
                .setRunId(run)
                .setLedgerSeq(7L)
                .setLedgerHash("head")
                .setRecordedAt(Instant.EPOCH)
                .build();
    }

    private static LedgerLine line(LineKind kind, String debit, String credit, long micros) {
        LedgerLine line = new LedgerLine();
        line.setLineId("");
        line.setPartition(0);
        line.setPrevHash("");
        line.setHash("");
        line.setKind(kind);
        line.setDebitAccount(debit);
        line.setCreditAccount(credit);
        line.setAmountMicros(micros);
        line.setAmount(BigDecimal.valueOf(micros, 6));
        line.setCurrency("EUR");
        line.setPeriod("2026-10");
        line.setOriginPeriod("2026-10");
        line.setRunId("alpha/2026-10/1");
        line.setDsp("alpha");
        line.setTerritory("DE");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        line.setPoolVersion(1);
        line.setBookedAt(Instant.EPOCH);
        return line;
    }

    private static List<PoolNet> posted(String pool, long micros) {
        return List.of(new PoolNet(pool, "EUR", BigInteger.valueOf(micros)));
    }

    private static PoolVerdict verdict(String pool, int version, long planned, long posted, Status status) {
        return new PoolVerdict(pool, version, "EUR", BigInteger.valueOf(planned), BigInteger.valueOf(posted), status);
    }
}
