package angklung.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SigningKeyFileTest {
    /** Published test key of Go's note package. */
    private static final String PETER =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String PETER_PUBLIC =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    @TempDir
    private Path directory;

    @Test
    void shouldReadAKeyThatGoWrote() throws Exception {
        assertThat(SigningKeyFile.read(file(PETER)).verifier()).hasToString(PETER_PUBLIC);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheKeyThatItMade(KeyType type) {
        Path file = directory.resolve("made.key");
        SigningKey made = SigningKeyFile.generate(file, "log.example.org/royalties", type, new SecureRandom());

        assertThat(SigningKeyFile.read(file, type).secret()).isEqualTo(made.secret());
        assertThat(made.verifier().name()).isEqualTo("log.example.org/royalties");
        assertThat(made.verifier().type()).isEqualTo(type);
    }

    @Test
    void shouldMakeAnotherKeyEachTime() {
        SigningKey one = SigningKeyFile.generate(directory.resolve("1"), "n", KeyType.ED25519, new SecureRandom());
        SigningKey other = SigningKeyFile.generate(directory.resolve("2"), "n", KeyType.ED25519, new SecureRandom());

        assertThat(one.verifier()).isNotEqualTo(other.verifier());
    }

    @Test
    void shouldNeverReplaceAKey() throws Exception {
        Path file = file(PETER);

        assertThatThrownBy(() -> SigningKeyFile.generate(file, "PeterNeumann", KeyType.ED25519, new SecureRandom()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("another name");
        assertThat(SigningKeyFile.read(file).verifier()).hasToString(PETER_PUBLIC);
    }

    @Test
    void shouldRefuseANameThatNoKeyMayHaveAndMakeNothing() {
        Path file = directory.resolve("made.key");
        for (String name : List.of("", "two words", "a+b", "tab\t")) {
            assertThatThrownBy(() -> SigningKeyFile.generate(file, name, KeyType.ED25519, new SecureRandom()))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("name of a key");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void shouldSayHowToMakeAFileThatIsMissing() {
        assertThatThrownBy(() -> SigningKeyFile.read(directory.resolve("none.key")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("none.key")
                .hasMessageContaining("keys generate");
    }

    @Test
    void shouldSayNothingOfWhatIsInADamagedFile() throws Exception {
        String seed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        for (String damaged : List.of(
                seed, "PRIVATE+KEY+" + seed, "PRIVATE+KEY+" + seed + "+x+y", PETER + "=", PETER.replace("c74f", "c74e"),
                PETER.substring(0, PETER.length() - 4), PETER.replace("+AYEK", "+BYEK"), PETER + " ")) {
            Path file = file(damaged);

            assertThatThrownBy(() -> SigningKeyFile.read(file))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("FALVFGyNhPJEMzD1")
                    .hasMessageNotContaining("fZx09iUvxdXH")
                    .hasNoCause();
        }
    }

    @Test
    void shouldNotTakeTheKeyOfAWitnessForThatOfALog() {
        Path file = directory.resolve("witness.key");
        SigningKeyFile.generate(file, "w", KeyType.COSIGNATURE, new SecureRandom());

        assertThatThrownBy(() -> SigningKeyFile.read(file, KeyType.ED25519))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("one of a witness, not of a log");
    }

    private Path file(String line) throws Exception {
        Path file = Files.createTempFile(directory, "given", ".key"); // which is closed to others
        return Files.writeString(file, line + "\n");
    }
}
