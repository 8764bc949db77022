package angklung.replay;

import angklung.client.Clients;
import angklung.config.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until stages have consumed what they were sent, which is when their consumer groups have committed it. A
 * stage that stops ends the wait at once; one that makes no progress ends it after the patience.
 */
public final class Drained implements AutoCloseable {
    /** Often enough not to be felt, seldom enough not to load the broker. */
    private static final long POLL_MS = 50;

    private final Admin admin;
    private final Supplier<Optional<Throwable>> failure;
    private final Duration patience;

    /**
     * @param failure of the pipeline, if it has failed
     * @param patience how long to wait without any progress
     */
    public Drained(Clients clients, Supplier<Optional<Throwable>> failure, Duration patience) {
        this.admin = clients.admin();
        this.failure = failure;
        this.patience = patience;
    }

    /**
     * @param what is waited for, in words, for the message if it does not come
     * @param ends by partition, the offset that the group has to reach
     */
    public void await(String what, String group, Map<TopicPartition, Long> ends) {
        long[] left = {Long.MAX_VALUE};
        long[] deadline = {System.nanoTime() + patience.toNanos()};
        until(what, deadline, () -> {
            long now = left(group, ends);
            if (now < left[0]) {
                left[0] = now;
                deadline[0] = System.nanoTime() + patience.toNanos();
            }
            return now == 0;
        });
    }

    /** Waits for any condition. */
    public void await(String what, BooleanSupplier condition) {
        until(what, new long[] {System.nanoTime() + patience.toNanos()}, condition);
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

    /** Records that the group has not committed; a partition without a commit counts whole. */
    private long left(String group, Map<TopicPartition, Long> ends) {
        try {
            Map<TopicPartition, Long> committed =
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                            .filter(e -> e.getValue() != null)
                            .collect(Collectors.toMap(Map.Entry::getKey, e -> offset(e.getValue())));
            return ends.entrySet().stream()
                    .mapToLong(e -> Math.max(0, e.getValue() - committed.getOrDefault(e.getKey(), 0L)))
                    .sum();
        } catch (ExecutionException e) {
            throw new Failure(Failure.NOT_READY,
                    "The broker does not tell the offsets of group " + group + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static long offset(OffsetAndMetadata metadata) {
        return metadata.offset();
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
