package angklung.publish;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.Note;
import angklung.log.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsckTest {
    private static final int SIZE = 259;

    @TempDir
    private Path dir;

    private Checkpoint checkpoint;

    @BeforeEach
    void publish() throws IOException {
        TestLog.publish(dir, SIZE);
        checkpoint = Checkpoint.parse(Note.parse(Files.readAllBytes(dir.resolve("checkpoint"))).text());
    }

    @Test
    void shouldFindAnIntactLogIntact() {
        FsckReport report = check();

        assertThat(report.isIntact()).isTrue();
        assertThat(report.entries()).isEqualTo(SIZE);
        assertThat(report.root().toBytes()).isEqualTo(NaiveTree.root(TestLog.entries(SIZE)));
    }

    @Test
    void shouldFindEveryBitThatIsNotAsItWas() {
        LogDirectory log = new LogDirectory(dir);
        Map<TilePath, byte[]> files = new HashMap<>();
        Fsck.check(path -> files.computeIfAbsent(path, log::read), checkpoint); // each file is read once
        assertThat(files).hasSize(5);
        for (TilePath changed : List.copyOf(files.keySet())) {
            byte[] bytes = files.get(changed);
            // of the full files a sample, of which no two neighbours fall into one hash or entry
            for (int bit = 0; bit < bytes.length * Byte.SIZE; bit += changed.isFull() ? 331 : 1) {
                bytes[bit / Byte.SIZE] ^= 1 << bit % Byte.SIZE;
                FsckReport report = Fsck.check(files::get, checkpoint);
                bytes[bit / Byte.SIZE] ^= 1 << bit % Byte.SIZE;

                assertThat(report.isIntact()).as("%s bit %d", changed, bit).isFalse();
                assertThat(report.findings().get(0)).contains(name(changed));
            }
        }
        assertThat(Fsck.check(files::get, checkpoint).isIntact()).isTrue();
    }

    /** An entry that changed shows as a hash that is not that of the entry. */
    private static String name(TilePath changed) {
        return changed.level() == TilePath.ENTRIES
                ? changed.toString().substring("tile/entries".length())
                : changed.toString();
    }

    @Test
    void shouldNameTheFileAndTheEntry() throws IOException {
        flip("tile/0/000", 17 * Hash.LENGTH);

        assertThat(check().findings()).containsExactly("tile/0/000: hash 17 is not that of entry 17");
        assertThat(check().rootHolds()).isTrue();
    }

    @Test
    void shouldSayWhatIsMissingAndGoOnWithTheRest() throws IOException {
        Files.delete(dir.resolve("tile/entries/000"));
        flip("tile/entries/001.p/3", 5);

        FsckReport report = check();
        assertThat(report.findings()).hasSize(2);
        assertThat(report.findings().get(0)).contains("tile/entries/000 cannot be read");
        assertThat(report.findings().get(1)).isEqualTo("tile/0/001.p/3: hash 0 is not that of entry 256");
    }

    @Test
    void shouldStopWhereNeitherEntryNorHashIsThere() throws IOException {
        Files.delete(dir.resolve("tile/entries/001.p/3"));
        Files.write(dir.resolve("tile/0/001.p/3"), new byte[5]);

        assertThat(check().findings()).anySatisfy(finding -> assertThat(finding).contains("behind leaf 256"));
        assertThat(check().isIntact()).isFalse();
    }

    @Test
    void shouldRefuseACheckpointOfAnotherTree() {
        Checkpoint other = new Checkpoint(checkpoint.origin(), SIZE, Hash.leaf(new byte[0]));

        FsckReport report = Fsck.check(new LogDirectory(dir), other);
        assertThat(report.isIntact()).isFalse();
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void shouldCountMoreFindingsThanItShows() {
        Checkpoint huge = new Checkpoint(checkpoint.origin(), 256 * 300, checkpoint.root());
        LogDirectory real = new LogDirectory(dir);

        FsckReport report = Fsck.check(path -> path.level() == 0 ? new byte[path.width() * Hash.LENGTH]
                : real.read(new TilePath(TilePath.ENTRIES, 0, 256)), huge);
        assertThat(report.findings()).hasSize(100);
        assertThat(report.findingCount()).isGreaterThan(300);
    }

    private void flip(String name, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(dir.resolve(name));
        bytes[at] ^= 1;
        Files.write(dir.resolve(name), bytes);
    }

    private FsckReport check() {
        return Fsck.check(new LogDirectory(dir), checkpoint);
    }
}
