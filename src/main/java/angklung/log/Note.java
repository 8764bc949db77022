package angklung.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text with signatures: c2sp.org/signed-note.
 *
 * @param text ends in LF
 * @param signatures at least one
 */
public record Note(String text, List<NoteSignature> signatures) {
    /** In bytes; a checkpoint with a hundred cosignatures has less than a tenth. */
    public static final int LONGEST = 200_000;

    private static final int MOST_SIGNATURES = 100;

    public Note {
        checkText(text);
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new LogFormatException(
                    "A note has 1 to " + MOST_SIGNATURES + " signatures, not " + signatures.size());
        }
    }

    /** @throws LogFormatException unless it is a note */
    public static Note parse(byte[] bytes) {
        if (bytes.length > LONGEST) {
            throw new LogFormatException("A note has " + LONGEST + " bytes at most, not " + bytes.length);
        }
        String whole = utf8(bytes);
        int separator = whole.lastIndexOf("\n\n");
        if (separator < 0 || !whole.endsWith("\n")) {
            throw new LogFormatException("This is no note: it does not end in an empty line and signature lines");
        }
        String[] lines = whole.substring(separator + 2).split("\n");
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines) {
            signatures.add(NoteSignature.parse(line));
        }
        return new Note(whole.substring(0, separator + 1), signatures);
    }

    /**
     * The signatures by known keys, all of which hold; of a key that signed more than once, the first.
     *
     * @throws UnverifiedException if one of a known key fails, or none is of a known key
     */
    public Map<VerifierKey, NoteSignature> verified(Collection<VerifierKey> keys) {
        Map<VerifierKey, NoteSignature> verified = new LinkedHashMap<>();
        for (NoteSignature signature : signatures) {
            for (VerifierKey key : keys) {
                if (key.isNamedBy(signature)) {
                    if (!key.verifies(text, signature)) {
                        throw new UnverifiedException("The signature of " + key.name() + " does not hold");
                    }
                    verified.putIfAbsent(key, signature);
                }
            }
        }
        if (verified.isEmpty()) {
            List<String> names = signatures.stream().map(NoteSignature::name).distinct().toList();
            throw new UnverifiedException("No known key has signed this, but " + Quoted.of(String.join(", ", names)));
        }
        return verified;
    }

    /** The same text with further signatures. */
    public Note with(Collection<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        more.stream().filter(signature -> !all.contains(signature)).forEach(all::add);
        return new Note(text, all);
    }

    /** As {@link #parse} reads it. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws LogFormatException unless it can be the text of a note */
    static void checkText(String text) {
        if (!text.endsWith("\n") || !Unicode.isValid(text) || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new LogFormatException("The text of a note ends in LF and has no other control character");
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new LogFormatException("This is no note: it is not in UTF-8");
        }
    }

    @Override
    public String toString() {
        StringBuilder whole = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> whole.append(signature).append('\n'));
        return whole.toString();
    }
}
