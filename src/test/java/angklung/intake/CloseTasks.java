package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.ArtistUsage;
import angklung.avro.ArtistUsageKind;
import angklung.avro.DeliveryReport;
import angklung.avro.Engagement;
import angklung.avro.PeriodState;
import angklung.avro.RecordingArtists;
import angklung.avro.RejectedPlay;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningRule;
import angklung.avro.Usage;
import angklung.screening.ScreenedPlay;
import angklung.stage.StateSerdes;
import angklung.stage.StoreDef;
import angklung.stage.WorkLimits;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Several intake tasks behind their cuts, on stores of their own, with a log for each between them. Every task may be
 * restarted after every turn: then only its stores survive.
 */
final class CloseTasks implements AutoCloseable {
    private final PartitionContract contract;
    private final IntakeOptions options;
    private final List<Task> tasks = new ArrayList<>();
    final List<Usage> usage = new ArrayList<>();
    final List<PeriodState> facts = new ArrayList<>();
    final List<ScreeningHit> hits = new ArrayList<>();

    CloseTasks(int intakePartitions, int tallyPartitions, int items, int bufferLimit) {
        contract = new PartitionContract(intakePartitions, tallyPartitions, 1, 1);
        options = new IntakeOptions(
                60, Duration.ofDays(1), bufferLimit, Duration.ofSeconds(30), 10_000, FollowSubscribers.AGREED,
                new WorkLimits(Duration.ofMillis(20), Duration.ofSeconds(1), items, () -> 0L));
        for (int partition = 0; partition < intakePartitions; partition++) {
            tasks.add(new Task(partition));
        }
    }

    void agree(Agreement agreement) {
        tasks.forEach(task -> task.agreements.put(agreement));
    }

    void credit(String isrc, List<String> artists) {
        credit(isrc, artists, false);
    }

    void credit(String isrc, List<String> artists, boolean aiGenerated) {
        tasks.forEach(task -> task.closes.credits(new RecordingArtists(isrc, artists, aiGenerated)));
    }

    void rule(ScreeningRule rule) {
        tasks.forEach(task -> task.closes.rule(rule));
    }

    void decide(ScreeningDecision decision) {
        tasks.forEach(task -> task.closes.decision(decision));
    }

    /** One royalty-bearing play that is followed. */
    void play(
            int partition, UsageRevision usageRevision, Place place, String subscriber, String isrc, int day,
            Engagement engagement) {
        Task task = tasks.get(partition);
        task.feeds.get(place.dsp()).end(task.feeds.get(place.dsp()).position());
        task.followed.add(place, usageRevision, subscriber, isrc, day, engagement);
    }

    /** One royalty-bearing play that is screened. */
    void play(int partition, UsageRevision usageRevision, Place place, String subscriber, ScreenedPlay play) {
        Task task = tasks.get(partition);
        task.feeds.get(place.dsp()).end(task.feeds.get(place.dsp()).position());
        task.followed.add(
                place, usageRevision, subscriber, play.isrc(), play.day(), play.engagement(), play.trackMinutes(),
                play.startSecond(), play.playedSeconds(), play.complete(), play.device());
    }

    /** What the heap holds is stored, as between two transactions. */
    void commit(int partition) {
        tasks.get(partition).commit();
    }

    void cut(int partition, String dsp, UsageRevision usageRevision) {
        Task task = tasks.get(partition);
        task.commit();
        Feed feed = task.feeds.get(dsp);
        feed.cut(usageRevision, PeriodCut.OPEN.withClose(0, 0).withCut(feed.position()));
        task.feedStores.saveCut(feed, usageRevision);
        task.closes.cut(feed, usageRevision);
        task.commit();
    }

    /** Lets the tasks work, receive and restart in any order until nobody has anything to do. */
    void work(SplittableRandom random) {
        for (int step = 0; tasks.stream().anyMatch(task -> task.closes.hasWork() || !task.log.isEmpty()); step++) {
            assertThat(step).as("steps").isLessThan(200_000);
            Task task = tasks.get(random.nextInt(tasks.size()));
            switch (random.nextInt(5)) {
                case 0, 1 -> task.closes.work(options.work().budget());
                case 2, 3 -> task.receive(1 + random.nextInt(5));
                default -> {
                    task.commit();
                    task.start();
                }
            }
        }
        tasks.forEach(Task::commit);
    }

    /** What is left in stores that hold nothing between closes. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        tasks.forEach(task -> {
            task.stores.sums().get(task.context).all().forEachRemaining(entry -> left.add("sum " + entry));
            task.stores.standing().get(task.context).all().forEachRemaining(entry -> left.add("standing " + entry));
            task.stores.jobs().get(task.context).all().forEachRemaining(entry -> left.add("job " + entry));
            task.stores.sent().get(task.context).all().forEachRemaining(entry -> left.add("sent " + entry));
            task.stores.subjectSums().get(task.context).all().forEachRemaining(entry -> left.add("sums " + entry));
            task.stores.subjectHits().get(task.context).all().forEachRemaining(entry -> left.add("hit " + entry));
            task.stores.affected().get(task.context).all().forEachRemaining(entry -> left.add("affected " + entry));
        });
        return left;
    }

    @Override
    public void close() {
        tasks.forEach(task -> task.open.forEach(StateStore::close));
    }

    /** The stores on disk are replaced: opening them takes longer than everything else. */
    private static IntakeStores inMemory(IntakeStores stores) {
        return new IntakeStores(
                stores.agreements(), stores.feeds(), stores.delivery(), stores.sent(), stores.cuts(), stores.sweep(),
                inMemory(stores.seen(), Serdes.Bytes(), Serdes.ByteArray()),
                inMemory(stores.subscribers(), Serdes.Bytes(), Serdes.ByteArray()),
                stores.jobs(), stores.receipts(),
                inMemory(stores.sums(), Serdes.Bytes(), ArtistTotals.serde()),
                inMemory(stores.standing(), Serdes.Bytes(), ArtistTotals.serde()),
                inMemory(stores.artists(), Serdes.String(), StateSerdes.avro(RecordingArtists.getClassSchema())),
                stores.rules(), stores.decisions(),
                inMemory(stores.subjectSums(), Serdes.Bytes(), Serdes.ByteArray()),
                inMemory(stores.subjectHits(), Serdes.Bytes(), Serdes.ByteArray()),
                inMemory(stores.subjectPast(), Serdes.Bytes(), Serdes.ByteArray()),
                inMemory(stores.affected(), Serdes.Bytes(), Serdes.ByteArray()),
                stores.commit());
    }

    private static <K, V> StoreDef<KeyValueStore<K, V>> inMemory(
            StoreDef<KeyValueStore<K, V>> store, Serde<K> keys, Serde<V> values) {
        return new StoreDef<>(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store.name()), keys, values));
    }

    private final class Task implements Outlet {
        private final IntakeStores stores = inMemory(IntakeStores.define());
        private final MockProcessorContext<String, Object> context;
        private final List<StateStore> open = new ArrayList<>();
        private final Deque<ArtistUsage> log = new ArrayDeque<>();
        private Map<String, Feed> feeds;
        private FeedStores feedStores;
        private AgreementStore agreements;
        private FollowedPlays followed;
        private Closes closes;

        Task(int partition) {
            context = new MockProcessorContext<>(new Properties(), new TaskId(0, partition), null);
            stores.all().forEach(store -> {
                if (store != stores.commit()) {
                    StateStore built = store.builder().withLoggingDisabled().build();
                    built.init(context.getStateStoreContext(), built);
                    open.add(built);
                }
            });
            start();
        }

        void start() {
            feedStores = new FeedStores(stores, context);
            feeds = feedStores.load(List.of("melodia", "other"), context.taskId().partition(), contract.tally());
            agreements = new AgreementStore(stores.agreements().get(context));
            SubscriberStore subscribers = new SubscriberStore(stores.subscribers().get(context));
            followed = new FollowedPlays(subscribers);
            closes = new Closes(
                    contract, options, stores, context, feeds, feedStores, agreements, subscribers, this);
        }

        void commit() {
            followed.save(dsp -> feeds.get(dsp).position());
            closes.save();
            feeds.values().forEach(feedStores::save);
        }

        void receive(int records) {
            for (int i = 0; i < records && !log.isEmpty(); i++) {
                closes.standing(log.poll());
            }
        }

        @Override
        public void usage(String key, Usage sent) {
            usage.add(sent);
        }

        @Override
        public void artists(String key, ArtistUsage sent) {
            if (sent.getKind() == ArtistUsageKind.COUNT) {
                tasks.get(Partitioning.ofIsrc(ArtistSender.anySubject(sent), contract.intake())).log.add(sent);
            } else {
                tasks.forEach(task -> task.log.add(sent));
            }
        }

        @Override
        public void rejected(String key, RejectedPlay rejected) {
            throw new AssertionError(rejected);
        }

        @Override
        public void delivery(String key, DeliveryReport report) {
            throw new AssertionError(report);
        }

        @Override
        public void fact(String key, PeriodState fact) {
            facts.add(fact);
        }

        @Override
        public void hit(ScreeningHit hit) {
            hits.add(hit);
        }
    }
}
