package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract CheckpointWitness on a real machine of Ethereum. */
@Tag("chain")
class CheckpointWitnessIT {
    private static final String ORIGIN = "log.example.org/royalties";
    private static final int MOST = 20;
    private static LocalChain local;

    private final ChainKey admin = local.account();
    private final ChainKey anchorer = local.account();
    private Address address;
    private CheckpointWitness witness;

    @BeforeAll
    static void start() throws IOException {
        local = LocalChain.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        local.gasTable().forEach(System.out::println);
        local.close();
    }

    @BeforeEach
    void deploy() {
        address = local.deploy("CheckpointWitness", admin,
                CheckpointWitness.creation(ORIGIN, admin.address(), anchorer.address()));
        witness = new CheckpointWitness(local.chain(), address);
    }

    @Test
    void shouldRecordWhatAppends() {
        MemoryTree tree = MemoryTree.of("a", 200_000);
        assertThat(witness.latest(BlockTag.LATEST)).isEmpty();
        assertThat(witness.isFor(ORIGIN)).isTrue();
        assertThat(witness.isFor(ORIGIN + "/")).isFalse();

        anchorFirst(tree, 5);
        for (long size : new long[] {8, 21, 131_072, 131_073, 200_000}) {
            long before = witness.latest(BlockTag.LATEST).orElseThrow().size();
            ConsistencyProof proof = tree.prover().consistency(before, size);
            Receipt receipt = local.send(String.format("anchor, proof of %2d hashes", proof.path().size()),
                    anchorer, address, CheckpointWitness.anchor(proof, tree.prover().root(size)));

            assertThat(receipt.events()).hasSize(1);
            assertThat(witness.latest(BlockTag.LATEST)).hasValueSatisfying(latest -> {
                assertThat(latest.size()).isEqualTo(size);
                assertThat(latest.root()).isEqualTo(tree.prover().root(size));
            });
            assertThat(witness.rootOf(size, BlockTag.LATEST)).contains(tree.prover().root(size));
        }
        assertThat(witness.rootOf(9, BlockTag.LATEST)).isEmpty();
    }

    @Test
    void shouldRefuseAFork() {
        MemoryTree tree = MemoryTree.of("a", 30);
        MemoryTree fork = MemoryTree.of("b", 30);
        anchorFirst(tree, 10);

        assertThat(refused(anchorer, CheckpointWitness.anchor(
                fork.prover().consistency(10, 30), fork.prover().root(30)))).startsWith("Inconsistent");
        assertThat(refused(anchorer, CheckpointWitness.anchor(
                tree.prover().consistency(10, 30), fork.prover().root(30)))).startsWith("Inconsistent");
        assertThat(refused(anchorer, CheckpointWitness.anchor(30, fork.prover().root(30), List.of())))
                .startsWith("Inconsistent");
        assertThat(witness.latest(BlockTag.LATEST).orElseThrow().size()).isEqualTo(10);
    }

    @Test
    void shouldRefuseWhatIsNoNextCheckpoint() {
        MemoryTree tree = MemoryTree.of("a", 12);
        Hash root = tree.prover().root(12);
        Hash zero = Hash.of(new byte[Hash.LENGTH]);
        assertThat(refused(anchorer, CheckpointWitness.anchor(0, Hash.EMPTY_ROOT, List.of())))
                .isEqualTo("NotMonotonic[0, 0]");
        assertThat(refused(anchorer, CheckpointWitness.anchor(12, root, List.of(root)))).startsWith("Inconsistent");
        assertThat(refused(anchorer, CheckpointWitness.anchor(12, zero, List.of()))).startsWith("EmptyRoot");
        assertThat(refused(admin, CheckpointWitness.anchor(12, root, List.of())))
                .startsWith("AccessControlUnauthorizedAccount");

        anchorFirst(tree, 12);

        assertThat(refused(anchorer, CheckpointWitness.anchor(12, root, List.of()))).isEqualTo("NotMonotonic[12, 12]");
        assertThat(refused(anchorer, CheckpointWitness.anchor(7, tree.prover().root(7), List.of())))
                .isEqualTo("NotMonotonic[12, 7]");
    }

    @Test
    void shouldGiveTheVerdictsOfJavaOnConsistency() {
        Seeds.cases(1, this::compareConsistency);
    }

    private void compareConsistency(SplittableRandom random) {
        MemoryTree tree = MemoryTree.of("a", MOST);
        int accepted = 0;
        int refused = 0;
        for (long from = 1; from < MOST; from++) {
            deploy();
            anchorFirst(tree, from);
            for (long to = from + 1; to <= MOST; to++) {
                Hash root = tree.prover().root(to);
                for (List<Hash> path : spoiled(tree.prover().consistency(from, to).path(), random)) {
                    long size = random.nextInt(4) > 0 ? to : to + 1 + random.nextInt(3);
                    boolean java = new ConsistencyProof(from, size, path).proves(tree.prover().root(from), root);
                    assertThat(accepts(CheckpointWitness.anchor(size, root, path)))
                            .as("%d to %d by %s", from, size, path)
                            .isEqualTo(java);
                    accepted += java ? 1 : 0;
                    refused += java ? 0 : 1;
                }
            }
        }
        System.out.println("consistency: " + accepted + " accepted, " + refused + " refused, by Java and contract");
        assertThat(accepted).isGreaterThan(100);
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void shouldGiveTheVerdictsOfJavaOnInclusion() {
        Seeds.cases(1, this::compareInclusion);
    }

    private void compareInclusion(SplittableRandom random) {
        MemoryTree tree = MemoryTree.of("a", MOST);
        int accepted = 0;
        int refused = 0;
        for (long size = 1; size <= MOST; size++) {
            deploy();
            anchorFirst(tree, size);
            for (long index = 0; index < size; index++) {
                for (List<Hash> path : spoiled(tree.prover().inclusion(index, size).path(), random)) {
                    long claimed = random.nextInt(4) > 0 ? index : random.nextInt(MOST);
                    InclusionProof proof = new InclusionProof(claimed, size, path);
                    boolean java = proof.proves(tree.leaf(index), tree.prover().root(size));
                    assertThat(witness.verifies(proof, tree.leaf(index))).as("%s", proof).isEqualTo(java);
                    accepted += java ? 1 : 0;
                    refused += java ? 0 : 1;
                }
            }
            InclusionProof unrecorded = tree.prover().inclusion(0, size == 1 ? 2 : 1);
            assertThat(witness.verifies(unrecorded, tree.leaf(0))).isFalse();
        }
        System.out.println("inclusion: " + accepted + " accepted, " + refused + " refused, by Java and contract");
        assertThat(accepted).isGreaterThan(100);
        assertThat(refused).isGreaterThan(1_000);
    }

    /** The path itself, and paths with a bit, a hash or two hashes changed, too short and too long. */
    private static List<List<Hash>> spoiled(List<Hash> path, SplittableRandom random) {
        List<List<Hash>> paths = new ArrayList<>(List.of(path));
        for (int i = 0; i < path.size(); i++) {
            byte[] bytes = path.get(i).toBytes();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            List<Hash> flipped = new ArrayList<>(path);
            flipped.set(i, Hash.of(bytes));
            paths.add(flipped);
            List<Hash> shorter = new ArrayList<>(path);
            shorter.remove(i);
            paths.add(shorter);
            List<Hash> swapped = new ArrayList<>(path);
            swapped.set(i, swapped.set((i + 1) % path.size(), path.get(i)));
            paths.add(swapped);
        }
        byte[] bytes = new byte[Hash.LENGTH];
        random.nextBytes(bytes);
        List<Hash> longer = new ArrayList<>(path);
        longer.add(random.nextInt(path.size() + 1), Hash.of(bytes));
        paths.add(longer);
        return paths;
    }

    private void anchorFirst(MemoryTree tree, long size) {
        local.send("anchor, first", anchorer, address,
                CheckpointWitness.anchor(size, tree.prover().root(size), List.of()));
    }

    private boolean accepts(Bytes call) {
        try {
            local.ask(anchorer, address, call);
            return true;
        } catch (RpcException e) {
            assertThat(CheckpointWitness.complaint(e).orElseThrow()).startsWith("Inconsistent");
            return false;
        }
    }

    private String refused(Signer sender, Bytes call) {
        return CheckpointWitness.complaint(local.refused(sender, address, call)).orElseThrow();
    }
}
