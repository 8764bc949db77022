package angklung.demo;

import angklung.close.PayoutResult;
import angklung.model.Period;
import angklung.replay.Books;
import angklung.replay.PipelineRun;
import angklung.replay.Progress;
import angklung.replay.RunFacts;
import angklung.replay.Schedule.OpenPeriod;
import angklung.replay.Summary;
import angklung.replay.Versions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A month through the whole pipeline: reference data, plays, the close, payouts, late plays. */
public final class DemoRun {
    /** About what one small service sends in the evening. */
    private static final Duration LIVE_PAUSE = Duration.ofMillis(20);

    private final DemoData data;
    private final Period month;
    private final long plays;
    private final PipelineRun run;
    private final Progress progress;
    private final Clock clock;
    private long sent;

    /**
     * What the run came to.
     *
     * @param payments of the month
     * @param late plays that were sent when the month was closed
     */
    public record Result(Books books, Summary summary, PayoutResult payments, long late) {}

    public DemoRun(DemoData data, Period month, long plays, PipelineRun run, Progress progress, Clock clock) {
        this.data = data;
        this.month = month;
        this.plays = plays;
        this.run = run;
        this.progress = progress;
        this.clock = clock;
    }

    /** Runs the month. */
    public Result run() {
        progress.step("sending agreements, rights, parties and revenue");
        data.agreements().forEach(run.feed()::send);
        data.registrations().forEach(run.feed()::send);
        data.authorshipPolicies().forEach(run.feed()::send);
        data.taxProfiles().forEach(run.feed()::send);
        data.fxRates().forEach(run.feed()::send);
        data.parties().forEach(run.feed()::send);
        data.revenue().forEach(run.feed()::send);
        run.awaitReference();
        data.plays(play -> {
            send(play);
            progress.plays(sent, plays);
        });
        progress.step("waiting for intake to count them");
        run.awaitPlays();
        progress.step("closing " + month);
        run.close(month, data.dsps());
        PayoutResult payments = run.payout(month);
        progress.step("sending late plays");
        long before = sent;
        data.latePlays(this::send);
        run.awaitPlays();
        run.awaitDelivery(sent);
        progress.step("waiting for the notary");
        run.awaitLogged(month, data.dsps().size());
        progress.step("reading the books");
        RunFacts facts = new RunFacts(Map.of("plays", sent), sent, Map.of(), openPeriods(), Versions.all());
        Books books = Books.read(run.outcome(), facts, line -> {}, statement -> {}, play -> {});
        return new Result(books, Summary.of(facts, books), payments, sent - before);
    }

    /**
     * Sends plays of now until told to stop.
     *
     * @param stop ends it when completed
     * @return why it ended, if a stage has failed
     */
    public Throwable live(CompletableFuture<?> stop) {
        CompletableFuture<?> ended = CompletableFuture.anyOf(stop, run.failed());
        for (long number = 0; !ended.isDone(); number++) {
            Instant now = clock.instant();
            send(data.live(number, now));
            pause(ended);
        }
        return run.failed().getNow(null);
    }

    private void send(DemoPlay play) {
        if (play.play() == null) {
            run.feed().sendPlay(play.dsp(), play.key(), play.malformed(), play.time());
        } else {
            run.feed().send(play.dsp(), play.play(), play.time());
        }
        sent++;
    }

    /** Late plays count in the month after, for which nobody has reported revenue yet. */
    private List<OpenPeriod> openPeriods() {
        List<OpenPeriod> open = new ArrayList<>();
        data.dsps().forEach(dsp -> open.add(new OpenPeriod(month.next(), dsp, "late plays, and no revenue yet")));
        return open;
    }

    private static void pause(CompletableFuture<?> ended) {
        try {
            ended.get(LIVE_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // nobody has asked to stop
        } catch (ExecutionException e) {
            throw new IllegalStateException("Neither signal nor failure is ever completed exceptionally", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending plays", e);
        }
    }
}
