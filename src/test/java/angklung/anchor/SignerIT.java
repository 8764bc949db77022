package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our signatures against those of another program. */
@Tag("chain")
class SignerIT {
    /** The first of the published accounts that every such local chain knows. */
    private static final ChainKey KEY =
            ChainKey.parse("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    private static LocalChain local;

    @BeforeAll
    static void start() throws IOException {
        local = LocalChain.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        local.close();
    }

    @Test
    void shouldSignTheSameBytesAsTheChain() {
        RemoteSigner remote = new RemoteSigner(local.rpc(), KEY.address());
        for (Transaction transaction : transactions()) {
            assertThat(remote.sign(transaction).raw()).isEqualTo(KEY.sign(transaction).raw());
            assertThat(SignedTransaction.parse(KEY.sign(transaction).raw())).isEqualTo(KEY.sign(transaction));
        }
    }

    @Test
    void shouldSayThatTheSignerHasNoSuchKey() {
        ChainKey other = local.account();
        RemoteSigner remote = new RemoteSigner(local.rpc(), other.address());
        assertThatThrownBy(() -> remote.sign(transactions().get(0)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("The signer refuses");
    }

    private static List<Transaction> transactions() {
        Optional<Address> to = Optional.of(Address.parse("0x00000000000000000000000000000000000000aa"));
        return List.of(
                transaction(0, 1, Optional.empty(), "0x"),
                transaction(127, 10, to, "0x00"),
                transaction(128, 1_000_000_007, to, "0x" + "ab".repeat(300)),
                transaction(70_000, 5_000_000_000L, Optional.empty(), "0x7f"));
    }

    private static Transaction transaction(long nonce, long fee, Optional<Address> to, String data) {
        return new Transaction(local.chain().id(), nonce, BigInteger.valueOf(fee), BigInteger.valueOf(2 * fee),
                100_000 + nonce, to, Bytes.parse(data));
    }
}
