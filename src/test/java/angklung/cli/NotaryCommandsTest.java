package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.log.Checkpoint;
import angklung.log.EntryBundle;
import angklung.log.Hash;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need no broker, on a log of two leaves that is written by hand. */
class NotaryCommandsTest {
    private static final String ORIGIN = "log.example.org/royalties";
    private static final SigningKey KEY = SigningKey.of(ORIGIN, KeyType.ED25519, new byte[32]);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path dir;

    private Path log;
    private Path policy;
    private Note note;

    @BeforeEach
    void write() throws IOException {
        log = dir.resolve("log");
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        Path tile = Files.createDirectories(log.resolve("tile/0/000.p")).resolve("2");
        Files.write(tile, Hash.leaf(first).toBytes());
        Files.write(tile, Hash.leaf(second).toBytes(), StandardOpenOption.APPEND);
        Files.write(
                Files.createDirectories(log.resolve("tile/entries/000.p")).resolve("2"),
                EntryBundle.encode(List.of(first, second)));
        Checkpoint checkpoint = new Checkpoint(ORIGIN, 2, Hash.node(Hash.leaf(first), Hash.leaf(second)));
        note = new Note(checkpoint.text(), List.of(KEY.sign(checkpoint.text())));
        Files.write(log.resolve("checkpoint"), note.toBytes());
        policy = Files.writeString(dir.resolve("policy.txt"), "log " + KEY.verifier() + "\nquorum none\n");
    }

    @Test
    void shouldPrintTheNoteAsItIs() {
        assertThat(run("notary", "checkpoint", log.toString(), "--policy", policy.toString())).isEqualTo(0);
        assertThat(out.toString()).isEqualTo(note.toString());
        assertThat(err.toString()).contains("checkpoint of 2 leaves; signed by the log; seen by no witness");
    }

    @Test
    void shouldTakePlaceAndPolicyFromTheSettings() {
        assertThat(run("notary", "checkpoint", "--set", "log.dir=" + log, "--set", "log.policy=" + policy))
                .isEqualTo(0);
        assertThat(err.toString()).contains("signed by the log");
    }

    @Test
    void shouldSayThatNothingIsVerifiedWithoutAPolicy() {
        assertThat(run("notary", "checkpoint", log.toString())).isEqualTo(0);
        assertThat(err.toString()).contains("not verified: give --policy FILE");
    }

    @Test
    void shouldEndWith3IfTheCheckpointIsSomebodyElses() throws IOException {
        SigningKey other = SigningKey.of(ORIGIN, KeyType.ED25519, "another key of exactly 32 bytes.".getBytes());
        Files.writeString(policy, "log " + other.verifier() + "\nquorum none\n");

        assertThat(run("notary", "checkpoint", log.toString(), "--policy", policy.toString())).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("does not satisfy the policy").doesNotContain("\tat ");
    }

    @Test
    void shouldEndWith3IfTheCheckpointIsNone() throws IOException {
        Files.writeString(log.resolve("checkpoint"), "nonsense");

        assertThat(run("notary", "fsck", log.toString())).isEqualTo(3);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void shouldEndWith4IfThereIsNoCheckpoint() {
        assertThat(run("notary", "checkpoint", dir.resolve("nowhere").toString())).isEqualTo(4);
        assertThat(err.toString()).contains("nothing was published there yet");
    }

    @Test
    void shouldEndWith5IfNobodyServesTheLog() {
        assertThat(run("notary", "checkpoint", "http://127.0.0.1:1/")).isEqualTo(5);
        assertThat(err.toString()).contains("http://127.0.0.1:1/checkpoint cannot be asked");
    }

    @Test
    void shouldFindALogIntact() {
        assertThat(run("notary", "fsck", log.toString(), "--policy", policy.toString())).isEqualTo(0);
        assertThat(out.toString()).contains("2 entries of 2 hashed").contains("signed by the log");
    }

    @Test
    void shouldEndWith3IfAFileIsDamaged() throws IOException {
        Path tile = log.resolve("tile/0/000.p/2");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[40] ^= 4;
        Files.write(tile, bytes);

        assertThat(run("notary", "fsck", log.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("tile/0/000.p/2: hash 1 is not that of entry 1");
        assertThat(err.toString()).contains("1 files are not as they must be");
    }

    @Test
    void shouldEndWith3IfAnEntryIsChanged() throws IOException {
        Path bundle = log.resolve("tile/entries/000.p/2");
        Files.writeString(bundle, Files.readString(bundle).replace("second", "sacond"));

        assertThat(run("notary", "fsck", log.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("do not make the tree of the checkpoint");
    }

    @Test
    void shouldPublishNoLogThatIsNotKept() {
        assertThat(run("notary", "publish")).isEqualTo(2);
        assertThat(err.toString()).contains("set log.origin");
        err.getBuffer().setLength(0);
        assertThat(run("notary", "publish", "--set", "log.origin=" + ORIGIN)).isEqualTo(2);
        assertThat(err.toString()).contains("set log.keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:", ":80", "localhost:65536", "[::1", "host.invalid:80", "a:b:1"})
    void shouldRefuseWhatIsNoAddressToListenAt(String address) {
        assertThat(run("notary", "serve", "--listen", address)).isEqualTo(2);
        assertThat(err.toString()).contains(address);
    }

    @Test
    void shouldAskForACommand() {
        assertThat(run("notary")).isEqualTo(2);
        assertThat(err.toString()).contains("publish, serve, fsck or checkpoint");
    }

    private int run(String... args) {
        return Main.run(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
