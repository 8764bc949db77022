package angklung.replay;

import angklung.avro.DeliveryReport;
import angklung.avro.LogEntry;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.close.CloseListener;
import angklung.close.CloseResult;
import angklung.close.Closer;
import angklung.close.CloserOptions;
import angklung.close.PayoutResult;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.model.Period;
import angklung.opening.LeafKind;
import angklung.runtime.ClusterCheck;
import angklung.runtime.Drained;
import angklung.runtime.Pipeline;
import angklung.runtime.Stage;
import angklung.runtime.TopicAdmin;
import angklung.runtime.Topologies;
import angklung.runtime.Uninterrupted;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole pipeline from topics to payouts, driven step by step in one process: every step waits until the stages
 * have done their part. What a run writes depends on what it is fed alone, not on when.
 */
public final class PipelineRun implements AutoCloseable {
    private final Clients clients;
    private final Topics topics;
    private final Pipeline pipeline;
    private final Feed feed;
    private final Drained drained;
    private final Closer closer;
    private final ExecutorService closing = Executors.newSingleThreadExecutor(PipelineRun::closingThread);

    private PipelineRun(Settings settings, Pipeline pipeline, Duration patience, CloseListener listener) {
        this.clients = settings.clients();
        this.topics = settings.topics();
        this.pipeline = pipeline;
        this.feed = new Feed(clients, topics);
        this.drained = new Drained(clients, pipeline::failure, patience);
        this.closer = new Closer(clients, topics, pipeline.groupId(Stage.INTAKE), new CloserOptions(
                settings.applicationIdPrefix(), patience, Duration.ofMillis(50), listener));
    }

    /**
     * Creates the topics and starts all stages.
     *
     * @param patience how long a step may take without progress, and a close in all
     */
    public static PipelineRun start(Settings settings, Duration patience, CloseListener listener) {
        new TopicAdmin(settings).apply();
        new ClusterCheck(settings).run();
        RunTopics.keepAll(settings.clients(), settings.topics());
        Pipeline pipeline = Pipeline.start(settings, Topologies.of(settings));
        try {
            pipeline.awaitRunning(patience);
            return new PipelineRun(settings, pipeline, patience, listener);
        } catch (RuntimeException e) {
            Uninterrupted.run(pipeline::close);
            throw e;
        }
    }

    public Feed feed() {
        return feed;
    }

    public Topics topics() {
        return topics;
    }

    /** Reads what the run has written so far. */
    public Outcome outcome() {
        return new TopicOutcome(clients, topics);
    }

    /**
     * Waits until every stage knows what was sent: agreements, registrations and the rights that come of them,
     * policies, rules and decisions, revenue, and what settlement needs.
     */
    public void awaitReference() {
        feed.flush();
        drained.awaitTerms(pipeline::groupId, topics);
        for (TopicDef<?, ?> topic : List.of(
                topics.parties, topics.deductions, topics.taxProfiles, topics.fxRates, topics.unclaimedPolicies)) {
            drained.await(pipeline.groupId(Stage.SETTLEMENT), topic);
        }
    }

    /** Waits until the revenue that was sent has been priced, as far as it can be. */
    public void awaitRevenue() {
        feed.flush();
        drained.await(pipeline.groupId(Stage.POOL), topics.revenue);
    }

    /** Waits until intake has taken in all plays that were sent. */
    public void awaitPlays() {
        feed.flush();
        topics.dsps().forEach(dsp -> drained.await(pipeline.groupId(Stage.INTAKE), topics.plays(dsp)));
    }

    /**
     * Waits until the delivery reports speak of all plays.
     *
     * @param plays sent to the topics of plays in all
     */
    public void awaitDelivery(long plays) {
        Map<String, Long> received = new HashMap<>();
        try (TopicReader<String, DeliveryReport> reader = new TopicReader<>(clients, topics.delivery)) {
            drained.await("the delivery reports reach " + plays + " plays", () -> {
                reader.readToEnd().forEach(r -> received.put(r.key(), r.value().getReceived()));
                return received.values().stream().mapToLong(Long::longValue).sum() >= plays;
            });
        }
    }

    /**
     * Closes a period, or settles what was restated since it was closed.
     *
     * @throws Failure naming what is missing, if it cannot be closed in time
     */
    public CloseResult close(Period period, Collection<String> dsps) {
        CloseResult result = unlessFailed(() -> closer.close(period, dsps, bookedAt(period)));
        if (!result.done()) {
            throw Failure.notReady("Period " + period + " is not closed; it waits for " + result.missing());
        }
        return result;
    }

    /**
     * Takes what came after its close into a closed period, as {@link Closer#revise}, and settles what that changes,
     * booked in the open period.
     *
     * @throws Failure naming what is missing, if it cannot be done in time
     */
    public CloseResult revise(Period period, Collection<String> dsps) {
        CloseResult result = unlessFailed(() -> closer.revise(period, dsps, bookedAt(period)));
        if (!result.done()) {
            throw Failure.notReady("Period " + period + " is not revised; it waits for " + result.missing());
        }
        return result;
    }

    /** Pays every balance that has reached its threshold. */
    public PayoutResult payout(Period period) {
        return payout("payout/" + period, period);
    }

    /** Pays what revisions left to pay before the period is closed, booked as its payout would be. */
    public PayoutResult payoutLate(Period period) {
        return payout("payout/" + period + "/late", period);
    }

    private PayoutResult payout(String runId, Period period) {
        PayoutResult result = unlessFailed(() -> closer.payout(runId, period, bookedAt(period)));
        if (!result.done()) {
            throw Failure.notReady("The payout run " + runId + " is not done; it waits for " + result.missing());
        }
        return result;
    }

    /**
     * Waits until the transparency log has the closes of a period and then its payout run.
     *
     * @param closes services that closed it
     */
    public void awaitLogged(Period period, int closes) {
        String rest = "\",\"period\":\"" + period + "\"";
        awaitLeaves("\"kind\":\"" + LeafKind.PERIOD_CLOSE.word() + rest, closes);
        awaitLeaves("\"kind\":\"" + LeafKind.PAYOUT_RUN.word() + rest, 1);
    }

    /** @param part of a leaf's text; within a string no quote stands alone, so that it is found nowhere else */
    private void awaitLeaves(String part, int count) {
        AtomicInteger found = new AtomicInteger();
        try (TopicReader<String, LogEntry> reader = new TopicReader<>(clients, topics.logEntries)) {
            drained.await("the notary logs " + part, () -> {
                reader.readToEnd(record -> {
                    ByteBuffer leaf = record.value().getEntry().duplicate();
                    if (StandardCharsets.UTF_8.decode(leaf).toString().contains(part)) {
                        found.incrementAndGet();
                    }
                });
                return found.get() >= count;
            });
        }
    }

    /** Completed when a stage has failed. */
    public CompletableFuture<Throwable> failed() {
        return pipeline.failed();
    }

    @Override
    public void close() {
        Uninterrupted.run(this::stop);
    }

    private void stop() {
        closing.shutdownNow();
        closer.close();
        drained.close();
        feed.close();
        pipeline.close();
    }

    /** The first instant after the period in UTC: the same for every run over the same input. */
    public static Instant bookedAt(Period period) {
        return period.next().firstDay().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The closer waits for facts that a stage that has stopped will never write. */
    private <T> T unlessFailed(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        closing.execute(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        try {
            CompletableFuture.anyOf(done, pipeline.failed()).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        if (!done.isDone()) {
            abandonClosing();
            Throwable failure = pipeline.failure().orElseThrow();
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        return done.join();
    }

    private void abandonClosing() {
        closing.shutdownNow();
        try {
            closing.awaitTermination(10, TimeUnit.SECONDS); // the consumers that it holds are closed by their owner
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread closingThread(Runnable work) {
        Thread thread = new Thread(work, "angklung-closing");
        thread.setDaemon(true);
        return thread;
    }
}
