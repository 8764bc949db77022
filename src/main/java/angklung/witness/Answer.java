package angklung.witness;

import angklung.log.NoteSignature;

/**
 * What a witness says to a request.
 *
 * @param verdict which case it is
 * @param body one line for the log, which ends in LF
 */
public record Answer(Verdict verdict, String body) {
    /** The cases of c2sp.org/tlog-witness. */
    public enum Verdict {
        /** The body is the cosignature. */
        COSIGNED(200),
        /** The request is not in the format, or its old size is above the new one. */
        MALFORMED(400),
        /** No trusted key has signed the checkpoint, or the signature of one fails. */
        UNTRUSTED(403),
        /** Nobody has told this witness to watch that log. */
        UNKNOWN_LOG(404),
        /** The old size is not the one cosigned last, which is the body. */
        CONFLICT(409),
        /** The checkpoint is not shown to continue the one cosigned last. */
        INCONSISTENT(422);

        private final int status;

        Verdict(int status) {
            this.status = status;
        }

        /** Of HTTP. */
        public int status() {
            return status;
        }
    }

    static Answer cosigned(NoteSignature line) {
        return new Answer(Verdict.COSIGNED, line + "\n");
    }

    static Answer conflict(long lastSize) {
        return new Answer(Verdict.CONFLICT, lastSize + "\n");
    }

    static Answer refused(Verdict verdict, String reason) {
        return new Answer(verdict, ForeignText.tamed(reason) + "\n");
    }
}
