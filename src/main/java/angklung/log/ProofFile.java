package angklung.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A proof that an entry is in a log, in one file that needs no other: c2sp.org/tlog-proof.
 *
 * @param extra not authenticated; here the opening of the entry
 * @param index of the entry
 * @param path hashes on the way to the checkpoint's root, the entry's sibling first
 * @param checkpoint signed, and cosigned
 */
public record ProofFile(Optional<byte[]> extra, long index, List<Hash> path, Note checkpoint) {
    /** What such a file's name ends with. */
    public static final String SUFFIX = ".tlog-proof";

    /** In bytes; a statement of a hundred thousand lines opens only what is asked for. */
    public static final int LONGEST = 4_000_000;

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public ProofFile {
        extra = extra.map(byte[]::clone);
        path = List.copyOf(path);
        if (index < 0 || path.size() > InclusionProof.LONGEST) {
            throw new LogFormatException("A proof has an index from 0 and " + InclusionProof.LONGEST
                    + " hashes at most, not " + index + " and " + path.size());
        }
    }

    @Override
    public Optional<byte[]> extra() {
        return extra.map(byte[]::clone);
    }

    /** @throws LogFormatException unless it is a proof */
    public static ProofFile parse(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new LogFormatException("A proof has " + LONGEST + " bytes at most, not " + bytes.length);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1); // one character a byte; the note has its own
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new LogFormatException("This is no proof: it has no empty line before a checkpoint");
        }
        List<String> lines = List.of(text.substring(0, end).split("\n", -1));
        if (!lines.get(0).equals(HEADER)) {
            throw new LogFormatException("This is no proof: its first line is not '" + HEADER + "'");
        }
        boolean opened = lines.size() > 1 && lines.get(1).startsWith(EXTRA);
        int at = opened ? 2 : 1;
        if (lines.size() <= at || !lines.get(at).startsWith(INDEX)) {
            throw new LogFormatException("This is no proof: line " + (at + 1) + " is not '" + INDEX + "' and a number");
        }
        return new ProofFile(
                opened ? Optional.of(StrictBase64.decode(lines.get(1).substring(EXTRA.length()))) : Optional.empty(),
                Checkpoint.decimal("index", lines.get(at).substring(INDEX.length())),
                path(lines.subList(at + 1, lines.size())),
                Note.parse(Arrays.copyOfRange(bytes, end + 2, bytes.length)));
    }

    private static List<Hash> path(List<String> lines) {
        List<Hash> path = new ArrayList<>();
        lines.forEach(line -> path.add(Hash.parseBase64(line)));
        return path;
    }

    /** That the tree of a checkpoint, which is to be the verified one of this file, has the entry. */
    public InclusionProof inclusion(Checkpoint verified) {
        return new InclusionProof(index, verified.size(), path);
    }

    /** As {@link #parse} reads it. */
    public byte[] toBytes() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        extra.ifPresent(bytes -> text.append(EXTRA).append(StrictBase64.encode(bytes)).append('\n'));
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(hash.toBase64()).append('\n'));
        return text.append('\n').append(checkpoint).toString().getBytes(StandardCharsets.UTF_8);
    }
}
