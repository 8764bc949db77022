package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.PeriodState;
import angklung.avro.Statement;
import angklung.stage.WorkLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The processors of settlement, each made anew for every record and every turn of one item: only stores remember. */
final class ForgetfulSettlement implements AutoCloseable {
    private final SettlementStores stores = new SettlementStores();
    private final WorkLimits limits = new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(50), 1, () -> 0);
    private final MockProcessorContext<String, SpecificRecord> context;
    private final List<StateStore> open;
    private final List<Statement> statements = new ArrayList<>();

    ForgetfulSettlement(Path dir) {
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
        open = Stream.of(
                        stores.details,
                        stores.received,
                        stores.settled,
                        stores.lastLines,
                        stores.holds,
                        stores.accounts,
                        stores.parties,
                        stores.deductions,
                        stores.taxProfiles,
                        stores.fxRates,
                        stores.unclaimedPolicies,
                        stores.chain,
                        stores.jobs)
                .<StateStore>map(store -> store.builder().withLoggingDisabled().build())
                .toList();
        open.forEach(store -> store.init(context.getStateStoreContext(), store));
    }

    /** Takes everything first, then works until the last run is reported. */
    List<LedgerLine> play(Scenario scenario) {
        scenario.parties.forEach(party -> process(new PartyKeeper(stores, 1), party));
        scenario.chains.forEach(chain -> process(ReferenceKeeper.deductions(stores), chain));
        scenario.taxProfiles.forEach(profile -> process(ReferenceKeeper.taxProfiles(stores), profile));
        scenario.fxRates.forEach(rate -> process(ReferenceKeeper.fxRates(stores), rate));
        for (Scenario.Step step : scenario.steps) {
            process(new CommandProcessor(stores, limits), step.command());
            for (Allocation allocation : step.allocations()) {
                allocation.earnings().forEach(earning -> process(new EarningReceiver(stores, 1), earning));
                allocation.marks().forEach(mark -> process(new EarningReceiver(stores, 1), mark));
            }
        }
        List<LedgerLine> ledger = new ArrayList<>();
        for (int turn = 0; turn < 100_000; turn++) {
            if (turn(ledger, scenario.lastRun())) {
                return ledger;
            }
        }
        throw new AssertionError("Run " + scenario.lastRun() + " is not done after 100,000 turns");
    }

    List<Statement> statements() {
        return statements;
    }

    private boolean turn(List<LedgerLine> ledger, String lastRun) {
        context.resetForwards();
        new CommandProcessor(stores, limits).init(context);
        var punctuators = context.scheduledPunctuators(); // also those of processors that are gone
        punctuators.get(punctuators.size() - 1).getPunctuator().punctuate(0);
        boolean done = false;
        for (var forward : context.forwarded()) {
            SpecificRecord value = forward.record().value();
            if (value instanceof LedgerLine line) {
                ledger.add(line);
            } else if (value instanceof Statement statement) {
                statements.add(statement);
            } else if (value instanceof PeriodState fact) {
                done |= fact.getRunId().equals(lastRun);
            }
        }
        return done;
    }

    @SuppressWarnings("unchecked") // processors that forward nothing do not mind what could be forwarded
    private <V, K2, V2> void process(Processor<String, V, K2, V2> processor, V value) {
        processor.init((ProcessorContext<K2, V2>) (ProcessorContext<?, ?>) context);
        processor.process(new Record<>("key", value, 0));
        processor.close();
    }

    @Override
    public void close() {
        open.forEach(StateStore::close);
    }
}
