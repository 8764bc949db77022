package angklung.intake;

import angklung.avro.ArtistUsage;
import angklung.avro.RecordingArtists;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningRule;
import angklung.model.Period;
import angklung.stage.Budget;
import angklung.topic.PartitionContract;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** The part of one task that goes on behind the cuts: jobs, and what they need to know. */
final class Closes {
    private final Map<String, Feed> feeds;
    private final Credits credits;
    private final Standings standings;
    private final RuleStore rules;
    private final DecisionStore decisions;
    private final CloseWork work;
    private final CloseJobs jobs;

    /** @param feeds by service */
    Closes(
            PartitionContract partitions,
            IntakeOptions options,
            IntakeStores stores,
            ProcessingContext context,
            Map<String, Feed> feeds,
            FeedStores feedStores,
            AgreementStore agreements,
            SubscriberStore subscribers,
            Outlet outlet) {
        int partition = context.taskId().partition();
        this.feeds = feeds;
        this.credits = new Credits(stores.artists().get(context));
        SubjectExchange exchange =
                new SubjectExchange(stores.subjectSums().get(context), stores.subjectHits().get(context));
        this.standings = new Standings(
                partition, partitions.intake(), stores.receipts().get(context), stores.sums().get(context),
                stores.standing().get(context), exchange);
        this.rules = new RuleStore(stores.rules().get(context));
        this.decisions = new DecisionStore(stores.decisions().get(context));
        UsageMarks marks = new UsageMarks(feedStores, partition, partitions.intake(), outlet);
        Screening screening = new Screening(
                exchange, new SubjectPast(stores.subjectPast().get(context)),
                new AffectedPlaysStore(stores.affected().get(context)), decisions, credits,
                new SubjectSender(partition, partitions.intake(), outlet),
                new ScreenedSender(partition, partitions.tally(), outlet),
                new HitSender(partition, partitions.intake(), outlet));
        this.work = new CloseWork(
                feeds, subscribers, standings, credits, screening,
                new ArtistSender(partition, partitions.intake(), outlet),
                new WeightSender(partition, partitions.tally(), outlet), marks, options.bufferLimit());
        this.jobs = new CloseJobs(
                stores.jobs().get(context), agreements, rules, decisions, options, subscribers, standings, marks, work,
                partitions.intake());
    }

    /** Goes on behind the cut of a revision, which is stored. */
    void cut(Feed feed, UsageRevision usage) {
        jobs.cut(feed, usage);
    }

    /** Takes in who is credited on a recording. */
    void credits(RecordingArtists artists) {
        credits.put(artists);
        work.creditsChanged();
    }

    /** Takes in thresholds of screening. */
    void rule(ScreeningRule rule) {
        rules.put(rule);
    }

    /** Takes in what was decided on a hit. */
    void decision(ScreeningDecision decision) {
        decisions.put(decision);
    }

    /** Takes in what a task, this one among them, says about artists. */
    void standing(ArtistUsage usage) {
        Feed feed = feeds.get(usage.getDsp());
        if (feed == null) {
            throw new IllegalStateException("Artists of " + usage.getDsp() + "/" + usage.getPeriod() + " came, but its"
                    + " plays are not read here: " + feeds.keySet() + " are; add it to the services of this"
                    + " installation");
        }
        standings.receive(usage);
        jobs.begun(feed, Standings.revisionOf(usage));
    }

    /** The first period whose plays are still needed, see {@link CloseJobs#firstNeeded}. */
    Period firstNeeded(String dsp, Period firstKept) {
        return jobs.firstNeeded(dsp, firstKept);
    }

    /** Whether there is anything to do, now or once other tasks have sent something. */
    boolean hasWork() {
        return !jobs.isEmpty();
    }

    /** Does what the budget of one turn allows. */
    void work(Budget budget) {
        jobs.turn(budget);
    }

    /** Sends and stores everything that only the heap holds. */
    void save() {
        jobs.save();
    }

    /** Forgets everything that only the heap holds. */
    void discard() {
        jobs.discard();
    }
}
