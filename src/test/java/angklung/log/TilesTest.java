package angklung.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Proofs from tiles. */
class TilesTest {
    private final NaiveTree naive = NaiveTree.ofSize(600);

    @Test
    void shouldProveFromTilesAsFromTheTree() {
        Seeds.cases(60, random -> {
            int size = random.nextInt(600) + 1;
            Prover prover = new Prover(new Tiles(tiles(size), size));
            int index = random.nextInt(size);
            int from = random.nextInt(size) + 1;
            assertThat(prover.root(size)).isEqualTo(naive.root(size));
            assertThat(prover.root(from)).isEqualTo(naive.root(from));
            assertThat(prover.inclusion(index, size).path()).isEqualTo(naive.path(index, size));
            assertThat(prover.consistency(from, size).path()).isEqualTo(naive.proof(from, size));
        });
    }

    /** Every size from which a tile becomes full, and those beside it. */
    @Test
    void shouldHaveTheRootOfSizesAroundFullTiles() {
        for (int size : new int[] {1, 2, 255, 256, 257, 511, 512, 513}) {
            assertThat(new Prover(new Tiles(tiles(size), size)).root(size)).isEqualTo(naive.root(size));
        }
    }

    /** A tree of which each hash of a level is the same, so that its third level of tiles is cheap to expect. */
    @Test
    void shouldProveAcrossThreeLevelsOfTiles() {
        Hash[] complete = new Hash[Long.SIZE];
        complete[0] = naive.leafHash(0);
        for (int i = 1; i < complete.length; i++) {
            complete[i] = Hash.of(NaiveTree.node(complete[i - 1].toBytes(), complete[i - 1].toBytes()));
        }
        TreeNodes nodes = (level, index) -> complete[level];
        long size = 70_000;
        Prover known = new Prover(nodes);
        Prover prover = new Prover(new Tiles(path -> bytes(path, nodes), size));

        assertThat(prover.root(size)).isEqualTo(known.root(size));
        for (long index : new long[] {0, 65_535, 65_536, 69_887, 69_888, 69_999}) {
            assertThat(prover.inclusion(index, size)).isEqualTo(known.inclusion(index, size));
            assertThat(prover.consistency(index + 1, size)).isEqualTo(known.consistency(index + 1, size));
        }
    }

    @Test
    void shouldReadEachTileOnceAndNoOtherThanTheSizeHas() {
        Map<TilePath, Integer> reads = new HashMap<>();
        TileSource source = tiles(600);
        Prover prover = new Prover(new Tiles(
                path -> {
                    reads.merge(path, 1, Integer::sum);
                    return source.read(path);
                },
                600));
        for (int i = 0; i < 600; i++) {
            prover.inclusion(i, 600);
        }

        assertThat(reads).containsOnlyKeys(
                TilePath.parse("tile/0/000"), TilePath.parse("tile/0/001"), TilePath.parse("tile/0/002.p/88"),
                TilePath.parse("tile/1/000.p/2"));
        assertThat(reads.values()).containsOnly(1);
    }

    @Test
    void shouldGiveAnotherRootForAnyWrongBitOfATile() {
        for (int size : new int[] {1, 3, 19}) {
            byte[] tile = tiles(size).read(TilePath.in(size, 0, 0));
            int leaves = size;
            Bits.flipEach(tile, wrong -> assertThat(new Prover(new Tiles(path -> wrong, leaves)).root(leaves))
                    .isNotEqualTo(naive.root(leaves)));
        }
        Seeds.cases(40, random -> {
            int size = 512 + random.nextInt(80) + 1;
            TileSource right = tiles(size);
            TilePath hurt = random.nextBoolean() ? TilePath.in(size, 1, 0) : TilePath.in(size, 0, 2);
            byte[] bytes = right.read(hurt);
            byte[] wrong = Bits.flipped(bytes, random.nextInt(bytes.length * 8));
            Tiles tiles = new Tiles(path -> path.equals(hurt) ? wrong : right.read(path), size);
            assertThat(new Prover(tiles).root(size)).isNotEqualTo(naive.root(size));
        });
    }

    @Test
    void shouldRefuseATileOfAnotherLength() {
        for (int length : new int[] {0, 1, 31, 32, 95, 97, 8_192}) {
            assertThatThrownBy(() -> new Prover(new Tiles(path -> new byte[length], 3)).root(3))
                    .isInstanceOf(LogFormatException.class)
                    .hasMessageContaining("tile/0/000.p/3")
                    .hasMessageContaining(length + " bytes");
        }
    }

    @Test
    void shouldRefuseSubtreesThatTheTreeHasNot() {
        Tiles tiles = new Tiles(tiles(5), 5);
        assertThat(tiles.node(2, 0)).isEqualTo(naive.root(4));
        assertThat(tiles.node(0, 4)).isEqualTo(naive.leafHash(4));
        for (int[] place : new int[][] {{0, 5}, {1, 2}, {2, 1}, {3, 0}}) {
            assertThatThrownBy(() -> tiles.node(place[0], place[1]))
                    .isInstanceOf(LogFormatException.class)
                    .hasMessageContaining("no complete subtree of 2^" + place[0] + " leaves at index " + place[1]);
        }
        for (int[] place : new int[][] {{8, 0}, {0, -1}, {62, 0}, {62, 1}}) {
            assertThatThrownBy(() -> tiles.node(place[0], place[1])).isInstanceOf(LogFormatException.class);
        }
    }

    @Test
    void shouldReadTheEntriesThatABundleHolds() {
        Seeds.cases(200, random -> {
            List<byte[]> entries = new ArrayList<>();
            int count = random.nextInt(256) + 1;
            for (int i = 0; i < count; i++) {
                byte[] entry = new byte[random.nextInt(50) == 0 ? 65_535 : random.nextInt(600)];
                random.nextBytes(entry);
                entries.add(entry);
            }
            TilePath path = new TilePath(TilePath.ENTRIES, 0, count);
            byte[] bundle = EntryBundle.encode(entries);
            assertThat(EntryBundle.decode(bundle, path)).containsExactlyElementsOf(entries);
        });
    }

    @Test
    void shouldEncodeAnEntryBehindItsLength() {
        byte[] entry = new byte[258];
        byte[] bundle = EntryBundle.encode(List.of(entry, new byte[] {7}, new byte[0]));

        assertThat(bundle).hasSize(2 + 258 + 2 + 1 + 2);
        assertThat(bundle).startsWith(1, 2).endsWith(0, 1, 7, 0, 0);
        assertThat(EntryBundle.decode(bundle, TilePath.parse("tile/entries/000.p/3"))).hasSize(3);
    }

    /** Each entry's hash is in a tile, so a bundle cannot change unseen. */
    @Test
    void shouldShowAnyWrongBitOfABundle() {
        List<byte[]> entries = NaiveTree.entries(11);
        TilePath path = TilePath.in(11, TilePath.ENTRIES, 0);
        byte[] bundle = EntryBundle.encode(entries);
        Hash root = NaiveTree.of(EntryBundle.decode(bundle, path)).root(11);
        Bits.flipEach(bundle, wrong -> {
            try {
                assertThat(NaiveTree.of(EntryBundle.decode(wrong, path)).root(11)).isNotEqualTo(root);
            } catch (LogFormatException e) {
                assertThat(e).hasMessageContaining("tile/entries/000.p/11");
            }
        });
    }

    @Test
    void shouldRefuseABundleThatIsCutOrContinued() {
        TilePath path = TilePath.in(3, TilePath.ENTRIES, 0);
        byte[] bundle = EntryBundle.encode(NaiveTree.entries(3));
        for (int length = 0; length < bundle.length; length++) {
            byte[] cut = Arrays.copyOf(bundle, length);
            assertThatThrownBy(() -> EntryBundle.decode(cut, path)).isInstanceOf(LogFormatException.class);
        }
        for (int more = 1; more < 4; more++) {
            byte[] longer = Arrays.copyOf(bundle, bundle.length + more);
            assertThatThrownBy(() -> EntryBundle.decode(longer, path)).isInstanceOf(LogFormatException.class);
        }
    }

    @Test
    void shouldNotEncodeWhatABundleCannotHold() {
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.encode(NaiveTree.entries(257)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private TileSource tiles(int size) {
        return path -> {
            assertThat(path).isEqualTo(TilePath.in(size, path.level(), path.index()));
            return bytes(path, naive.nodes());
        };
    }

    /** The hashes of the definition: MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]). */
    private static byte[] bytes(TilePath path, TreeNodes nodes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < path.width(); i++) {
            bytes.writeBytes(nodes.node(8 * path.level(), path.index() * 256 + i).toBytes());
        }
        return bytes.toByteArray();
    }
}
