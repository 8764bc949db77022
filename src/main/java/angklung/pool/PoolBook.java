package angklung.pool;

import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPartial;
import angklung.avro.PoolStatus;
import angklung.avro.WeightRequest;
import angklung.close.Facts;
import angklung.model.OfferingKey;
import angklung.model.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Publishes what follows from all that is known. Whatever the order in which agreements, revenue, usage and weights
 * come, each change asks {@link PlanRules} anew and publishes only the news.
 */
final class PoolBook {
    private final ProcessorContext<String, SpecificRecordBase> context;
    private final Knowledge knowledge;

    PoolBook(Knowledge knowledge, ProcessorContext<String, SpecificRecordBase> context) {
        this.knowledge = knowledge;
        this.context = context;
    }

    /**
     * A revision of the usage of a service and period is complete: prices what can be priced and reports every pool
     * and every offering without one; of a later revision those that the tally reports something of, and whatever of
     * the others follows from it, since a revision takes in the authorship policies too. The work is bounded by the
     * offerings of one service.
     */
    void total(String dsp, Period period, int revision, long timestamp) {
        knowledge.total(dsp, period, revision);
        SortedSet<OfferingKey> reported = knowledge.reported(dsp, period, revision);
        SortedSet<OfferingKey> concerned = new TreeSet<>(reported);
        concerned.addAll(knowledge.withRevenue(dsp, period));
        List<PoolFact> facts = new ArrayList<>();
        for (OfferingKey key : concerned) {
            Offering offering = knowledge.offering(key, period);
            for (Outcome outcome : PlanRules.all(offering)) {
                boolean news = PlanRules.isNews(offering, outcome);
                if (news || revision == 0 || reported.contains(key)) {
                    facts.add(outcome.fact());
                }
                if (news) {
                    keep(offering, outcome, timestamp);
                    if (revision > 0 || outcome.fact().getStatus() == PoolStatus.PLANNED) {
                        publish(dsp, period, outcome.fact(), timestamp);
                    }
                }
            }
        }
        int partition = context.taskId().partition();
        PeriodState fact = PeriodState.newBuilder()
                .setKind(PeriodFact.POOL_TOTAL)
                .setDsp(dsp)
                .setPeriod(period.toString())
                .setRevision(revision)
                .setPartition(partition)
                .setPools(facts)
                .setRecordedAt(Instant.ofEpochMilli(timestamp))
                .build();
        String key = Facts.poolTotal(dsp, Facts.revised(period.toString(), revision), partition);
        forward(PoolTopology.STATE_SINK, key, fact, timestamp);
    }

    /** Something about an offering has changed: publishes what follows for a period, if its usage is complete. */
    void reconsider(OfferingKey key, Period period, long timestamp) {
        if (knowledge.revision(key.dsp(), period) == Knowledge.NOT_TOTALLED) {
            return; // asked again when it is
        }
        Offering offering = knowledge.offering(key, period);
        for (Outcome outcome : PlanRules.news(offering)) {
            keep(offering, outcome, timestamp);
            publish(key.dsp(), period, outcome.fact(), timestamp);
        }
    }

    /** Asks every tally task for weights, unless that was done before. */
    void ask(OfferingKey offering, WeightRequest request, String scenario, long timestamp) {
        if (knowledge.answer(offering, request.getRequest()) == null) {
            WeightAnswer none = WeightAnswer.none(
                    request.getPeriod(), request.getRevision(), request.getWeighting(), scenario);
            knowledge.put(offering, request.getRequest(), none);
            forward(PoolTopology.REQUESTS_SINK, request.getRequest(), request, timestamp);
        }
    }

    /**
     * Adds the answer of one tally task.
     *
     * @return all answers, if there are more to come or not
     * @throws IllegalStateException if nobody asked, or the answer contradicts others or the usage
     */
    WeightAnswer answer(PoolPartial partial, OfferingKey offering, int tallyPartitions) {
        String request = partial.getAnswer().getRequest();
        WeightAnswer before = knowledge.answer(offering, request);
        if (before == null) {
            throw new IllegalStateException("Tally task " + partial.getSourcePartition() + " answers " + request
                    + ", which was not asked about " + offering);
        }
        WeightAnswer after = before.plus(partial, tallyPartitions);
        if (after.isComplete(tallyPartitions)) {
            after.check(knowledge.usage(offering, Period.parse(after.period()), after.revision()).plays());
        }
        knowledge.put(offering, request, after);
        return after;
    }

    private void keep(Offering offering, Outcome outcome, long timestamp) {
        knowledge.put(offering.key(), offering.period(), outcome.right(), outcome.standing());
        outcome.plan().ifPresent(plan -> {
            knowledge.put(plan, offering.key(), offering.period());
            forward(PoolTopology.PLANS_SINK, plan.getPool(), plan, timestamp);
        });
        outcome.request().ifPresent(request -> ask(offering.key(), request, null, timestamp));
    }

    private void publish(String dsp, Period period, PoolFact pool, long timestamp) {
        PeriodState fact = PeriodState.newBuilder()
                .setKind(PeriodFact.POOL_PLANNED)
                .setDsp(dsp)
                .setPeriod(period.toString())
                .setPools(List.of(pool))
                .setRecordedAt(Instant.ofEpochMilli(timestamp))
                .build();
        String sheet = pool.getPool() + "@v" + pool.getVersion();
        forward(PoolTopology.STATE_SINK, Facts.poolPlanned(dsp, period.toString(), sheet), fact, timestamp);
    }

    private void forward(String sink, String key, SpecificRecordBase value, long timestamp) {
        context.forward(new Record<>(key, value, timestamp), sink);
    }
}
