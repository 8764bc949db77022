package angklung.close;

import angklung.client.Clients;
import angklung.model.Period;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Closes periods and orders payouts, with plain clients. Each call is a session of its own: it fences every closer
 * before it, folds the recorded facts and goes on from there. Not thread-safe.
 */
public final class Closer implements AutoCloseable {
    private final Clients clients;
    private final Topics topics;
    private final String intakeGroupId;
    private final CloserOptions options;
    private final Admin admin;

    /** @param intakeGroupId consumer group of the intake stage, whose committed offsets are awaited */
    public Closer(Clients clients, Topics topics, String intakeGroupId, CloserOptions options) {
        this.clients = clients;
        this.topics = topics;
        this.intakeGroupId = intakeGroupId;
        this.options = options;
        this.admin = clients.admin();
    }

    /**
     * Drives the period of the services to CLOSED, from wherever it stands. On a closed period, settles the pools
     * that were planned since.
     *
     * @param dsps services that are closed together, settled in order of their names
     * @param bookedAt booking time of the ledger lines
     * @return done, or what was missing when the time was up
     * @throws VerificationFailedException if control totals disagree
     * @throws NotReadyException if an earlier period is being closed, or a topic is not as the contract says
     * @throws CloserFencedException if another closer has taken over
     */
    public CloseResult close(Period period, Collection<String> dsps, Instant bookedAt) {
        requireTopicsOf(dsps);
        return session(driver -> driver.close(period, dsps, bookedAt));
    }

    /**
     * Takes into a closed period, as one further revision, what came after its close: late plays that restate it by
     * their agreements, changed rights and authorship policies, and screening anew by the rules and decisions known
     * now. Settles the new versions of the pools that this changes, booked in the open period. An unfinished revision
     * is finished instead. One that changes nothing settles nothing: only that it was made is recorded.
     *
     * @param dsps services whose period is revised, settled in order of their names
     * @param bookedAt booking time of the ledger lines
     * @return done, or what was missing when the time was up
     * @throws VerificationFailedException if control totals disagree
     * @throws NotReadyException if the period is not closed, or a topic is not as the contract says
     * @throws CloserFencedException if another closer has taken over
     */
    public CloseResult revise(Period period, Collection<String> dsps, Instant bookedAt) {
        requireTopicsOf(dsps);
        return session(driver -> driver.revise(period, dsps, bookedAt));
    }

    /**
     * Says whether a period can be revised, before anything is waited for or begun.
     *
     * @throws NotReadyException if it cannot: it is not closed, or an earlier one is being closed
     * @throws CloserFencedException if another closer has taken over
     */
    public void requireRevisable(Period period, Collection<String> dsps) {
        requireTopicsOf(dsps);
        session(driver -> {
            driver.requireRevisable(period, dsps);
            return null;
        });
    }

    /**
     * Settles, period by period and in order, whatever was planned for closed periods of the services since they
     * were closed: restated revenue, changed terms, revisions. Stops at a period that cannot be settled in time.
     *
     * @return one result for each period that had something to settle, the last one perhaps not done
     * @throws VerificationFailedException if control totals disagree
     * @throws NotReadyException if an earlier period is being closed, or a topic is not as the contract says
     * @throws CloserFencedException if another closer has taken over
     */
    public List<CloseResult> settleRestated(Collection<String> dsps, Instant bookedAt) {
        requireTopicsOf(dsps);
        return session(driver -> driver.settleRestated(dsps, bookedAt));
    }

    /**
     * Orders one payout run for all restatements that were settled since the last such run, in the latest closed
     * period, and waits until it is paid. Called again, it goes on with the same run or does nothing.
     *
     * @param dsp the service whose restatements count; none for all
     * @return empty if there is nothing to pay out for
     * @throws NotReadyException if a topic is not as the contract says
     * @throws CloserFencedException if another closer has taken over
     */
    public Optional<PayoutResult> payRestated(Optional<String> dsp, Instant bookedAt) {
        requireTopics(List.of());
        return session(driver -> driver.payRestated(dsp, bookedAt));
    }

    /**
     * Orders a payout run, unless it was ordered before, and waits until it is paid.
     *
     * @param runId identifies the run for ever: the same run pays once
     * @param period of the payment lines
     * @return done, or what was missing when the time was up
     * @throws CloseRefusedException if the run was ordered for another period
     * @throws NotReadyException if a topic is not as the contract says
     * @throws CloserFencedException if another closer has taken over
     */
    public PayoutResult payout(String runId, Period period, Instant bookedAt) {
        requireTopics(List.of());
        return session(driver -> driver.payout(runId, period, bookedAt));
    }

    /**
     * Announces the hold accounts whose term, by the policy of their territory, is over or ends soon as of the date,
     * and waits until every settlement partition has done so. There is one such run a date: called again, it goes on
     * with it or does nothing.
     *
     * @return done, or what was missing when the time was up
     * @throws NotReadyException if a topic is not as the contract says
     * @throws CloserFencedException if another closer has taken over
     */
    public HoldsResult announce(LocalDate date) {
        requireTopics(List.of());
        return session(driver -> driver.announce(date));
    }

    /**
     * Moves what is held in accounts that were announced, and are due by the date, to where their notices say, and
     * waits until every settlement partition has done so. There is one such run a date: called again, it goes on with
     * it or does nothing.
     *
     * @return done, or what was missing when the time was up
     * @throws NotReadyException if a topic is not as the contract says
     * @throws CloserFencedException if another closer has taken over
     */
    public HoldsResult expire(LocalDate date) {
        requireTopics(List.of());
        return session(driver -> driver.expire(date));
    }

    @Override
    public void close() {
        admin.close();
    }

    private <T> T session(Function<CloseDriver, T> work) {
        CloseJournal journal = new CloseJournal(topics.partitions());
        try (KafkaCloseCluster cluster =
                KafkaCloseCluster.open(clients, topics, admin, intakeGroupId, options, journal)) {
            return work.apply(new CloseDriver(cluster, journal, options.listener()));
        }
    }

    private void requireTopicsOf(Collection<String> dsps) {
        List<TopicDef<?, ?>> used = new ArrayList<>(List.of(topics.periodControl));
        dsps.forEach(dsp -> used.add(topics.plays(dsp)));
        requireTopics(used);
    }

    /** A command to fewer or more partitions than there are tasks would leave one of them out for ever. */
    private void requireTopics(List<TopicDef<?, ?>> used) {
        List<TopicDef<?, ?>> all = new ArrayList<>(List.of(topics.periodState, topics.settlementControl));
        all.addAll(used);
        for (TopicDef<?, ?> topic : all) {
            int partitions = describe(topic.name()).partitions().size();
            if (partitions != topic.partitions()) {
                throw new NotReadyException("Topic " + topic.name() + " has " + partitions
                        + " partitions, but the contract says " + topic.partitions());
            }
        }
    }

    private TopicDescription describe(String topic) {
        try {
            return admin.describeTopics(List.of(topic)).topicNameValues().get(topic).get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new NotReadyException("Topic " + topic + " does not exist; create the topics first");
            }
            throw new KafkaException("Topic " + topic + " cannot be described", e.getCause());
        }
    }
}
