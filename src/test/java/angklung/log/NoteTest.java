package angklung.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed notes, with the published examples of Go's note package and of the specification. */
class NoteTest {
    private static final String TEXT = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n";
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String PETER_SECRET =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String PETER_LINE = "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN"
            + "1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
    private static final String ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private static final String ENOCH_LINE = "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF"
            + "1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=";
    private static final String FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String FOO_NOTE = "This is an example message.\n\n"
            + "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1"
            + "Yu72IneyaQM=\n";
    private static final VerifierKey PETERS = VerifierKey.parse(PETER);
    private static final VerifierKey ENOCHS = VerifierKey.parse(ENOCH);

    @Test
    void shouldVerifyPublishedNotes() {
        Note note = Note.parse((TEXT + "\n" + PETER_LINE + "\n" + ENOCH_LINE + "\n").getBytes(UTF_8));

        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note.verified(List.of(PETERS, ENOCHS))).containsOnlyKeys(PETERS, ENOCHS);
        assertThat(note.verified(List.of(ENOCHS))).containsOnlyKeys(ENOCHS);
        assertThat(Note.parse(FOO_NOTE.getBytes(UTF_8)).verified(List.of(VerifierKey.parse(FOO)))).hasSize(1);
    }

    @Test
    void shouldSignAsPublished() {
        assertThat(SigningKey.parse(PETER_SECRET).sign(TEXT)).hasToString(PETER_LINE);
        SigningKey enoch = SigningKey.of("EnochRoot", KeyType.ED25519, new byte[32]);
        assertThat(enoch.verifier()).hasToString(ENOCH);
        assertThat(enoch.sign(TEXT)).hasToString(ENOCH_LINE);
    }

    @Test
    void shouldRefuseAnyWrongBit() {
        byte[] note = (TEXT + "\n" + ENOCH_LINE + "\n").getBytes(UTF_8);
        Bits.flipEach(note, wrong -> assertThatThrownBy(() -> Note.parse(wrong).verified(List.of(ENOCHS)))
                .isInstanceOfAny(LogFormatException.class, UnverifiedException.class));
    }

    @Test
    void shouldLetNoWrongBitOfAnUnknownKeysLineChangeTheText() {
        byte[] note = (TEXT + "\n" + ENOCH_LINE + "\n" + PETER_LINE + "\n").getBytes(UTF_8);
        int[] accepted = new int[1];
        Bits.flipEach(note, wrong -> {
            Note parsed;
            try {
                parsed = Note.parse(wrong);
                parsed.verified(List.of(ENOCHS));
            } catch (LogFormatException | UnverifiedException e) {
                return;
            }
            assertThat(parsed.text()).isEqualTo(TEXT);
            assertThat(parsed.signatures().get(0)).hasToString(ENOCH_LINE);
            assertThat(parsed.toBytes()).isEqualTo(wrong);
            accepted[0]++;
        });
        assertThat(accepted[0]).isPositive();
    }

    @Test
    void shouldSpoilANoteByOneFailingLineOfAKnownKey() {
        byte[] wrong = Base64.getDecoder().decode(PETER_LINE.substring(PETER_LINE.lastIndexOf(' ') + 1));
        wrong[10] ^= 1;
        String failing = "\u2014 PeterNeumann " + Base64.getEncoder().encodeToString(wrong);
        for (String lines : List.of(
                failing + "\n" + ENOCH_LINE, ENOCH_LINE + "\n" + failing,
                PETER_LINE + "\n" + failing, failing + "\n" + PETER_LINE)) {
            Note note = Note.parse((TEXT + "\n" + lines + "\n").getBytes(UTF_8));
            assertThatThrownBy(() -> note.verified(List.of(PETERS, ENOCHS)))
                    .isInstanceOf(UnverifiedException.class)
                    .hasMessageContaining("PeterNeumann");
        }
        Note others = Note.parse((TEXT + "\n" + failing + "\n" + ENOCH_LINE + "\n").getBytes(UTF_8));
        assertThat(others.verified(List.of(ENOCHS))).containsOnlyKeys(ENOCHS); // who Peter is, is not known here
    }

    @Test
    void shouldRefuseANoteOfUnknownKeys() {
        Note note = Note.parse((TEXT + "\n" + PETER_LINE + "\n").getBytes(UTF_8));
        VerifierKey sameName = Keys.log("PeterNeumann", 7).verifier();

        assertThatThrownBy(() -> note.verified(List.of(ENOCHS, sameName)))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("PeterNeumann");
        assertThatThrownBy(() -> note.verified(List.of())).isInstanceOf(UnverifiedException.class);
    }

    @Test
    void shouldSeparateAtTheLastEmptyLine() {
        SigningKey key = Keys.log("n", 1);
        for (String text : List.of(
                "\n", "\n\n", "a\n\n\nb\n\n", "\u2014 n AAAAAAA=\n", "a\n\n\u2014 n AAAAAAA=\n", "€ 𝄞\n")) {
            Note note = new Note(text, List.of(key.sign(text)));
            Note parsed = Note.parse(note.toBytes());
            assertThat(parsed).isEqualTo(note);
            assertThat(parsed.text()).isEqualTo(text);
            assertThat(parsed.verified(List.of(key.verifier()))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "\n", "\n\n", "\n\n\n", "text", "text\n", "text\n\n", "text\n\n\n", "text\nLINE\n", "text\n\nLINE",
        "text\n\nLINE\n\n", "text\n\nLINE\nmore\n", "text\n\nmore\nLINE\n", "text\n\nLINE \n", "text\n\n LINE\n",
        "text\n\nLINE\r\n", "te\txt\n\nLINE\n", "te\rxt\n\nLINE\n", "te\0xt\n\nLINE\n", "text\r\n\r\nLINE\r\n",
        "text\n\n- EnochRoot rwz+eBzm\n", "text\n\n\u2013 EnochRoot rwz+eBzm\n", "text\n\n\u2014 EnochRoot\n",
        "text\n\n\u2014 EnochRoot \n", "text\n\n\u2014  rwz+eBzm\n", "text\n\n\u2014 Enoch+Root rwz+eBzm\n",
        "text\n\n\u2014 Enoch\u00a0Root rwz+eBzm\n", "text\n\n\u2014 Enoch\u0085Root rwz+eBzm\n",
        "text\n\n\u2014 Enoch\u2003Root rwz+eBzm\n", "text\n\n\u2014 EnochRoot rwz+eA==\n",
        "text\n\n\u2014 EnochRoot rwz+eBz\n", "text\n\n\u2014 EnochRoot rwz-eBzm\n",
        "text\n\n\u2014 EnochRoot rwz+eB==\n",
        "text\n\n\u2014 EnochRoot rwz+eBzm rwz+eBzm\n", "text\n\n\u2014 EnochRoot  rwz+eBzm\n", "LINE\n",
    })
    void shouldRefuseWhatIsNoNote(String pattern) {
        byte[] bytes = pattern.replace("LINE", ENOCH_LINE).getBytes(UTF_8);

        assertThatThrownBy(() -> Note.parse(bytes)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        byte[] note = FOO_NOTE.getBytes(UTF_8);
        for (byte wrong : new byte[] {(byte) 0x80, (byte) 0xc0, (byte) 0xff}) {
            byte[] bytes = note.clone();
            bytes[3] = wrong;
            assertThatThrownBy(() -> Note.parse(bytes))
                    .isInstanceOf(LogFormatException.class)
                    .hasMessageContaining("UTF-8");
        }
    }

    @Test
    void shouldTakeAHundredSignaturesAndNoMore() {
        SigningKey key = Keys.log("n", 1);
        List<NoteSignature> lines = new ArrayList<>(Collections.nCopies(99, NoteSignature.parse("\u2014 x AAAAAAA=")));
        lines.add(key.sign("text\n"));
        Note note = new Note("text\n", lines);
        assertThat(Note.parse(note.toBytes()).verified(List.of(key.verifier()))).hasSize(1);

        byte[] more = (note + "\u2014 x AAAAAAA=\n").getBytes(UTF_8);
        assertThatThrownBy(() -> Note.parse(more)).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> note.with(List.of(key.sign("other\n")))).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> new Note("text\n", List.of())).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> Note.parse(new byte[Note.LONGEST + 1]))
                .isInstanceOf(LogFormatException.class)
                .hasMessageContaining("200000");
    }

    @Test
    void shouldAddEachSignatureOnce() {
        SigningKey one = Keys.log("one", 1);
        SigningKey two = Keys.log("two", 2);
        Note note = new Note(TEXT, List.of(one.sign(TEXT)));

        Note both = note.with(List.of(two.sign(TEXT), one.sign(TEXT), two.sign(TEXT)));

        assertThat(both.signatures()).containsExactly(one.sign(TEXT), two.sign(TEXT));
        assertThat(note.signatures()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "te\txt\n", "te\rxt\n", "te\u0000xt\n", "te\u001fxt\n", "te\ud800xt\n"})
    void shouldNotSignWhatIsNoText(String text) {
        assertThatThrownBy(() -> Keys.log("n", 1).sign(text)).isInstanceOf(LogFormatException.class);
    }

    /** The message that is signed, made here by hand, and the plain signature of it. */
    @Test
    void shouldCosignTimeAndCheckpoint() {
        SigningKey witness = Keys.witness("witness.example/w1", 3);
        Checkpoint checkpoint = new Checkpoint("example.com/log", 1, Hash.leaf(new byte[0]));
        String text = "example.com/log\n1\nbjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n";
        assertThat(checkpoint.text()).isEqualTo(text);

        NoteSignature line = witness.cosign(checkpoint, 1_793_000_000L);

        byte[] blob = Base64.getDecoder().decode(line.toString().substring("\u2014 witness.example/w1 ".length()));
        ByteBuffer parts = ByteBuffer.wrap(blob);
        assertThat(parts.getInt()).isEqualTo(witness.verifier().id());
        assertThat(parts.getLong()).isEqualTo(1_793_000_000L);
        byte[] signature = new byte[64];
        parts.get(signature);
        assertThat(parts.hasRemaining()).isFalse();
        byte[] message = ("cosignature/v1\ntime 1793000000\n" + text).getBytes(UTF_8);
        assertThat(PlainEd25519.verifies(witness.verifier().publicKey(), message, signature)).isTrue();
        assertThat(Cosignature.time(line)).isEqualTo(1_793_000_000L);
        assertThat(new Note(text, List.of(line)).verified(List.of(witness.verifier()))).hasSize(1);
    }

    @Test
    void shouldRefuseACosignatureWithAnyWrongBit() {
        SigningKey witness = Keys.witness("w", 3);
        Checkpoint checkpoint = new Checkpoint("example.com/log", 1, Hash.leaf(new byte[0]));
        byte[] note = new Note(checkpoint.text(), List.of(witness.cosign(checkpoint, 1))).toBytes();

        Bits.flipEach(note, wrong -> assertThatThrownBy(
                        () -> Note.parse(wrong).verified(List.of(witness.verifier())))
                .isInstanceOfAny(LogFormatException.class, UnverifiedException.class));
    }

    @Test
    void shouldRefuseCosignaturesWithoutTimeAndOtherLengths() {
        SigningKey witness = Keys.witness("w", 3);
        Checkpoint checkpoint = new Checkpoint("example.com/log", 1, Hash.leaf(new byte[0]));
        for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> witness.cosign(checkpoint, time)).isInstanceOf(IllegalArgumentException.class);
            byte[] message = ("cosignature/v1\ntime " + time + "\n" + checkpoint.text()).getBytes(UTF_8);
            byte[] signature = PlainEd25519.sign(Keys.seed(3), message);
            refuse(witness, checkpoint, ByteBuffer.allocate(72).putLong(time).put(signature).array());
        }
        refuse(witness, checkpoint, new byte[1]);
        refuse(witness, checkpoint, new byte[71]);
        refuse(witness, checkpoint, new byte[73]);
        NoteSignature plain = Keys.log("l", 1).sign("text\n");
        assertThatThrownBy(() -> Cosignature.time(plain)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldUseAKeyForOneThing() {
        Checkpoint checkpoint = new Checkpoint("example.com/log", 0, Hash.EMPTY_ROOT);
        assertThatThrownBy(() -> Keys.witness("w", 3).sign("text\n")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Keys.log("l", 3).cosign(checkpoint, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static void refuse(SigningKey witness, Checkpoint checkpoint, byte[] signature) {
        NoteSignature line = new NoteSignature("w", witness.verifier().id(), signature);
        Note note = new Note(checkpoint.text(), List.of(line));
        assertThatThrownBy(() -> note.verified(List.of(witness.verifier()))).isInstanceOf(UnverifiedException.class);
    }
}
