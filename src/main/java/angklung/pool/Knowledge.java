package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.RevenueReport;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
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
    private final KeyValueStore<Bytes, AuthorshipPolicy> policies;
    private final KeyValueStore<Bytes, RevenueReport> revenue;
    private final KeyValueStore<Bytes, RevisionUsage> usage;
    private final KeyValueStore<Bytes, Totalled> totalled;
    private final KeyValueStore<Bytes, Standing> standings;
    private final KeyValueStore<Bytes, PoolPlan> lastPlans;
    private final KeyValueStore<Bytes, WeightAnswer> weights;

    Knowledge(PoolStores stores, ProcessingContext context, int tallyPartitions) {
        this.tallyPartitions = tallyPartitions;
        this.agreements = stores.agreements().get(context);
        this.policies = stores.policies().get(context);
        this.revenue = stores.revenue().get(context);
        this.usage = stores.usage().get(context);
        this.totalled = stores.totalled().get(context);
        this.standings = stores.standings().get(context);
        this.lastPlans = stores.lastPlans().get(context);
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

    /**
     * Keeps a policy behind those that came before. The same again is no other.
     *
     * @return the one that it replaces; none if it is the first of its holder, right, authorship and first day
     */
    Optional<AuthorshipPolicy> put(AuthorshipPolicy policy) {
        StoreKey key = StoreKey.of(
                policy.getHolderKind().name(),
                policy.getHolder(),
                policy.getRightType() == null ? "" : policy.getRightType().name(),
                policy.getAuthorship().name(),
                policy.getValidFrom().toString());
        AuthorshipPolicy replaced = null;
        for (KeyValue<Bytes, AuthorshipPolicy> row : scan(policies, key)) {
            replaced = row.value; // in the order of arrival
        }
        if (!policy.equals(replaced)) {
            policies.put(key.ordered(Math.incrementExact(lastPolicy())).toBytes(), policy);
        }
        return Optional.ofNullable(replaced);
    }

    /** The policies are few, and those of all holders are looked through whenever a pool is priced. */
    private int lastPolicy() {
        int last = 0;
        for (KeyValue<Bytes, AuthorshipPolicy> row : all(policies)) {
            last = Math.max(last, numberOf(row.key));
        }
        return last;
    }

    private Collection<AuthorshipPolicy> policies(int asOf) {
        Map<Bytes, AuthorshipPolicy> known = new LinkedHashMap<>();
        for (KeyValue<Bytes, AuthorshipPolicy> row : all(policies)) {
            if (numberOf(row.key) <= asOf) {
                byte[] key = row.key.get();
                known.put(Bytes.wrap(Arrays.copyOf(key, key.length - Integer.BYTES)), row.value);
            }
        }
        return known.values();
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
        RevisionUsage before = usage.get(key);
        usage.put(key, (before == null ? RevisionUsage.NONE : before).plus(partial, tallyPartitions));
    }

    /** Last revision of a period's usage that is complete; {@link #NOT_TOTALLED} if none is. */
    int revision(String dsp, Period period) {
        Totalled last = totalled(dsp, period);
        return last == null ? NOT_TOTALLED : last.revision();
    }

    private Totalled totalled(String dsp, Period period) {
        return totalled.get(StoreKey.of(dsp, period.toString()).toBytes());
    }

    /** A revision of a period's usage is complete: it takes in the policies that came before. */
    void total(String dsp, Period period, int revision) {
        totalled.put(StoreKey.of(dsp, period.toString()).toBytes(), new Totalled(revision, lastPolicy()));
    }

    /** Periods of the service whose usage is complete, in order. */
    List<Period> totalledPeriods(String dsp) {
        List<Period> periods = new ArrayList<>();
        scan(totalled, StoreKey.of(dsp)).forEach(row -> periods.add(Period.parse(part(row.key, 1))));
        return periods;
    }

    /** Offerings of the service of which the tally reported something in the given revision, in order. */
    SortedSet<OfferingKey> reported(String dsp, Period period, int revision) {
        SortedSet<OfferingKey> offerings = new TreeSet<>();
        for (KeyValue<Bytes, RevisionUsage> row : scan(usage, StoreKey.of(dsp, period.toString()))) {
            if (numberOf(row.key) == revision) {
                offerings.add(new OfferingKey(dsp, part(row.key, 2), part(row.key, 3)));
            }
        }
        return offerings;
    }

    /** Offerings of the service with revenue in the period, in order: all that have a planned pool are among them. */
    SortedSet<OfferingKey> withRevenue(String dsp, Period period) {
        SortedSet<OfferingKey> offerings = new TreeSet<>();
        scan(revenue, StoreKey.of(dsp, period.toString()))
                .forEach(row -> offerings.add(new OfferingKey(dsp, part(row.key, 2), part(row.key, 3))));
        return offerings;
    }

    /** Offerings and periods with a pool that has no plan, for a reason that is not that something has not come. */
    Map<Period, SortedSet<OfferingKey>> unpriced() {
        Map<Period, SortedSet<OfferingKey>> unpriced = new TreeMap<>();
        for (KeyValue<Bytes, Standing> row : all(standings)) {
            if (row.value.status() == PoolStatus.NOT_PRICEABLE && !row.value.isPlanned()) {
                unpriced.computeIfAbsent(Period.parse(part(row.key, 3)), period -> new TreeSet<>())
                        .add(new OfferingKey(part(row.key, 0), part(row.key, 1), part(row.key, 2)));
            }
        }
        return unpriced;
    }

    /** Of an offering in a period that is totalled. */
    Offering offering(OfferingKey key, Period period) {
        List<Agreement> all = new ArrayList<>();
        scan(agreements, byOffering(key)).forEach(row -> all.add(row.value));
        Map<String, Standing> published = new HashMap<>();
        scan(standings, byOffering(key).text(period.toString()))
                .forEach(row -> published.put(part(row.key, 4), row.value));
        Totalled last = totalled(key.dsp(), period);
        return new Offering(
                key,
                period,
                last,
                News.of(revisions(key, period, last.revision())),
                usage(key, period, last.revision()),
                PlanRules.covering(all, period),
                knownPolicies(),
                report(key, period),
                published,
                right -> lastPlan(key, period, right),
                request -> complete(key, request));
    }

    private KnownPolicies knownPolicies() {
        return new KnownPolicies() {
            @Override
            public Collection<AuthorshipPolicy> asOf(int number) {
                return policies(number);
            }

            @Override
            public int last() {
                return lastPolicy();
            }
        };
    }

    /** What was reported of an offering in each revision up to the given one. */
    private SortedMap<Integer, RevisionUsage> revisions(OfferingKey offering, Period period, int last) {
        SortedMap<Integer, RevisionUsage> revisions = new TreeMap<>();
        for (KeyValue<Bytes, RevisionUsage> row : scan(usage, byPeriod(offering, period))) {
            if (numberOf(row.key) <= last) {
                revisions.put(numberOf(row.key), row.value);
            }
        }
        return revisions;
    }

    /** What was played, all revisions up to the given one together. */
    UsageTotal usage(OfferingKey offering, Period period, int revision) {
        UsageTotal sum = UsageTotal.NONE;
        for (RevisionUsage reported : revisions(offering, period, revision).values()) {
            sum = sum.plus(reported.added());
        }
        return sum;
    }

    private PoolPlan lastPlan(OfferingKey offering, Period period, String right) {
        PoolPlan plan = lastPlans.get(byPool(offering, period, right));
        if (plan == null) {
            throw new IllegalStateException("The pool of " + right + " of " + offering + " in " + period
                    + " is planned, but its last plan is not kept: state was lost; rebuild the stage from its input"
                    + " topics");
        }
        return plan;
    }

    /** The last version of a pool. */
    void put(PoolPlan plan, OfferingKey offering, Period period) {
        lastPlans.put(byPool(offering, period, plan.getRightType().name()), plan);
    }

    void put(OfferingKey offering, Period period, String right, Standing standing) {
        standings.put(byPool(offering, period, right), standing);
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

    private static Bytes byPool(OfferingKey offering, Period period, String right) {
        return byOffering(offering).text(period.toString()).text(right).toBytes();
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

    private static <V> List<KeyValue<Bytes, V>> all(KeyValueStore<Bytes, V> store) {
        List<KeyValue<Bytes, V>> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, V> found = store.all()) {
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

    /** The last four bytes of a key: the revision of usage, the number of a policy. */
    private static int numberOf(Bytes key) {
        return ByteBuffer.wrap(key.get()).getInt(key.get().length - Integer.BYTES);
    }
}
