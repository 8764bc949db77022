package angklung.close;

import static angklung.close.TestFacts.BOOKED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.CloseState;
import angklung.avro.Command;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodControl;
import angklung.avro.PoolFact;
import angklung.avro.PoolToSettle;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.close.TestFacts.Keyed;
import angklung.model.Period;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The closer on a real broker; the stages are played by the test. Each test has a topic prefix of its own. */
class CloserIT {
    private static final Period OCTOBER = Period.parse("2026-10");
    private static final TestFacts WAVE = TestFacts.of("wave", "2026-10");
    private static final String POOL = "wave/DE/premium/2026-10/MECHANICAL/EUR";
    private static final String GROUP = "-intake";
    private static final int FOR_EVER = Integer.MAX_VALUE;
    private static final PartitionContract CONTRACT = new PartitionContract(2, 2, 1, 2);

    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;
    private static Clients clients;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
        clients = new Clients(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        admin = clients.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void shouldFindTheEndOfTheDataWhateverFollowsIt() throws Exception {
        Topics topics = topics("ends", new PartitionContract(7, 1, 1, 1));
        String plays = topics.plays("wave").name();
        // Partition 0 is never written.
        try (Producer<String, byte[]> plain = clients.producer("plain")) {
            send(plain, plays, 1, 3);
        }
        try (Producer<String, byte[]> producer = clients.transactionalProducer("ends")) {
            producer.initTransactions();
            transaction(producer, true, () -> send(producer, plays, 2, 2)); // then the commit marker
            transaction(producer, true, () -> send(producer, plays, 3, 5));
            transaction(producer, false, () -> send(producer, plays, 3, 500)); // an aborted tail, many windows long
            transaction(producer, false, () -> send(producer, plays, 4, 9)); // never anything committed
            for (int i = 0; i < 100; i++) {
                transaction(producer, i == 0, () -> send(producer, plays, 5, 1)); // offset 0, then 199 others
            }
            transaction(producer, true, () -> send(producer, plays, 6, 4));
            producer.beginTransaction();
            send(producer, plays, 6, 7); // open: nobody may see it yet
            producer.flush();

            assertThat(new DataEnds(clients).of(topics.plays("wave"))).containsExactly(0L, 3L, 2L, 5L, 0L, 1L, 4L);
            producer.abortTransaction();
        }
    }

    @Test
    void shouldCountAGroupThatNeverCommittedAsAtTheStart() throws Exception {
        Topics topics = topics("group", CONTRACT);

        assertThat(new GroupOffsets(admin).committed("never-started", topics.plays("wave"))).containsExactly(0L, 0L);
        consumed("group", topics, 0, 3);
        assertThat(new GroupOffsets(admin).committed("group" + GROUP, topics.plays("wave"))).containsExactly(3L, 0L);
    }

    @Test
    void shouldCloseRestateAndPay() throws Exception {
        try (FakeStages stages = new FakeStages("whole", topics("whole", CONTRACT))) {
            CloseResult closed = stages.close(stages.listener(FOR_EVER));

            assertThat(closed.done()).as("%s", closed.missing()).isTrue();
            assertThat(closed.services()).singleElement().satisfies(service -> {
                assertThat(service.state()).isEqualTo(CloseState.CLOSED);
                assertThat(service.plays()).isEqualTo(3);
                assertThat(service.pools()).singleElement().satisfies(pool -> {
                    assertThat(pool.allocatedMicros()).isEqualTo(1000);
                    assertThat(pool.settledMicros()).isEqualTo(1000);
                });
            });
            stages.plan(TestFacts.plan(POOL, 2, 900, 1000), 100);
            assertThat(stages.close(stages.listener(FOR_EVER)).done()).isTrue();
            assertThat(stages.close(stages.listener(FOR_EVER)).done()).as("nothing left").isTrue();
            PayoutResult paid = stages.pay();
            assertThat(paid.done()).isTrue();
            assertThat(paid.paidMicros()).isEqualTo(Map.of("EUR", 10L));
            assertThat(stages.pay().done()).as("paid before").isTrue();
            stages.assertCommands(Command.CLOSE, Command.CUT);
            stages.assertSettlementCommands(Command.SETTLE, Command.SETTLE, Command.PAYOUT);
        }
    }

    @Test
    void shouldAnnounceAndExpireHoldsOnceADate() throws Exception {
        try (FakeStages stages = new FakeStages("holds", topics("holds", CONTRACT));
                Closer closer = closer("holds", stages.topics, Duration.ofSeconds(30), stages.listener(FOR_EVER))) {
            LocalDate date = LocalDate.parse("2028-11-10");
            HoldsResult announced = closer.announce(date);

            assertThat(announced.done()).as("%s", announced.missing()).isTrue();
            assertThat(announced.micros()).isEqualTo(Map.of("IDR", 10L));
            assertThat(announced.accounts()).isEqualTo(2);
            assertThat(closer.expire(date).done()).isTrue();
            assertThat(closer.expire(date).done()).as("done before").isTrue();
            stages.assertSettlementCommands(Command.ANNOUNCE, Command.EXPIRE);
        }
    }

    @Test
    void shouldRestateLatePlaysAndPayOnceForThem() throws Exception {
        try (FakeStages stages = new FakeStages("late", topics("late", CONTRACT));
                Closer closer = closer("late", stages.topics, Duration.ofSeconds(30), stages.listener(FOR_EVER))) {
            assertThatThrownBy(() -> closer.revise(OCTOBER, List.of("wave"), BOOKED_AT))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessageContaining("is OPEN");
            closer.close(OCTOBER, List.of("wave"), BOOKED_AT);
            assertThat(closer.payRestated(Optional.empty(), BOOKED_AT)).as("nothing was restated").isEmpty();

            CloseResult restated = closer.revise(OCTOBER, List.of("wave"), BOOKED_AT);

            assertThat(restated.done()).as("%s", restated.missing()).isTrue();
            assertThat(restated.services()).singleElement().satisfies(service -> {
                assertThat(service.plays()).isEqualTo(5);
                assertThat(service.revisions())
                        .containsExactly(new CloseResult.Revision(1, CloseState.CLOSED, 2, 0));
                assertThat(service.pools()).last().satisfies(pool -> {
                    assertThat(pool.version()).isEqualTo(2);
                    assertThat(pool.settledMicros()).isEqualTo(-200);
                });
            });
            assertThat(closer.settleRestated(List.of("wave"), BOOKED_AT)).as("nothing left").isEmpty();
            assertThat(closer.payRestated(Optional.empty(), BOOKED_AT)).hasValueSatisfying(paid -> {
                assertThat(paid.runId()).isEqualTo("payout/restated/1");
                assertThat(paid.done()).isTrue();
            });
            assertThat(closer.payRestated(Optional.empty(), BOOKED_AT)).as("paid before").isEmpty();
            stages.assertCommands(Command.CLOSE, Command.CUT, Command.CLOSE, Command.CUT);
            stages.assertSettlementCommands(Command.SETTLE, Command.SETTLE, Command.PAYOUT);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldResumeARevisionAfterEachTransition() {
        return Stream.of("FENCED", "CLOSING", "TOTALLED", "CLOSED")
                .map(last -> DynamicTest.dynamicTest("after " + last, () -> {
                    String prefix = "late-" + last.toLowerCase(Locale.ROOT);
                    try (FakeStages stages = new FakeStages(prefix, topics(prefix, CONTRACT))) {
                        stages.close(stages.listener(FOR_EVER));
                        assertThatThrownBy(() -> stages.revise(stages.dyingAt(CloseState.valueOf(last))))
                                .isInstanceOf(SimulatedCluster.Killed.class);
                        // The revision goes on; only if it was closed, another one follows.
                        CloseResult result = stages.revise(stages.listener(FOR_EVER));
                        assertThat(result.done()).as("%s", result.missing()).isTrue();
                        assertThat(result.services().get(0).revisions()).hasSize(last.equals("CLOSED") ? 2 : 1);
                        stages.assertSettlementCommands(Command.SETTLE, Command.SETTLE);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldResumeAfterEachTransition() {
        return Stream.of("FENCED", "CLOSING", "TOTALLED", "ALLOCATED", "SETTLED", "CLOSED")
                .map(last -> DynamicTest.dynamicTest("after " + last, () -> {
                    String prefix = "resume-" + last.toLowerCase(Locale.ROOT);
                    int transitions = CloseState.valueOf(last).ordinal() - CloseState.OPEN.ordinal();
                    try (FakeStages stages = new FakeStages(prefix, topics(prefix, CONTRACT))) {
                        assertThatThrownBy(() -> stages.close(stages.listener(transitions)))
                                .isInstanceOf(SimulatedCluster.Killed.class);
                        assertThat(stages.close(stages.listener(FOR_EVER)).done()).isTrue();
                        stages.assertCommands(Command.CLOSE, Command.CUT);
                        stages.assertSettlementCommands(Command.SETTLE);
                    }
                }));
    }

    @Test
    void shouldGiveWayToASecondCloser() throws Exception {
        Topics topics = topics("fencing", CONTRACT);
        try (Producer<String, byte[]> plain = clients.producer("plain")) {
            send(plain, topics.plays("wave").name(), 0, 3);
        }
        CloseListener takenOver = new CloseListener() {
            private boolean done;

            @Override
            public void waiting(List<String> missing) {
                if (!done) {
                    done = true;
                    CloseResult second = close("fencing", topics, Duration.ZERO, CloseListener.NONE);
                    assertThat(second.missing())
                            .containsExactly("wave 2026-10: intake has consumed partition 0 up to offset 0 of 3");
                    consumed("fencing", topics, 0, 3);
                }
            }
        };

        assertThatThrownBy(() -> close("fencing", topics, Duration.ofSeconds(30), takenOver))
                .isInstanceOf(CloserFencedException.class)
                .hasMessageContaining("Another closer has taken over")
                .hasMessageContaining("fencing-closer");
        try (TopicReader<String, PeriodControl> control = new TopicReader<>(clients, topics.periodControl)) {
            assertThat(control.readToEnd()).isEmpty();
        }
    }

    /** A stage's open transaction hides the facts behind it: deciding without them would draw a second fence. */
    @Test
    void shouldNotDecideBeforeItCanReadWhatEarlierClosersRecorded() throws Exception {
        Topics topics = topics("hidden", CONTRACT);
        try (Producer<String, byte[]> stage = clients.transactionalProducer("hidden-stage");
                Producer<String, byte[]> plain = clients.producer("plain")) {
            stage.initTransactions();
            stage.beginTransaction();
            Keyed other = TestFacts.of("other", "2026-09").fenced(0, 0);
            stage.send(new ProducerRecord<>(topics.periodState.name(), 0, other.key(), bytes(topics, other))).get();
            // The first closer finds the topic empty as far as it can be read, and must not go on either.
            assertThatThrownBy(() -> close("hidden", topics, Duration.ofMillis(500), CloseListener.NONE))
                    .isInstanceOf(NotReadyException.class)
                    .hasMessageContaining("still open");
            stage.abortTransaction();
            send(plain, topics.plays("wave").name(), 0, 3);

            CloseResult result = close("hidden", topics, Duration.ofMillis(500), CloseListener.NONE);
            assertThat(result.done()).isFalse();
            assertThat(result.services().get(0).state()).isEqualTo(CloseState.FENCED);
        }
    }

    @Test
    void shouldRefuseTopicsThatAreMissingOrHaveOtherPartitions() throws Exception {
        topics("contract", CONTRACT);
        Topics others = new Topics(
                "contract", new PartitionContract(3, 2, 1, 2), new AvroSerdes("mock://closer"), List.of("wave"));
        Topics absent = new Topics("absent", CONTRACT, new AvroSerdes("mock://closer"), List.of("wave"));

        assertThatThrownBy(() -> close("contract", others, Duration.ZERO, CloseListener.NONE))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("has 2 partitions, but the contract says 3");
        assertThatThrownBy(() -> close("absent", absent, Duration.ZERO, CloseListener.NONE))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("absent.period-state.v1 does not exist");
    }

    /** Answers commands in a thread of its own, from the first command of the topic on. */
    private static final class FakeStages implements AutoCloseable {
        private static final Duration PATIENCE = Duration.ofMillis(20);

        private final String prefix;
        private final Topics topics;
        private final Producer<String, byte[]> producer = clients.producer("fake-stages");
        private final Thread thread = new Thread(this::work, "fake-stages");
        private volatile boolean stopped;

        FakeStages(String prefix, Topics topics) {
            this.prefix = prefix;
            this.topics = topics;
            send(producer, topics.plays("wave").name(), 1, 3);
            thread.start();
        }

        /** Lets intake catch up when the closer waits, and the closer die after a number of transitions. */
        CloseListener listener(int transitions) {
            return new CloseListener() {
                private int left = transitions;

                @Override
                public void reached(String dsp, Period period, CloseState state) {
                    if (--left == 0) {
                        throw new SimulatedCluster.Killed();
                    }
                }

                @Override
                public void waiting(List<String> missing) {
                    consumed(prefix, topics, 1, 3);
                }
            };
        }

        CloseResult close(CloseListener listener) {
            return CloserIT.close(prefix, topics, Duration.ofSeconds(30), listener);
        }

        PayoutResult pay() {
            try (Closer closer = closer(prefix, topics, Duration.ofSeconds(30), listener(FOR_EVER))) {
                return closer.payout("payout/2026-10", OCTOBER, BOOKED_AT);
            }
        }

        CloseListener dyingAt(CloseState last) {
            return new CloseListener() {
                @Override
                public void revising(String dsp, Period period, int revision, CloseState state) {
                    if (state == last) {
                        throw new SimulatedCluster.Killed();
                    }
                }
            };
        }

        CloseResult revise(CloseListener listener) {
            try (Closer closer = closer(prefix, topics, Duration.ofSeconds(30), listener)) {
                return closer.revise(OCTOBER, List.of("wave"), BOOKED_AT);
            }
        }

        void plan(PoolFact plan, long firstPart) {
            record(WAVE.poolPlanned(plan));
            long due = plan.getAmountMicros() - plan.getPreviousAmountMicros();
            record(WAVE.allocated(POOL, plan.getVersion(), 0, firstPart));
            record(WAVE.allocated(POOL, plan.getVersion(), 1, due - firstPart));
        }

        void assertCommands(Command... expected) {
            assertSent(topics.periodControl, expected);
        }

        void assertSettlementCommands(Command... expected) {
            assertSent(topics.settlementControl, expected);
        }

        @Override
        public void close() {
            stopped = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
            producer.close();
        }

        private void work() {
            try (TopicReader<String, PeriodControl> control = new TopicReader<>(clients, topics.periodControl);
                    TopicReader<String, PeriodControl> settlementControl =
                            new TopicReader<>(clients, topics.settlementControl)) {
                while (!stopped) {
                    control.readSome(PATIENCE).stream()
                            .filter(record -> record.value().getCommand() == Command.CLOSE)
                            .forEach(record -> cut(
                                    record.partition(), record.value().getRevision(), record.value().getOffsets()));
                    settlementControl
                            .readSome(PATIENCE)
                            .forEach(record -> settle(record.partition(), record.value()));
                }
            }
        }

        private static void assertSent(TopicDef<String, PeriodControl> topic, Command... expected) {
            Map<Integer, List<Command>> sent = new HashMap<>();
            try (TopicReader<String, PeriodControl> reader = new TopicReader<>(clients, topic)) {
                for (ConsumerRecord<String, PeriodControl> record : reader.readToEnd()) {
                    sent.computeIfAbsent(record.partition(), p -> new ArrayList<>())
                            .add(record.value().getCommand());
                }
            }
            assertThat(sent).isEqualTo(Map.of(0, List.of(expected), 1, List.of(expected)));
        }

        private void cut(int partition, int revision, List<Long> fence) {
            if (revision > 0) {
                late(partition, WAVE.revision(revision), fence.get(partition));
                return;
            }
            record(WAVE.cut(partition, fence.get(partition), partition, fence.get(partition), 0));
            if (partition == 1) {
                record(WAVE.tallyTotal(0, 1, 3, 0));
                record(WAVE.tallyTotal(1, 0, 0, 0));
                record(WAVE.poolTotal(0, TestFacts.plan(POOL, 1, 1000, 0)));
                plan(TestFacts.plan(POOL, 1, 1000, 0), 1);
            }
        }

        /** Two late plays in the first revision, none in others. */
        private void late(int partition, TestFacts revision, long fence) {
            boolean plays = partition == 1 && revision.revision() == 1;
            record(revision.cut(partition, fence, plays ? 1 : 0, plays ? 2 : 0, 0));
            if (partition == 1) {
                record(revision.tallyTotal(0, plays ? 1 : 0, plays ? 2 : 0, 0));
                record(revision.tallyTotal(1, 0, 0, 0));
                if (plays) {
                    record(WAVE.poolPlanned(TestFacts.weighing(POOL, 2)));
                    record(revision.poolTotal(0, TestFacts.weighing(POOL, 2)));
                    plan(TestFacts.plan(POOL, 2, 800, 1000), 100);
                } else {
                    record(revision.poolTotal(0));
                }
            }
        }

        private void settle(int partition, PeriodControl command) {
            if (command.getCommand() == Command.ANNOUNCE || command.getCommand() == Command.EXPIRE) {
                record(TestFacts.holds("2028-11", command.getRunId(), partition, new PayoutTotal("IDR", 5L, 1L)));
                return;
            }
            if (command.getCommand() == Command.PAYOUT) {
                record(TestFacts.paid("2026-10", command.getRunId(), partition, new PayoutTotal("EUR", 5L, 1L)));
                return;
            }
            List<PoolFact> posted = new ArrayList<>();
            for (PoolToSettle pool : command.getPools()) {
                posted.add(TestFacts.posted(
                        pool.getPool(), pool.getVersion(), partition == 0 ? pool.getAmountMicros() : 0));
            }
            String run = command.getRunId().substring(command.getRunId().lastIndexOf('/') + 1);
            record(WAVE.settled(Integer.parseInt(run), partition, posted.toArray(new PoolFact[0])));
        }

        private void record(Keyed fact) {
            producer.send(new ProducerRecord<>(topics.periodState.name(), 0, fact.key(), bytes(topics, fact)));
        }
    }

    private static CloseResult close(String prefix, Topics topics, Duration timeout, CloseListener listener) {
        try (Closer closer = closer(prefix, topics, timeout, listener)) {
            return closer.close(OCTOBER, List.of("wave"), BOOKED_AT);
        }
    }

    private static Closer closer(String prefix, Topics topics, Duration timeout, CloseListener listener) {
        return new Closer(
                clients, topics, prefix + GROUP, new CloserOptions(prefix, timeout, Duration.ofMillis(50), listener));
    }

    private static Topics topics(String prefix, PartitionContract contract) throws Exception {
        Topics topics = new Topics(prefix, contract, new AvroSerdes("mock://closer"), List.of("wave"));
        List<NewTopic> all = new ArrayList<>();
        for (TopicDef<?, ?> topic : List.of(
                topics.plays("wave"), topics.periodControl, topics.settlementControl, topics.periodState)) {
            all.add(new NewTopic(topic.name(), topic.partitions(), (short) 1));
        }
        admin.createTopics(all).all().get();
        return topics;
    }

    private static void consumed(String prefix, Topics topics, int partition, long offset) {
        try {
            admin.alterConsumerGroupOffsets(
                            prefix + GROUP,
                            Map.of(
                                    new TopicPartition(topics.plays("wave").name(), partition),
                                    new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void transaction(Producer<String, byte[]> producer, boolean commit, Runnable sends) {
        producer.beginTransaction();
        sends.run();
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.flush(); // an abort drops what has not been sent yet
            producer.abortTransaction();
        }
    }

    private static void send(Producer<String, byte[]> producer, String topic, int partition, int count) {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>(topic, partition, "key", new byte[] {1, 2, 3}));
        }
        producer.flush();
    }

    private static byte[] bytes(Topics topics, Keyed fact) {
        return topics.periodState.value().serializer().serialize(topics.periodState.name(), fact.fact());
    }
}
