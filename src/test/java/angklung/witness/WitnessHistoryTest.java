package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.log.Checkpoint;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.SigningKey;
import angklung.witness.Answer.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness is for: whatever is asked, and whenever it crashes, its cosignatures are on one history. */
final class WitnessHistoryTest {
    private static final int SIZE = 24;
    private static final int THREADS = 4;
    private static final int REQUESTS = 8;
    private static final int STARTS = 3;
    private static final SigningKey KEY = TestLog.key("witness.example/w1", KeyType.COSIGNATURE, 9);

    @TempDir
    private Path directory;

    private int cosigned;
    private int failures;
    private int conflicts;
    private int inconsistencies;

    /** Fails at random before or after the checkpoint is written, as a crash would. */
    private static final class Crashing implements CosignedCheckpoints {
        private final CosignedCheckpoints state;
        private final SplittableRandom random;
        private boolean down;

        Crashing(CosignedCheckpoints state, SplittableRandom random) {
            this.state = state;
            this.random = random;
        }

        @Override
        public Optional<Note> last(String origin) {
            failIf(down);
            return state.last(origin);
        }

        @Override
        public void keep(String origin, Note note) {
            int fate = random.nextInt(24);
            down = fate < 2;
            failIf(fate == 0);
            state.keep(origin, note);
            failIf(fate == 1);
        }

        private static void failIf(boolean crash) {
            if (crash) {
                throw new UncheckedIOException(new IOException("crash"));
            }
        }
    }

    @Test
    void shouldNeverCosignTwoHistories() {
        Seeds.cases(
                12, 400, () -> cosigned > 100 && failures > 10 && conflicts > 20 && inconsistencies > 20,
                this::checkOneCase);
    }

    private void checkOneCase(SplittableRandom random) {
        TestLog log = TestLog.of(SIZE);
        List<TestLog> histories = List.of(log, log.fork(random.nextInt(SIZE)), log.fork(random.nextInt(SIZE)));
        Path own = directory.resolve("case-" + random.nextLong());
        Queue<Checkpoint> seen = new ConcurrentLinkedQueue<>();
        for (int start = 0; start < STARTS; start++) {
            runUntilCrash(own, histories, random, seen);
        }

        assertThat(histories).anySatisfy(history ->
                assertThat(seen).allSatisfy(checkpoint ->
                        assertThat(history.root((int) checkpoint.size())).isEqualTo(checkpoint.root())));
        long largest = seen.stream().mapToLong(Checkpoint::size).max().orElse(0);
        assertThat(kept(own)).isGreaterThanOrEqualTo(largest);
        cosigned += seen.size();
    }

    private void runUntilCrash(Path own, List<TestLog> histories, SplittableRandom random, Queue<Checkpoint> seen) {
        TrustedLogs logs = TrustedLogs.parse("log " + histories.get(0).vkey());
        try (StateDirectory state = StateDirectory.open(own, KEY.verifier(), logs.origins())) {
            Crashing crashing = new Crashing(state, random.split());
            Witness witness = new Witness(KEY, logs, crashing, state.evidence(), Clock.systemUTC());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom chance = random.split();
                threads.add(new Thread(() -> ask(witness, histories, chance, seen)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                join(thread);
            }
        }
    }

    /** Requests by a log that knows what is cosigned, or does not, on any history and in any order. */
    private void ask(Witness witness, List<TestLog> histories, SplittableRandom random, Queue<Checkpoint> seen) {
        int old = 0;
        for (int i = 0; i < REQUESTS; i++) {
            TestLog history = histories.get(random.nextInt(histories.size()));
            int from = random.nextInt(4) == 0 ? random.nextInt(SIZE) : old;
            int to = Math.min(SIZE, from + random.nextInt(4));
            AddCheckpoint request = history.request(from, to);
            Answer answer;
            try {
                answer = witness.add(request.toBytes());
            } catch (UncheckedIOException e) {
                count(null);
                continue;
            }
            count(answer.verdict());
            if (answer.verdict() == Verdict.COSIGNED) {
                seen.add(history.checkpoint(to));
                old = to;
            } else if (answer.verdict() == Verdict.CONFLICT) {
                old = Integer.parseInt(answer.body().strip());
            }
        }
    }

    private synchronized void count(Verdict verdict) {
        failures += verdict == null ? 1 : 0;
        conflicts += verdict == Verdict.CONFLICT ? 1 : 0;
        inconsistencies += verdict == Verdict.INCONSISTENT ? 1 : 0;
    }

    private static long kept(Path own) {
        try (StateDirectory state = StateDirectory.open(own, KEY.verifier(), Set.of(TestLog.ORIGIN))) {
            return state.last(TestLog.ORIGIN).map(note -> Checkpoint.parse(note.text()).size()).orElse(0L);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
