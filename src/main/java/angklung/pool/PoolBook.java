package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPartial;
import angklung.avro.PoolStatus;
import angklung.avro.RevenueReport;
import angklung.close.Facts;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.stage.StoreKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * All that one task knows of its offerings, and the publishing of what follows from it. Whatever the order in which
 * agreements, revenue and usage come, each change asks {@link PlanRules} anew and publishes only the news.
 */
final class PoolBook {
    private final ProcessorContext<String, SpecificRecordBase> context;
    private final KeyValueStore<Bytes, Agreement> agreements;
    private final KeyValueStore<Bytes, RevenueReport> revenue;
    private final KeyValueStore<Bytes, UsageTotal> usage;
    private final KeyValueStore<Bytes, Integer> totalled;
    private final KeyValueStore<Bytes, Standing> standings;

    PoolBook(PoolStores stores, ProcessorContext<String, SpecificRecordBase> context) {
        this.context = context;
        this.agreements = stores.agreements().get(context);
        this.revenue = stores.revenue().get(context);
        this.usage = stores.usage().get(context);
        this.totalled = stores.totalled().get(context);
        this.standings = stores.standings().get(context);
    }

    /** Replaces the agreement for the same right and first day, if there is one. */
    void put(Agreement agreement) {
        StoreKey key = StoreKey.of(
                agreement.getDsp(),
                agreement.getTerritory(),
                agreement.getOffering(),
                agreement.getRightType().name(),
                agreement.getValidFrom().toString());
        agreements.put(key.toBytes(), agreement);
    }

    /** The report of the highest revision so far; null if none came. */
    RevenueReport report(OfferingKey offering, Period period) {
        return revenue.get(byPeriod(offering, period));
    }

    void put(RevenueReport report, OfferingKey offering, Period period) {
        revenue.put(byPeriod(offering, period), report);
    }

    /** Adds what one of {@code tallyPartitions} tally tasks reports. */
    void add(PoolPartial partial, OfferingKey offering, Period period, int tallyPartitions) {
        UsageTotal before = usage(offering, period);
        usage.put(byPeriod(offering, period), before.plus(partial, tallyPartitions));
    }

    boolean isTotalled(String dsp, Period period) {
        return totalled.get(StoreKey.of(dsp, period.toString()).toBytes()) != null;
    }

    /** Periods of the service whose usage is complete, in order. */
    List<Period> totalledPeriods(String dsp) {
        List<Period> periods = new ArrayList<>();
        scan(totalled, StoreKey.of(dsp)).forEach(row -> periods.add(Period.parse(part(row.key, 1))));
        return periods;
    }

    /**
     * The usage of a service and period is complete: prices what can be priced and reports every pool and every
     * offering without one. The work is bounded by the offerings of one service.
     *
     * @param tasks number of tally tasks, all of which have ended
     */
    void total(String dsp, Period period, int tasks, long timestamp) {
        totalled.put(StoreKey.of(dsp, period.toString()).toBytes(), tasks);
        List<PoolFact> facts = new ArrayList<>();
        for (OfferingKey offering : offerings(dsp, period)) {
            for (Outcome outcome : news(offering, period)) {
                keep(offering, period, outcome, timestamp);
                facts.add(outcome.fact());
                if (outcome.fact().getStatus() == PoolStatus.PLANNED) {
                    publish(dsp, period, outcome.fact(), timestamp);
                }
            }
        }
        int partition = context.taskId().partition();
        PeriodState fact = PeriodState.newBuilder()
                .setKind(PeriodFact.POOL_TOTAL)
                .setDsp(dsp)
                .setPeriod(period.toString())
                .setPartition(partition)
                .setPools(facts)
                .setRecordedAt(Instant.ofEpochMilli(timestamp))
                .build();
        forward(PoolTopology.STATE_SINK, Facts.poolTotal(dsp, period.toString(), partition), fact, timestamp);
    }

    /** Something about an offering has changed: publishes what follows for a period, if its usage is complete. */
    void reconsider(OfferingKey offering, Period period, long timestamp) {
        if (!isTotalled(offering.dsp(), period)) {
            return; // asked again when it is
        }
        for (Outcome outcome : news(offering, period)) {
            keep(offering, period, outcome, timestamp);
            publish(offering.dsp(), period, outcome.fact(), timestamp);
        }
    }

    private List<Outcome> news(OfferingKey offering, Period period) {
        List<Agreement> all = new ArrayList<>();
        scan(agreements, byOffering(offering)).forEach(row -> all.add(row.value));
        Map<String, Standing> published = new HashMap<>();
        scan(standings, byOffering(offering).text(period.toString()))
                .forEach(row -> published.put(part(row.key, 4), row.value));
        return PlanRules.news(new Offering(
                offering,
                period,
                usage(offering, period),
                PlanRules.covering(all, period),
                report(offering, period),
                published));
    }

    private UsageTotal usage(OfferingKey offering, Period period) {
        UsageTotal total = usage.get(byPeriod(offering, period));
        return total == null ? UsageTotal.NONE : total;
    }

    /** Offerings of the service with usage or revenue for the period, in order. */
    private SortedSet<OfferingKey> offerings(String dsp, Period period) {
        SortedSet<OfferingKey> offerings = new TreeSet<>();
        StoreKey both = StoreKey.of(dsp, period.toString());
        scan(usage, both).forEach(row -> offerings.add(new OfferingKey(dsp, part(row.key, 2), part(row.key, 3))));
        scan(revenue, both).forEach(row -> offerings.add(new OfferingKey(dsp, part(row.key, 2), part(row.key, 3))));
        return offerings;
    }

    private void keep(OfferingKey offering, Period period, Outcome outcome, long timestamp) {
        StoreKey key = byOffering(offering).text(period.toString()).text(outcome.right());
        standings.put(key.toBytes(), outcome.standing());
        outcome.plan().ifPresent(plan -> forward(PoolTopology.PLANS_SINK, plan.getPool(), plan, timestamp));
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

    private static StoreKey byOffering(OfferingKey offering) {
        return StoreKey.of(offering.dsp(), offering.territory(), offering.offering());
    }

    private static Bytes byPeriod(OfferingKey offering, Period period) {
        return StoreKey.of(offering.dsp(), period.toString(), offering.territory(), offering.offering())
                .toBytes();
    }

    /** All rows whose key begins with {@code start}, in order; read at once, so that the store may change then. */
    private static <V> List<KeyValue<Bytes, V>> scan(KeyValueStore<Bytes, V> store, StoreKey start) {
        List<KeyValue<Bytes, V>> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, V> found = store.prefixScan(start.toBytes(), new BytesSerializer())) {
            found.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** A text of a key: each is ended by NUL. */
    private static String part(Bytes key, int index) {
        return new String(key.get(), StandardCharsets.UTF_8).split("\0", -1)[index];
    }
}
