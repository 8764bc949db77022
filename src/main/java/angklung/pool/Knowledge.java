package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.PoolPartial;
import angklung.avro.RevenueReport;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** All that one task knows of its offerings. */
final class Knowledge {
    /** The revision of a period that no task has ended yet. */
    static final int NOT_TOTALLED = -1;

    private final int tallyPartitions;
    private final KeyValueStore<Bytes, Agreement> agreements;
    private final KeyValueStore<Bytes, RevenueReport> revenue;
    private final KeyValueStore<Bytes, UsageTotal> usage;
    private final KeyValueStore<Bytes, Integer> totalled;
    private final KeyValueStore<Bytes, Standing> standings;
    private final KeyValueStore<Bytes, WeightAnswer> weights;

    Knowledge(PoolStores stores, ProcessingContext context, int tallyPartitions) {
        this.tallyPartitions = tallyPartitions;
        this.agreements = stores.agreements().get(context);
        this.revenue = stores.revenue().get(context);
        this.usage = stores.usage().get(context);
        this.totalled = stores.totalled().get(context);
        this.standings = stores.standings().get(context);
        this.weights = stores.weights().get(context);
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
        return revenue.get(byPeriod(offering, period).toBytes());
    }

    void put(RevenueReport report, OfferingKey offering, Period period) {
        revenue.put(byPeriod(offering, period).toBytes(), report);
    }

    /** Adds what one tally task reports of one revision. */
    void add(PoolPartial partial, OfferingKey offering, Period period) {
        Bytes key = byPeriod(offering, period).ordered(partial.getRevision()).toBytes();
        UsageTotal before = usage.get(key);
        usage.put(key, (before == null ? UsageTotal.NONE : before).plus(partial, tallyPartitions));
    }

    /** Last revision of a period's usage that is complete; {@link #NOT_TOTALLED} if none is. */
    int revision(String dsp, Period period) {
        Integer revision = totalled.get(StoreKey.of(dsp, period.toString()).toBytes());
        return revision == null ? NOT_TOTALLED : revision;
    }

    /** A revision of a period's usage is complete. */
    void total(String dsp, Period period, int revision) {
        totalled.put(StoreKey.of(dsp, period.toString()).toBytes(), revision);
    }

    /** Periods of the service whose usage is complete, in order. */
    List<Period> totalledPeriods(String dsp) {
        List<Period> periods = new ArrayList<>();
        scan(totalled, StoreKey.of(dsp)).forEach(row -> periods.add(Period.parse(part(row.key, 1))));
        return periods;
    }

    /** Offerings of the service with usage of the given revision, in order; with revenue too for the first. */
    SortedSet<OfferingKey> offerings(String dsp, Period period, int revision) {
        SortedSet<OfferingKey> offerings = new TreeSet<>();
        StoreKey both = StoreKey.of(dsp, period.toString());
        for (KeyValue<Bytes, UsageTotal> row : scan(usage, both)) {
            if (revisionOf(row.key) == revision) {
                offerings.add(new OfferingKey(dsp, part(row.key, 2), part(row.key, 3)));
            }
        }
        if (revision == 0) {
            scan(revenue, both)
                    .forEach(row -> offerings.add(new OfferingKey(dsp, part(row.key, 2), part(row.key, 3))));
        }
        return offerings;
    }

    /** Of an offering in a period that is totalled. */
    Offering offering(OfferingKey key, Period period) {
        List<Agreement> all = new ArrayList<>();
        scan(agreements, byOffering(key)).forEach(row -> all.add(row.value));
        Map<String, Standing> published = new HashMap<>();
        scan(standings, byOffering(key).text(period.toString()))
                .forEach(row -> published.put(part(row.key, 4), row.value));
        int revision = revision(key.dsp(), period);
        int grown = 0;
        for (KeyValue<Bytes, UsageTotal> row : scan(usage, byPeriod(key, period))) {
            int added = revisionOf(row.key);
            if (added <= revision && row.value.plays() > 0) {
                grown = Math.max(grown, added);
            }
        }
        return new Offering(
                key,
                period,
                revision,
                grown,
                usage(key, period, revision),
                PlanRules.covering(all, period),
                report(key, period),
                published,
                request -> complete(key, request));
    }

    /** What was played, all revisions up to the given one together. */
    UsageTotal usage(OfferingKey offering, Period period, int revision) {
        UsageTotal sum = UsageTotal.NONE;
        for (KeyValue<Bytes, UsageTotal> row : scan(usage, byPeriod(offering, period))) {
            if (revisionOf(row.key) <= revision) {
                sum = sum.plus(row.value);
            }
        }
        return sum;
    }

    void put(OfferingKey offering, Period period, String right, Standing standing) {
        standings.put(byOffering(offering).text(period.toString()).text(right).toBytes(), standing);
    }

    /** What the tally answered so far; null if it was not asked. */
    WeightAnswer answer(OfferingKey offering, String request) {
        return weights.get(byOffering(offering).text(request).toBytes());
    }

    /** {@code answer} null: the request is of no use any more. */
    void put(OfferingKey offering, String request, WeightAnswer answer) {
        weights.put(byOffering(offering).text(request).toBytes(), answer);
    }

    private Optional<WeightAnswer> complete(OfferingKey offering, String request) {
        return Optional.ofNullable(answer(offering, request)).filter(answer -> answer.isComplete(tallyPartitions));
    }

    private static StoreKey byOffering(OfferingKey offering) {
        return StoreKey.of(offering.dsp(), offering.territory(), offering.offering());
    }

    private static StoreKey byPeriod(OfferingKey offering, Period period) {
        return StoreKey.of(offering.dsp(), period.toString(), offering.territory(), offering.offering());
    }

    /** All rows whose key begins with {@code start}, in order; read at once, so that the store may change then. */
    private static <V> List<KeyValue<Bytes, V>> scan(KeyValueStore<Bytes, V> store, StoreKey start) {
        List<KeyValue<Bytes, V>> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, V> found = store.prefixScan(start.toBytes(), new BytesSerializer())) {
            found.forEachRemaining(rows::add);
        }
        return rows;
    }

    private static String part(Bytes key, int index) {
        StoreKeyReader reader = new StoreKeyReader(key);
        for (int skipped = 0; skipped < index; skipped++) {
            reader.text();
        }
        return reader.text();
    }

    /** The last four bytes of a usage key. */
    private static int revisionOf(Bytes key) {
        return ByteBuffer.wrap(key.get()).getInt(key.get().length - Integer.BYTES);
    }
}
