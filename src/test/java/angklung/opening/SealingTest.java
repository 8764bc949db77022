package angklung.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.log.UnverifiedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SealingTest {
    private static final HexFormat HEX = HexFormat.of();

    private final Sealing sealing = new Sealing(Fixture.key(1));

    @Test
    void shouldCommitAsOtherProgramsDo() {
        OpenedStatement opening = sealing.opening(Fixture.LEAF, StatementRecord.of(Fixture.statement()));

        assertThat(HEX.formatHex(opening.salt())).isEqualTo(Fixture.SALT);
        assertThat(HEX.formatHex(opening.commitment())).isEqualTo(Fixture.COMMITMENT);
        assertThat(opening.recordText()).isEqualTo(Fixture.RECORD);
        // SHA-256 of "royalty-commit/v1", LF, 32 zero bytes, "{}"
        assertThat(HEX.formatHex(Commitment.of(new byte[32], bytes("{}"))))
                .isEqualTo("600b0528d92992c4e139d0dd305bc1152f2801ba8c4897a8d2714a049f390d57");
    }

    @Test
    void shouldSealAsOtherProgramsDo() throws Exception {
        OpenedStatement opening = sealing.opening(Fixture.LEAF, bytes(Fixture.RECORD));
        byte[] sealed = sealing.seal(Fixture.LEAF, opening);

        assertThat(HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(sealed)))
                .isEqualTo(Fixture.SEALED_SHA256);
        assertThat(HEX.formatHex(sealing.seal(Fixture.LEAF, sealing.opening(Fixture.LEAF, bytes("{}")))))
                .isEqualTo("ac46b35ceba5c7da03e2c5cfb6bee6fd8d5337737ddcd4d6f7c893524fd04f1d93bfed7d41a366172d3f81c8"
                        + "ad0debc23657f9e5e4cf6d3b3ad30d110846");
    }

    @Test
    void shouldOpenWhatItSealedAndNothingElse() {
        Seeds.cases(50, random -> {
            PartyKey key = new PartyKey(1 + random.nextInt(9), bytes(random, 32));
            Sealing own = new Sealing(key);
            String leaf = HEX.formatHex(bytes(random, 32));
            OpenedStatement opening = own.opening(leaf, bytes(random, random.nextInt(2_000)));
            byte[] sealed = own.seal(leaf, opening);

            assertThat(own.open(leaf, sealed)).isEqualTo(opening);
            assertThat(new Sealing(key).seal(leaf, opening)).isEqualTo(sealed);
            assertRefused(own, leaf + "0", sealed);
            assertRefused(new Sealing(new PartyKey(1, bytes(random, 32))), leaf, sealed);
            assertRefused(own, leaf, Arrays.copyOf(sealed, random.nextInt(sealed.length)));
            assertRefused(own, leaf, Arrays.copyOf(sealed, sealed.length + 1));
        });
    }

    @Test
    void shouldRefuseEverySingleBitThatIsChanged() {
        byte[] sealed = sealing.seal(Fixture.LEAF, sealing.opening(Fixture.LEAF, bytes(Fixture.RECORD)));

        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertRefused(sealing, Fixture.LEAF, changed);
        }
    }

    /** Two leaves with one salt would show that two records are the same. */
    @Test
    void shouldGiveEveryLeafOfEveryPartyASaltAndANonceOfItsOwn() {
        Set<String> salts = new HashSet<>();
        Set<String> starts = new HashSet<>();
        Seeds.cases(20, random -> {
            Sealing own = new Sealing(new PartyKey(1, bytes(random, 32)));
            for (int leaf = 0; leaf < 50; leaf++) {
                OpenedStatement opening = own.opening("leaf " + leaf, bytes("{}"));
                assertThat(salts.add(HEX.formatHex(opening.salt()))).isTrue();
                byte[] nonce = Arrays.copyOf(own.seal("leaf " + leaf, opening), 12);
                assertThat(starts.add(HEX.formatHex(nonce))).isTrue();
            }
        });
    }

    @Test
    void shouldNotShowWhatItHolds() {
        PartyKey key = Fixture.key(3);
        OpenedStatement opening = sealing.opening(Fixture.LEAF, bytes(Fixture.RECORD));
        String shown = key + " " + sealing + " " + opening + " " + key.hashCode();

        assertThat(shown)
                .contains("generation 3")
                .doesNotContain(HEX.formatHex(key.key()).substring(0, 8), Arrays.toString(key.key()), "IDR", "[B@");
    }

    @Test
    void shouldNotLetAnybodyChangeAKeyThatIsGivenOut() {
        PartyKey key = Fixture.key(1);
        key.key()[0] = 99;

        assertThat(key).isEqualTo(Fixture.key(1)).isNotEqualTo(Fixture.key(2));
    }

    private static void assertRefused(Sealing sealing, String leaf, byte[] sealed) {
        assertThatThrownBy(() -> sealing.open(leaf, sealed)).isInstanceOf(UnverifiedException.class);
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
