package angklung.keys;

import angklung.log.LogFormatException;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import angklung.log.UnverifiedException;
import angklung.log.VerifierKey;
import java.util.List;

/**
 * What a key of a log signs to name its successor, so that nobody else can name one: a signed note with the text
 * {@code angklung.key-rotation/v1}, LF, origin, LF, new verifier key, LF.
 *
 * @param origin which log
 * @param successor that signs from now on
 */
public record KeyRotation(String origin, VerifierKey successor) {
    private static final String FORMAT = "angklung.key-rotation/v1";

    /** The text that is signed. */
    public String text() {
        return FORMAT + "\n" + origin + "\n" + successor + "\n";
    }

    /** The signature line of the old key, without its LF. */
    public String signedBy(SigningKey old) {
        return old.sign(text()).toString();
    }

    /**
     * Checks a signature line.
     *
     * @throws LogFormatException if it is none
     * @throws UnverifiedException if the old key has not signed this
     */
    public void verify(VerifierKey old, String signatureLine) {
        new Note(text(), List.of(NoteSignature.parse(signatureLine))).verified(List.of(old));
    }
}
