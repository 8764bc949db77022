package angklung.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of 17 leaves at all its sizes, with every inclusion and consistency proof and with tampered ones, judged by
 * programs of others. It needs Go with golang.org/x/mod (Debian: golang-go, golang-golang-x-mod-dev), and Node with
 * npm, and fails without them.
 */
@Tag("interop")
class InteropIT {
    private static final int SIZE = 17;
    private static final SigningKey LOG = Keys.log("royalties.example/log", 21);
    private static final SigningKey WITNESS = Keys.witness("witness.example/w", 22);

    @TempDir
    static Path directory;

    private final List<byte[]> entries = NaiveTree.entries(SIZE);

    /**
     * @param line for the verifiers
     * @param right whether it was made rightly
     */
    private record Case(String line, boolean right) {
        String kind() {
            return line.substring(0, line.indexOf(' '));
        }
    }

    @BeforeAll
    static void writeKeys() throws IOException {
        Files.writeString(
                directory.resolve("keys"), "log " + LOG.verifier() + "\nwitness " + WITNESS.verifier() + "\n");
    }

    @Test
    void shouldBeJudgedByGoAsItWasMade() throws Exception {
        List<Case> cases = cases();
        assertThat(cases.stream().filter(Case::right)).hasSize(SIZE + 153 + 153);

        compare(cases, run(directory, Map.of(
                        "GO111MODULE", "off", "GOPATH", gopath(), "GOCACHE", directory.resolve("go-cache").toString(),
                        "GOFLAGS", ""),
                "go", "run", Path.of("src/it/go/verify.go").toAbsolutePath().toString(), write(cases)));
    }

    @Test
    void shouldBeJudgedBySigstoreAsItWasMade() throws Exception {
        Path node = Files.createDirectories(directory.resolve("node"));
        for (String file : List.of("package.json", "package-lock.json", "verify.js")) {
            Files.copy(Path.of("src/it/node", file), node.resolve(file));
        }
        run(node, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        List<Case> cases = cases().stream().filter(one -> !one.kind().equals("consistency")).toList();
        assertThat(cases.stream().filter(Case::right)).hasSize(SIZE + 153);

        compare(cases, run(node, Map.of(), "node", "verify.js", write(cases)));
    }

    private static void compare(List<Case> cases, List<String> verdicts) {
        assertThat(verdicts).hasSameSizeAs(cases);
        for (int i = 0; i < cases.size(); i++) {
            assertThat(verdicts.get(i)).as(cases.get(i).line()).matches(cases.get(i).right() ? "accept" : "refuse .*");
        }
        System.out.println(cases.stream().filter(Case::right).count() + " accepted, "
                + cases.stream().filter(one -> !one.right()).count() + " tampered ones refused");
    }

    private List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        Prover prover = new Prover(NaiveTree.of(entries).nodes());
        SplittableRandom random = new SplittableRandom(17);
        for (int size = 1; size <= SIZE; size++) {
            cases.add(new Case("note " + note(prover, size), true));
            for (int index = 0; index < size; index++) {
                addInclusion(cases, prover, index, size, random);
            }
            for (int from = 1; from <= size; from++) {
                addConsistency(cases, prover, from, size, random);
            }
        }
        addNotes(cases, prover);
        return cases;
    }

    private void addInclusion(List<Case> cases, Prover prover, int index, int size, SplittableRandom random) {
        String note = note(prover, size);
        List<Hash> path = prover.inclusion(index, size).path();
        cases.add(inclusion(note, index, entries.get(index), path, true));
        for (List<Hash> wrong : wrong(path, random)) {
            cases.add(inclusion(note, index, entries.get(index), wrong, false));
        }
        cases.add(inclusion(note, index + 1, entries.get(index), path, false));
        cases.add(inclusion(note, index, entries.get((index + 1) % SIZE), path, false));
        cases.add(inclusion(note(prover, size % SIZE + 1), index, entries.get(index), path, false));
    }

    private static void addConsistency(
            List<Case> cases, Prover prover, int from, int size, SplittableRandom random) {
        String older = note(prover, from);
        String newer = note(prover, size);
        List<Hash> path = prover.consistency(from, size).path();
        cases.add(consistency(older, newer, path, true));
        for (List<Hash> wrong : wrong(path, random)) {
            cases.add(consistency(older, newer, wrong, false));
        }
        if (from < size) {
            cases.add(consistency(newer, older, path, false));
            cases.add(consistency(note(prover, from + 1), newer, from + 1 == size ? path : List.of(), false));
        }
        Prover fork = new Prover((level, index) -> Hash.node(prover.root(size), prover.root(size)));
        cases.add(consistency(older, note(fork, size), path, false));
    }

    /** Each bit of the text, and each of the signature of the log, and those of the witness. */
    private static void addNotes(List<Case> cases, Prover prover) {
        Checkpoint checkpoint = new Checkpoint(LOG.verifier().name(), 5, prover.root(5));
        String lines = "\n" + LOG.sign(checkpoint.text()) + "\n" + WITNESS.cosign(checkpoint, 1_793_000_000L) + "\n";
        Bits.flipEach(checkpoint.text().getBytes(UTF_8), wrong -> cases.add(
                new Case("note " + base64(concatenated(wrong, lines.getBytes(UTF_8))), false)));
        String right = LOG.sign(checkpoint.text()).toString();
        int at = right.lastIndexOf(' ') + 1;
        Bits.flipEach(Base64.getDecoder().decode(right.substring(at)), wrong -> cases.add(new Case(
                "note " + base64((checkpoint.text() + lines.replace(right, right.substring(0, at) + base64(wrong)))
                        .getBytes(UTF_8)),
                false)));
    }

    private static List<List<Hash>> wrong(List<Hash> path, SplittableRandom random) {
        List<List<Hash>> all = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<Hash> wrong = new ArrayList<>(path);
            wrong.set(i, Hash.of(Bits.flipped(path.get(i).toBytes(), random.nextInt(256))));
            all.add(wrong);
        }
        if (!path.isEmpty()) {
            all.add(path.subList(1, path.size()));
            all.add(path.subList(0, path.size() - 1));
        }
        List<Hash> more = new ArrayList<>(path);
        more.add(Hash.EMPTY_ROOT);
        all.add(more);
        return all;
    }

    private static Case inclusion(String note, int index, byte[] entry, List<Hash> path, boolean right) {
        return new Case("inclusion " + note + " " + index + " " + base64(entry) + " " + hashes(path), right);
    }

    private static Case consistency(String older, String newer, List<Hash> path, boolean right) {
        return new Case("consistency " + older + " " + newer + " " + hashes(path), right);
    }

    private static String note(Prover prover, int size) {
        Checkpoint checkpoint = new Checkpoint(LOG.verifier().name(), size, prover.root(size));
        List<NoteSignature> signatures =
                List.of(LOG.sign(checkpoint.text()), WITNESS.cosign(checkpoint, 1_793_000_000L + size));
        return base64(new Note(checkpoint.text(), signatures).toBytes());
    }

    private static String hashes(List<Hash> path) {
        return path.isEmpty() ? "-" : path.stream().map(Hash::toBase64).collect(Collectors.joining(","));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] concatenated(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }

    private static String write(List<Case> cases) throws IOException {
        Files.write(directory.resolve("cases"), cases.stream().map(Case::line).toList());
        return directory.toString();
    }

    /** Where Debian has the sources of Go packages, unless the environment says otherwise. */
    private static String gopath() {
        return System.getenv().getOrDefault("GOPATH", "/usr/share/gocode");
    }

    private static List<String> run(Path where, Map<String, String> environment, String... command) throws Exception {
        File out = Files.createTempFile(directory, "out", ".txt").toFile();
        File err = Files.createTempFile(directory, "err", ".txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command[0]).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err.toPath())).isZero();
        return Files.readAllLines(out.toPath());
    }
}
