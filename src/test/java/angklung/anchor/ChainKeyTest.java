package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.config.Failure;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainKeyTest {
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    @TempDir
    private Path directory;

    @Test
    void shouldHaveItsAddress() {
        // the key of EIP-155's example, and the first published key of local chains
        assertThat(ChainKey.parse("46".repeat(32)).address())
                .hasToString("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F");
        assertThat(ChainKey.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80").address())
                .hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    }

    /** Widely published for RFC 6979 over secp256k1 with the lower s. */
    @Test
    void shouldSignByRfc6979() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest("Satoshi Nakamoto".getBytes("US-ASCII"));
        Secp256k1.Signature signature = Secp256k1.sign(BigInteger.ONE, digest);
        assertThat(signature.r().toString(16))
                .isEqualTo("934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8");
        assertThat(signature.s().toString(16))
                .isEqualTo("2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
    }

    @Test
    void shouldSignWhatLeadsBackToItAlone() {
        Seeds.cases(40, random -> {
            ChainKey key = ChainKey.parse(String.format("%064x", new BigInteger(1, bytes(random)).shiftRight(1)));
            SignedTransaction signed = key.sign(transaction(random));
            assertThat(signed.sender()).isEqualTo(key.address());
            assertThat(SignedTransaction.parse(signed.raw())).isEqualTo(signed);

            byte[] raw = signed.raw().toArray();
            raw[random.nextInt(raw.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            assertThat(senderOf(raw)).isNotEqualTo(Optional.of(key.address()));
        });
    }

    @Test
    void shouldRefuseTheOtherSignatureOfTheSame() {
        byte[] digest = Keccak.hash();
        Secp256k1.Signature signature = Secp256k1.sign(BigInteger.TEN, digest);
        Secp256k1.Signature high =
                new Secp256k1.Signature(1 - signature.parity(), signature.r(), ORDER.subtract(signature.s()));
        assertThatThrownBy(() -> Secp256k1.signer(digest, high)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldMakeAFileThatOnlyItsOwnerReads() throws IOException {
        Path file = directory.resolve("chain.key");
        ChainKey key = ChainKey.create(file, new SecureRandom());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(ChainKey.read(file).address()).isEqualTo(key.address());
        assertThat(key.toString()).isEqualTo("key of " + key.address());
        assertThatThrownBy(() -> ChainKey.create(file, new SecureRandom()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("never overwritten");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> ChainKey.read(file)).isInstanceOf(Failure.class).hasMessageContaining("others");
    }

    @Test
    void shouldTellNothingOfWhatIsNoKey() throws IOException {
        for (String text : new String[] {"12345678abcdef", "0".repeat(64), "f".repeat(64), "g".repeat(64)}) {
            Path file = Files.createFile(directory.resolve("k" + text.charAt(0)),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text + "\n");
            assertThatThrownBy(() -> ChainKey.read(file))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("holds no key")
                    .hasMessageNotContaining(text)
                    .hasNoCause();
        }
        assertThatThrownBy(() -> ChainKey.read(directory.resolve("none")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("There is no file");
    }

    private static Optional<Address> senderOf(byte[] raw) {
        try {
            return Optional.of(SignedTransaction.parse(Bytes.of(raw)).sender());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Transaction transaction(SplittableRandom random) {
        BigInteger tip = BigInteger.valueOf(random.nextLong(1L << 40));
        return new Transaction(1 + random.nextLong(1L << 40), random.nextLong(1L << 20), tip, tip.shiftLeft(1),
                random.nextLong(1L << 25), Optional.of(Address.ofWord(bytes(random))), Bytes.of(bytes(random)));
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[Words.LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }
}
