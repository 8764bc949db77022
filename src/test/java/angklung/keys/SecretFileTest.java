package angklung.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretFileTest {
    private static final String SECRET = "a secret that stands nowhere else";

    @TempDir
    private Path directory;

    @Test
    void shouldMakeAFileThatNobodyElseMayReadAndNothingBesides() throws Exception {
        Path file = directory.resolve("key");
        SecretFile.create(file, SECRET);

        assertThat(SecretFile.read(file)).isEqualTo(SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void shouldNeverReplaceAFile() throws Exception {
        Path file = directory.resolve("key");
        SecretFile.create(file, SECRET);

        assertThatThrownBy(() -> SecretFile.create(file, "another")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(SecretFile.read(file)).isEqualTo(SECRET);
        assertThat(names()).containsExactly("key");
    }

    @Test
    void shouldNotWriteThroughALinkThatPointsNowhere() throws Exception {
        Path file = Files.createSymbolicLink(directory.resolve("key"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> SecretFile.create(file, SECRET)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(names()).containsExactly("key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---", "rwx-----x"})
    void shouldRefuseAFileThatIsOpenToOthers(String permissions) throws Exception {
        Path file = directory.resolve("key");
        SecretFile.create(file, SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertRefused(file, "chmod go= " + file);
    }

    @Test
    void shouldRefuseALinkAndADirectory() throws Exception {
        Path file = directory.resolve("key");
        SecretFile.create(file, SECRET);
        Path folder = Files.createDirectory(
                directory.resolve("folder"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertRefused(Files.createSymbolicLink(directory.resolve("link"), file), "is a link");
        assertRefused(folder, "directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "one\ntwo\n", "one\n\n"})
    void shouldRefuseWhatIsNotOneLine(String text) throws Exception {
        assertRefused(closed(text), "not one line");
    }

    @Test
    void shouldRefuseAFileThatIsTooLong() throws Exception {
        assertRefused(closed("x".repeat(16_385)), "16385 bytes");
    }

    @Test
    void shouldTellAFileThatIsMissingFromOneThatIsBad() {
        assertThatThrownBy(() -> SecretFile.read(directory.resolve("key"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldSayWhyAFileCannotBeWritten() {
        Path file = directory.resolve("missing").resolve("key");

        assertThatThrownBy(() -> SecretFile.create(file, SECRET))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("directory must be there")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void shouldDestroyWhatIsInAFileAlsoUnderItsOtherNames() throws Exception {
        Path file = directory.resolve("key");
        SecretFile.create(file, SECRET);
        Path other = Files.createLink(directory.resolve("other"), file);

        SecretFile.destroy(file);
        SecretFile.destroy(file);

        assertThat(file).doesNotExist();
        assertThat(Files.readString(other)).doesNotContain(SECRET).containsOnlyDigits();
    }

    private Path closed(String text) throws IOException {
        Path file = Files.createTempFile(directory, "key", ""); // which is closed to others
        return Files.writeString(file, text);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why)
                .hasMessageNotContaining(SECRET);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
