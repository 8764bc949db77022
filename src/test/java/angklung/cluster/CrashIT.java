package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.CloseState;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.Registration;
import angklung.avro.Statement;
import angklung.client.TopicReader;
import angklung.close.CloseListener;
import angklung.close.SettlementRun;
import angklung.config.Settings;
import angklung.model.Period;
import angklung.oracle.RandomInput;
import angklung.oracle.RandomInput.Feature;
import angklung.replay.Input;
import angklung.runtime.Drained;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.Stage;
import angklung.topic.PartitionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages and the closer as processes that are killed in every state of a close: the ledger is the oracle's. */
class CrashIT {
    private static final Period MARCH = Period.parse("2026-03");
    private static final Period APRIL = Period.parse("2026-04");

    /** A kill falls somewhere in the work that follows a state. */
    private static final int DELAY_MS_MAX = 400;

    @TempDir
    Path directory;

    private final long seed = seed();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Throwable> killerFailed = new AtomicReference<>();
    private EmbeddedKafka broker;
    private TestRegistry registry;
    private Rig rig;
    private Child stages;

    private static long seed() {
        String given = System.getProperty("angklung.seed", "");
        return given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
    }

    @BeforeEach
    void start() throws IOException {
        System.out.println("seed of this run: -Dangklung.seed=" + seed);
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        registry = new TestRegistry();
        rig = new Rig(broker.bootstrapServers(), registry.url(), new PartitionContract(3, 5, 2, 4), 1);
        rig.createTopics();
        stages = run();
    }

    @AfterEach
    void stop() {
        killer.shutdownNow();
        try {
            alive().get().ifPresent(failure -> System.out.println("the stages are down: " + failure));
        } finally {
            stages.close();
            registry.close();
            broker.close();
        }
    }

    @Test
    @Tag("soak")
    void shouldEndAtTheSameLedgerWhenKilledInEveryStateWithItsState() {
        killedInEveryState(false);
    }

    @Test
    @Tag("soak")
    void shouldEndAtTheSameLedgerWhenKilledInEveryStateWithoutItsState() {
        killedInEveryState(true);
    }

    @Test
    @Tag("soak")
    void shouldResumeACloseThatWasKilledInEveryState() {
        RandomInput input = march();
        rig.sendReference(input, alive());
        rig.sendPlays(input.plays);
        for (CloseState state : List.of(
                CloseState.FENCED, CloseState.CLOSING, CloseState.TOTALLED, CloseState.ALLOCATED,
                CloseState.SETTLED)) {
            try (Child closer = closer("closer-" + state)) {
                awaitState(state, 0);
                closer.kill();
            }
        }
        for (Period period : List.of(MARCH, APRIL)) {
            assertCloses(period);
            rig.restateRevenue(input, period, alive());
            assertCloses(period);
            rig.pay(period);
        }
        rig.assertLedgerIsTheOracles(input.oracle());
        assertEverythingIsLogged();
    }

    @Test
    @Tag("soak")
    void shouldEndAtTheSameLedgerWhenKilledInARestatementWithItsState() {
        killedWhileRestating(false);
    }

    @Test
    @Tag("soak")
    void shouldEndAtTheSameLedgerWhenKilledInARestatementWithoutItsState() {
        killedWhileRestating(true);
    }

    @Test
    @Tag("soak")
    void shouldResumeARestatementThatWasKilledInEveryState() {
        RandomInput input = mixture();
        rig.sendReference(input, alive());
        rig.sendPlays(input.plays);
        rig.closeAndPay(MARCH, input, alive());
        rig.sendPlays(input.latePlays);
        rig.awaitPlays(alive());
        for (CloseState state : List.of(CloseState.FENCED, CloseState.CLOSING, CloseState.TOTALLED)) {
            try (Child closer = restater("restater-" + state)) {
                awaitState(state, 1);
                closer.kill();
            }
        }
        try (Child closer = restater("restater")) {
            assertThat(closer.awaitEnd()).as(closer.output()).isZero();
        }
        rig.closeAndPay(APRIL, input, alive());
        rig.assertLedgerIsTheOracles(input.oracle());
        assertEverythingIsLogged();
    }

    @Test
    @Tag("soak")
    void shouldEndAtTheSameLedgerWhenKilledWhileHoldsAreReleasedWithItsState() throws IOException {
        killedWhileReleasing(false);
    }

    @Test
    @Tag("soak")
    void shouldEndAtTheSameLedgerWhenKilledWhileHoldsAreReleasedWithoutItsState() throws IOException {
        killedWhileReleasing(true);
    }

    @Test
    void shouldStopCleanlyOnSigterm() {
        RandomInput input = march();
        rig.sendReference(input, alive());
        assertThat(stages.terminate()).as(stages.output()).isIn(0, 143);
        assertThat(stages.output()).doesNotContain("Exception");
    }

    private void killedInEveryState(boolean loseState) {
        RandomInput input = march();
        rig.sendReference(input, alive());
        rig.sendPlays(input.plays.subList(0, input.plays.size() / 2));
        killAndRestart(loseState);
        rig.sendPlays(input.plays.subList(input.plays.size() / 2, input.plays.size()));
        rig.close(MARCH, new KillOnce(loseState));
        rig.restateRevenue(input, MARCH, alive());
        rig.close(MARCH, CloseListener.NONE);
        rig.pay(MARCH);
        rig.closeAndPay(APRIL, input, alive());
        rig.assertLedgerIsTheOracles(input.oracle());
        assertEverythingIsLogged();
        rig.assertDeliveryIsTheOracles(input.oracle());
    }

    /** Pools of all models, closed without a fault, then restated by late plays among kills. */
    private void killedWhileRestating(boolean loseState) {
        RandomInput input = mixture();
        rig.sendReference(input, alive());
        rig.sendPlays(input.plays);
        rig.awaitPlays(alive());
        rig.closeAndPay(MARCH, input, alive());
        int half = input.latePlays.size() / 2;
        rig.sendPlays(input.latePlays.subList(0, half));
        killAndRestart(loseState);
        rig.sendPlays(input.latePlays.subList(half, input.latePlays.size()));
        rig.awaitPlays(alive());
        rig.revise(MARCH, new KillOnce(loseState));
        rig.closeAndPay(APRIL, input, alive());
        rig.assertLedgerIsTheOracles(input.oracle());
        assertEverythingIsLogged();
        rig.assertDeliveryIsTheOracles(input.oracle());
    }

    /** Late registrations, policies and decisions on hits arrive and are taken in among kills. */
    private void killedWhileReleasing(boolean loseState) throws IOException {
        RandomInput input = contributions();
        Input read = ReplayedFiles.read(input, directory.resolve("files"));
        List<Registration> late = read.late().rights().registrations();
        rig.sendReference(read, alive());
        rig.sendPlays(input.plays);
        rig.awaitPlays(alive());
        rig.closeAndPay(MARCH, input, alive());
        rig.sendRegistrations(late.subList(0, late.size() / 2));
        killAndRestart(loseState);
        rig.sendRegistrations(late.subList(late.size() / 2, late.size()));
        rig.sendPoliciesAndDecisions(read.late());
        rig.awaitReference(alive());
        rig.revise(MARCH, new KillOnce(loseState));
        rig.closeAndPay(APRIL, input, alive());
        rig.assertLedgerIsTheOracles(input.oracle());
        assertEverythingIsLogged();
        rig.assertReleasesAreTheOracles(input.oracle());
    }

    private final class KillOnce implements CloseListener {
        private final boolean loseState;
        private final Set<CloseState> done = EnumSet.noneOf(CloseState.class);

        KillOnce(boolean loseState) {
            this.loseState = loseState;
        }

        @Override
        public void reached(String dsp, Period period, CloseState state) {
            killSoon(state);
        }

        @Override
        public void revising(String dsp, Period period, int revision, CloseState state) {
            killSoon(state);
        }

        @Override
        public void settling(String dsp, SettlementRun run) {
            killSoon(CloseState.ALLOCATED);
        }

        private void killSoon(CloseState state) {
            if (state != CloseState.CLOSED && done.add(state)) {
                int delay = random.nextInt(DELAY_MS_MAX);
                killer.schedule(() -> killAndRestartOrTell(loseState), delay, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** A scheduled task keeps what it throws to itself. */
    private void killAndRestartOrTell(boolean loseState) {
        try {
            killAndRestart(loseState);
        } catch (RuntimeException e) {
            killerFailed.set(e);
        }
    }

    private synchronized void killAndRestart(boolean loseState) {
        stages.kill();
        if (loseState) {
            delete(directory.resolve("state"));
        }
        stages = run();
    }

    private Child run() {
        return Child.start(directory, "stages", keys(), "run");
    }

    private Child closer(String name) {
        return Child.start(directory, name, keys(), "close", "--period", "2026-03", "--no-payout");
    }

    private Child restater(String name) {
        return Child.start(
                directory, name, keys(), "close", "--period", "2026-03", "--revise", "--no-payout");
    }

    private void assertCloses(Period period) {
        try (Child closer = Child.start(
                directory, "closer-" + period, keys(), "close", "--period", period.toString(), "--no-payout")) {
            assertThat(closer.awaitEnd()).as(closer.output()).isZero();
        }
    }

    private Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>(rig.keys(directory.resolve("state"), 1));
        keys.put("log.origin", LogRig.ORIGIN);
        keys.put("log.subject-keys", directory.resolve("subject-keys").toString());
        // The shortest that brokers allow by default: after a kill the partitions wait for it.
        keys.put("consumer.session.timeout.ms", "6000");
        keys.put("consumer.heartbeat.interval.ms", "1500");
        // Without its state directory a process has another identity and the old transaction must time out.
        keys.put("producer.transaction.timeout.ms", "8000");
        return keys;
    }

    /** The notary was killed with the other stages. */
    private void assertEverythingIsLogged() {
        Settings settings = Settings.of(keys());
        Map<String, Statement> statements = new HashMap<>();
        rig.read(rig.topics().statements).forEach(r -> statements.put(r.value().getStatementId(), r.value()));
        List<PeriodState> facts = rig.read(rig.topics().periodState).stream().map(ConsumerRecord::value).toList();
        Map<String, Integer> runs = new HashMap<>();
        facts.stream().filter(fact -> fact.getKind() == PeriodFact.PAID).forEach(fact -> runs.put(fact.getRunId(), 0));
        statements.values().forEach(statement -> runs.merge(statement.getRunId(), 1, Integer::sum));
        Map<String, Integer> leaves = new TreeMap<>(closesAndCorrections(facts));
        leaves.put("statement", statements.size());
        leaves.put("payout-run", runs.size());
        int all = leaves.values().stream().mapToInt(n -> n).sum();
        try (Drained drained = new Drained(rig.clients(), alive(), Rig.PATIENCE)) {
            drained.await(rig.group(Stage.NOTARY), rig.topics().statements);
            drained.await(rig.group(Stage.NOTARY), rig.topics().periodState);
            drained.await(rig.group(Stage.NOTARY), rig.topics().logSubmissions);
            drained.await(all + " leaves", () -> rig.read(rig.topics().logEntries).size() >= all);
        }
        LeafAudit audit = new LeafAudit(settings);
        audit.assertStatements(statements, runs);
        assertThat(audit.kinds()).isEqualTo(leaves);
    }

    /** Whatever is ordered or closed once more after the close of a period corrects it. */
    private static Map<String, Integer> closesAndCorrections(List<PeriodState> facts) {
        Set<String> closes = new HashSet<>();
        Set<String> corrections = new HashSet<>();
        for (PeriodState fact : facts) {
            String period = fact.getDsp() + "/" + fact.getPeriod();
            if (fact.getKind() == PeriodFact.STATE && !fact.getDsp().isEmpty()) {
                boolean closed = fact.getState() == CloseState.CLOSED;
                if (closed && fact.getRevision() == 0) {
                    closes.add(period);
                } else if (closed) {
                    corrections.add(period + "+" + fact.getRevision());
                } else if (fact.getState() == CloseState.ALLOCATED && closes.contains(period)) {
                    corrections.add(fact.getRunId());
                }
            }
        }
        assertThat(closes).isNotEmpty();
        return corrections.isEmpty()
                ? Map.of("period-close", closes.size())
                : Map.of("period-close", closes.size(), "correction", corrections.size());
    }

    private void awaitState(CloseState state, int revision) {
        long deadline = System.nanoTime() + Rig.PATIENCE.toNanos();
        try (TopicReader<String, PeriodState> facts = new TopicReader<>(rig.clients(), rig.topics().periodState)) {
            while (System.nanoTime() < deadline) {
                if (facts.readSome(Duration.ofMillis(50)).stream()
                        .anyMatch(f -> f.value().getKind() == PeriodFact.STATE && f.value().getState() == state
                                && f.value().getRevision() == revision)) {
                    return;
                }
            }
        }
        throw new AssertionError("no service reached " + state + " in revision " + revision);
    }

    /** While a process is down on purpose nothing has failed; a process that ended by itself has. */
    private Supplier<Optional<Throwable>> alive() {
        return () -> Optional.ofNullable(killerFailed.get()).or(this::endedByItself);
    }

    private synchronized Optional<Throwable> endedByItself() {
        return stages.isAlive() ? Optional.empty() : Optional.of(new AssertionError(stages.output()));
    }

    private RandomInput march() {
        RandomInput input = new RandomInput(new SplittableRandom(seed), 1_500, List.of(YearMonth.of(2026, 3)));
        input.latePlays.clear();
        return input;
    }

    private RandomInput contributions() {
        RandomInput input = new RandomInput(
                new SplittableRandom(seed), 1_500, List.of(YearMonth.of(2026, 3)), EnumSet.of(
                        Feature.MODELS, Feature.WORKS, Feature.AUTHORSHIP, Feature.LATE_RIGHTS, Feature.SCREENING));
        input.latePlays.clear();
        return input;
    }

    private RandomInput mixture() {
        SplittableRandom own = new SplittableRandom(seed);
        RandomInput input = new RandomInput(own, 1_500, List.of(YearMonth.of(2026, 3)));
        Mixture.of(input, own);
        return input;
    }

    /** A process that was killed while it started has written nothing yet. */
    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
