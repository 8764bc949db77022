package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final Address DISTRIBUTOR = Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private static final Bytes SALT = Bytes.parse("0x" + "5a".repeat(32));

    /** The tree in the README of OpenZeppelin's merkle-tree, whose leaves are given. */
    @Test
    void shouldBuildThePublishedTree() {
        Bytes one = Bytes.parse("0xeb02c421cfa48976e66dfb29120745909ea3a0f843456c263cf8f1253483e283");
        Bytes two = Bytes.parse("0xb92c48e9d7abe27fd8dfd6b5dfdbfb1c9a463f80c712b66f3a5180a090cccafc");
        DistributionTree tree = new DistributionTree(List.of(one, two));
        assertThat(tree.root())
                .hasToString("0xd4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77");
        assertThat(tree.proof(one)).containsExactly(two);
        assertThat(tree.proof(two)).containsExactly(one);
    }

    @Test
    void shouldBeItsOnlyLeaf() {
        Payee payee = payee(1, 5);
        Distribution distribution = new Distribution(1, DISTRIBUTOR, 202610, List.of(payee));
        assertThat(distribution.tree().root()).isEqualTo(payee.leaf(1, DISTRIBUTOR));
        assertThat(distribution.proof(payee)).isEmpty();
    }

    @Test
    void shouldTellTheLogWhatItIs() {
        Distribution distribution = new Distribution(31337, DISTRIBUTOR, 202601, List.of(payee(1, 5), payee(2, 37)));
        assertThat(distribution.facts()).hasToString("{\"chain_id\":\"31337\",\"cumulative_total\":\"42\","
                + "\"distributor\":\"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\",\"root\":\""
                + distribution.tree().root() + "\"}");
        assertThat(distribution.month()).isEqualTo("2026-01");
    }

    @Test
    void shouldRefuseAnAccountTwice() {
        assertThatThrownBy(() -> new Distribution(1, DISTRIBUTOR, 202610, List.of(payee(1, 5), payee(1, 6))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is there twice");
    }

    @Test
    void shouldRefuseWhatNobodyCouldClaim() {
        assertThatThrownBy(() -> payee(1, 0)).hasMessageContaining("more than zero");
        assertThatThrownBy(() -> payee(1, -1)).hasMessageContaining("more than zero");
        assertThatThrownBy(() -> new Distribution(1, DISTRIBUTOR, 202610, List.of()))
                .hasMessageContaining("needs a payee");
        assertThatThrownBy(() -> new Distribution(1, DISTRIBUTOR, 202613, List.of(payee(1, 5))))
                .hasMessageContaining("yyyymm");
    }

    private static Payee payee(int account, long amount) {
        return new Payee(Address.ofWord(Words.word(BigInteger.valueOf(account))), BigInteger.valueOf(amount), SALT);
    }
}
