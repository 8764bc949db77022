package angklung.tally;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.RightType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class RightsLogTest {
    private final KeyValueStore<Bytes, String> changes = store("changes", Serdes.String());
    private final KeyValueStore<Bytes, Long> numbers = store("numbers", Serdes.Long());

    @Test
    void shouldNotGiveANumberAgainToTheRecordingThatChangedLastBeforeARestart() {
        log().add(RightType.RECORDING, "A");
        log().add(RightType.RECORDING, "B");
        long seen = log().last(RightType.RECORDING);

        log().add(RightType.RECORDING, "B");

        assertThat(log().last(RightType.RECORDING)).isGreaterThan(seen);
        assertThat(behind(seen)).containsExactly("B");
    }

    @Test
    void shouldTellWhatChangedBehindAnyNumberWheneverTheTaskRestarts() {
        Seeds.cases(500, random -> {
            RightsLogTest fresh = new RightsLogTest();
            RightsLog log = fresh.log();
            List<String> changed = new ArrayList<>();
            List<Long> lasts = new ArrayList<>(List.of(RightsLog.START));
            for (int i = 0; i < 30; i++) {
                log = random.nextInt(3) == 0 ? fresh.log() : log;
                String isrc = "R" + random.nextInt(4);
                log.add(RightType.RECORDING, isrc);
                changed.add(isrc);
                lasts.add(log.last(RightType.RECORDING));
            }
            for (int seen = 0; seen <= changed.size(); seen++) {
                Set<String> expected = new LinkedHashSet<>(changed.subList(seen, changed.size()));
                assertThat(fresh.behind(lasts.get(seen))).containsExactlyInAnyOrderElementsOf(expected);
            }
        });
    }

    /** Of a task that has just started: nothing of it is in the heap. */
    private RightsLog log() {
        return new RightsLog(changes, numbers);
    }

    private List<String> behind(long number) {
        List<String> isrcs = new ArrayList<>();
        RightsLog log = log();
        try (RightsLog.Scan scan = log.between(RightType.RECORDING, number, log.last(RightType.RECORDING))) {
            while (scan.hasNext()) {
                isrcs.add(scan.next().isrc());
            }
        }
        return isrcs;
    }

    private static <V> KeyValueStore<Bytes, V> store(String name, Serde<V> values) {
        KeyValueStore<Bytes, V> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), values)
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
