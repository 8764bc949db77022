package angklung.runtime;

import angklung.config.Failure;
import angklung.config.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stages of one process, each an application of its own. They fail together: a stage that stops would let the
 * others run on against a growing backlog, and a restart from outside is the one way to recover that is tested.
 */
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    /** Longer than a commit of a full buffer takes, shorter than a supervisor waits before it kills. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);

    private final StreamsFactory factory;
    private final Map<Stage, KafkaStreams> stages = new EnumMap<>(Stage.class);
    private final Map<Stage, CompletableFuture<Void>> running = new EnumMap<>(Stage.class);
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();

    private Pipeline(StreamsFactory factory) {
        this.factory = factory;
    }

    /** Starts the given stages; returns before they run. */
    public static Pipeline start(Settings settings, Map<Stage, Supplier<Topology>> topologies) {
        Pipeline pipeline = new Pipeline(new StreamsFactory(settings));
        try {
            new EnumMap<>(topologies).forEach((stage, topology) -> pipeline.prepare(stage, topology.get()));
            pipeline.stages.values().forEach(KafkaStreams::start);
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.stopAll();
            throw e;
        }
    }

    /**
     * Waits until every stage has its partitions and its state.
     *
     * @throws IllegalStateException if a stage fails first, with its failure as the cause
     * @throws Failure if it takes longer than {@code patience}
     */
    public void awaitRunning(Duration patience) {
        try {
            CompletableFuture.anyOf(running(), failed).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Failure(
                    Failure.NOT_READY, "Not running after " + patience.toSeconds() + " s: " + states(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the stages start", e);
        } catch (ExecutionException e) { // neither future is ever completed exceptionally
            throw new IllegalStateException(e);
        }
        failure().ifPresent(cause -> {
            throw new IllegalStateException(cause.getMessage(), cause);
        });
    }

    /** Completed when every stage has run at least once. */
    public CompletableFuture<Void> running() {
        return CompletableFuture.allOf(running.values().toArray(CompletableFuture[]::new));
    }

    /** Completed with the first failure of any stage; by then the other stages are being stopped. */
    public CompletableFuture<Throwable> failed() {
        return failed.copy();
    }

    /** The first failure of any stage, if there was one; its message names the stage. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failed.getNow(null));
    }

    /** Consumer group of a stage. */
    public String groupId(Stage stage) {
        return factory.applicationId(stage);
    }

    /**
     * Stops every stage, each after a last commit.
     *
     * @throws IllegalStateException if a stage does not stop in time
     */
    @Override
    public void close() {
        stopAll();
    }

    private void prepare(Stage stage, Topology topology) {
        KafkaStreams streams = factory.create(stage, topology);
        CompletableFuture<Void> ran = new CompletableFuture<>();
        streams.setUncaughtExceptionHandler(e -> {
            fail(stage, e);
            // To replace the thread would meet the same record again, for ever.
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == State.RUNNING) {
                ran.complete(null);
            } else if (now == State.ERROR) {
                fail(stage, new IllegalStateException("It ended in state ERROR"));
            }
        });
        stages.put(stage, streams);
        running.put(stage, ran);
    }

    /** The first failure counts: later ones are mostly its consequences. */
    private void fail(Stage stage, Throwable cause) {
        String message = "Stage " + stage.label() + " failed: " + rootMessage(cause);
        if (failed.complete(new IllegalStateException(message, cause))) {
            LOG.error("{}; stopping all stages", message, cause);
            // Not on the thread that failed: it is one of those that have to end.
            new Thread(this::stopAll, "angklung-stop").start();
        }
    }

    /** Kafka Streams wraps what a processor throws; the innermost message is the one that says what is wrong. */
    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private synchronized void stopAll() {
        long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
        stages.forEach((stage, streams) -> {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            // Kafka Streams stays in its group by default, and the partitions then wait for the session to end.
            boolean stopped = streams.close(CloseOptions.timeout(left)
                    .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
            if (!stopped) {
                throw new IllegalStateException("Stage " + stage.label() + " did not stop within "
                        + CLOSE_TIMEOUT.toSeconds() + " s; it is " + streams.state());
            }
        });
    }

    private String states() {
        StringBuilder text = new StringBuilder();
        stages.forEach((stage, streams) -> text.append(text.isEmpty() ? "" : ", ")
                .append(stage.label())
                .append(' ')
                .append(streams.state()));
        return text.toString();
    }
}
