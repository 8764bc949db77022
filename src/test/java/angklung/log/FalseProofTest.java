package angklung.log;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No proof holds but the right one, as far as a proof can tell: it knows roots, not sizes. */
class FalseProofTest {
    private static final int LARGEST = 40;

    private final NaiveTree naive = NaiveTree.ofSize(LARGEST);
    private final List<Hash> roots = IntStream.rangeClosed(0, LARGEST).mapToObj(naive::root).toList();

    @Test
    void shouldRefuseInclusionWithAnyWrongBit() {
        for (int size = 1; size <= 17; size++) {
            for (int index = 0; index < size; index++) {
                int place = index;
                int leaves = size;
                List<Hash> path = naive.path(index, size);
                Hash leaf = naive.leafHash(index);
                Hash root = roots.get(size);
                flipEach(path, wrong -> refuse(new InclusionProof(place, leaves, wrong), leaf, root));
                flipEach(leaf, wrong -> refuse(new InclusionProof(place, leaves, path), wrong, root));
                flipEach(root, wrong -> refuse(new InclusionProof(place, leaves, path), leaf, wrong));
            }
        }
    }

    @Test
    void shouldRefuseConsistencyWithAnyWrongBit() {
        for (int to = 1; to <= 17; to++) {
            for (int from = 1; from <= to; from++) {
                int old = from;
                int now = to;
                List<Hash> path = naive.proof(from, to);
                Hash oldRoot = roots.get(from);
                Hash newRoot = roots.get(to);
                flipEach(path, wrong -> refuse(new ConsistencyProof(old, now, wrong), oldRoot, newRoot));
                flipEach(oldRoot, wrong -> refuse(new ConsistencyProof(old, now, path), wrong, newRoot));
                flipEach(newRoot, wrong -> refuse(new ConsistencyProof(old, now, path), oldRoot, wrong));
            }
        }
    }

    @Test
    void shouldRefuseAnotherIndexOfTheSameTree() {
        for (int size = 1; size <= LARGEST; size++) {
            for (int index = 0; index < size; index++) {
                List<Hash> path = naive.path(index, size);
                for (int other = -1; other <= size + 1; other++) {
                    assertThat(new InclusionProof(other, size, path).proves(naive.leafHash(index), roots.get(size)))
                            .as("%s as %s of %s", index, other, size)
                            .isEqualTo(other == index);
                }
            }
        }
    }

    @Test
    void shouldRefuseOtherRootsForEveryPairOfSizes() {
        for (int to = 1; to <= LARGEST; to++) {
            for (int from = 1; from <= to; from++) {
                ConsistencyProof proof = new ConsistencyProof(from, to, naive.proof(from, to));
                for (int other = 0; other <= LARGEST; other++) {
                    assertThat(proof.proves(roots.get(other), roots.get(to))).isEqualTo(other == from);
                    assertThat(proof.proves(roots.get(from), roots.get(other))).isEqualTo(other == to);
                }
            }
        }
    }

    @Test
    void shouldRefuseSizesThatNoTreeHas() {
        Hash root = roots.get(1);
        for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
            refuse(new InclusionProof(0, size, List.of()), root, root);
            refuse(new InclusionProof(size, size, List.of()), root, root);
            refuse(new ConsistencyProof(size, 1, List.of()), roots.get(0), root);
            refuse(new ConsistencyProof(size, size, List.of()), root, root);
        }
        refuse(new ConsistencyProof(2, 1, List.of()), root, root);
        refuse(new ConsistencyProof(3, 5, List.of()), roots.get(3), roots.get(5));
        refuse(new ConsistencyProof(5, 5, List.of(root)), roots.get(5), roots.get(5));
    }

    /** Index, sizes, order and number of hashes changed at random: the same verdict as by descending the tree. */
    @Test
    void shouldJudgeAsTheRecursiveDefinitionDoes() {
        int[] held = new int[2];
        Seeds.cases(20_000, random -> {
            int size = random.nextInt(LARGEST) + 1;
            int index = random.nextInt(size);
            InclusionProof inclusion = new InclusionProof(
                    near(index, random), near(size, random), changed(naive.path(index, size), random));
            boolean holds = NaiveTree.includes(
                    inclusion.index(), inclusion.size(), inclusion.path(), naive.leafHash(index), roots.get(size));
            assertThat(inclusion.proves(naive.leafHash(index), roots.get(size))).isEqualTo(holds);
            held[0] += holds ? 1 : 0;

            int from = random.nextInt(size) + 1;
            ConsistencyProof consistency = new ConsistencyProof(
                    near(from, random), near(size, random), changed(naive.proof(from, size), random));
            boolean appends = NaiveTree.isConsistent(
                    consistency.from(), consistency.to(), consistency.path(), roots.get(from), roots.get(size));
            assertThat(consistency.proves(roots.get(from), roots.get(size))).isEqualTo(appends);
            held[1] += appends ? 1 : 0;
        });
        assertThat(held[0]).isBetween(1_000, 19_000); // or one verdict was never asked for
        assertThat(held[1]).isBetween(1_000, 19_000);
    }

    private static long near(long number, SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> number + random.nextInt(-3, 4);
            case 1 -> number ^ (1L << random.nextInt(Long.SIZE));
            default -> number;
        };
    }

    private List<Hash> changed(List<Hash> path, SplittableRandom random) {
        List<Hash> changed = new ArrayList<>(path);
        int at = random.nextInt(path.size() + 1);
        switch (random.nextInt(8)) {
            case 0 -> changed.add(at, roots.get(random.nextInt(LARGEST)));
            case 1 -> changed.subList(at, path.size()).clear();
            case 2 -> Collections.rotate(changed, at);
            case 3 -> changed.subList(0, at).clear();
            default -> { }
        }
        return changed;
    }

    private static void refuse(InclusionProof proof, Hash leaf, Hash root) {
        assertThat(proof.proves(leaf, root)).as("%s", proof).isFalse();
    }

    private static void refuse(ConsistencyProof proof, Hash oldRoot, Hash newRoot) {
        assertThat(proof.proves(oldRoot, newRoot)).as("%s", proof).isFalse();
    }

    private static void flipEach(Hash hash, Consumer<Hash> check) {
        Bits.flipEach(hash.toBytes(), wrong -> check.accept(Hash.of(wrong)));
    }

    private static void flipEach(List<Hash> path, Consumer<List<Hash>> check) {
        for (int i = 0; i < path.size(); i++) {
            List<Hash> copy = new ArrayList<>(path);
            int at = i;
            flipEach(path.get(i), wrong -> {
                copy.set(at, wrong);
                check.accept(copy);
            });
        }
    }
}
