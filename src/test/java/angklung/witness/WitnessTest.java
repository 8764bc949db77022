package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.Cosignature;
import angklung.log.Hash;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import angklung.witness.Answer.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table of c2sp.org/tlog-witness. */
final class WitnessTest {
    private static final long NOW = 1_790_000_000;
    private static final SigningKey KEY = TestLog.key("witness.example/w1", KeyType.COSIGNATURE, 9);
    private static final TestLog LOG = TestLog.of(40);

    @TempDir
    private Path directory;

    private StateDirectory state;
    private Witness witness;

    @AfterEach
    void close() {
        if (state != null) {
            state.close();
        }
    }

    @Test
    void shouldCosignTheFirstCheckpoint() {
        Note signed = LOG.signed(7);
        Answer answer = add(new AddCheckpoint(0, List.of(), signed));

        assertThat(answer.verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(answer.body()).endsWith("\n").startsWith("\u2014 witness.example/w1 ");
        NoteSignature line = NoteSignature.parse(answer.body().strip());
        assertThat(signed.with(List.of(line)).verified(List.of(KEY.verifier()))).containsValue(line);
        assertThat(Cosignature.time(line)).isEqualTo(NOW);
    }

    @Test
    void shouldCosignWhatContinues() {
        add(LOG.request(0, 7));

        assertThat(add(LOG.request(7, 8)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(add(LOG.request(8, 40)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(size()).isEqualTo(40);
    }

    @Test
    void shouldCosignTheSameCheckpointAgain() {
        add(LOG.request(0, 7));

        assertThat(add(LOG.request(7, 7)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(size()).isEqualTo(7);
    }

    @Test
    void shouldCosignTheEmptyTreeAndWhatComesAfterIt() {
        assertThat(add(LOG.request(0, 0)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(size()).isZero();
        assertThat(add(LOG.request(0, 3)).verdict()).isEqualTo(Verdict.COSIGNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n\n", "old 1", "old 0\n\n", "old\n\nNOTE", "old -1\n\nNOTE", "old 01\n\nNOTE", "old +1\n\nNOTE",
        "old 0 \n\nNOTE", " old 0\n\nNOTE", "old 9223372036854775808\n\nNOTE", "old 99999999999999999999\n\nNOTE",
        "old 0\nabc\n\nNOTE", "old 0\nAAAA\n\nNOTE", "old 0\r\n\r\nNOTE", "OLD 0\n\nNOTE", "old 0\n\nNOTEx",
        "old 0\n\nlog.example/angklung\n1\n", "NOTE"
    })
    void shouldRefuseWhatIsNoRequest(String text) {
        String body = text.replace("NOTE", LOG.signed(5).toString());

        assertThat(witness().add(bytes(body)).verdict()).isEqualTo(Verdict.MALFORMED);
        assertThat(witness.last(TestLog.ORIGIN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "log.example/angklung\n", "log.example/angklung\n5\n", "log.example/angklung\nfive\nROOT\n",
        "log.example/angklung\n-5\nROOT\n", "log.example/angklung\n05\nROOT\n", "log.example/angklung\n5\nAAAA\n",
        "log.example/angklung\n0\nAAAA\n", "log.example/angklung\n5\nROOT\n\nmore\n"
    })
    void shouldRefuseASignedNoteThatIsNoCheckpoint(String text) {
        Note note = LOG.signed(text.replace("ROOT", LOG.root(5).toBase64()));

        assertThat(add(new AddCheckpoint(0, List.of(), note)).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void shouldRefuseMoreThan63Hashes() {
        List<Hash> hashes = Collections.nCopies(63, LOG.root(1));
        assertThat(add(new AddCheckpoint(0, hashes, LOG.signed(5))).verdict()).isEqualTo(Verdict.INCONSISTENT);

        hashes = Collections.nCopies(64, LOG.root(1));
        assertThat(add(new AddCheckpoint(0, hashes, LOG.signed(5))).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void shouldRefuseABodyThatIsTooLong() {
        byte[] body = new byte[AddCheckpoint.LONGEST + 1];

        assertThat(witness().add(body).verdict()).isEqualTo(Verdict.MALFORMED);
    }

    @Test
    void shouldRefuseAnOldSizeAboveTheNewOne() {
        add(LOG.request(0, 7));

        assertThat(add(new AddCheckpoint(7, List.of(), LOG.signed(5))).verdict()).isEqualTo(Verdict.MALFORMED);
        assertThat(size()).isEqualTo(7);
    }

    @Test
    void shouldRefuseACheckpointThatNoTrustedKeyHasSigned() {
        TestLog stranger = TestLog.of(TestLog.ORIGIN, 2, 5);

        assertThat(add(stranger.request(0, 5)).verdict()).isEqualTo(Verdict.UNTRUSTED);
    }

    @Test
    void shouldRefuseACheckpointOfWhichASignatureFails() {
        String text = LOG.checkpoint(5).text();
        Note moved = new Note(text, LOG.signed(6).signatures());

        assertThat(add(new AddCheckpoint(0, List.of(), moved)).verdict()).isEqualTo(Verdict.UNTRUSTED);
    }

    @Test
    void shouldRefuseALogThatItDoesNotWatch() {
        TestLog other = TestLog.of("log.example/other", 1, 5);

        assertThat(add(other.request(0, 5)).verdict()).isEqualTo(Verdict.UNKNOWN_LOG);
    }

    @Test
    void shouldRefuseAnOriginThatIsNotTheKeysName() {
        String text = new Checkpoint("log.example/other", 5, LOG.root(5)).text();

        assertThat(add(new AddCheckpoint(0, List.of(), LOG.signed(text))).verdict()).isEqualTo(Verdict.UNKNOWN_LOG);
    }

    @Test
    void shouldTellTheSizeThatItKnows() {
        assertThat(add(LOG.request(3, 5))).isEqualTo(new Answer(Verdict.CONFLICT, "0\n"));
        add(LOG.request(0, 7));
        assertThat(add(LOG.request(0, 9))).isEqualTo(new Answer(Verdict.CONFLICT, "7\n"));
        assertThat(add(LOG.request(6, 9))).isEqualTo(new Answer(Verdict.CONFLICT, "7\n"));
        assertThat(add(LOG.request(8, 9))).isEqualTo(new Answer(Verdict.CONFLICT, "7\n"));
        assertThat(add(LOG.request(3, 5))).isEqualTo(new Answer(Verdict.CONFLICT, "7\n"));
    }

    @Test
    void shouldRefuseAProofThatFails() {
        add(LOG.request(0, 7));
        List<Hash> proof = new ArrayList<>(LOG.proof(7, 12));
        proof.set(1, LOG.root(1));

        assertThat(add(new AddCheckpoint(7, proof, LOG.signed(12))).verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(add(new AddCheckpoint(7, List.of(), LOG.signed(12))).verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(size()).isEqualTo(7);
    }

    @Test
    void shouldRefuseAnotherHistory() {
        add(LOG.request(0, 7));
        TestLog forked = LOG.fork(6);

        assertThat(add(forked.request(7, 12)).verdict()).isEqualTo(Verdict.INCONSISTENT);
        assertThat(add(new AddCheckpoint(7, LOG.proof(7, 12), forked.signed(12))).verdict())
                .isEqualTo(Verdict.INCONSISTENT);
    }

    @Test
    void shouldRefuseAProofWhereNoneBelongs() {
        List<Hash> one = List.of(LOG.root(1));
        assertThat(add(new AddCheckpoint(0, one, LOG.signed(7))).verdict()).isEqualTo(Verdict.INCONSISTENT);

        add(LOG.request(0, 7));
        assertThat(add(new AddCheckpoint(7, one, LOG.signed(7))).verdict()).isEqualTo(Verdict.INCONSISTENT);
    }

    @Test
    void shouldRefuseAnotherTreeOfTheSameSizeAndKeepBoth() throws Exception {
        add(LOG.request(0, 7));
        TestLog forked = LOG.fork(6);

        assertThat(add(new AddCheckpoint(7, List.of(), forked.signed(7))).verdict()).isEqualTo(Verdict.INCONSISTENT);
        Path evidence = onlyEvidence();
        assertThat(Files.readString(evidence.resolve(Evidence.SMALLER))).startsWith(LOG.checkpoint(7).text());
        assertThat(Files.readString(evidence.resolve(Evidence.LARGER))).isEqualTo(forked.signed(7).toString());
    }

    @Test
    void shouldKeepTheEvidenceAlsoWhenTheOldSizeIsWrong() throws Exception {
        add(LOG.request(0, 7));

        assertThat(add(new AddCheckpoint(0, List.of(), LOG.fork(6).signed(7))))
                .isEqualTo(new Answer(Verdict.CONFLICT, "7\n"));
        assertThat(onlyEvidence()).isDirectory();
    }

    @Test
    void shouldRefuseATreeWithoutLeavesAndWithAnotherRoot() {
        Note note = LOG.signed(TestLog.ORIGIN + "\n0\n" + LOG.root(1).toBase64() + "\n");

        assertThat(add(new AddCheckpoint(0, List.of(), note)).verdict()).isEqualTo(Verdict.INCONSISTENT);
    }

    @Test
    void shouldIgnoreSignaturesOfOthersAndNotKeepThem() {
        Note note = LOG.signed(7).with(LOG.signedBy(TestLog.key("else.example", KeyType.ED25519, 5))
                .signed(LOG.checkpoint(7).text()).signatures());

        assertThat(add(new AddCheckpoint(0, List.of(), note)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(witness.last(TestLog.ORIGIN).orElseThrow().signatures())
                .extracting(NoteSignature::name)
                .containsExactly(TestLog.ORIGIN, "witness.example/w1");
    }

    @Test
    void shouldTakeACheckpointWithLinesOfBothKeysWhileTheyAreRotated() {
        SigningKey next = TestLog.key(TestLog.ORIGIN, KeyType.ED25519, 3);
        open("log " + LOG.vkey() + "\nlog " + next.verifier() + "\n");
        Note old = LOG.signed(7);
        Note both = old.with(List.of(next.sign(old.text())));

        assertThat(add(new AddCheckpoint(0, List.of(), both)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(add(LOG.signedBy(next).request(7, 9)).verdict()).isEqualTo(Verdict.COSIGNED);
    }

    @Test
    void shouldKeepLogsApart() {
        TestLog other = TestLog.of("log.example/other", 2, 20);
        open("log " + LOG.vkey() + "\nlog " + other.vkey() + "\n");
        add(LOG.request(0, 7));

        assertThat(add(other.request(0, 12)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(add(LOG.request(7, 9)).verdict()).isEqualTo(Verdict.COSIGNED);
        assertThat(add(other.request(12, 13)).verdict()).isEqualTo(Verdict.COSIGNED);
    }

    @Test
    void shouldRefuseAKeyThatIsNotAWitnesss() {
        SigningKey log = TestLog.key("witness.example/w1", KeyType.ED25519, 9);

        assertThatThrownBy(() -> witness(log)).isInstanceOf(Failure.class).hasMessageContaining("type witness");
    }

    @Test
    void shouldRefuseAKeyThatAlsoSignsALog() {
        SigningKey shared = TestLog.key("witness.example/w1", KeyType.COSIGNATURE, 1);

        assertThatThrownBy(() -> witness(shared)).isInstanceOf(Failure.class).hasMessageContaining("one thing only");
    }

    @Test
    void shouldAnswerNonsenseWithAVerdict() {
        add(LOG.request(0, 7));
        byte[] good = LOG.request(7, 12).toBytes();
        Seeds.cases(2_000, random -> {
            byte[] bad = random.nextInt(4) == 0 ? noise(random) : damaged(good, random);
            assertThat(witness.add(bad).verdict()).isNotEqualTo(Verdict.COSIGNED);
        });
        assertThat(size()).isEqualTo(7);
    }

    @Test
    void shouldRefuseEverySingleFlippedBitThatMatters() {
        add(LOG.request(0, 7));
        byte[] good = LOG.request(7, 12).toBytes();
        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            byte[] bad = good.clone();
            bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(witness.add(bad).verdict()).as("bit %d", bit).isNotEqualTo(Verdict.COSIGNED);
        }
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Bytes are changed, lost, doubled, or cut off. */
    private static byte[] damaged(byte[] good, SplittableRandom random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : good) {
            bytes.add(b);
        }
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(4)) {
                case 0 -> bytes.set(at, (byte) (bytes.get(at) + 1 + random.nextInt(255)));
                case 1 -> bytes.remove(at);
                case 2 -> bytes.add(at, (byte) random.nextInt(256));
                default -> bytes.subList(bytes.size() - 1 - at / 2, bytes.size()).clear();
            }
        }
        byte[] bad = new byte[bytes.size()];
        for (int i = 0; i < bad.length; i++) {
            bad[i] = bytes.get(i);
        }
        return Arrays.equals(bad, good) ? new byte[0] : bad;
    }

    private Answer add(AddCheckpoint request) {
        return witness().add(request.toBytes());
    }

    private long size() {
        return Checkpoint.parse(witness.last(TestLog.ORIGIN).orElseThrow().text()).size();
    }

    private Witness witness() {
        if (witness == null) {
            open("log " + LOG.vkey() + "\n");
        }
        return witness;
    }

    private Witness witness(SigningKey key) {
        TrustedLogs logs = TrustedLogs.parse("log " + LOG.vkey() + "\n");
        state = StateDirectory.open(directory, key.verifier(), logs.origins());
        return new Witness(key, logs, state, state.evidence(), Clock.systemUTC());
    }

    private void open(String text) {
        TrustedLogs logs = TrustedLogs.parse(text);
        state = StateDirectory.open(directory, KEY.verifier(), logs.origins());
        Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
        witness = new Witness(KEY, logs, state, state.evidence(), clock);
    }

    private Path onlyEvidence() throws Exception {
        try (Stream<Path> found = Files.list(directory.resolve("evidence"))) {
            List<Path> all = found.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
