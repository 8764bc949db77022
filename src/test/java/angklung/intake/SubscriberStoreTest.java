package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Engagement;
import angklung.model.Period;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SubscriberStoreTest {
    private static final String DSP = "melodia";
    private static final UsageRevision MARCH = UsageRevision.parse("2026-03");
    private static final int DAY = 20_515;

    @Test
    void shouldHandOutAllOfASubscriberAtOnceWhereverItGoesOn() {
        Seeds.cases(50, random -> {
            KeyValueStore<Bytes, byte[]> entries = open();
            SortedMap<String, Long> expected = new TreeMap<>();
            fill(entries, expected, random);
            SortedMap<String, Long> found = new TreeMap<>();
            SubscriberStore store = new SubscriberStore(entries);
            byte[] done = null;
            boolean left = true;
            while (left) {
                if (random.nextInt(10) == 0) {
                    store = new SubscriberStore(entries);
                }
                SubscriberScan scan = store.scan(DSP, MARCH, done);
                for (int turn = 1 + random.nextInt(200); turn > 0 && scan.hasNext(); turn--) {
                    SubscriberPlays next = scan.next();
                    assertThat(found).doesNotContainKey(next.subscriber());
                    found.put(next.subscriber(), plays(next));
                    done = next.key();
                }
                left = scan.hasNext();
            }
            assertThat(found).isEqualTo(expected);
            entries.close();
        });
    }

    @Test
    void shouldSpreadSubscribersOverBuckets() {
        int[] sizes = new int[SubscriberStore.BUCKETS];
        for (int i = 0; i < 100_000; i++) {
            sizes[SubscriberStore.bucketOf("subscriber-" + i)]++;
        }
        assertThat(Arrays.stream(sizes).boxed()).allSatisfy(size -> assertThat(size).isBetween(100, 1_000));
    }

    private static void fill(
            KeyValueStore<Bytes, byte[]> entries, SortedMap<String, Long> expected, SplittableRandom random) {
        FollowedPlays plays = new FollowedPlays(new SubscriberStore(entries));
        int subscribers = 1 + random.nextInt(1_500);
        for (int i = 0; i < 3_000; i++) {
            long position = i;
            UsageRevision usage = random.nextInt(10) == 0 ? MARCH.next() : MARCH;
            String subscriber = "subscriber-" + random.nextInt(subscribers);
            Place place = new Place(
                    DSP, List.of("ID", "KR").get(random.nextInt(2)), List.of("a", "b").get(random.nextInt(2)));
            if (random.nextBoolean()) {
                plays.add(place, usage, subscriber, "IDA012600001", DAY, Engagement.ACTIVE);
            } else {
                plays.add(
                        place, usage, subscriber, "IDA012600001", DAY, Engagement.ACTIVE, 0, DAY * 86_400L, 60, true,
                        0);
            }
            if (usage.equals(MARCH)) {
                expected.merge(subscriber, 1L, Long::sum);
            }
            if (random.nextInt(50) == 0) {
                plays.save(dsp -> position);
            }
        }
        plays.save(dsp -> 3_000);
        // Neighbours that are none of its business.
        for (String other : List.of("2026-02", "2026-04")) {
            plays.add(new Place(DSP, "ID", "a"), UsageRevision.close(Period.parse(other)), "x", "IDA012600001", DAY,
                    Engagement.ACTIVE);
        }
        plays.save(dsp -> 3_001);
    }

    /** Each place once, and every play of the subscriber. */
    private static long plays(SubscriberPlays subscriber) {
        assertThat(subscriber.offerings())
                .extracting(offering -> offering.territory() + offering.offering())
                .doesNotHaveDuplicates();
        return subscriber.offerings().stream()
                .flatMap(offering -> offering.days().stream())
                .mapToLong(DayPlays::plays)
                .sum();
    }

    private static KeyValueStore<Bytes, byte[]> open() {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("entries"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        MockProcessorContext<String, Object> context =
                new MockProcessorContext<>(new Properties(), new TaskId(0, 0), null);
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
