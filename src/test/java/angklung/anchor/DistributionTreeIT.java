package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roots and proofs of distributions, reckoned again by OpenZeppelin's own library. */
@Tag("chain")
class DistributionTreeIT {
    private static final int LARGEST = 40;
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void shouldAgreeWithOpenZeppelin() throws IOException, InterruptedException {
        assertThat(LocalChain.MODULES.resolve("@openzeppelin/merkle-tree"))
                .as("run 'npm ci --ignore-scripts' in src/it/chain")
                .isDirectory();
        List<String> trees = new ArrayList<>();
        Seeds.cases(1, random ->
                IntStream.rangeClosed(1, LARGEST).forEach(size -> trees.add(tree(size, random).toString())));
        Path input = Files.write(directory.resolve("trees.json"), trees);

        Process node = new ProcessBuilder("node", "src/it/chain/merkle.js")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor()).as(said).isZero();
        System.out.print(said);
        assertThat(said).contains(LARGEST * (LARGEST + 1) / 2 + " proofs the same");
    }

    private ObjectNode tree(int size, SplittableRandom random) {
        long chainId = 1 + random.nextLong(100_000);
        Address distributor = address(random);
        List<Payee> payees = IntStream.range(0, size)
                .mapToObj(i -> new Payee(
                        address(random), new BigInteger(1, bytes(random, 1 + random.nextInt(30))).add(BigInteger.ONE),
                        Bytes.of(bytes(random, Words.LENGTH))))
                .toList();
        Distribution distribution = new Distribution(chainId, distributor, 202610, payees);
        ObjectNode tree = json.createObjectNode().put("root", distribution.tree().root().toString());
        ArrayNode values = tree.putArray("values");
        ArrayNode proofs = tree.putArray("proofs");
        for (Payee payee : payees) {
            values.addArray()
                    .add(Long.toString(chainId)).add(distributor.toString()).add(payee.account().toString())
                    .add(payee.cumulative().toString()).add(payee.salt().toString());
            ArrayNode proof = proofs.addArray();
            distribution.proof(payee).forEach(hash -> proof.add(hash.toString()));
        }
        return tree;
    }

    private static Address address(SplittableRandom random) {
        return Address.of(bytes(random, Address.LENGTH));
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
