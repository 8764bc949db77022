package angklung.tally;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.DayWeight;
import angklung.avro.Engagement;
import angklung.avro.ScreeningPolicy;
import angklung.avro.UsageCount;
import angklung.model.Bucket;
import angklung.model.OfferingKey;
import angklung.model.Weighing;
import angklung.model.Weight;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** Rows of revisions, of a window of periods and weights, merged as they are read. */
class RecordingsTest {
    private static final OfferingKey OFFERING = new OfferingKey("dsp1", "ID", "premium");
    private static final String PERIOD = "2026-01";
    private static final List<String> BEFORE = List.of("2025-12", "2025-11", "2025-10");
    private static final LocalDate DAY = LocalDate.of(2026, 1, 7);

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>(new Properties());

    @Test
    void shouldMergeWhatCountsAndNothingElse() {
        Seeds.cases(1_000, random -> {
            Case test = new Case(random);
            assertThat(test.walk(0, random)).isEqualTo(test.reference());
        });
    }

    @Test
    void shouldGoOnBehindAnyRecordingAtWhichItWasInterrupted() {
        Seeds.cases(300, random -> {
            Case test = new Case(random);
            List<Seen> whole = test.walk(0, random);
            assertThat(test.walk(1, random)).isEqualTo(whole);
            assertThat(test.walk(3, random)).isEqualTo(whole);
        });
    }

    @Test
    void shouldWalkBucketByBucketAsOverAll() {
        Seeds.cases(300, random -> {
            Case test = new Case(random);
            List<Seen> byBucket = new ArrayList<>();
            for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
                try (Recordings.Walk walk = test.recordings().bucket(bucket, null)) {
                    while (walk.hasNext()) {
                        byBucket.add(Seen.of(walk.next()));
                    }
                }
            }
            assertThat(byBucket).isEqualTo(test.walk(0, random));
        });
    }

    /** What a walk says of one recording, as plain values. */
    private record Seen(String isrc, int bucket, long plays, BigInteger weight, long missing, boolean excluded) {
        static Seen of(Recording recording) {
            return new Seen(
                    recording.isrc(),
                    recording.bucket(),
                    recording.plays(),
                    recording.weighed().weight(),
                    recording.weighed().missingPlays(),
                    recording.excluded());
        }
    }

    private final class Case {
        private final KeyValueStore<Bytes, TallyRow> rows = store("rows", TallyRow.serde());
        private final KeyValueStore<Bytes, WeightRow> weights = store("weights", WeightRow.serde());
        private final ToldRevisions told = new ToldRevisions(store("totals", Counters.serde()));
        private final WeightTerms terms;
        private final Window window;
        private final TreeMap<String, Long> plays = new TreeMap<>();
        private final Map<String, Long> earlier = new HashMap<>();
        private final Map<String, Long> weighedPlays = new HashMap<>();
        private final Map<String, BigInteger> sent = new HashMap<>();

        private Case(SplittableRandom random) {
            int revision = random.nextInt(3);
            boolean bySubscriber = random.nextBoolean();
            List<Integer> last = List.of(random.nextInt(-1, 3), random.nextInt(-1, 3), random.nextInt(-1, 3));
            this.window = new Window(last.subList(0, random.nextInt(4)), RightsLog.START);
            this.terms = new WeightTerms(
                    OFFERING,
                    PERIOD,
                    revision,
                    bySubscriber ? Weighing.SUBSCRIBERS : Weighing.PLAYS,
                    ScreeningPolicy.NONE,
                    random.nextLong(60),
                    window.lastRevisions().size() + 1,
                    null);
            for (int i = 0; i < 60; i++) {
                rowOfThePeriod(random);
                rowOfTheWindow(random);
            }
            rows.put(new RowKey("dsp1", PERIOD, 0, "ID", "premiumA", 3, "X").toBytes(), row(99));
            rows.put(new RowKey("dsp1", PERIOD, 0, "IE", "premium", 3, "X").toBytes(), row(99));
            if (bySubscriber) {
                weigh(random);
            }
        }

        private void rowOfThePeriod(SplittableRandom random) {
            String isrc = isrc(random);
            int revision = random.nextInt(4);
            long count = random.nextLong(20);
            put(PERIOD, revision, isrc, count);
            if (revision <= terms.revision()) {
                plays.merge(isrc, count, Long::sum);
            }
        }

        private void rowOfTheWindow(SplittableRandom random) {
            String isrc = isrc(random);
            int back = random.nextInt(3);
            int revision = random.nextInt(4);
            long count = random.nextLong(20);
            put(BEFORE.get(back), revision, isrc, count);
            if (back < window.lastRevisions().size()
                    && revision <= window.lastRevisions().get(back)) {
                earlier.merge(isrc, count, Long::sum);
            }
        }

        /** Weights of revisions that do not count, below and above the one that does. */
        private void weigh(SplittableRandom random) {
            int last = random.nextInt(terms.revision() + 1);
            for (int revision : new int[] {0, last, terms.revision() + 1}) {
                plays.forEach((isrc, count) -> {
                    long part = random.nextLong(count + 1);
                    BigInteger weight = BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE));
                    if (part > 0) {
                        Bytes key = Recordings.weightKey(
                                RowKey.of("dsp1", PERIOD, revision, "ID", "premium", isrc), "SUBSCRIBERS");
                        weights.put(key, WeightRow.EMPTY.plus(
                                List.of(new DayWeight(DAY, part, Weight.toDecimal(weight), 0L, Weight.ZERO))));
                        if (revision == last) {
                            weighedPlays.put(isrc, part);
                            sent.put(isrc, weight);
                        }
                    } else if (revision == last) {
                        weights.delete(Recordings.weightKey(
                                RowKey.of("dsp1", PERIOD, revision, "ID", "premium", isrc), "SUBSCRIBERS"));
                        weighedPlays.remove(isrc);
                        sent.remove(isrc);
                    }
                });
            }
            if (sent.isEmpty()) { // an older revision is the last that has any
                weights.all().forEachRemaining(entry -> weights.delete(entry.key));
            }
        }

        private void put(String period, int revision, String isrc, long count) {
            Bytes key = RowKey.of("dsp1", period, revision, "ID", "premium", isrc).toBytes();
            TallyRow before = rows.get(key);
            rows.put(key, (before == null ? TallyRow.EMPTY : before).plus(row(count)));
        }

        Recordings recordings() {
            return new Recordings(terms, window, new RecordingSource(rows, null, weights, told, null, null), null);
        }

        /** @param interruptEvery so many recordings; 0: never */
        List<Seen> walk(int interruptEvery, SplittableRandom random) {
            List<Seen> seen = new ArrayList<>();
            byte[] done = null;
            boolean more = true;
            while (more) {
                try (Recordings.Walk walk = recordings().all(done)) {
                    for (int i = 0; walk.hasNext() && (interruptEvery == 0 || i < interruptEvery); i++) {
                        Recording recording = walk.next();
                        done = recording.position();
                        seen.add(Seen.of(recording));
                    }
                    more = walk.hasNext();
                }
            }
            return seen;
        }

        List<Seen> reference() {
            List<String> isrcs = new ArrayList<>(plays.keySet());
            earlier.keySet().stream().filter(isrc -> !plays.containsKey(isrc)).forEach(isrcs::add);
            isrcs.sort(Comparator.comparing((String isrc) -> Bucket.of(isrc)).thenComparing(Comparator.naturalOrder()));
            return isrcs.stream().map(this::seen).toList();
        }

        private Seen seen(String isrc) {
            long count = plays.getOrDefault(isrc, 0L);
            boolean bySubscriber = terms.weighing().bySubscriber();
            return new Seen(
                    isrc,
                    Bucket.of(isrc),
                    count,
                    bySubscriber
                            ? sent.getOrDefault(isrc, BigInteger.ZERO)
                            : BigInteger.TEN.pow(24).multiply(BigInteger.valueOf(count)),
                    bySubscriber ? count - weighedPlays.getOrDefault(isrc, 0L) : 0,
                    count > 0 && count + earlier.getOrDefault(isrc, 0L) < terms.minimumPlays());
        }
    }

    private <V> KeyValueStore<Bytes, V> store(String name, Serde<V> values) {
        KeyValueStore<Bytes, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private static TallyRow row(long plays) {
        return TallyRow.EMPTY.plus(List.of(new UsageCount(DAY, Engagement.ACTIVE, 0, plays, 1L)));
    }

    private static String isrc(SplittableRandom random) {
        return "QZABC26000" + (10 + random.nextInt(30));
    }
}
