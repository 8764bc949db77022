package angklung.replay;

/**
 * One fault in the input, as it is reported.
 *
 * @param file name of the file, without its directory
 * @param line line of the file that the faulty row starts on, from 1; 0 if the fault is the file's as a whole
 * @param reason what was found and what is expected
 */
public record InputError(String file, long line, String reason) {

    /** {@code file:line: reason}. */
    @Override
    public String toString() {
        return line == 0 ? file + ": " + reason : file + ":" + line + ": " + reason;
    }
}
