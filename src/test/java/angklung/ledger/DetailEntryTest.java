package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Earning;
import angklung.log.Frontier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The expected hashes were computed by another program, from the documented form alone. */
class DetailEntryTest {
    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";

    @Test
    void shouldBeTheDocumentedJson() {
        DetailEntry full = new DetailEntry(
                POOL, 2, "IDA102600001", "ai-\"assisted\"/1", 3, -30, "rights of IDA102600001");
        assertThat(full.json()).hasToString("{\"amount_micros\":\"-30\",\"isrc\":\"IDA102600001\",\"plays\":\"3\","
                + "\"policy\":\"ai-\\\"assisted\\\"/1\",\"pool\":\"" + POOL
                + "\",\"rights_version\":\"rights of IDA102600001\",\"version\":\"2\"}");
        assertThat(full.leaf()).hasToString("a4226673c74bf6b700a6aff4c92cb5242a8e7a0aa9e05b0b0eeb9f7285c7a98a");
    }

    @Test
    void shouldLeaveOutWhatThereIsNone() {
        DetailEntry bare = new DetailEntry(POOL, 1, "", null, 0, 9_007_199_254_740_993L, null);
        assertThat(bare.json()).hasToString(
                "{\"amount_micros\":\"9007199254740993\",\"plays\":\"0\",\"pool\":\"" + POOL + "\",\"version\":\"1\"}");
        assertThat(bare.leaf()).hasToString("941799ba7a9e567924bbf4054c784714c04809c8b42da4fddbc34dc1f3f9e5b5")
                .isEqualTo(new DetailEntry(POOL, 1, null, "", 0, 9_007_199_254_740_993L, null).leaf());
    }

    /** The roots of the eight entries of the reference tree of RFC 6962. */
    @Test
    void shouldBeComparedWithATreeThatIsThatOfTheStandard() {
        List<String> entries = List.of("", "\0", "\u0010", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno");
        assertThat(PaperTree.root(List.of()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(PaperTree.root(entries.subList(0, 5)))
                .isEqualTo("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4");
        assertThat(PaperTree.root(entries.subList(0, 7)))
                .isEqualTo("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
        assertThat(PaperTree.root(entries))
                .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @Test
    void shouldCommitToEveryFieldOfEveryDetail() {
        Seeds.cases(500, random -> {
            List<Earning> details = details(random);
            String root = root(details);
            assertThat(root).isEqualTo(PaperTree.root(details.stream().map(PaperTree::detail).toList()));
            int at = random.nextInt(details.size());
            for (Consumer<Earning> change : changes()) {
                List<Earning> changed = new ArrayList<>(details);
                Earning other = copy(details.get(at));
                change.accept(other);
                changed.set(at, other);
                assertThat(root(changed)).isNotEqualTo(root);
            }
        });
    }

    @Test
    void shouldCommitToTheDetailsThatThereAreAndToTheirOrder() {
        Seeds.cases(500, random -> {
            List<Earning> details = details(random);
            String root = root(details);
            int at = random.nextInt(details.size());

            List<Earning> without = new ArrayList<>(details);
            Earning taken = without.remove(at);
            assertThat(root(without)).isNotEqualTo(root);
            for (int to = 0; to <= without.size(); to++) {
                List<Earning> moved = new ArrayList<>(without);
                moved.add(to, taken);
                assertThat(root(moved).equals(root)).isEqualTo(to == at);
            }
            List<Earning> twice = new ArrayList<>(details);
            twice.add(at, details.get(at));
            assertThat(root(twice)).isNotEqualTo(root);
            List<Earning> lastTwice = new ArrayList<>(details); // Merkle trees that pad cannot tell these apart
            lastTwice.addAll(details.subList(at, details.size()));
            assertThat(root(lastTwice)).isNotEqualTo(root);
            Collections.reverse(without);
            assertThat(root(without)).isNotEqualTo(root);
        });
    }

    private static Earning copy(Earning detail) {
        Earning copy = new Earning();
        detail.getSchema().getFields().forEach(field -> copy.put(field.pos(), detail.get(field.pos())));
        return copy;
    }

    private static List<Consumer<Earning>> changes() {
        return List.of(
                detail -> detail.setPool(detail.getPool() + "X"),
                detail -> detail.setVersion(detail.getVersion() + 1),
                detail -> detail.setIsrc(detail.getIsrc() == null ? "IDA102699999" : null),
                detail -> detail.setAuthorshipPolicy(detail.getAuthorshipPolicy() == null ? "other" : null),
                detail -> detail.setPlays(detail.getPlays() ^ 1),
                detail -> detail.setAmountMicros(-detail.getAmountMicros()),
                detail -> detail.setRightsVersion(detail.getRightsVersion() + "."));
    }

    /** Distinct ones, at least two. */
    private static List<Earning> details(SplittableRandom random) {
        List<Earning> details = new ArrayList<>();
        int count = 2 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            Earning detail = new Earning();
            detail.setPool(POOL);
            detail.setVersion(1 + random.nextInt(3));
            detail.setIsrc(random.nextInt(5) == 0 ? null : "IDA10260" + (1_000 + random.nextInt(9_000)));
            detail.setAuthorshipPolicy(random.nextInt(3) == 0 ? "policy \"" + random.nextInt(3) + "\" \\" : null);
            detail.setPlays(random.nextLong(Long.MAX_VALUE));
            detail.setAmountMicros(1 + random.nextLong(Long.MAX_VALUE - 1));
            detail.setRightsVersion(random.nextInt(4) == 0 ? null : "é" + random.nextInt());
            details.add(detail);
        }
        return details;
    }

    private static String root(List<Earning> details) {
        Frontier tree = new Frontier();
        for (Earning detail : details) {
            tree.append(new DetailEntry(
                            detail.getPool(), detail.getVersion(), detail.getIsrc(), detail.getAuthorshipPolicy(),
                            detail.getPlays(), detail.getAmountMicros(), detail.getRightsVersion())
                    .leaf());
        }
        return tree.root().toString();
    }
}
