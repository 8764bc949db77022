package angklung.runtime;

import angklung.client.Clients;
import angklung.close.DataEnds;
import angklung.close.GroupOffsets;
import angklung.config.Failure;
import angklung.rights.RightsTopology;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until stages have consumed what they were sent, which is when their consumer groups have committed it. A
 * stage that stops ends the wait at once; one that makes no progress ends it after the patience.
 */
public final class Drained implements AutoCloseable {
    /** Often enough not to be felt, seldom enough not to load the broker. */
    private static final long POLL_MS = 50;

    /** It deletes every 30 s and the ends are found within one. */
    private static final int PURGES_MAX = 10;

    private final Clients clients;
    private final Admin admin;
    private final DataEnds dataEnds;
    private final Supplier<Optional<Throwable>> failure;
    private final Duration patience;

    /**
     * @param failure of the pipeline, if it has failed
     * @param patience how long to wait without any progress
     */
    public Drained(Clients clients, Supplier<Optional<Throwable>> failure, Duration patience) {
        this.clients = clients;
        this.admin = clients.admin();
        this.dataEnds = new DataEnds(clients);
        this.failure = failure;
        this.patience = patience;
    }

    /**
     * Waits until a stage has consumed all that the topic holds now.
     *
     * @param group of the stage
     */
    public void await(String group, TopicDef<?, ?> topic) {
        List<Long> ends = dataEnds.of(topic);
        GroupOffsets offsets = new GroupOffsets(admin);
        long[] fewest = {Long.MAX_VALUE};
        long[] deadline = {deadline()};
        until(group + " consumes " + topic.name(), deadline, () -> {
            long left = left(offsets.committed(group, topic), ends);
            if (left < fewest[0]) {
                fewest[0] = left;
                deadline[0] = deadline();
            }
            return left == 0;
        });
    }

    /**
     * Waits until recordings have the rights of every registration that the topic of registrations holds now: until the
     * stage has consumed it, and what the stage sent itself because of it, and the topic of recording rights shows all.
     *
     * @param group of the stage rights
     */
    public void awaitRights(String group, Topics topics) {
        for (TopicDef<?, ?> topic : RightsTopology.way(topics, group)) {
            awaitDecided(topic);
            awaitThoughPurged(group, topic);
        }
        awaitDecided(topics.recordingRights);
    }

    /**
     * Waits until every stage knows what was sent of all that decides who is paid what: agreements, registrations and
     * the rights that come of them, authorship policies, rules of screening and decisions on hits, revenue.
     *
     * @param groups group of a stage
     */
    public void awaitTerms(Function<Stage, String> groups, Topics topics) {
        awaitRights(groups.apply(Stage.RIGHTS), topics);
        for (TopicDef<?, ?> topic : List.of(
                topics.agreements,
                topics.intakeAgreements, // intake's own copies
                topics.recordingRights,
                topics.intakeArtists, // the credits, from the rights
                topics.screeningRules,
                topics.screeningDecisions)) {
            await(groups.apply(Stage.INTAKE), topic);
        }
        for (TopicDef<?, ?> topic : List.of(topics.agreements, topics.authorshipPolicies, topics.revenue)) {
            await(groups.apply(Stage.POOL), topic);
        }
        await(groups.apply(Stage.TALLY), topics.recordingRights);
    }

    /**
     * A transaction that is committed becomes visible partition by partition. Who has seen that its offsets are
     * committed sees all of its records only once those that were open then are decided.
     */
    private void awaitDecided(TopicDef<?, ?> topic) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(p -> new TopicPartition(topic.name(), p))
                .toList();
        Map<TopicPartition, Long> written = clients.writtenEnds(partitions);
        try (Consumer<?, ?> consumer = clients.consumer(topic)) {
            consumer.assign(partitions); // or the client warns that it learns of partitions that it was not given
            await("transactions on " + topic.name() + " end", () -> {
                Map<TopicPartition, Long> stable = consumer.endOffsets(partitions);
                return partitions.stream().allMatch(p -> stable.get(p) >= written.get(p));
            });
        }
    }

    /** Kafka Streams deletes what it has consumed of its internal topics, also while their ends are looked for. */
    private void awaitThoughPurged(String group, TopicDef<?, ?> topic) {
        for (int attempt = 1; ; attempt++) {
            try {
                await(group, topic);
                return;
            } catch (OffsetOutOfRangeException e) {
                if (attempt == PURGES_MAX) {
                    throw e;
                }
            }
        }
    }

    /** Waits for any condition. */
    public void await(String what, BooleanSupplier condition) {
        until(what, new long[] {deadline()}, condition);
    }

    @Override
    public void close() {
        admin.close();
    }

    private void until(String what, long[] deadline, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            failure.get().ifPresent(e -> {
                throw new IllegalStateException("The pipeline stopped while " + what, e);
            });
            if (System.nanoTime() > deadline[0]) {
                throw Failure.notReady("No progress in " + patience.toSeconds() + " s while " + what
                        + "; are the broker and the stages overloaded?");
            }
            pause();
        }
    }

    private long deadline() {
        return System.nanoTime() + patience.toNanos();
    }

    private static long left(List<Long> committed, List<Long> ends) {
        long left = 0;
        for (int p = 0; p < ends.size(); p++) {
            left += Math.max(0, ends.get(p) - committed.get(p));
        }
        return left;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while waiting for the pipeline", e);
    }
}
