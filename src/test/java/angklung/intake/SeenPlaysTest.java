package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Engagement;
import angklung.avro.PlayEvent;
import angklung.intake.SeenPlays.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SeenPlaysTest {
    private static final long DAY = 86_400_000;
    private static final int DAYS = 10;

    private final KeyValueStore<Bytes, byte[]> store = store();
    private final StoredSeenPlays seen = new StoredSeenPlays(store, DAYS);
    private final RecordClock clock = new RecordClock(RecordClock.UNSET);

    @Test
    void shouldFindADuplicateBeforeAndAfterTheCommit() {
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.NEW);
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.DUPLICATE);
        seen.save();
        assertThat(seen.unsaved()).isZero();
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.DUPLICATE);
        assertThat(see("b", 1, 0)).isEqualTo(Verdict.NEW);
    }

    @Test
    void shouldCallAnotherPayloadAConflictAndKeepTheFirst() {
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.NEW);
        assertThat(see("a", 2, 0)).isEqualTo(Verdict.CONFLICT);
        assertThat(see("a", 2, 0)).isEqualTo(Verdict.CONFLICT);
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void shouldKeepServicesApart() {
        assertThat(seen.see("one", clock, id("a"), 1, 0)).isEqualTo(Verdict.NEW);
        assertThat(seen.see("two", clock, id("a"), 2, 0)).isEqualTo(Verdict.NEW);
    }

    @Test
    void shouldForgetAfterTheHorizonWhetherSweptOrNot() {
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.NEW);
        walkTo(DAYS);
        assertThat(see("a", 1, DAYS * DAY)).isEqualTo(Verdict.DUPLICATE);
        walkTo(DAYS + 1);
        assertThat(see("a", 2, (DAYS + 1) * DAY)).isEqualTo(Verdict.NEW);
    }

    @Test
    void shouldForgetNothingForOneRecordFarInTheFuture() {
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.NEW);
        assertThat(see("future", 1, 40_000 * DAY)).isEqualTo(Verdict.NEW);
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.DUPLICATE);
        seen.save();
        seen.sweep(null, 100, dsp -> clock.day());
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void shouldForgetNothingIfTheFirstRecordIsFarInTheFuture() {
        see("future", 1, 40_000 * DAY);
        assertThat(see("a", 1, 0)).isEqualTo(Verdict.NEW);
        assertThat(see("a", 1, DAY)).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void shouldRememberWhatArrivesRightAfterALongGap() {
        see("before", 1, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(see("after-" + i, 1, 500 * DAY)).isEqualTo(Verdict.NEW);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(see("after-" + i, 1, 500 * DAY)).isEqualTo(Verdict.DUPLICATE);
        }
    }

    @Test
    void shouldJudgeAsAMapDoesAndNotDependOnSavesAndSweeps() {
        Seeds.cases(300, random -> {
            KeyValueStore<Bytes, byte[]> randomStore = store();
            StoredSeenPlays tested = new StoredSeenPlays(randomStore, DAYS);
            RecordClock testedClock = new RecordClock(RecordClock.UNSET);
            Map<Integer, long[]> reference = new HashMap<>();
            int today = RecordClock.UNSET;
            Bytes cursor = null;
            long time = 20_000 * DAY;
            for (int i = 0; i < 500; i++) {
                time += random.nextLong(DAY);
                long recordTime = Math.max(0, time - random.nextLong(3 * DAY));
                int play = random.nextInt(60);
                long payload = random.nextInt(10) == 0 ? 2 : 1;
                int own = (int) (recordTime / DAY);
                today = today == RecordClock.UNSET ? own : own > today ? today + 1 : today;
                long[] known = reference.get(play);
                Verdict expected = known == null || today - known[1] > DAYS
                        ? Verdict.NEW
                        : known[0] == payload ? Verdict.DUPLICATE : Verdict.CONFLICT;
                if (expected == Verdict.NEW) {
                    reference.put(play, new long[] {payload, Math.max(own, today)});
                }
                assertThat(tested.see("dsp", testedClock, id("play-" + play), payload, recordTime)).isEqualTo(expected);
                if (random.nextInt(7) == 0) {
                    tested.save();
                }
                if (random.nextInt(5) == 0) {
                    cursor = tested.sweep(cursor, 1 + random.nextInt(20), dsp -> testedClock.day());
                }
                if (random.nextInt(50) == 0) {
                    // As after a commit and a restart.
                    tested.save();
                    tested = new StoredSeenPlays(randomStore, DAYS);
                }
            }
        });
    }

    @Test
    void shouldSweepEverythingExpiredAndNothingElse() {
        for (int i = 0; i < 50; i++) {
            see("old-" + i, 1, 0);
        }
        walkTo(DAYS + 1);
        for (int i = 0; i < 50; i++) {
            see("new-" + i, 1, (DAYS + 1) * DAY);
        }
        seen.save();
        long before = seen.size();
        Bytes cursor = null;
        int rounds = 0;
        do {
            cursor = seen.sweep(cursor, 7, dsp -> clock.day());
            rounds++;
        } while (cursor != null);
        assertThat(rounds).isEqualTo((before + 6) / 7);
        for (int i = 0; i < 50; i++) {
            assertThat(see("new-" + i, 1, (DAYS + 1) * DAY)).isEqualTo(Verdict.DUPLICATE);
        }
        assertThat(seen.size()).isLessThanOrEqualTo(before - 50);
    }

    @Test
    void shouldKeepPlaysOfAServiceThatIsNotReadAnyMore() {
        see("a", 1, 0);
        seen.save();
        seen.sweep(null, 100, dsp -> RecordClock.UNSET);
        assertThat(seen.size()).isEqualTo(1);
    }

    @Test
    void shouldHashEveryFieldOfThePayload() {
        PlayHash hash = new PlayHash();
        Set<Long> hashes = new HashSet<>();
        PlayEvent play = IntakeDriver.play("p").build();
        hashes.add(hash.ofPayload(play, "IDA012600001"));
        hashes.add(hash.ofPayload(play, "IDA012600002"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setSubscriberId("l2").build(), "IDA012600001"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setSubscriberId("청취자").build(), "IDA012600001"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setTerritory("KR").build(), "IDA012600001"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setOffering("free").build(), "IDA012600001"));
        hashes.add(hash.ofPayload(
                IntakeDriver.play("p").setStartedAt(IntakeDriver.NOON).build(), "IDA012600001"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setPlayedMs(1).build(), "IDA012600001"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setTrackMs(null).build(), "IDA012600001"));
        hashes.add(hash.ofPayload(
                IntakeDriver.play("p").setEngagement(Engagement.PASSIVE).build(), "IDA012600001"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setDeviceId("d").build(), "IDA012600001"));
        hashes.add(hash.ofPayload(IntakeDriver.play("p").setDeviceId("x".repeat(5_000)).build(), "IDA012600001"));
        assertThat(hashes).hasSize(12);
        assertThat(hash.ofPayload(IntakeDriver.play("another").build(), "IDA012600001"))
                .isEqualTo(hash.ofPayload(play, "IDA012600001"));
    }

    @Test
    void shouldHashTextAlikeWhereverItStandsInTheBuffer() {
        PlayHash used = new PlayHash();
        Seeds.cases(500, random -> {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(128);
            for (int i = 0; i < length; i++) {
                text.append((char) (random.nextInt(5) == 0 ? '가' + random.nextInt(1_000) : ' ' + random.nextInt(90)));
            }
            assertThat(used.ofPlayId(text.toString())).isEqualTo(new PlayHash().ofPlayId(text.toString()));
        });
    }

    /** One record a day, as a feed has them. */
    private void walkTo(int day) {
        while (clock.day() < day) {
            see("walk-" + clock.day(), 1, (clock.day() + 1) * DAY);
        }
    }

    private Verdict see(String play, long payload, long recordTime) {
        return seen.see("dsp", clock, id(play), payload, recordTime);
    }

    private static long[] id(String play) {
        return new PlayHash().ofPlayId(play);
    }

    private static KeyValueStore<Bytes, byte[]> store() {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("seen"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }
}
