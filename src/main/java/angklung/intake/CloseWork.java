package angklung.intake;

import angklung.avro.ArtistCount;
import angklung.model.Weighing;
import angklung.stage.Budget;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Does what is left of a close: finds out which artists reach the minima of the agreements and which plays are
 * artificial, weighs what each followed subscriber played, and sends the mark. Sums are held in the heap until
 * {@link #flush}.
 */
final class CloseWork {
    private final Map<String, Feed> feeds;
    private final SubscriberStore subscribers;
    private final Standings standings;
    private final Credits credits;
    private final Screening screening;
    private final ArtistSender artists;
    private final WeightSender weights;
    private final UsageMarks marks;
    private final int bufferLimit;
    private Boosted boosted;

    /**
     * @param feeds by service
     * @param bufferLimit sums that are held before they are sent early
     */
    CloseWork(
            Map<String, Feed> feeds,
            SubscriberStore subscribers,
            Standings standings,
            Credits credits,
            Screening screening,
            ArtistSender artists,
            WeightSender weights,
            UsageMarks marks,
            int bufferLimit) {
        this.feeds = feeds;
        this.subscribers = subscribers;
        this.standings = standings;
        this.credits = credits;
        this.screening = screening;
        this.artists = artists;
        this.weights = weights;
        this.marks = marks;
        this.bufferLimit = bufferLimit;
    }

    /** Whether a job can only go on once other tasks have sent something. */
    boolean isWaiting(CloseJob job) {
        return switch (job.phase) {
            case AWAIT_COUNTS -> !standings.areCountsIn(job.dsp, job.usage);
            case AWAIT_STANDING -> !standings.areStandingsIn(job.dsp, job.usage);
            default -> false;
        };
    }

    /**
     * Goes on with a job that does not wait, until the phase or the budget ends.
     *
     * @return whether the job is done
     */
    boolean advance(CloseJob job, Budget budget) {
        switch (job.phase) {
            case COUNT -> count(job, budget);
            case AWAIT_COUNTS -> job.enter(
                    screens(job) ? CloseJob.Phase.FORGET_PAST : CloseJob.Phase.TELL_STANDING);
            case FORGET_PAST -> forgetPast(job, budget);
            case TELL_STANDING -> tellStanding(job, budget);
            case JUDGE_SUBJECTS -> judgeSubjects(job, budget);
            case AWAIT_STANDING -> job.enter(
                    job.weighing ? CloseJob.Phase.WEIGH : CloseJob.Phase.FORGET_STANDING);
            case WEIGH -> {
                return weigh(job, budget) && !job.standing;
            }
            case TELL_HITS -> tellHit(job, budget);
            case FORGET_STANDING -> {
                job.done = standings.forget(job.dsp, job.usage, job.done, itemsOf(budget));
                if (job.done == null) {
                    job.enter(CloseJob.Phase.FORGET_TOLD);
                    return !screening.hasTold(job);
                }
            }
            case FORGET_TOLD -> {
                job.done = screening.forgetTold(job, itemsOf(budget));
                return job.done == null;
            }
        }
        return false;
    }

    /** Credits have changed; which recordings are boosted is looked up again. */
    void creditsChanged() {
        boosted = null;
    }

    /** Sends what is held of a job. */
    void flush(CloseJob job) {
        artists.flush(job);
        weights.flush(feeds.get(job.dsp), job.usage);
        screening.flush(job, feeds.get(job.dsp));
    }

    /** Forgets everything that only the heap holds. */
    void discard() {
        artists.discard();
        weights.discard();
        screening.discard();
        boosted = null;
    }

    private void count(CloseJob job, Budget budget) {
        SubscriberScan scan = subscribers.scan(job.dsp, job.usage, job.done);
        while (!job.expired && scan.hasNext()) {
            if (!budget.isLeft()) {
                return;
            }
            SubscriberPlays subscriber = scan.next();
            spend(budget, subscriber.entries());
            countArtists(job, subscriber);
            if (screens(job)) {
                screening.count(job, subscriber);
            }
            job.done = subscriber.key();
            flushIfFull(job);
        }
        flush(job);
        artists.mark(job);
        job.enter(CloseJob.Phase.AWAIT_COUNTS);
    }

    /** All offerings together: an artist's standing is that in the territory. */
    private void countArtists(CloseJob job, SubscriberPlays subscriber) {
        Map<String, Map<String, Long>> byTerritory = new HashMap<>();
        for (OfferingPlays offering : subscriber.offerings()) {
            if (!job.terms.boosting(offering.territory()).isEmpty()) {
                Map<String, Long> byArtist =
                        byTerritory.computeIfAbsent(offering.territory(), key -> new HashMap<>());
                offering.days().forEach(day -> credits.of(day.isrc())
                        .forEach(artist -> byArtist.merge(artist, day.plays(), Math::addExact)));
            }
        }
        byTerritory.forEach((territory, byArtist) ->
                byArtist.forEach((artist, plays) -> artists.add(territory, artist, plays)));
    }

    private void tellStanding(CloseJob job, Budget budget) {
        List<Standings.Artist> taken = standings.takeSums(job.dsp, job.usage, job.done, itemsOf(budget));
        if (taken.isEmpty() && screening.hasSums(job)) {
            job.enter(CloseJob.Phase.JUDGE_SUBJECTS);
            return;
        }
        if (taken.isEmpty()) {
            endTelling(job);
            return;
        }
        Map<String, List<ArtistCount>> reaching = new HashMap<>();
        for (Standings.Artist artist : taken) {
            ArtistTotals totals = artist.totals();
            if (job.terms.boosting(artist.territory()).stream()
                    .anyMatch(weighing -> weighing.boosts(totals.plays(), totals.listeners()))) {
                reaching.computeIfAbsent(artist.territory(), key -> new ArrayList<>())
                        .add(new ArtistCount(artist.id(), totals.plays(), totals.listeners()));
            }
        }
        reaching.forEach((territory, told) -> artists.standing(job, territory, told));
        job.done = taken.get(taken.size() - 1).key();
    }

    private void forgetPast(CloseJob job, Budget budget) {
        job.done = screening.forgetPast(job, itemsOf(budget));
        if (job.done == null) {
            screening.begin(job);
            job.enter(CloseJob.Phase.TELL_STANDING);
        }
    }

    private void judgeSubjects(CloseJob job, Budget budget) {
        job.done = screening.judgeSubjects(job, itemsOf(budget));
        if (job.done == null) {
            endTelling(job);
        }
    }

    private void endTelling(CloseJob job) {
        artists.standingMark(job);
        job.enter(CloseJob.Phase.AWAIT_STANDING);
    }

    private void tellHit(CloseJob job, Budget budget) {
        budget.spend();
        job.done = screening.tellHit(job);
        if (job.done == null) {
            marks.send(feeds.get(job.dsp), job.usage, false);
            job.enter(CloseJob.Phase.FORGET_STANDING);
        }
    }

    /** @return whether all is weighed */
    private boolean weigh(CloseJob job, Budget budget) {
        SubscriberScan scan = subscribers.scan(job.dsp, job.usage, job.done);
        while (scan.hasNext()) {
            if (!budget.isLeft()) {
                return false;
            }
            SubscriberPlays subscriber = scan.next();
            spend(budget, subscriber.entries());
            List<JudgedPlays> judged = screens(job)
                    ? screening.judge(job, subscriber)
                    : JudgedPlays.honest(job.terms, subscriber);
            judged.forEach(offering -> weigh(job, offering));
            job.done = subscriber.key();
            flushIfFull(job);
        }
        flush(job);
        if (screens(job)) {
            job.enter(CloseJob.Phase.TELL_HITS);
        } else {
            marks.send(feeds.get(job.dsp), job.usage, false);
            job.enter(CloseJob.Phase.FORGET_STANDING);
        }
        return true;
    }

    private void weigh(CloseJob job, JudgedPlays offering) {
        for (ScreenedWeighing weighing : job.terms.of(offering.territory(), offering.offering())) {
            List<DayPlays> plays = offering.counting(weighing.screening());
            if (!plays.isEmpty()) {
                List<BigInteger> parts = weighing.weighing() instanceof Weighing.Artist artist
                        ? SubscriberWeights.artist(artist, plays, boosted(job, offering.territory(), artist))
                        : SubscriberWeights.subscribers(plays);
                weights.add(offering.territory(), offering.offering(), weighing.toString(), plays, parts);
            }
        }
    }

    private static boolean screens(CloseJob job) {
        return job.terms.screening().isAgreed();
    }

    private void flushIfFull(CloseJob job) {
        if (artists.size() + weights.size() + screening.size() >= bufferLimit) {
            flush(job);
        }
    }

    private Predicate<String> boosted(CloseJob job, String territory, Weighing.Artist weighing) {
        if (!PeriodTerms.boosts(weighing)) {
            return isrc -> false;
        }
        if (boosted == null || boosted.job != job) {
            boosted = new Boosted(job);
        }
        return boosted.by(territory, weighing);
    }

    /** An entry of a subscriber is an item of work. */
    private static void spend(Budget budget, int entries) {
        for (int i = 0; i < entries; i++) {
            budget.spend();
        }
    }

    private static int itemsOf(Budget budget) {
        int items = Math.max(1, budget.itemsLeft());
        for (int i = 0; i < items; i++) {
            budget.spend();
        }
        return items;
    }

    /** Which recordings are boosted, as far as was asked: subscribers come in no order of territories. */
    private final class Boosted {
        private static final int HELD = 100_000;

        private final CloseJob job;
        private final Map<String, Map<Weighing.Artist, Map<String, Boolean>>> byTerritory = new HashMap<>();
        private int held;

        Boosted(CloseJob job) {
            this.job = job;
        }

        Predicate<String> by(String territory, Weighing.Artist weighing) {
            if (held >= HELD) {
                byTerritory.clear();
                held = 0;
            }
            Map<String, Boolean> recordings = byTerritory.computeIfAbsent(territory, key -> new HashMap<>())
                    .computeIfAbsent(weighing, key -> new HashMap<>());
            return isrc -> recordings.computeIfAbsent(isrc, key -> {
                held++;
                return standings.anyReaches(job.dsp, job.usage, territory, credits.of(isrc), weighing::boosts);
            });
        }
    }
}
