package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Statement;
import angklung.ledger.AuditReport;
import angklung.ledger.LedgerAudit;
import angklung.ledger.PaperTree;
import angklung.ledger.TrialBalance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for every history, however parties, rates and pools change. */
class SettlementPropertyTest {
    private static final int HISTORIES = 3_000;

    @Test
    void shouldKeepTheBooksThatAnIndependentReckoningKeeps() {
        Seeds.cases(HISTORIES, random -> {
            Scenario scenario = new Scenario(random);
            Reckoning expected = new Reckoning(scenario);
            PaperSettlement paper = new PaperSettlement(scenario);
            assertThat(paper.ledger).extracting(Reckoning::describe).containsExactlyElementsOf(expected.expectedLines);
            assertThat(paper.statements)
                    .extracting(Reckoning::describe)
                    .containsExactlyElementsOf(expected.expectedStatements);
            AuditReport audit = audit(paper.ledger);
            assertThat(audit.findings()).isEmpty();
            assertThat(accounts(audit)).isEqualTo(expected.accounts());
        });
    }

    @Test
    void shouldBalanceEveryCurrency() {
        Seeds.cases(HISTORIES / 10, random -> {
            TrialBalance balance = new TrialBalance();
            new PaperSettlement(new Scenario(random)).ledger.forEach(balance::add);
            assertThat(balance.totals().values()).allSatisfy(total -> assertThat(total).isZero());
        });
    }

    @Test
    void shouldStateWhatTheLedgerSays() {
        Seeds.cases(HISTORIES / 3, random -> {
            Scenario scenario = new Scenario(random);
            PaperSettlement paper = new PaperSettlement(scenario);
            checkStatements(paper.ledger, paper.statements);
            checkDetails(paper.ledger, scenario);
        });
    }

    @Test
    void shouldNeverTaxMoreThanIsPaidOutOfTheBalance() {
        Seeds.cases(HISTORIES / 3, random -> {
            PaperSettlement paper = new PaperSettlement(new Scenario(random));
            assertThat(paper.statements).allSatisfy(statement -> {
                long beforePayment = Math.addExact(
                        statement.getClosingMicros(), statement.getTaxMicros() + statement.getPaymentsMicros());
                assertThat(statement.getTaxMicros()).isBetween(0L, Math.max(0, beforePayment));
                assertThat(statement.getPaymentsMicros()).isBetween(0L, Math.max(0, beforePayment));
            });
        });
    }

    /** Whatever the rights, there is no more to recoup from than the balance, released reserves included. */
    @Test
    void shouldRecoupNoMoreThanTheAdvanceAndTheBalance() {
        Seeds.cases(HISTORIES / 3, random -> {
            PaperSettlement paper = new PaperSettlement(new Scenario(random));
            Map<String, Long> outstanding = new HashMap<>();
            for (LedgerLine line : paper.ledger) {
                if (line.getKind() == LineKind.ADVANCE || line.getKind() == LineKind.RECOUPMENT) {
                    boolean given = line.getKind() == LineKind.ADVANCE;
                    String advance = line.getPartyId() + " " + line.getRule() + " " + line.getCurrency();
                    assertThat(outstanding.containsKey(advance)).isEqualTo(!given);
                    long left = outstanding.merge(
                            advance, given ? line.getAmountMicros() : -line.getAmountMicros(), Math::addExact);
                    assertThat(left).isNotNegative();
                }
            }
            assertThat(paper.statements).allSatisfy(statement -> {
                long available = statement.getOpeningMicros()
                        + statement.getEarningsMicros()
                        + statement.getAdjustmentsMicros()
                        - statement.getDeductionsMicros()
                        + statement.getReleasedMicros()
                        + statement.getConvertedInMicros();
                assertThat(statement.getRecoupedMicros()).isBetween(0L, Math.max(0, available));
            });
        });
    }

    /** By the ledger and the statements alone, as anyone can check them who has both. */
    static void checkStatements(List<LedgerLine> ledger, List<Statement> statements) {
        Map<String, List<LedgerLine>> lines = new HashMap<>();
        ledger.stream()
                .filter(line -> line.getPartyId() != null)
                .forEach(line -> lines.computeIfAbsent(line.getPartyId() + line.getCurrency(), k -> new ArrayList<>())
                        .add(line));
        Map<String, Integer> read = new HashMap<>();
        Map<String, Long> closing = new HashMap<>();
        for (Statement statement : statements) {
            String key = statement.getPartyId() + statement.getCurrency();
            int from = read.getOrDefault(key, 0);
            int to = from + Math.toIntExact(statement.getLines());
            List<LedgerLine> own = lines.getOrDefault(key, List.of()).subList(from, to);
            assertThat(statement.getLinesHash()).isEqualTo(PaperTree.ofLines(own));
            assertThat(statement.getOpeningMicros()).isEqualTo(closing.getOrDefault(key, 0L));
            assertThat(statement.getClosingMicros())
                    .isEqualTo(statement.getOpeningMicros() + change(own, statement.getPartyId()))
                    .isEqualTo(identity(statement));
            read.put(key, to);
            closing.put(key, statement.getClosingMicros());
        }
    }

    /** Every line of a pool commits to what was allocated to its account, and no other line to anything. */
    static void checkDetails(List<LedgerLine> ledger, Scenario scenario) {
        Map<String, List<Earning>> details = new HashMap<>();
        scenario.steps.stream()
                .flatMap(step -> step.allocations().stream())
                .flatMap(allocation -> allocation.earnings().stream())
                .forEach(earning -> details.computeIfAbsent(commitment(earning), k -> new ArrayList<>()).add(earning));
        for (LedgerLine line : ledger) {
            String pool = "pool:" + String.join("/", line.getDsp() + "", line.getTerritory() + "", line.getOffering() + "",
                    line.getOriginPeriod(), line.getRightType() + "", line.getCurrency());
            boolean ofPool = line.getDebitAccount().equals(pool) || line.getCreditAccount().equals(pool);
            String account = line.getDebitAccount().equals(pool) ? line.getCreditAccount() : line.getDebitAccount();
            assertThat(line.getStatementHash()).isEqualTo(!ofPool ? null
                    : PaperTree.ofDetails(details.get(pool + "@" + line.getPoolVersion() + " " + account)));
        }
    }

    private static String commitment(Earning earning) {
        String account = earning.getPartyId() == null
                ? earning.getHoldAccount() : "party:" + earning.getPartyId() + ":payable";
        return "pool:" + earning.getPool() + "@" + earning.getVersion() + " " + account;
    }

    private static long identity(Statement s) {
        return s.getOpeningMicros() + s.getEarningsMicros() + s.getAdjustmentsMicros() - s.getDeductionsMicros()
                - s.getRecoupedMicros() - s.getReservedMicros() + s.getReleasedMicros() + s.getConvertedInMicros()
                - s.getConvertedOutMicros() - s.getTaxMicros() - s.getPaymentsMicros();
    }

    private static long change(List<LedgerLine> lines, String party) {
        String payable = "party:" + party + ":payable";
        long change = 0;
        for (LedgerLine line : lines) {
            change += line.getCreditAccount().equals(payable) ? line.getAmountMicros() : 0;
            change -= line.getDebitAccount().equals(payable) ? line.getAmountMicros() : 0;
        }
        return change;
    }

    static AuditReport audit(List<LedgerLine> ledger) {
        LedgerAudit audit = new LedgerAudit(100, List.of());
        ledger.forEach(line -> audit.line(0, line.getPartitionSeq(), line.getLineId(), line));
        return audit.report();
    }

    /** By account and currency, those that are not zero, in currency units. */
    static SortedMap<String, BigDecimal> accounts(AuditReport audit) {
        SortedMap<String, BigDecimal> accounts = new TreeMap<>();
        audit.trialBalance().stream()
                .filter(row -> row.balance().signum() != 0)
                .forEach(row -> accounts.put(
                        row.account() + " " + row.currency(), new BigDecimal(row.balance(), 6)));
        return accounts;
    }

    /** Guards the tests above: a generator that never reached a rule would prove nothing about it. */
    @Test
    void shouldReachEveryRule() {
        TreeSet<String> reached = new TreeSet<>();
        Seeds.cases(500, random -> {
            PaperSettlement paper = new PaperSettlement(new Scenario(random));
            paper.ledger.forEach(line -> reached.add(line.getKind().name()));
            paper.statements.stream()
                    .filter(statement -> statement.getWaits() != null)
                    .forEach(statement -> reached.add(statement.getWaits().split(":")[0]));
        });
        assertThat(reached)
                .contains(
                        "ACCRUAL", "ADJUSTMENT", "ADVANCE", "DEDUCTION", "FX", "HOLD", "PAYOUT", "RECOUPMENT",
                        "RELEASE", "RESERVE", "WITHHOLDING")
                .contains(
                        "BELOW_PAYOUT_UNIT", "BELOW_THRESHOLD", "NO_FX_RATE", "NO_TAX_PROFILE", "UNKNOWN_PARTY");
    }
}
