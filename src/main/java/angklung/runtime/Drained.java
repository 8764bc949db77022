package angklung.runtime;

import angklung.client.Clients;
import angklung.close.DataEnds;
import angklung.close.GroupOffsets;
import angklung.config.Failure;
import angklung.topic.TopicDef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Waits until stages have consumed what they were sent, which is when their consumer groups have committed it. A
 * stage that stops ends the wait at once; one that makes no progress ends it after the patience.
 */
public final class Drained implements AutoCloseable {
    /** Often enough not to be felt, seldom enough not to load the broker. */
    private static final long POLL_MS = 50;

    private final Admin admin;
    private final DataEnds dataEnds;
    private final Supplier<Optional<Throwable>> failure;
    private final Duration patience;

    /**
     * @param failure of the pipeline, if it has failed
     * @param patience how long to wait without any progress
     */
    public Drained(Clients clients, Supplier<Optional<Throwable>> failure, Duration patience) {
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
     * Waits until a stage has consumed all that its inputs hold, and all that it then sent itself through topics of
     * its own, such as those of joins and repartitions: it has nothing left to do, and all it wrote is to be read.
     *
     * @param application of the stage, which is its group too and begins the names of its own topics
     * @param inputs topics that it reads
     * @param outputs topics that it writes for others
     */
    public void awaitIdle(String application, List<TopicDef<?, ?>> inputs, List<TopicDef<?, ?>> outputs) {
        StageTopics topics = new StageTopics(admin, application, inputs, outputs);
        GroupOffsets offsets = new GroupOffsets(admin);
        long[] most = {-1};
        long[] deadline = {deadline()};
        until(application + " consumes " + inputs.stream().map(TopicDef::name).toList() + " and what follows from it",
                deadline, () -> {
                    List<TopicDef<?, ?>> read = topics.read();
                    List<List<Long>> before = read.stream().map(dataEnds::of).toList();
                    List<List<Long>> committed =
                            read.stream().map(topic -> offsets.committed(application, topic)).toList();
                    long sum = committed.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
                    if (sum > most[0]) {
                        most[0] = sum;
                        deadline[0] = deadline();
                    }
                    // What is committed may have sent more, so that the ends must not have moved meanwhile.
                    return IntStream.range(0, before.size()).allMatch(i -> left(committed.get(i), before.get(i)) == 0)
                            && !topics.transactionIsOpen()
                            && read.stream().map(dataEnds::of).toList().equals(before);
                });
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
