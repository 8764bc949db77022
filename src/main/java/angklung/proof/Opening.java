package angklung.proof;

import angklung.log.CanonicalJson;
import angklung.log.LogFormatException;
import angklung.log.StrictBase64;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the payee of a statement is given to open its leaf: the {@code extra} of a proof file, as canonical JSON
 * {@code {"detail":{…},"envelope":{…},"line":{…},"record":{…},"salt":"…"}}. Line and detail are there if one
 * recording was asked for. Nothing of it is true before it was verified.
 *
 * @param envelope the leaf
 * @param record of the statement, all values as text
 * @param salt 32 bytes
 * @param line of the statement
 * @param detail of the line
 */
public record Opening(
        StatementLeaf envelope,
        SortedMap<String, String> record,
        byte[] salt,
        Optional<OpenedEntry> line,
        Optional<OpenedEntry> detail) {

    public Opening {
        record = Collections.unmodifiableSortedMap(new TreeMap<>(record));
        salt = salt.clone();
        if (detail.isPresent() && line.isEmpty()) {
            throw new LogFormatException("The opening has a detail and no line that it could be part of");
        }
    }

    /** @throws LogFormatException unless it is an opening in its one form */
    public static Opening parse(byte[] bytes) {
        return OpeningReader.read(bytes);
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    /** What the leaf commits to. */
    byte[] recordBytes() {
        return OpenedEntry.object(record).toBytes();
    }

    /** As {@link #parse} reads it. */
    public byte[] toBytes() {
        CanonicalJson json = new CanonicalJson();
        detail.ifPresent(entry -> json.add("detail", entry.json()));
        json.add("envelope", envelope.json());
        line.ifPresent(entry -> json.add("line", entry.json()));
        return json.add("record", OpenedEntry.object(record)).add("salt", StrictBase64.encode(salt)).toBytes();
    }

    /** Nothing of what it holds. */
    @Override
    public String toString() {
        return "opening of leaf " + envelope.seq();
    }
}
