package angklung.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofFileTest {
    private static final NaiveTree TREE = NaiveTree.ofSize(7);
    private static final SigningKey LOG = Keys.log("example.com/log", 1);
    private static final SigningKey WITNESS = Keys.witness("witness.example/w", 2);
    private static final LogPolicy POLICY = LogPolicy.parse(
            "log " + LOG.verifier() + "\nwitness w " + WITNESS.verifier() + "\nquorum w\n");
    private static final Checkpoint CHECKPOINT = new Checkpoint("example.com/log", 7, TREE.root(7));
    private static final Note NOTE = new Note(
            CHECKPOINT.text(), List.of(LOG.sign(CHECKPOINT.text()), WITNESS.cosign(CHECKPOINT, 1_793_000_000L)));
    private static final byte[] EXTRA = "an opening".getBytes(UTF_8);

    /** Leaf 5 of 7. */
    private static final String TEXT = """
            c2sp.org/tlog-proof@v1
            extra YW4gb3BlbmluZw==
            index 5
            %s
            %s
            %s

            """.formatted(TREE.path(5, 7).stream().map(Hash::toBase64).toArray());

    @Test
    void shouldReadAndWriteItsLines() {
        byte[] bytes = (TEXT + NOTE).getBytes(UTF_8);

        ProofFile file = ProofFile.parse(bytes);

        assertThat(file.extra().orElseThrow()).isEqualTo(EXTRA);
        assertThat(file.index()).isEqualTo(5);
        assertThat(file.path()).isEqualTo(TREE.path(5, 7));
        assertThat(file.checkpoint()).isEqualTo(NOTE);
        assertThat(file.toBytes()).isEqualTo(bytes);
        assertThat(new ProofFile(Optional.of(EXTRA), 5, TREE.path(5, 7), NOTE).toBytes()).isEqualTo(bytes);
    }

    @Test
    void shouldDoWithoutOpeningAndWithoutHashes() {
        String text = "c2sp.org/tlog-proof@v1\nindex 0\n\n" + NOTE;
        ProofFile file = ProofFile.parse(text.getBytes(UTF_8));

        assertThat(file.extra()).isEmpty();
        assertThat(file.path()).isEmpty();
        assertThat(new String(file.toBytes(), UTF_8)).isEqualTo(text);
    }

    @Test
    void shouldProveWithTheVerifiedCheckpoint() {
        ProofFile file = ProofFile.parse((TEXT + NOTE).getBytes(UTF_8));
        Checkpoint verified = POLICY.accept(file.checkpoint()).checkpoint();

        assertThat(file.inclusion(verified).proves(TREE.leafHash(5), verified.root())).isTrue();
        assertThat(file.inclusion(verified).proves(TREE.leafHash(4), verified.root())).isFalse();
    }

    /** All but the opening, which whoever reads it hashes again. */
    @Test
    void shouldRefuseAnyWrongBitOfAProof() {
        byte[] bytes = (TEXT + NOTE).getBytes(UTF_8);
        Bits.flipEach(bytes, wrong -> {
            try {
                ProofFile file = ProofFile.parse(wrong);
                Checkpoint verified = POLICY.accept(file.checkpoint()).checkpoint();
                if (file.inclusion(verified).proves(TREE.leafHash(5), verified.root())) {
                    assertThat(file.extra()).isPresent();
                    assertThat(file.extra().orElseThrow()).isNotEqualTo(EXTRA);
                }
            } catch (LogFormatException | UnverifiedException e) {
                assertThat(e).hasMessageMatching("\\P{Cntrl}+");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n\n", "c2sp.org/tlog-proof@v1\n\nNOTE", "c2sp.org/tlog-proof@v2\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\nNOTE", "c2sp.org/tlog-proof@v1\nindex 00\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nNOTE", "c2sp.org/tlog-proof@v1\nindex -1\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex  1\n\nNOTE", "c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex \n\nNOTE", "c2sp.org/tlog-proof@v1\nindex\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nextra YQ==\n\nNOTE", "c2sp.org/tlog-proof@v1\nindex 0\nextra YQ==\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nextra YQ==\nextra YQ==\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nextra YQ=\nindex 0\n\nNOTE", "c2sp.org/tlog-proof@v1\nextra YR==\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nextra\nindex 0\n\nNOTE", "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0\nNOTE", "c2sp.org/tlog-proof@v1\nindex 0\n\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nindex 0\n\nNOTEmore",
        "\nc2sp.org/tlog-proof@v1\nindex 0\n\nNOTE", "c2sp.org/tlog-proof@v1\n\nindex 0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex 0\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0\n\nNOTE",
        "c2sp.org/tlog-proof@v1\nindex \u00b9\n\nNOTE",
    })
    void shouldRefuseWhatIsNoProof(String pattern) {
        byte[] bytes = pattern.replace("NOTE", NOTE.toString()).getBytes(UTF_8);

        // an empty line too many is part of the note's text, and then of no checkpoint
        assertThatThrownBy(() -> POLICY.accept(ProofFile.parse(bytes).checkpoint()))
                .isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldHave63HashesAtMost() {
        String hash = CHECKPOINT.root().toBase64() + "\n";
        String start = "c2sp.org/tlog-proof@v1\nindex 0\n";
        byte[] most = (start + hash.repeat(63) + "\n" + NOTE).getBytes(UTF_8);
        byte[] more = (start + hash.repeat(64) + "\n" + NOTE).getBytes(UTF_8);

        assertThat(ProofFile.parse(most).path()).hasSize(63);
        assertThatThrownBy(() -> ProofFile.parse(more)).isInstanceOf(LogFormatException.class);
        List<Hash> path = Collections.nCopies(64, CHECKPOINT.root());
        assertThatThrownBy(() -> new ProofFile(Optional.empty(), 0, path, NOTE))
                .isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> new ProofFile(Optional.empty(), -1, List.of(), NOTE))
                .isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> ProofFile.parse(new byte[ProofFile.LONGEST + 1]))
                .isInstanceOf(LogFormatException.class)
                .hasMessageContaining("4000000");
    }

    @Test
    void shouldKeepItsOwnCopyOfTheOpening() {
        byte[] opening = EXTRA.clone();
        ProofFile file = new ProofFile(Optional.of(opening), 5, TREE.path(5, 7), NOTE);
        opening[0] = 0;
        file.extra().orElseThrow()[1] = 0;

        assertThat(file.extra().orElseThrow()).isEqualTo(EXTRA);
    }
}
