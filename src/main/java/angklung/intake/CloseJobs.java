package angklung.intake;

import angklung.model.Period;
import angklung.stage.Budget;
import angklung.stage.StoreKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What follows the cut of a revision. Without followed subscribers that is the mark, at once. With them it is a job,
 * and the mark comes behind the weights. Jobs are done one after another; one that waits for other tasks lets the
 * next go on, because tasks that are rebuilt may have cut in another order, and would wait for each other.
 */
final class CloseJobs {
    private final KeyValueStore<Bytes, CloseJob> store;
    private final AgreementStore agreements;
    private final RuleStore rules;
    private final DecisionStore decisions;
    private final FollowSubscribers follow;
    private final SubscriberExpiry expiry;
    private final SubscriberStore subscribers;
    private final Standings standings;
    private final UsageMarks marks;
    private final CloseWork work;
    private final int intakePartitions;
    private final List<Queued> queue = new ArrayList<>();
    private Queued active;

    private record Queued(Bytes key, CloseJob job) {}

    CloseJobs(
            KeyValueStore<Bytes, CloseJob> store,
            AgreementStore agreements,
            RuleStore rules,
            DecisionStore decisions,
            IntakeOptions options,
            SubscriberStore subscribers,
            Standings standings,
            UsageMarks marks,
            CloseWork work,
            int intakePartitions) {
        this.store = store;
        this.agreements = agreements;
        this.rules = rules;
        this.decisions = decisions;
        this.follow = options.followSubscribers();
        this.expiry = new SubscriberExpiry(options.daysRemembered());
        this.subscribers = subscribers;
        this.standings = standings;
        this.marks = marks;
        this.work = work;
        this.intakePartitions = intakePartitions;
        try (KeyValueIterator<Bytes, CloseJob> jobs = store.all()) {
            jobs.forEachRemaining(job -> queue.add(new Queued(job.key, job.value)));
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Goes on behind the cut of a revision, which is stored. */
    void cut(Feed feed, UsageRevision usage) {
        PeriodTerms terms = terms(feed, usage);
        boolean expired = isExpired(feed, usage);
        boolean followed = !expired && subscribers.has(feed.dsp(), usage.period());
        boolean standing = terms.needExchange() || standings.isBegun(feed.dsp(), usage);
        if (!followed) {
            marks.send(feed, usage, expired);
        }
        if (standing) {
            standings.join(feed.dsp(), usage);
        }
        if (followed || standing) {
            add(new CloseJob(feed.dsp(), usage, terms, standing, followed, expired, intakePartitions));
        }
    }

    /**
     * Takes part in an exchange that another task has begun. This task did so itself at its cut,
     * unless an agreement came to the one in time and to the other not.
     */
    void begun(Feed feed, UsageRevision usage) {
        if (feed.cut(usage).isCut() && !standings.isJoined(feed.dsp(), usage)) {
            standings.join(feed.dsp(), usage);
            add(new CloseJob(
                    feed.dsp(), usage, terms(feed, usage), true, false, isExpired(feed, usage), intakePartitions));
        }
    }

    /** The first period whose plays are still needed: the given one, or an earlier one that a job is about. */
    Period firstNeeded(String dsp, Period firstKept) {
        return queue.stream()
                .filter(queued -> queued.job().dsp.equals(dsp))
                .map(queued -> queued.job().usage.period())
                .reduce(firstKept, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    /**
     * By the times of records up to the cut, which a rebuild sees alike; it does not see alike what is swept by then.
     */
    private boolean isExpired(Feed feed, UsageRevision usage) {
        return expiry.isExpired(usage.period(), feed.clock());
    }

    private PeriodTerms terms(Feed feed, UsageRevision usage) {
        return PeriodTerms.of(
                agreements.of(feed.dsp()), usage.period(), follow, rules.of(feed.dsp()), decisions.known());
    }

    /** One turn: does what the budget allows. */
    void turn(Budget budget) {
        do {
            Queued next = firstThatCanGoOn();
            if (next == null) {
                return;
            }
            if (active != next) {
                save();
                active = next;
            }
            if (work.advance(next.job(), budget)) {
                store.delete(next.key());
                queue.remove(next);
                active = null;
            }
        } while (!budget.isSpent());
    }

    /** Sends and stores everything that only the heap holds. */
    void save() {
        if (active != null) {
            work.flush(active.job());
            store.put(active.key(), active.job());
            active = null;
        }
    }

    /** Forgets everything that only the heap holds. */
    void discard() {
        work.discard();
        active = null;
    }

    private Queued firstThatCanGoOn() {
        for (Queued queued : queue) {
            if (!work.isWaiting(queued.job())) {
                return queued;
            }
        }
        return null;
    }

    private void add(CloseJob job) {
        int last = queue.isEmpty() ? 0 : ByteBuffer.wrap(queue.get(queue.size() - 1).key().get()).getInt();
        Queued queued = new Queued(new StoreKey().ordered(last + 1).toBytes(), job);
        store.put(queued.key(), job);
        queue.add(queued);
    }
}
