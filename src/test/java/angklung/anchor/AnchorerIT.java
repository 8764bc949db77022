package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.AnchorKind;
import angklung.avro.ChainAnchor;
import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checkpoints are recorded whatever the chain does. */
@Tag("chain")
class AnchorerIT {
    private static final String ORIGIN = "log.example.org/royalties";
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);
    private static final BigInteger HIGHEST = GWEI.multiply(BigInteger.valueOf(1_000));
    private static final int ROUNDS = 20;
    private static final int ROUNDS_TO_REPLACEMENT = 3;
    private static LocalChain local;

    private final MemoryTree tree = MemoryTree.of("a", 50);
    private final ChainKey signer = local.account();
    private final MemoryJournal journal = new MemoryJournal();
    /** What happens instead of a block, by the number of the look at the chain. */
    private final Map<Integer, Runnable> events = new HashMap<>();
    private CheckpointWitness witness;
    private int round;

    @BeforeAll
    static void start() throws IOException {
        local = LocalChain.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        local.close();
    }

    @BeforeEach
    void deploy() {
        ChainKey admin = local.account();
        witness = new CheckpointWitness(local.chain(), local.deploy("CheckpointWitness", admin,
                CheckpointWitness.creation(ORIGIN, admin.address(), signer.address())));
        local.call("evm_setAutomine", false);
    }

    @AfterEach
    void calm() {
        local.call("anvil_dropAllTransactions");
        local.call("anvil_setNextBlockBaseFeePerGas", HexText.quantity(GWEI));
        local.mine();
        local.call("evm_setAutomine", true);
    }

    @Test
    void shouldRecordACheckpointOnce() {
        ChainAnchor first = reach(20);
        assertThat(first.getKind()).isEqualTo(AnchorKind.FINAL);
        assertThat(Hash.of(first.getRoot().array())).isEqualTo(tree.prover().root(20));
        assertThat(local.chain().block(first.getBlockNumber()).orElseThrow().hash()).isEqualTo(first.getBlockHash());
        assertThat(reach(20)).isEqualTo(first);
        assertThat(sentByUs()).isEqualTo(1);

        assertThat(reach(50).getNonce()).isEqualTo(1);
        assertThat(witness.latest(BlockTag.LATEST).orElseThrow().size()).isEqualTo(50);
    }

    @Test
    void shouldSendAgainAfterAReorganisation() {
        events.put(1, () -> local.call("anvil_reorg", 1, List.of())); // the block of the transaction is replaced
        ChainAnchor anchor = reach(20);
        assertThat(round).isGreaterThan(2);
        assertRecorded(anchor, 20);
        assertThat(journal.sent()).isEqualTo(2);
    }

    @Test
    void shouldSendAgainWhatWasDropped() {
        events.put(0, () -> local.call("anvil_dropAllTransactions"));
        ChainAnchor anchor = reach(20);
        assertRecorded(anchor, 20);
        assertThat(journal.sent()).isEqualTo(2);
        assertThat(sentByUs()).isEqualTo(1);
    }

    @Test
    void shouldOfferMoreWhenFeesRise() {
        BigInteger risen = GWEI.multiply(BigInteger.valueOf(200));
        events.put(0, () -> mineAt(risen));
        ChainAnchor anchor = reach(20);
        assertRecorded(anchor, 20);
        assertThat(journal.sent()).isEqualTo(2);
        assertThat(sentByUs()).isEqualTo(1);
        assertThat(local.chain().transaction(anchor.getTransaction()).orElseThrow().fees().highest())
                .isGreaterThan(risen)
                .isLessThanOrEqualTo(HIGHEST);
    }

    @Test
    void shouldOfferNoMoreThanItMay() {
        BigInteger dear = HIGHEST.multiply(BigInteger.TEN);
        for (int i = 0; i < ROUNDS; i++) {
            events.put(i, () -> mineAt(dear));
        }
        assertThatThrownBy(() -> reach(20))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no more than " + HIGHEST)
                .hasMessageContaining("run the command again");
        assertThat(journal.sent()).isEqualTo(1);
        events.clear();
        local.call("anvil_setNextBlockBaseFeePerGas", HexText.quantity(GWEI));
        local.mine();
        assertRecorded(reach(20), 20);
    }

    @Test
    void shouldOfferMoreWhenItIsLeftOut() {
        for (int i = 0; i < ROUNDS_TO_REPLACEMENT; i++) {
            events.put(i, () -> { }); // no block
        }
        assertRecorded(reach(20), 20);
        assertThat(journal.sent()).isEqualTo(2);
        assertThat(sentByUs()).isEqualTo(1);
    }

    @Test
    void shouldFillAGapOfNonces() {
        local.chain().send(signer.sign(new Transaction(
                local.chain().id(), 2, GWEI, HIGHEST, 100_000, Optional.of(witness.address()),
                Bytes.parse("0x00000000"))));
        ChainAnchor anchor = reach(20);
        assertRecorded(anchor, 20);
        assertThat(anchor.getNonce()).isZero();
        assertThat(reach(50).getNonce()).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhereAnotherProcessDiedBeforeItSent() {
        AnchorJournal dying = new AnchorJournal() {
            @Override
            public Optional<ChainAnchor> last(String key) {
                return journal.last(key);
            }

            @Override
            public void write(String key, ChainAnchor anchor) {
                journal.write(key, anchor);
                throw new IllegalStateException("died");
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        assertThatThrownBy(() -> anchorer(dying).reach(goal(20))).hasMessage("died");
        assertThat(journal.sent()).isEqualTo(1);
        assertRecorded(reach(20), 20);
    }

    @Test
    void shouldGoOnWhereAnotherProcessDiedAfterItSent() {
        events.put(0, () -> {
            throw new IllegalStateException("died");
        });
        assertThatThrownBy(() -> reach(20)).hasMessage("died");
        ChainAnchor anchor = reach(20);
        assertRecorded(anchor, 20);
        assertThat(journal.sent()).isEqualTo(1);
    }

    @Test
    void shouldManageWithoutAJournal() {
        events.put(0, () -> {
            throw new IllegalStateException("died");
        });
        assertThatThrownBy(() -> anchorer(new MemoryJournal()).reach(goal(20))).hasMessage("died");
        round = 1;
        assertRecorded(reach(20), 20); // a transaction waits of which nobody knows
        assertThat(sentByUs()).isEqualTo(1);
    }

    @Test
    void shouldRecordWhatSomebodyElseSent() {
        local.chain().send(signer.sign(new Transaction(
                local.chain().id(), 0, GWEI, HIGHEST, 300_000, Optional.of(witness.address()),
                CheckpointWitness.anchor(20, tree.prover().root(20), List.of()))));
        local.mine();
        assertRecorded(reach(20), 20);
        assertThat(journal.sent()).isZero();
    }

    @Test
    void shouldGiveAlarmWhenTheChainHoldsAnotherRoot() {
        reach(20);
        MemoryTree fork = MemoryTree.of("b", 50);
        for (long size : new long[] {20, 30}) {
            Checkpoint forged = new Checkpoint(ORIGIN, size, fork.prover().root(size));
            assertThatThrownBy(() -> anchorer(journal).reach(new CheckpointGoal(witness, forged, fork.prover())))
                    .isInstanceOfSatisfying(Failure.class, e ->
                            assertThat(e.exitCode()).isEqualTo(Failure.VERIFICATION_FAILED))
                    .hasMessageContaining("ALARM");
        }
        assertThat(sentByUs()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatTheContractComplainsOf() {
        Anchorer stranger = new Anchorer(
                local.chain(), local.account(), journal, options(local.chain().id()), Clock.systemUTC(), this::pause);
        assertThatThrownBy(() -> stranger.reach(goal(20)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("AccessControlUnauthorizedAccount");
        assertThatThrownBy(() -> new Anchorer(
                        local.chain(), signer, journal, options(5), Clock.systemUTC(), this::pause).reach(goal(20)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("chain.id is 5");
        assertThatThrownBy(() -> new CheckpointGoal(
                        witness, new Checkpoint("other.example.org", 20, tree.prover().root(20)), tree.prover()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("not for the log 'other.example.org'");
        reach(50);
        assertThatThrownBy(() -> reach(20)).isInstanceOf(Failure.class).hasMessageContaining("covers it");
    }

    private ChainAnchor reach(long size) {
        return anchorer(journal).reach(goal(size));
    }

    private Goal goal(long size) {
        return new CheckpointGoal(witness, new Checkpoint(ORIGIN, size, tree.prover().root(size)), tree.prover());
    }

    private Anchorer anchorer(AnchorJournal where) {
        return new Anchorer(
                local.chain(), signer, where, options(local.chain().id()), Clock.systemUTC(), this::pause);
    }

    private static AnchorOptions options(long chainId) {
        return new AnchorOptions(chainId, new Finality(0), HIGHEST, ROUNDS, ROUNDS_TO_REPLACEMENT);
    }

    /** A block, or what else is to happen. */
    private void pause() {
        events.getOrDefault(round++, local::mine).run();
    }

    private void mineAt(BigInteger baseFee) {
        local.call("anvil_setNextBlockBaseFeePerGas", HexText.quantity(baseFee));
        local.mine();
    }

    private long sentByUs() {
        return local.chain().nonce(signer.address(), BlockTag.LATEST);
    }

    private void assertRecorded(ChainAnchor anchor, long size) {
        assertThat(anchor.getKind()).isEqualTo(AnchorKind.FINAL);
        assertThat(witness.rootOf(size, BlockTag.FINALIZED)).contains(tree.prover().root(size));
        Receipt receipt = local.chain().receipt(anchor.getTransaction()).orElseThrow();
        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.blockHash()).isEqualTo(anchor.getBlockHash());
        assertThat(receipt.events().stream().map(Receipt.Event::index)).contains(anchor.getLogIndex());
    }
}
