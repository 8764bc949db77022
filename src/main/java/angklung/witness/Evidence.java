package angklung.witness;

import angklung.log.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keeps what proves that a log signed two histories, one directory for each: to be published. */
public final class Evidence {
    static final String SMALLER = "checkpoint-1";
    static final String LARGER = "checkpoint-2";
    static final String PROOF = "consistency";
    static final String README = "README";

    private static final int NAME_DIGITS = 16;

    private final Path directory;

    /** @param directory made when there is something to keep */
    public Evidence(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes down a fork, unless one of these sizes is there already.
     *
     * @param seen where the two checkpoints were seen, the smaller one's place first
     * @return the directory of its files
     * @throws UncheckedIOException if they cannot be written
     */
    public Path keep(Fork fork, List<String> seen) {
        Checkpoint smaller = Checkpoint.parse(fork.smaller().text());
        Checkpoint larger = Checkpoint.parse(fork.larger().text());
        Path own = directory.resolve(name(smaller, larger));
        if (Files.exists(own.resolve(README))) { // written last
            return own;
        }
        try {
            Files.createDirectories(own);
            write(own, SMALLER, fork.smaller().toString());
            write(own, LARGER, fork.larger().toString());
            write(own, PROOF, proof(fork, smaller, larger));
            write(own, README, explanation(smaller, larger, seen));
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence cannot be kept in " + own + ": " + e, e);
        }
        return own;
    }

    /** Not of the larger root too: a log that signs a thousand trees of one size shall not fill the disk. */
    private static String name(Checkpoint smaller, Checkpoint larger) {
        return OriginHash.of(smaller.origin()).substring(0, NAME_DIGITS) + "-" + smaller.size() + "-" + larger.size()
                + "-" + smaller.root().toString().substring(0, NAME_DIGITS);
    }

    private static void write(Path own, String name, String text) throws IOException {
        DurableFile.write(own.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sizes, the root that the larger tree has at the smaller size, then the proof's hashes. */
    private static String proof(Fork fork, Checkpoint smaller, Checkpoint larger) {
        StringBuilder text = new StringBuilder()
                .append(smaller.size()).append('\n')
                .append(larger.size()).append('\n')
                .append(fork.prefix().toBase64()).append('\n');
        fork.path().forEach(hash -> text.append(hash.toBase64()).append('\n'));
        return text.toString();
    }

    private static String explanation(Checkpoint smaller, Checkpoint larger, List<String> seen) {
        return String.join(
                "\n",
                "The log '" + smaller.origin() + "' has signed two histories. Its signatures are in both notes.",
                "",
                SMALLER + "  " + smaller.size() + " leaves, root " + smaller.root().toBase64() + ", from "
                        + seen.get(0),
                LARGER + "  " + larger.size() + " leaves, root " + larger.root().toBase64() + ", from " + seen.get(1),
                "",
                PROOF + " has in its first two lines the sizes, in the third the root that the first "
                        + smaller.size(),
                "leaves of " + LARGER + " have, which is not the root of " + SMALLER + ", and in the others the",
                "consistency proof (RFC 9162, section 2.1.4) from that root to the one of " + LARGER + ".",
                "");
    }
}
