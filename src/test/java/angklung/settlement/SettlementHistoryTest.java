package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.LedgerLine;
import angklung.ledger.AuditReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories, each against a reference that knows nothing of stores, marks or jobs. */
class SettlementHistoryTest {
    @TempDir
    Path dir;

    @Test
    void shouldWriteTheLedgerThatTheReckoningPredicts() {
        Seeds.cases(10, random -> {
            Scenario scenario = new Scenario(random);
            Reckoning expected = new Reckoning(scenario);
            try (Settlement settlement = new Settlement(newDir(), 1 + random.nextInt(20))) {
                play(scenario, settlement, random);
                assertThat(settlement.ledger())
                        .extracting(Reckoning::describe)
                        .containsExactlyElementsOf(expected.expectedLines);
                assertThat(settlement.statements())
                        .extracting(Reckoning::describe)
                        .containsExactlyElementsOf(expected.expectedStatements);
                AuditReport audit = settlement.audit();
                assertThat(audit.findings()).isEmpty();
                assertThat(SettlementPropertyTest.accounts(audit)).isEqualTo(expected.accounts());
                SettlementPropertyTest.checkStatements(settlement.ledger(), settlement.statements());
                SettlementPropertyTest.checkDetails(settlement.ledger(), scenario);
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
        Seeds.cases(3, random -> {
            Scenario scenario = new Scenario(random);
            Reckoning expected = new Reckoning(scenario);
            List<LedgerLine> ledger;
            try (ForgetfulSettlement settlement = new ForgetfulSettlement(newDir())) {
                ledger = settlement.play(scenario);
                assertThat(settlement.statements())
                        .extracting(Reckoning::describe)
                        .containsExactlyElementsOf(expected.expectedStatements);
                SettlementPropertyTest.checkStatements(ledger, settlement.statements());
                SettlementPropertyTest.checkDetails(ledger, scenario);
            }
            assertThat(ledger)
                    .extracting(Reckoning::describe)
                    .containsExactlyElementsOf(expected.expectedLines);
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
        scenario.parties.forEach(settlement::send);
        scenario.chains.forEach(settlement::send);
        scenario.taxProfiles.forEach(settlement::send);
        scenario.fxRates.forEach(settlement::send);
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
