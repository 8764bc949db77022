package angklung.log;

/** Something that claims to be part of a transparency log is not in the format, or not in its one canonical form. */
public final class LogFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message what it is, where, and what was expected */
    public LogFormatException(String message) {
        super(message);
    }
}
