package angklung.witness;

import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import angklung.log.LogFormatException;
import angklung.log.Note;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log asks of a witness: c2sp.org/tlog-witness, "add-checkpoint".
 *
 * @param oldSize leaves of the checkpoint that the witness has cosigned last, as far as the log knows
 * @param proof that the new checkpoint begins with those
 * @param note the new checkpoint, signed by the log
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, Note note) {
    /** In bytes: the old size, 63 hashes in base64, and a note. */
    public static final int LONGEST = Note.LONGEST + 4_000;

    private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,18})");

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /** @throws LogFormatException unless it is a request; whether the note is a checkpoint is not looked at */
    public static AddCheckpoint parse(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new LogFormatException("A request has " + LONGEST + " bytes at most");
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1); // one character a byte; the note has its own
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new LogFormatException("The request has no empty line before a checkpoint");
        }
        List<String> lines = List.of(text.substring(0, end).split("\n", -1));
        if (lines.size() > 1 + InclusionProof.LONGEST) {
            throw new LogFormatException("A proof has 63 hashes at most, not " + (lines.size() - 1));
        }
        List<Hash> proof = new ArrayList<>();
        lines.subList(1, lines.size()).forEach(line -> proof.add(Hash.parseBase64(line)));
        return new AddCheckpoint(
                oldSize(lines.get(0)), proof, Note.parse(Arrays.copyOfRange(bytes, end + 2, bytes.length)));
    }

    /** @throws LogFormatException if the note is no checkpoint */
    Checkpoint checkpoint() {
        return Checkpoint.parse(note.text());
    }

    /** As {@link #parse} reads it. */
    public byte[] toBytes() {
        StringBuilder text = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(hash -> text.append(hash.toBase64()).append('\n'));
        return text.append('\n').append(note).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long oldSize(String line) {
        Matcher old = OLD.matcher(line);
        try {
            if (old.matches()) {
                return Long.parseLong(old.group(1));
            }
        } catch (NumberFormatException e) {
            // too large
        }
        throw new LogFormatException("The first line is not 'old' and a size, a decimal below 2^63");
    }
}
