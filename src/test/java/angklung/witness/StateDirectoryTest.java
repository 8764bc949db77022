package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.SigningKey;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {
    private static final SigningKey KEY = TestLog.key("witness.example/w1", KeyType.COSIGNATURE, 9);
    private static final TestLog LOG = TestLog.of(9);

    @TempDir
    private Path parent;

    @Test
    void shouldRememberAfterARestart() {
        try (StateDirectory state = open(KEY)) {
            assertThat(state.last(TestLog.ORIGIN)).isEmpty();
            state.keep(TestLog.ORIGIN, cosigned(5));
            state.keep(TestLog.ORIGIN, cosigned(8));
        }
        try (StateDirectory state = open(KEY)) {
            assertThat(state.last(TestLog.ORIGIN)).contains(cosigned(8));
        }
    }

    @Test
    void shouldBeUsedByOneAtATime() {
        try (StateDirectory first = open(KEY)) {
            assertThat(first.last(TestLog.ORIGIN)).isEmpty();
            assertThatThrownBy(() -> open(KEY)).isInstanceOf(Failure.class).hasMessageContaining("in use");
        }
        open(KEY).close();
    }

    @Test
    void shouldRefuseEveryChangeOfItsFile() throws Exception {
        try (StateDirectory state = open(KEY)) {
            state.keep(TestLog.ORIGIN, cosigned(5));
        }
        Path file = file();
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < Note.parse(good).text().length(); at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertThatThrownBy(() -> open(KEY))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("restore it");
        }
        Files.write(file, good);
        open(KEY).close();
    }

    @Test
    void shouldNotBeginAnewWhenItsFileCannotBeRead() throws Exception {
        try (StateDirectory state = open(KEY)) {
            state.keep(TestLog.ORIGIN, cosigned(5));
        }
        Path file = file();
        Files.delete(file);
        Files.createDirectory(file);

        assertThatThrownBy(() -> open(KEY)).isInstanceOf(Failure.class).hasMessageContaining(file.toString());
    }

    @Test
    void shouldRefuseTheFileOfAnotherWitnessOrLog() throws Exception {
        try (StateDirectory state = open(KEY)) {
            state.keep(TestLog.ORIGIN, cosigned(5));
        }
        SigningKey other = TestLog.key("witness.example/w1", KeyType.COSIGNATURE, 8);
        assertThatThrownBy(() -> open(other)).isInstanceOf(Failure.class);

        TestLog foreign = TestLog.of("log.example/other", 1, 5);
        Note note = foreign.signed(5).with(List.of(KEY.cosign(foreign.checkpoint(5), 1)));
        Files.write(file(), note.toBytes());
        assertThatThrownBy(() -> open(KEY)).isInstanceOf(Failure.class).hasMessageContaining("another log");
    }

    @Test
    void shouldForgetNothingOfALogThatIsNotWatchedForAWhile() {
        try (StateDirectory state = open(KEY)) {
            state.keep(TestLog.ORIGIN, cosigned(5));
        }
        StateDirectory.open(parent.resolve("state"), KEY.verifier(), Set.of("log.example/other")).close();
        try (StateDirectory state = open(KEY)) {
            assertThat(state.last(TestLog.ORIGIN)).contains(cosigned(5));
        }
    }

    @Test
    void shouldNotMindWhatACrashLeftHalfWritten() throws Exception {
        try (StateDirectory state = open(KEY)) {
            state.keep(TestLog.ORIGIN, cosigned(5));
        }
        Files.writeString(file().resolveSibling(file().getFileName() + ".tmp"), "log.exa");
        try (StateDirectory state = open(KEY)) {
            assertThat(state.last(TestLog.ORIGIN)).contains(cosigned(5));
            state.keep(TestLog.ORIGIN, cosigned(6));
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(cosigned(6).toBytes());
    }

    @Test
    void shouldAnswerNothingMoreOnceAWriteHasFailed() throws Exception {
        try (StateDirectory state = open(KEY)) {
            state.keep(TestLog.ORIGIN, cosigned(5));
            Files.createDirectory(file().resolveSibling(file().getFileName() + ".tmp")); // in the way of the next one
            assertThatThrownBy(() -> state.keep(TestLog.ORIGIN, cosigned(6))).isInstanceOf(UncheckedIOException.class);
            Files.delete(file().resolveSibling(file().getFileName() + ".tmp"));
            assertThatThrownBy(() -> state.last(TestLog.ORIGIN)).isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> state.keep(TestLog.ORIGIN, cosigned(6))).isInstanceOf(UncheckedIOException.class);
        }
        try (StateDirectory state = open(KEY)) {
            assertThat(state.last(TestLog.ORIGIN)).contains(cosigned(5));
        }
    }

    private StateDirectory open(SigningKey key) {
        return StateDirectory.open(parent.resolve("state"), key.verifier(), Set.of(TestLog.ORIGIN));
    }

    private Path file() throws Exception {
        try (Stream<Path> files = Files.list(parent.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(".checkpoint")).findFirst().orElseThrow();
        }
    }

    private static Note cosigned(int size) {
        return LOG.signed(size).with(List.of(KEY.cosign(LOG.checkpoint(size), 1_790_000_000)));
    }
}
