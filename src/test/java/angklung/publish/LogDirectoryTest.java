package angklung.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import angklung.log.TilePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryTest {
    private static final TilePath TILE = new TilePath(0, 1_234_567, 5);

    @TempDir
    private Path dir;

    @Test
    void shouldShowAFileWholeAndOnlyWhenItIsDurable() throws IOException {
        Path root = dir.resolve("a/b");
        LogDirectory log = new LogDirectory(root);
        log.put(TILE, new byte[] {1, 2, 3});
        assertThat(root.resolve("tile/0/x001/x234/567.p/5")).doesNotExist();

        log.flush();
        assertThat(root.resolve("tile/0/x001/x234/567.p/5")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(log.read(TILE)).containsExactly(1, 2, 3);
        try (var all = Files.walk(root)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void shouldTakeTheSameBytesAgainAndNoOthers() {
        LogDirectory log = new LogDirectory(dir);
        log.put(TILE, new byte[] {1});
        log.flush();
        log.put(TILE, new byte[] {1});

        assertThatThrownBy(() -> log.put(TILE, new byte[] {2}))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("567.p/5 has other bytes");
        assertThat(log.read(TILE)).containsExactly(1);
    }

    @Test
    void shouldReplaceACheckpoint() {
        LogDirectory log = new LogDirectory(dir);
        assertThat(log.checkpoint()).isEmpty();
        log.writeCheckpoint(new byte[] {1});
        log.writeCheckpoint(new byte[] {2});

        assertThat(log.checkpoint()).contains(new byte[] {2});
    }

    @Test
    void shouldWriteOverADraftThatACrashLeft() throws IOException {
        Files.write(dir.resolve("checkpoint.tmp"), new byte[100]);
        LogDirectory log = new LogDirectory(dir);
        log.writeCheckpoint(new byte[] {1});

        assertThat(log.checkpoint()).contains(new byte[] {1});
        assertThat(dir.resolve("checkpoint.tmp")).doesNotExist();
    }

    @Test
    void shouldWriteMoreFilesThanItHoldsBack() {
        LogDirectory log = new LogDirectory(dir, new DurableWriter(3));
        for (int i = 0; i < 10; i++) {
            log.put(new TilePath(0, i, 1), new byte[] {(byte) i});
        }
        assertThat(log.read(new TilePath(0, 8, 1))).containsExactly(8);
        log.flush();

        assertThat(log.read(new TilePath(0, 9, 1))).containsExactly(9);
    }

    @Test
    void shouldSayWhichFileIsMissing() {
        assertThatThrownBy(() -> new LogDirectory(dir).read(TILE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tile/0/x001/x234/567.p/5");
    }

    @Test
    void shouldSayWhatCannotBeWritten() throws IOException {
        Files.write(dir.resolve("tile"), new byte[0]); // a file where a directory is to be

        assertThatThrownBy(() -> new LogDirectory(dir).put(TILE, new byte[] {1}))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("tile/0/x001");
    }
}
