package angklung.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Roots and proofs against the recursive definitions. */
class TreeTest {
    private static final int EVERY = 130;
    private static final int LARGEST = 600;

    private final NaiveTree naive = NaiveTree.ofSize(LARGEST);
    private final Prover prover = new Prover(naive.nodes());
    private final List<Hash> roots = IntStream.rangeClosed(0, LARGEST).mapToObj(naive::root).toList();

    @Test
    void shouldHaveTheRootOfEverySize() {
        Frontier frontier = new Frontier();
        for (int size = 0; size <= LARGEST; size++) {
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).as("%s leaves", size).isEqualTo(roots.get(size));
            assertThat(prover.root(size)).as("%s leaves", size).isEqualTo(roots.get(size));
            if (size < LARGEST) {
                frontier.append(naive.leafHash(size));
            }
        }
    }

    @Test
    void shouldProveInclusionOfEveryLeafOfSmallTrees() {
        for (int size = 1; size <= EVERY; size++) {
            for (int index = 0; index < size; index++) {
                checkInclusion(index, size);
            }
        }
    }

    @Test
    void shouldProveConsistencyOfEveryPairOfSmallTrees() {
        for (int to = 1; to <= EVERY; to++) {
            for (int from = 1; from <= to; from++) {
                checkConsistency(from, to);
            }
        }
    }

    @Test
    void shouldProveWithinLargerTrees() {
        Seeds.cases(500, random -> {
            int size = random.nextInt(EVERY, LARGEST) + 1;
            checkInclusion(random.nextInt(size), size);
            checkConsistency(random.nextInt(size) + 1, size);
        });
    }

    @Test
    void shouldGoOnFromTheBytesOfAFrontier() {
        Seeds.cases(100, random -> {
            int size = random.nextInt(LARGEST);
            Frontier before = frontier(size);
            Frontier frontier = Frontier.of(before.toBytes());
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).isEqualTo(roots.get(size));
            assertThat(frontier.toBytes()).isEqualTo(before.toBytes()).hasSize(8 + 32 * Integer.bitCount(size));

            frontier.append(naive.leafHash(size));
            assertThat(frontier.root()).isEqualTo(roots.get(size + 1));
            assertThat(before.root()).isEqualTo(roots.get(size)); // shares nothing with its bytes
        });
    }

    @Test
    void shouldRefuseBytesThatAreNoFrontier() {
        byte[] bytes = frontier(5).toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Frontier.of(cut)).isInstanceOf(LogFormatException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> Frontier.of(longer)).isInstanceOf(LogFormatException.class);
        byte[] negative = frontier(1).toBytes(); // as many bits as the size 1, and so as many bytes
        negative[0] = (byte) 0x80;
        negative[7] = 0;
        assertThatThrownBy(() -> Frontier.of(negative)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldNotProveWhatATreeHasNot() {
        assertThatThrownBy(() -> prover.root(-1)).isInstanceOf(IllegalArgumentException.class);
        for (long index : new long[] {-1, 5, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> prover.inclusion(index, 5)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> prover.inclusion(0, 0)).isInstanceOf(IllegalArgumentException.class);
        for (long from : new long[] {-1, 0, 6, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> prover.consistency(from, 5)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Of the largest tree nothing can be built, but its path can be followed, if all its hashes are one. */
    @Test
    void shouldProveAtTheEdgeOfTheLargestTree() {
        Hash[] complete = new Hash[Long.SIZE];
        complete[0] = naive.leafHash(0);
        for (int level = 1; level < complete.length; level++) {
            complete[level] = Hash.of(NaiveTree.node(
                    complete[level - 1].toBytes(), complete[level - 1].toBytes()));
        }
        Prover large = new Prover((level, index) -> complete[level]);
        SplittableRandom random = new SplittableRandom(5);
        for (long size : new long[] {Long.MAX_VALUE, 1L << 62, (1L << 62) + 1, (1L << 53) + 1}) {
            Hash root = large.root(size);
            for (long index : new long[] {0, size - 1, size / 2, random.nextLong(size)}) {
                InclusionProof proof = large.inclusion(index, size);
                assertThat(proof.path().size()).isLessThanOrEqualTo(InclusionProof.LONGEST);
                assertThat(proof.proves(complete[0], root)).isTrue();
                assertThat(NaiveTree.includes(index, size, proof.path(), complete[0], root)).isTrue();
                ConsistencyProof appended = large.consistency(index + 1, size);
                assertThat(appended.proves(large.root(index + 1), root)).isTrue();
                assertThat(NaiveTree.isConsistent(
                                index + 1, size, appended.path(), large.root(index + 1), root))
                        .isTrue();
            }
        }
    }

    private void checkInclusion(int index, int size) {
        InclusionProof proof = prover.inclusion(index, size);
        assertThat(proof).isEqualTo(new InclusionProof(index, size, naive.path(index, size)));
        assertThat(proof.proves(naive.leafHash(index), roots.get(size))).as("%s of %s", index, size).isTrue();
    }

    private void checkConsistency(int from, int to) {
        ConsistencyProof proof = prover.consistency(from, to);
        assertThat(proof).isEqualTo(new ConsistencyProof(from, to, naive.proof(from, to)));
        assertThat(proof.proves(roots.get(from), roots.get(to))).as("%s to %s", from, to).isTrue();
    }

    private Frontier frontier(int size) {
        Frontier frontier = new Frontier();
        for (int i = 0; i < size; i++) {
            frontier.append(naive.leafHash(i));
        }
        return frontier;
    }
}
