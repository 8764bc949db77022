package angklung.publish;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.SignedCheckpoint;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.Note;
import angklung.log.Prover;
import angklung.log.Tiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher that dies anywhere, is started again, and dies again: what was signed and what is shown stay one log. */
class PublisherCrashTest {
    private static final int LIVES = 12;

    @TempDir
    private Path dir;

    private final Set<Step> died = EnumSet.noneOf(Step.class);
    private int diedWriting;
    private int number;

    /** The process ends here. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** One log, whose publisher lives several times. */
    private final class Course {
        private final SplittableRandom random;
        private final Path root;
        private final MemoryTopics topics = new MemoryTopics();
        private final TestLog.HonestWitness witness = new TestLog.HonestWitness();
        private final PublishedPolicy policy;
        private final Map<Long, byte[]> roots = new HashMap<>();
        private long shown;

        Course(SplittableRandom random) {
            this.random = random;
            this.root = dir.resolve("log" + number++);
            this.policy = TestLog.witnessedPolicy(dir);
        }

        void run() {
            for (int life = 0; life < LIVES; life++) {
                appendSome();
                live(random.nextInt(1, 20), random.nextInt(1, 40));
                check();
            }
            appendSome();
            live(Integer.MAX_VALUE, Integer.MAX_VALUE);
            check();
            assertThat(shown).isEqualTo(topics.entries.size());
            provesEveryLeaf();
        }

        private void appendSome() {
            int count = random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(4);
            for (int i = 0; i < count; i++) {
                topics.append(TestLog.entry(topics.entries.size()));
            }
        }

        /** Dies after some steps or at one of its writes, whichever is first. */
        private void live(int steps, int writes) {
            int[] left = {steps};
            Steps crashing = step -> {
                if (--left[0] == 0) {
                    died.add(step);
                    throw new Crash();
                }
                if (random.nextInt(3) == 0) {
                    topics.append(TestLog.entry(topics.entries.size())); // the notary stage does not wait
                }
            };
            LogDirectory directory = new LogDirectory(root, new CrashingWriter(random, writes));
            try (Publisher publisher = Publisher.open(
                    topics.session(), directory, TestLog.SIGNER, policy, witness, crashing)) {
                int turns = random.nextInt(1, 4);
                for (int i = 0; i < turns; i++) {
                    publisher.turn();
                }
                if (steps == Integer.MAX_VALUE) {
                    while (Checkpoint.parse(shownNote().text()).size() < topics.entries.size()) {
                        publisher.turn();
                    }
                }
            } catch (Crash e) {
                // and the next one starts
            }
        }

        private void check() {
            for (SignedCheckpoint signed : topics.signed) {
                assertThat(bytes(signed.getRoot())).isEqualTo(
                        roots.computeIfAbsent(signed.getSize(), size -> NaiveTree.root(entries(size))));
            }
            if (Files.exists(root.resolve("checkpoint"))) {
                Note note = shownNote();
                Checkpoint checkpoint = policy.policy().accept(note).checkpoint();
                assertThat(checkpoint.size()).isGreaterThanOrEqualTo(shown);
                assertThat(topics.signed).anySatisfy(signed ->
                        assertThat(note.toString()).startsWith(signed.getNote()));
                shown = checkpoint.size();
                assertThat(Fsck.check(new LogDirectory(root), checkpoint).isIntact()).isTrue();
            }
        }

        private void provesEveryLeaf() {
            Checkpoint checkpoint = Checkpoint.parse(shownNote().text());
            Prover prover = new Prover(new Tiles(new LogDirectory(root), checkpoint.size()));
            for (long i = 0; i < checkpoint.size(); i++) {
                Hash leaf = Hash.of(NaiveTree.sha256(new byte[] {0}, bytes(topics.entries.get((int) i).getEntry())));
                assertThat(prover.inclusion(i, checkpoint.size()).proves(leaf, checkpoint.root())).isTrue();
            }
        }

        private Note shownNote() {
            try {
                return Note.parse(Files.readAllBytes(root.resolve("checkpoint")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<byte[]> entries(long size) {
            return topics.entries.subList(0, (int) size).stream().map(entry -> bytes(entry.getEntry())).toList();
        }
    }

    /** Dies at one write: before it, with a draft half written, or after it. Forces nothing to the disk, for speed. */
    private final class CrashingWriter implements FileWriter {
        private final SplittableRandom random;
        private int left;

        CrashingWriter(SplittableRandom random, int left) {
            this.random = random;
            this.left = left;
        }

        @Override
        public void write(Path file, byte[] content) throws IOException {
            Path draft = file.resolveSibling(file.getFileName() + ".tmp");
            Files.createDirectories(file.getParent());
            boolean dies = --left <= 0;
            int how = dies ? random.nextInt(3) : 2;
            if (how > 0) {
                Files.write(draft, how == 1 ? new byte[] {1, 2, 3} : content);
            }
            if (how == 2) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            if (dies) {
                diedWriting++;
                throw new Crash();
            }
        }

        @Override
        public void flush() {}
    }

    @Test
    void shouldStayOneLogWhereverItsPublisherDies() {
        Seeds.cases(
                20, 300, () -> died.equals(EnumSet.allOf(Step.class)) && diedWriting > 20,
                random -> new Course(random).run());

        assertThat(died).containsExactlyInAnyOrder(Step.values());
        assertThat(diedWriting).isGreaterThan(20);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
