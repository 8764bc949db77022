package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.LedgerLine;
import angklung.ledger.AuditReport;
import angklung.ledger.TrialBalance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories, each against a reference that knows nothing of stores, marks or jobs. */
class SettlementHistoryTest {
    @TempDir
    Path dir;

    @Test
    void shouldWriteTheLedgerThatTheReferencePredicts() {
        Seeds.cases(20, random -> {
            Scenario scenario = new Scenario(random);
            try (Settlement settlement = new Settlement(newDir(), 1 + random.nextInt(20))) {
                play(scenario, settlement, random);
                assertThat(settlement.ledger()).extracting(SettlementHistoryTest::describe)
                        .containsExactlyElementsOf(scenario.expectedLines);
                AuditReport audit = settlement.audit();
                assertThat(audit.findings()).isEmpty();
                assertThat(audit.trialBalance().stream()
                                .map(TrialBalance.Row::balance)
                                .reduce(BigInteger.ZERO, BigInteger::add))
                        .isZero();
                assertThat(payables(audit)).isEqualTo(scenario.expectedBalances);
                assertThat(pools(audit)).isEqualTo(nonZero(scenario.expectedPools));
                assertThat(settlement.entries("settlement-balances")).isEqualTo(scenario.expectedBalances.size());
                assertThat(settlement.entries("settlement-details")).isZero();
                assertThat(settlement.entries("settlement-received")).isZero();
                assertThat(settlement.entries("settlement-settled")).isEqualTo(versions(scenario));
            }
        });
    }

    @Test
    void shouldWriteTheSameBytesWhateverTheSizeOfATurn() {
        Seeds.cases(3, random -> {
            Scenario scenario = new Scenario(random);
            List<String> unbounded = hashes(scenario, Integer.MAX_VALUE, random);
            for (int items : new int[] {1, 2, 7}) {
                assertThat(hashes(scenario, items, random)).isEqualTo(unbounded);
            }
        });
    }

    /** Nothing but the stores survives from turn to turn. */
    @Test
    void shouldWriteTheSameBytesIfRestartedAfterEveryTurn() {
        Seeds.cases(5, random -> {
            Scenario scenario = new Scenario(random);
            List<LedgerLine> ledger = restarted(scenario);
            assertThat(ledger).extracting(SettlementHistoryTest::describe)
                    .containsExactlyElementsOf(scenario.expectedLines);
            assertThat(ledger).extracting(LedgerLine::getHash)
                    .isEqualTo(hashes(scenario, Integer.MAX_VALUE, random));
        });
    }

    private List<String> hashes(Scenario scenario, int items, SplittableRandom random) {
        try (Settlement settlement = new Settlement(newDir(), items)) {
            play(scenario, settlement, random);
            return settlement.ledger().stream().map(LedgerLine::getHash).toList();
        }
    }

    /** Commands come in order, anything else at any time; the mark of a source comes behind its earnings. */
    private static void play(Scenario scenario, Settlement settlement, SplittableRandom random) {
        scenario.parties.forEach(p -> settlement.party(
                p.getPartyId(), "1970-01-01", p.getPayoutCurrency(), p.getPayoutScale(), p.getPayoutThresholdMicros()));
        for (Scenario.Step step : scenario.steps) {
            boolean commandFirst = random.nextBoolean();
            if (commandFirst) {
                settlement.command(step.command());
                settlement.turn();
            }
            List<Allocation> allocations = new ArrayList<>(step.allocations());
            Collections.shuffle(allocations, new Random(random.nextLong()));
            for (Allocation allocation : allocations) {
                settlement.send(allocation);
                if (random.nextInt(3) == 0) {
                    settlement.turn();
                }
            }
            if (!commandFirst) {
                settlement.command(step.command());
            }
        }
        settlement.work(scenario.lastRun());
    }

    private List<LedgerLine> restarted(Scenario scenario) {
        try (ForgetfulSettlement settlement = new ForgetfulSettlement(newDir())) {
            return settlement.play(scenario);
        }
    }

    private static String describe(LedgerLine line) {
        return Scenario.describe(
                line.getKind().name(),
                line.getDebitAccount(),
                line.getCreditAccount(),
                line.getAmountMicros(),
                line.getCurrency(),
                line.getPeriod());
    }

    private static SortedMap<String, Long> payables(AuditReport audit) {
        SortedMap<String, Long> payables = new TreeMap<>();
        audit.trialBalance().stream()
                .filter(row -> row.account().endsWith(":payable"))
                .filter(row -> row.balance().signum() != 0)
                .forEach(row -> payables.put(
                        row.account().split(":")[1] + " " + row.currency(),
                        row.balance().longValueExact()));
        return payables;
    }

    private static SortedMap<String, Long> pools(AuditReport audit) {
        SortedMap<String, Long> pools = new TreeMap<>();
        audit.pools().forEach(pool -> pools.put(pool.pool(), pool.amount().longValueExact()));
        return nonZero(pools);
    }

    private static SortedMap<String, Long> nonZero(SortedMap<String, Long> amounts) {
        SortedMap<String, Long> nonZero = new TreeMap<>(amounts);
        nonZero.values().removeIf(amount -> amount == 0);
        return nonZero;
    }

    private static long versions(Scenario scenario) {
        return scenario.steps.stream().mapToLong(step -> step.allocations().size()).sum();
    }

    private Path newDir() {
        try {
            return Files.createTempDirectory(dir, "case");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
