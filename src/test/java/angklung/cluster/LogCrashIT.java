package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.cluster.LogRig.WitnessProcess;
import angklung.log.Checkpoint;
import angklung.log.Note;
import angklung.log.SigningKey;
import angklung.publish.Step;
import angklung.runtime.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Notary, publisher and witnesses as processes that are killed at any time, with their files and without, while
 * payout runs, closes and commands come: it stays one log, without a gap, and nobody is shown anything else.
 */
@Tag("soak")
class LogCrashIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Every step of the publisher is died at, each twice. */
    private static final int ROUNDS = 2 * Step.values().length;

    /** A kill falls somewhere in the work that follows what was sent. */
    private static final int DELAY_MS_MAX = 2_000;

    @TempDir
    private Path directory;

    private final long seed = seed();
    private final SplittableRandom random = new SplittableRandom(seed);
    private EmbeddedKafka broker;
    private TestRegistry registry;
    private LogRig rig;
    private SigningKey key;
    private SigningKey nextKey;
    private List<String> keys;
    private Path log;
    private Path rivalLog;
    private LogFeed feed;
    private Child notary;
    private Child publisher;
    private final List<WitnessProcess> witnesses = new ArrayList<>();
    private final List<Child> witnessing = new ArrayList<>();

    private static long seed() {
        String given = System.getProperty("angklung.seed", "");
        return given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
    }

    @BeforeEach
    void start() throws IOException {
        System.out.println("seed of this run: -Dangklung.seed=" + seed);
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        registry = new TestRegistry();
        rig = new LogRig(directory, broker.bootstrapServers(), registry.url());
        rig.createTopics();
        key = rig.logKey("key1");
        nextKey = rig.logKey("key2");
        keys = List.of("key1");
        witnesses.add(rig.witness("w1", random));
        witnesses.add(rig.witness("w2", random));
        int quorum = random.nextInt(1, 3);
        rig.writePolicy(List.of(key, nextKey), witnesses, quorum);
        System.out.println("quorum " + quorum);
        log = directory.resolve("log");
        rivalLog = directory.resolve("rival-log");
        feed = new LogFeed(rig.settings(), random.split());
        witnesses.forEach(witness -> witnessing.add(rig.start(witness)));
        notary = rig.startNotary();
        publisher = startPublisher();
    }

    @AfterEach
    void stop() {
        killAll();
        feed.close();
        registry.close();
        broker.close();
    }

    @Test
    void shouldStayOneLogWhoeverIsKilledWhenever() {
        List<Path> watched = List.of(log, rivalLog, witnesses.get(0).state(), witnesses.get(1).state());
        LogWatch watch = new LogWatch(watched);
        try (watch) {
            for (int round = 0; round < ROUNDS; round++) {
                feed.sendMonth();
                strike();
                killPublisherAt(Step.values()[round % Step.values().length]);
                strike();
                if (round == ROUNDS / 3) {
                    feed.sendRotation(key, nextKey);
                    keys = List.of("key1", "key2");
                    restartPublisher(false);
                }
                if (round == ROUNDS / 2) {
                    letTwoPublishersRace();
                }
                if (random.nextBoolean()) {
                    awaitPublished();
                }
            }
            awaitPublished();
            revoke();
            feed.sendMonth();
            strike();
            awaitPublished();
            killAll();
        }
        LogAudit audit = new LogAudit(rig);
        audit.assertLeavesAreWhatWasSent(feed);
        audit.assertSignedIsOneHistory();
        audit.assertPublished(log, watch.seen(log));
        audit.assertLeftBehind(rivalLog, watch.seen(rivalLog));
        witnesses.forEach(witness -> audit.assertWitnessed(witness.key().verifier(), watch.seen(witness.state())));
        audit.assertRevoked(key);
    }

    /** Kills one process at some time and starts it again, with its files or without. */
    private void strike() {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(DELAY_MS_MAX)).toNanos());
        boolean loses = random.nextBoolean();
        switch (random.nextInt(3)) {
            case 0 -> restartNotary(loses);
            case 1 -> restartPublisher(loses);
            default -> restartWitness(random.nextInt(witnesses.size()));
        }
    }

    private void restartNotary(boolean losesState) {
        print("kills the notary", losesState);
        notary.kill();
        if (losesState) {
            delete(rig.notaryState());
        }
        notary = rig.startNotary();
    }

    private void restartPublisher(boolean losesLog) {
        print("kills the publisher", losesLog);
        publisher.kill();
        if (losesLog) {
            delete(log);
        }
        publisher = startPublisher();
    }

    /** What it has cosigned last it must not lose: then its key is not to be used again. */
    private void restartWitness(int number) {
        print("kills witness " + number, false);
        witnessing.get(number).kill();
        witnessing.set(number, rig.start(witnesses.get(number)));
    }

    /** Right after a step of its work, which there is. */
    private void killPublisherAt(Step last) {
        boolean losesLog = random.nextInt(4) == 0;
        print("kills the publisher after " + last, losesLog);
        publisher.kill();
        publisher = rig.startDyingPublisher("publisher", log, keys, last);
        feed.sendPolicy();
        await("the publisher dies after " + last, () -> !publisher.isAlive());
        assertThat(publisher.awaitEnd()).as(publisher.output()).isEqualTo(DyingPublisher.KILLED);
        if (losesLog) {
            delete(log);
        }
        publisher = startPublisher();
    }

    /** In one directory the second does not even begin; in two, one is fenced as soon as it would commit. */
    private void letTwoPublishersRace() {
        awaitPublished(); // so that the first one has its directory
        try (Child second = rig.startPublisher("second", log, keys)) {
            assertThat(second.awaitEnd()).as(second.output()).isEqualTo(5);
            assertThat(second.output()).contains("Another process publishes to");
        }
        publisher.kill();
        publisher = startPublisher();
        try (Child rival = rig.startPublisher("rival", rivalLog, keys, "--interval", "1s")) {
            await("one publisher is fenced", () -> {
                feed.sendPolicy();
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                return !rival.isAlive() || !publisher.isAlive();
            });
            assertThat(rival.isAlive()).isNotEqualTo(publisher.isAlive());
            Child fenced = rival.isAlive() ? publisher : rival;
            assertThat(fenced.awaitEnd()).as(fenced.output()).isEqualTo(5);
            assertThat(fenced.output()).contains("Another publisher of this log has taken over");
            System.out.println(line("fenced: " + (rival.isAlive() ? "the first" : "the rival")));
        }
        publisher.kill();
        publisher = startPublisher();
    }

    /** Who signs with a revoked key ends by itself before it signs. */
    private void revoke() {
        feed.sendRevocation(key);
        await("the publisher refuses its key", () -> !publisher.isAlive());
        assertThat(publisher.output()).contains("is revoked by leaf");
        keys = List.of("key2");
        publisher = startPublisher();
    }

    private Child startPublisher() {
        return rig.startPublisher("publisher", log, keys, "--interval", "1s");
    }

    private void awaitPublished() {
        await(feed.leaves() + " leaves are published", () -> {
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
            return LogRig.published(log)
                    .map(note -> Checkpoint.parse(Note.parse(note).text()).size() == feed.leaves())
                    .orElse(false);
        });
        System.out.println(line(feed.leaves() + " leaves are published"));
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(notary.isAlive()).as(notary.output()).isTrue();
            witnessing.forEach(witness -> assertThat(witness.isAlive()).as(witness.output()).isTrue());
            assertThat(System.nanoTime()).as("%s; %s", what, publisher.output()).isLessThan(deadline);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void killAll() {
        publisher.kill();
        notary.kill();
        witnessing.forEach(Child::kill);
    }

    private static void print(String what, boolean losesFiles) {
        System.out.println(line(what + (losesFiles ? " and deletes its files" : "")));
    }

    private static String line(String text) {
        return "  " + text;
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
