package angklung.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, what they are read as is refused by an exception of this package, in one short line. */
class NonsenseTest {
    private static final SigningKey LOG = Keys.log("example.com/log", 1);
    private static final SigningKey WITNESS = Keys.witness("w", 2);
    private static final NaiveTree TREE = NaiveTree.ofSize(7);
    private static final Checkpoint CHECKPOINT = new Checkpoint("example.com/log", 7, TREE.root(7));
    private static final Note NOTE = new Note(
            CHECKPOINT.text(), List.of(LOG.sign(CHECKPOINT.text()), WITNESS.cosign(CHECKPOINT, 1)));
    private static final String POLICY =
            "log " + LOG.verifier() + "\nwitness w " + WITNESS.verifier() + "\ngroup g 1 w\nquorum g\n";
    private static final LogPolicy TRUSTED = LogPolicy.parse(POLICY);

    /** Each reader, with something that it reads. */
    private static final Map<byte[], Consumer<byte[]>> READERS = Map.of(
            NOTE.toBytes(), bytes -> TRUSTED.accept(Note.parse(bytes)),
            new ProofFile(Optional.of(new byte[9]), 5, TREE.path(5, 7), NOTE).toBytes(),
                    bytes -> TRUSTED.accept(ProofFile.parse(bytes).checkpoint()),
            CHECKPOINT.text().getBytes(UTF_8), bytes -> Checkpoint.parse(text(bytes)),
            POLICY.getBytes(UTF_8), bytes -> LogPolicy.parse(text(bytes)).accept(NOTE),
            LOG.verifier().toString().getBytes(UTF_8), bytes -> VerifierKey.parse(text(bytes)),
            LOG.secret().getBytes(UTF_8), bytes -> SigningKey.parse(text(bytes)),
            LOG.sign("a\n").toString().getBytes(UTF_8), bytes -> Cosignature.time(NoteSignature.parse(text(bytes))),
            "tile/entries/x001/234.p/56".getBytes(UTF_8), bytes -> TilePath.parse(text(bytes)),
            EntryBundle.encode(NaiveTree.entries(5)),
                    bytes -> EntryBundle.decode(bytes, TilePath.in(5, TilePath.ENTRIES, 0)),
            frontier(), Frontier::of);

    @Test
    void shouldRefuseNoise() {
        Seeds.cases(3_000, random -> {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            READERS.values().forEach(reader -> read(reader, noise));
        });
    }

    @Test
    void shouldReadOrRefuseWhatIsNearlyRight() {
        Seeds.cases(3_000, random -> READERS.forEach((right, reader) -> read(reader, hurt(right, random))));
    }

    /** A file far beyond what is asked for must not become a message. */
    @Test
    void shouldNotQuoteMuch() {
        for (String piece : List.of("a", "A", "\n", "+", "/", " ", "x000/", "\u2014 ", "\u0000", "log \n", "\n\n")) {
            byte[] much = piece.repeat(100_000).getBytes(UTF_8);
            READERS.values().forEach(reader -> read(reader, much));
        }
    }

    @Test
    void shouldShowForeignTextWithoutWhatATerminalObeys() {
        assertThatThrownBy(() -> VerifierKey.parse("\u001b[31mred\u009b\u202e\u0007"))
                .isInstanceOf(LogFormatException.class)
                .hasMessageStartingWith("'?[31mred???' is no verifier key");
        assertThatThrownBy(() -> StrictBase64.decode("?".repeat(101)))
                .isInstanceOf(LogFormatException.class)
                .hasMessageStartingWith("'" + "?".repeat(100) + "\u2026'");
    }

    @Test
    void shouldTakeBase64InItsOneFormAlone() {
        for (String text : List.of("", "AA==", "AAA=", "AAAA", "+/+/")) {
            assertThat(StrictBase64.encode(StrictBase64.decode(text))).isEqualTo(text);
        }
        for (String text : List.of(
                "A", "AA", "AA=", "AAA", "AB==", "AAB=", "AAAA=", "AA==AA==", "AA==\n", " AAAA", "AA AA", "-_-_",
                "====", "=", "AAAA\u0100", "\u0100AAA")) {
            assertThatThrownBy(() -> StrictBase64.decode(text)).isInstanceOf(LogFormatException.class);
        }
    }

    @Test
    void shouldMakeAHashOf32BytesAlone() {
        byte[] bytes = new byte[64];
        bytes[63] = 9;
        assertThat(Hash.of(bytes, 32, 32)).hasToString("0".repeat(62) + "09");
        assertThatThrownBy(() -> Hash.of(bytes)).isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(LogFormatException.class);
        for (int from : new int[] {-1, 33, 64, 65, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> Hash.of(bytes, from, 32)).isInstanceOf(LogFormatException.class);
        }
    }

    private static void read(Consumer<byte[]> reader, byte[] bytes) {
        try {
            reader.accept(bytes);
        } catch (LogFormatException | UnverifiedException e) {
            assertThat(e).hasNoCause();
            assertThat(e.getMessage()).hasSizeLessThan(600).matches("\\P{Cntrl}+");
        }
    }

    private static byte[] hurt(byte[] right, SplittableRandom random) {
        byte[] bytes = right.clone();
        for (int changes = random.nextInt(4) + 1; changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + at);
                    System.arraycopy(bytes, 0, longer, bytes.length, at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    private static byte[] frontier() {
        Frontier frontier = new Frontier();
        for (int i = 0; i < 7; i++) {
            frontier.append(TREE.leafHash(i));
        }
        return frontier.toBytes();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, bytes.length % 2 == 0 ? UTF_8 : ISO_8859_1);
    }
}
