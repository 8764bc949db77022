package angklung.settlement;

import static angklung.settlement.Settlement.BOOKED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import angklung.avro.Command;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolToSettle;
import angklung.ledger.LedgerChain;
import angklung.ledger.LineId;
import angklung.ledger.PaperTree;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlementTopologyTest {
    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String OTHER = "nada/ID/premium/2026-10/MECHANICAL/IDR";
    private static final String HOLD = "hold:unmatched:" + POOL;
    private static final String A = "IDA102600001";
    private static final String B = "IDA102600002";
    private static final long RUPIAH = 1_000_000;

    @TempDir
    Path dir;

    @Test
    void shouldBeOneSubtopologyOfTheseNodesAndStores() throws Exception {
        String description = new SettlementTopology(Settlement.TOPICS).get().describe().toString();
        try (InputStream golden = getClass().getResourceAsStream("/topology/settlement.txt")) {
            assertThat(description).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldAccrueAPoolToPartiesAndHoldTheRest() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation allocation = settlement.send(Allocation.of(POOL, 1, 0)
                    .party(1, "p2", B, 3, 30)
                    .party(0, "p1", A, 10, 100)
                    .party(1, "p1", B, 7, 70)
                    .hold(0, HOLD, A, 5, 50));
            settlement.settle("nada/2026-10/1", allocation.toSettle());
            settlement.work("nada/2026-10/1");

            assertThat(settlement.ledger()).extracting(SettlementTopologyTest::transfer).containsExactly(
                    "ACCRUAL 170 pool:" + POOL + " > party:p1:payable",
                    "ACCRUAL 30 pool:" + POOL + " > party:p2:payable",
                    "HOLD 50 pool:" + POOL + " > " + HOLD);
            LedgerLine first = settlement.ledger().get(0);
            assertThat(first.getLineId()).isEqualTo(LineId.ofPool(LineKind.ACCRUAL, POOL, 1, "p1"));
            assertThat(first.getPartition()).isZero();
            assertThat(first.getPartitionSeq()).isZero();
            assertThat(first.getPrevHash()).isEqualTo(LedgerChain.START);
            assertThat(first.getAmount()).isEqualTo(new BigDecimal("0.000170"));
            assertThat(first.getCurrency()).isEqualTo("IDR");
            assertThat(first.getPeriod()).isEqualTo("2026-10");
            assertThat(first.getOriginPeriod()).isEqualTo("2026-10");
            assertThat(first.getRunId()).isEqualTo("nada/2026-10/1");
            assertThat(first.getPartyId()).isEqualTo("p1");
            assertThat(List.of(first.getDsp(), first.getTerritory(), first.getOffering(), first.getRightType()))
                    .containsExactly("nada", "ID", "premium", "RECORDING");
            assertThat(first.getPoolVersion()).isEqualTo(1);
            assertThat(first.getPlays()).isEqualTo(17);
            assertThat(first.getRateSheetId()).isEqualTo(POOL + "@v1");
            assertThat(first.getRightsVersion()).hasSize(64);
            assertThat(first.getStatementHash()).isEqualTo(PaperTree.ofDetails(
                    List.of(allocation.earnings().get(1), allocation.earnings().get(2))));
            assertThat(first.getAdjustsLineId()).isNull();
            assertThat(first.getReason()).isNull();
            assertThat(first.getBookedAt()).isEqualTo(BOOKED_AT);
            assertThat(settlement.ledger().get(2).getPartyId()).isNull();
            assertThat(settlement.audit().findings()).isEmpty();
        }
    }

    @Test
    void shouldReportWhatARunPosted() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation allocation = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 100));
            settlement.settle("run", allocation.toSettle());
            settlement.work("run");
            PeriodState fact = settlement.fact("run");
            assertThat(fact.getKind()).isEqualTo(PeriodFact.SETTLED);
            assertThat(fact.getDsp()).isEqualTo("nada");
            assertThat(fact.getPeriod()).isEqualTo("2026-10");
            assertThat(fact.getPartition()).isZero();
            assertThat(fact.getRecords()).isEqualTo(1);
            assertThat(fact.getRecordedAt()).isEqualTo(BOOKED_AT);
            assertThat(fact.getLedgerSeq()).isZero();
            assertThat(fact.getLedgerHash()).isEqualTo(settlement.ledger().get(0).getHash());
            assertThat(fact.getPools()).singleElement().satisfies(pool -> {
                assertThat(pool.getPool()).isEqualTo(POOL);
                assertThat(pool.getVersion()).isEqualTo(1);
                assertThat(pool.getAmountMicros()).isEqualTo(100);
                assertThat(pool.getCurrency()).isEqualTo("IDR");
            });
            assertThat(settlement.entries("settlement-details")).isZero();
            assertThat(settlement.entries("settlement-received")).isZero();
        }
    }

    @Test
    void shouldReportARunThatHasNothingForThisPartition() {
        try (Settlement settlement = new Settlement(dir)) {
            settlement.send(Allocation.of(POOL, 1, 0));
            settlement.settle("empty", new PoolToSettle(POOL, 1, 0L, "ORIGINAL"));
            settlement.settle("none");
            settlement.work("none");
            assertThat(settlement.fact("empty").getPools()).hasSize(1);
            assertThat(settlement.fact("none").getRecords()).isZero();
            assertThat(settlement.fact("none").getLedgerSeq()).isEqualTo(-1);
            assertThat(settlement.fact("none").getLedgerHash()).isNull();
            assertThat(settlement.ledger()).isEmpty();
        }
    }

    @Test
    void shouldSettleSeveralPoolsInTheOrderOfTheCommand() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation one = settlement.send(
                    Allocation.of(POOL, 1, 0).party(0, "p10", A, 1, 5).party(1, "p2", B, 1, 6).party(1, "p1", B, 1, 7));
            Allocation two = settlement.send(Allocation.of(OTHER, 1, 0).party(1, "p1", B, 1, 8));
            settlement.settle("run", two.toSettle(), one.toSettle());
            settlement.work("run");
            assertThat(settlement.ledger())
                    .extracting(LedgerLine::getRightType, LedgerLine::getPartyId, LedgerLine::getAmountMicros)
                    .containsExactly(
                            tuple("MECHANICAL", "p1", 8L),
                            tuple("RECORDING", "p1", 7L),
                            tuple("RECORDING", "p10", 5L),
                            tuple("RECORDING", "p2", 6L));
        }
    }

    @Test
    void shouldWriteNoLineForABeneficiaryWhoseDetailsCancelOut() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation one = settlement.send(
                    Allocation.of(POOL, 1, 0).party(0, "p1", A, 1, 50).party(0, "p1", B, 1, 50));
            Allocation two = settlement.send(Allocation.of(POOL, 2, 100)
                    .party(0, "p1", A, 1, 10)
                    .party(0, "p1", B, 1, -10)
                    .party(0, "p2", B, 1, 1));
            settlement.settle("run", one.toSettle(), two.toSettle());
            settlement.work("run");
            assertThat(settlement.ledger()).extracting(LedgerLine::getPartyId).containsExactly("p1", "p2");
        }
    }

    /** A detail of zero says that an amount rests on other plays now: no line of its own, but part of one. */
    @Test
    void shouldTakeDetailsOfZero() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation one = settlement.send(Allocation.of(POOL, 1, 0)
                    .party(0, "p1", A, 1, 50)
                    .party(0, "p2", A, 1, 50)
                    .party(0, "p2", B, 1, 50));
            Allocation two = settlement.send(Allocation.of(POOL, 2, 150)
                    .party(0, "p1", A, 2, 0)
                    .party(0, "p2", A, 2, 0)
                    .party(0, "p2", B, 3, 10));
            settlement.settle("run", one.toSettle(), two.toSettle());
            settlement.work("run");
            assertThat(settlement.ledger()).extracting(SettlementTopologyTest::transfer).containsExactly(
                    "ACCRUAL 50 pool:" + POOL + " > party:p1:payable",
                    "ACCRUAL 100 pool:" + POOL + " > party:p2:payable",
                    "ADJUSTMENT 10 pool:" + POOL + " > party:p2:payable");
            LedgerLine adjustment = settlement.ledger().get(2);
            assertThat(adjustment.getPlays()).isEqualTo(5);
            assertThat(adjustment.getStatementHash())
                    .isEqualTo(PaperTree.ofDetails(two.earnings().subList(1, 3)));
            assertThat(settlement.entries("settlement-details")).isZero();
            assertThat(settlement.audit().findings()).isEmpty();
        }
    }

    @Test
    void shouldAdjustBothWaysAndNameTheLineAdjusted() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation one = settlement.send(Allocation.of(POOL, 1, 0)
                    .party(0, "p1", A, 1, 500)
                    .party(0, "p2", A, 1, 500)
                    .hold(0, HOLD, B, 1, 40));
            settlement.settle("1", one.toSettle());
            Allocation two = settlement.send(Allocation.of(POOL, 2, one.amount())
                    .party(0, "p1", A, 1, -200)
                    .party(1, "p2", A, 1, 100)
                    .party(1, "p3", A, 1, 7)
                    .hold(0, HOLD, B, 1, -40));
            settlement.settle("2", two.toSettle());
            Allocation three = settlement.send(Allocation.of(POOL, 3, two.amount()).party(0, "p1", A, 1, -1));
            settlement.settle("3", three.toSettle());
            settlement.work("3");

            List<LedgerLine> ledger = settlement.ledger();
            assertThat(ledger.subList(3, 8)).extracting(SettlementTopologyTest::transfer).containsExactly(
                    "ADJUSTMENT 200 party:p1:payable > pool:" + POOL,
                    "ADJUSTMENT 100 pool:" + POOL + " > party:p2:payable",
                    "ADJUSTMENT 7 pool:" + POOL + " > party:p3:payable",
                    "RELEASE 40 " + HOLD + " > pool:" + POOL,
                    "ADJUSTMENT 1 party:p1:payable > pool:" + POOL);
            assertThat(ledger.subList(3, 8)).extracting(LedgerLine::getAdjustsLineId).containsExactly(
                    ledger.get(0).getLineId(),
                    ledger.get(1).getLineId(),
                    null,
                    ledger.get(2).getLineId(),
                    ledger.get(3).getLineId());
            assertThat(ledger.subList(3, 8)).allSatisfy(line -> {
                assertThat(line.getReason()).isEqualTo("RESTATED_REVENUE");
                assertThat(line.getPeriod()).isEqualTo("2026-11");
                assertThat(line.getOriginPeriod()).isEqualTo("2026-10");
            });
            assertThat(settlement.fact("2").getPools().get(0).getAmountMicros()).isEqualTo(-133);
            assertThat(settlement.audit().findings()).isEmpty();
        }
    }

    @Test
    void shouldStopAtAMarkThatDiffersInCountAmountOrHash() {
        refuseMark(mark -> mark.getMark().setRecordsSent(List.of(2L)), "sent 2 earnings of 100 micros");
        refuseMark(mark -> mark.getMark().setAmountsSent(List.of(101L)), "sent 1 earnings of 101 micros");
        refuseMark(mark -> mark.getMark().setHashes(List.of(ByteBuffer.wrap(new byte[32]))), "with hash 00000000");
        refuseMark(mark -> mark.getMark().setHashes(List.of()), "counts other partitions");
        refuseMark(mark -> mark.setMark(null), "without control totals");
        refuseMark(mark -> mark.setSourcePartition(2), "beyond 2");
    }

    private void refuseMark(Consumer<Earning> change, String message) {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation allocation = Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 100);
            settlement.settle("run", allocation.toSettle());
            settlement.send(allocation.earnings().get(0));
            settlement.send(allocation.mark(1));
            Earning mark = allocation.mark(0);
            change.accept(mark);
            assertThatThrownBy(() -> settlement.send(mark))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(message);
            settlement.turn();
            assertThat(settlement.ledger()).isEmpty();
        }
    }

    @Test
    void shouldStopBeforeAnyLineIfTheWholeDoesNotAddUp() {
        // The second pool is wrong: the first must not be written either.
        refuseRun("tally sent 100 micros in all, the plan says 100 less 0, the command 99", earning -> {}, 99);
        refuseRun("the plan says 101 less 0", mark -> mark.getMark().setAmountMicros(101), 100);
        refuseRun("contradict", mark -> {
            if (mark.getSourcePartition() == 1) {
                mark.getMark().setPreviousAmountMicros(1);
            }
        }, 100);
    }

    private void refuseRun(String message, Consumer<Earning> changeMark, long commanded) {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation good = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 100));
            Allocation bad = Allocation.of(OTHER, 1, 0).party(0, "p1", A, 10, 100);
            bad.earnings().forEach(settlement::send);
            for (Earning mark : bad.marks()) {
                changeMark.accept(mark);
                settlement.send(mark);
            }
            settlement.settle("run", good.toSettle(), new PoolToSettle(OTHER, 1, commanded, "ORIGINAL"));
            refuse(settlement, message);
        }
    }

    @Test
    void shouldRefuseCommandsThatContradictTheLedger() {
        refuseCommand("is commanded twice", List.of(new PoolToSettle(OTHER, 1, 0L, "ORIGINAL"), new PoolToSettle(OTHER, 1, 0L, "ORIGINAL")));
        refuseCommand("is settled already", List.of(new PoolToSettle(POOL, 1, 100L, "ORIGINAL")));
        refuseCommand("comes before " + OTHER + "@v1", List.of(new PoolToSettle(OTHER, 2, 0L, "ORIGINAL")));
        refuseCommand("no such version", List.of(new PoolToSettle(OTHER, 0, 0L, "ORIGINAL")));
    }

    private void refuseCommand(String message, List<PoolToSettle> pools) {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation allocation = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 100));
            settlement.send(Allocation.of(OTHER, 1, 0));
            settlement.settle("1", allocation.toSettle());
            settlement.work("1");
            settlement.settle("2", pools.toArray(PoolToSettle[]::new));
            int before = settlement.ledger().size();
            assertThatThrownBy(settlement::turn).rootCause().hasMessageContaining(message);
            assertThat(settlement.ledger()).hasSize(before);
        }
    }

    @Test
    void shouldRefuseALaterVersionWithoutABookingPeriod() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation one = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 100));
            Allocation two = settlement.send(Allocation.of(POOL, 2, 100).party(0, "p1", A, 10, 1));
            PeriodControl command =
                    Settlement.settleCommand("run", List.of(one.toSettle(), two.toSettle()));
            command.setBookingPeriod(null);
            settlement.command(command);
            refuse(settlement, "needs a booking period");
        }
    }

    @Test
    void shouldRefuseAFirstVersionThatTakesMoneyAway() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation one = settlement.send(
                    Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, -1).party(0, "p2", A, 10, 3));
            settlement.settle("run", one.toSettle());
            refuse(settlement, "takes 1 micros from");
        }
    }

    private static void refuse(Settlement settlement, String message) {
        assertThatThrownBy(settlement::turn)
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
        assertThat(settlement.ledger()).isEmpty();
    }

    @Test
    void shouldWaitForAllMarksAndHoldBackTheCommandsBehind() {
        try (Settlement settlement = new Settlement(dir)) {
            settlement.party("p1", "2020-01-01", "IDR", 0, 0);
            Allocation late = Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 2 * RUPIAH);
            Allocation early = settlement.send(Allocation.of(OTHER, 1, 0).party(0, "p1", A, 10, 3 * RUPIAH));
            settlement.settle("1", late.toSettle());
            settlement.settle("2", early.toSettle());
            settlement.payout("pay");
            settlement.turn();
            late.earnings().forEach(settlement::send);
            settlement.turn();
            settlement.send(late.mark(1));
            settlement.turn();
            assertThat(settlement.facts()).isEmpty();
            settlement.send(late.mark(0));
            settlement.turn();
            assertThat(settlement.facts()).extracting(PeriodState::getRunId).containsExactly("1", "2", "pay");
            assertThat(settlement.ledger())
                    .extracting(LedgerLine::getAmountMicros)
                    .containsExactly(2 * RUPIAH, 3 * RUPIAH, 5 * RUPIAH);
        }
    }

    @Test
    void shouldRefuseEarningsThatBreakTheProtocol() {
        Allocation allocation = Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 100);
        Earning earning = allocation.earnings().get(0);
        Earning neither = Allocation.of(POOL, 1, 0).party(0, null, A, 1, 1).earnings().get(0);
        Earning otherSheet = Allocation.of(POOL, 1, 0).party(0, "p2", A, 1, 1).earnings().get(0);
        otherSheet.setRateSheetId(OTHER + "@v1");
        Earning unknown = Allocation.of(POOL, 1, 0).party(0, "p2", A, 1, 1).earnings().get(0);
        unknown.setKind(EarningKind.UNKNOWN);
        refuseEarnings("was there before", earning, earning);
        refuseEarnings("comes after the mark", earning, allocation.mark(0), earning);
        refuseEarnings("is a second mark", earning, allocation.mark(0), allocation.mark(0));
        refuseEarnings("either a party or a hold account", neither);
        refuseEarnings("another pool's rate sheet", otherSheet);
        refuseEarnings("unknown kind", unknown);
    }

    private void refuseEarnings(String message, Earning... earnings) {
        try (Settlement settlement = new Settlement(dir)) {
            for (int i = 0; i < earnings.length - 1; i++) {
                settlement.send(earnings[i]);
            }
            Earning last = earnings[earnings.length - 1];
            assertThatThrownBy(() -> settlement.send(last))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void shouldRefuseEarningsOfASettledVersion() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation allocation = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, 100));
            settlement.settle("run", allocation.toSettle());
            settlement.work("run");
            assertThatThrownBy(() -> settlement.send(allocation.earnings().get(0)))
                    .rootCause()
                    .hasMessageContaining("after that version was settled");
        }
    }

    @Test
    void shouldDoARunOnce() {
        try (Settlement settlement = new Settlement(dir)) {
            settlement.party("p1", "2020-01-01", "IDR", 0, 0);
            Allocation allocation = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 10, RUPIAH));
            settlement.settle("1", allocation.toSettle());
            settlement.settle("1", allocation.toSettle()); // while the same is queued
            settlement.payout("pay");
            settlement.payout("pay");
            settlement.work("pay");
            settlement.settle("1", allocation.toSettle()); // when it is done
            settlement.payout("pay");
            settlement.turn();
            settlement.turn();
            assertThat(settlement.facts()).extracting(PeriodState::getRunId).containsExactly("1", "pay");
            assertThat(settlement.ledger()).hasSize(2);
        }
    }

    @Test
    void shouldRefuseCommandsForOtherStages() {
        for (Command command : List.of(Command.CLOSE, Command.CUT, Command.UNKNOWN)) {
            try (Settlement settlement = new Settlement(dir)) {
                PeriodControl other = Settlement.settleCommand("run", List.of());
                other.setCommand(command);
                assertThatThrownBy(() -> settlement.command(other))
                        .rootCause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(command.name());
            }
        }
    }

    @Test
    void shouldPayFromTheThresholdOn() {
        try (Settlement settlement = new Settlement(dir)) {
            Allocation allocation = Allocation.of(POOL, 1, 0);
            for (String party : List.of("below", "equal", "above")) {
                settlement.party(party, "2020-01-01", "IDR", 0, 100 * RUPIAH);
            }
            allocation.party(0, "below", A, 1, 100 * RUPIAH - 1);
            allocation.party(0, "equal", A, 1, 100 * RUPIAH);
            allocation.party(0, "above", A, 1, 100 * RUPIAH + 1);
            settlement.send(allocation);
            settlement.settle("run", allocation.toSettle());
            settlement.payout("pay");
            settlement.work("pay");
            assertThat(payments(settlement)).containsExactly("above 100.000000 IDR", "equal 100.000000 IDR");
            assertThat(settlement.fact("pay").getKind()).isEqualTo(PeriodFact.PAID);
            assertThat(settlement.fact("pay").getRecords()).isEqualTo(2);
            assertThat(settlement.fact("pay").getStatements()).isEqualTo(3); // also of what waits
            assertThat(settlement.fact("pay").getPayouts()).singleElement().satisfies(total -> {
                assertThat(total.getCurrency()).isEqualTo("IDR");
                assertThat(total.getAmountMicros()).isEqualTo(200 * RUPIAH);
                assertThat(total.getLines()).isEqualTo(2);
            });
            LedgerLine payment = settlement.ledger().get(3);
            assertThat(transfer(payment)).isEqualTo("PAYOUT 100000000 party:above:payable > party:above:payout");
            assertThat(payment.getPeriod()).isEqualTo("2026-10");
            assertThat(payment.getRunId()).isEqualTo("pay");
            assertThat(settlement.audit().findings()).isEmpty();
        }
    }

    @Test
    void shouldRoundAPaymentDownToThePayoutScaleAndKeepTheRest() {
        Map<String, Integer> scales = Map.of("IDR", 0, "KRW", 0, "USD", 2);
        try (Settlement settlement = new Settlement(dir)) {
            List<Allocation> pools = new ArrayList<>();
            for (String currency : List.of("IDR", "KRW", "USD")) {
                settlement.party("p" + currency, "2020-01-01", currency, scales.get(currency), 0);
                String pool = "nada/ID/premium/2026-10/RECORDING/" + currency;
                pools.add(settlement.send(Allocation.of(pool, 1, 0).party(0, "p" + currency, A, 1, 12_349_999)));
            }
            settlement.settle("run", pools.stream().map(Allocation::toSettle).toArray(PoolToSettle[]::new));
            settlement.payout("pay");
            settlement.work("pay");
            assertThat(payments(settlement))
                    .containsExactly("pIDR 12.000000 IDR", "pKRW 12.000000 KRW", "pUSD 12.340000 USD");
            assertThat(balance(settlement, "pIDR", "IDR")).isEqualTo(349_999);
            assertThat(balance(settlement, "pKRW", "KRW")).isEqualTo(349_999);
            assertThat(balance(settlement, "pUSD", "USD")).isEqualTo(9_999);
            settlement.payout("again");
            settlement.work("again");
            assertThat(payments(settlement)).hasSize(3);
        }
    }

    @Test
    void shouldCarryWhatCannotBePaid() {
        try (Settlement settlement = new Settlement(dir)) {
            settlement.party("other-currency", "2020-01-01", "USD", 2, 0);
            settlement.party("not-yet", "2026-11-11", "IDR", 0, 0);
            Allocation allocation = settlement.send(Allocation.of(POOL, 1, 0)
                    .party(0, "other-currency", A, 1, 5 * RUPIAH)
                    .party(0, "unknown", A, 1, 5 * RUPIAH)
                    .party(0, "not-yet", A, 1, 5 * RUPIAH)
                    .hold(0, HOLD, A, 1, 5 * RUPIAH));
            settlement.settle("run", allocation.toSettle());
            settlement.payout("pay");
            settlement.work("pay");
            assertThat(payments(settlement)).isEmpty();
            settlement.party("unknown", "2020-01-01", "IDR", 0, 0);
            settlement.payout("later", BOOKED_AT.plusSeconds(86_400));
            settlement.work("later");
            assertThat(payments(settlement)).containsExactly("not-yet 5.000000 IDR", "unknown 5.000000 IDR");
            assertThat(balance(settlement, "other-currency", "IDR")).isEqualTo(5 * RUPIAH);
        }
    }

    @Test
    void shouldPayByThePartyAsItIsOnTheBookingDate() {
        try (Settlement settlement = new Settlement(dir)) {
            settlement.party("p1", "2026-11-10", "IDR", 0, 7 * RUPIAH);
            settlement.party("p1", "1969-12-31", "IDR", 0, 0);
            settlement.party("p1", "2026-11-11", "USD", 0, 0);
            settlement.party("p1", "2026-11-10", "IDR", 0, 5 * RUPIAH); // replaces the one of the same date
            Allocation allocation = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 1, 5 * RUPIAH));
            settlement.settle("run", allocation.toSettle());
            settlement.payout("tomorrow", BOOKED_AT.plusSeconds(86_400));
            settlement.payout("today", BOOKED_AT);
            settlement.work("today");
            assertThat(settlement.fact("tomorrow").getRecords()).isZero();
            assertThat(settlement.fact("today").getRecords()).isEqualTo(1);
        }
    }

    @Test
    void shouldCarryANegativeBalanceUntilLaterEarningsOffsetIt() {
        try (Settlement settlement = new Settlement(dir)) {
            settlement.party("p1", "2020-01-01", "IDR", 0, 0);
            Allocation one = settlement.send(Allocation.of(POOL, 1, 0).party(0, "p1", A, 1, 10 * RUPIAH));
            settlement.settle("1", one.toSettle());
            settlement.payout("pay-1");
            Allocation two = settlement.send(Allocation.of(POOL, 2, one.amount()).party(0, "p1", A, 1, -4 * RUPIAH));
            settlement.settle("2", two.toSettle());
            settlement.payout("pay-2");
            settlement.work("pay-2");
            assertThat(balance(settlement, "p1", "IDR")).isEqualTo(-4 * RUPIAH);
            Allocation more = settlement.send(Allocation.of(OTHER, 1, 0).party(0, "p1", A, 1, 6 * RUPIAH));
            settlement.settle("3", more.toSettle());
            settlement.payout("pay-3");
            settlement.work("pay-3");
            assertThat(payments(settlement)).containsExactly("p1 10.000000 IDR", "p1 2.000000 IDR");
            assertThat(settlement.entries("settlement-accounts")).isZero();
        }
    }

    @Test
    void shouldRefusePartiesThatCannotBePaid() {
        try (Settlement settlement = new Settlement(dir)) {
            assertThatThrownBy(() -> settlement.party("p1", "2020-01-01", "IDR", 7, 0))
                    .rootCause()
                    .hasMessageContaining("has a payout scale outside 0 to 6: 7");
            assertThatThrownBy(() -> settlement.party("p1", "2020-01-01", "IDR", 0, -1))
                    .rootCause()
                    .hasMessageContaining("negative payout threshold");
        }
    }

    private static String transfer(LedgerLine line) {
        return line.getKind() + " " + line.getAmountMicros() + " " + line.getDebitAccount() + " > "
                + line.getCreditAccount();
    }

    private static List<String> payments(Settlement settlement) {
        return settlement.ledger().stream()
                .filter(line -> line.getKind() == LineKind.PAYOUT)
                .map(line -> line.getPartyId() + " " + line.getAmount() + " " + line.getCurrency())
                .toList();
    }

    private static long balance(Settlement settlement, String party, String currency) {
        return settlement.audit().trialBalance().stream()
                .filter(row -> row.account().equals("party:" + party + ":payable"))
                .filter(row -> row.currency().equals(currency))
                .mapToLong(row -> row.balance().longValueExact())
                .sum();
    }
}
