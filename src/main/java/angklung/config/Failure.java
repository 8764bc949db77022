package angklung.config;

/**
 * An end of a command that its user can do something about. The message is one line that says what is wrong, where,
 * and what to do; it is shown without a stack trace.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A bug, or a failure that was logged where it happened. */
    public static final int UNEXPECTED = 1;
    /** The command line or the configuration is wrong. */
    public static final int USAGE = 2;
    /** What was checked is not as it must be: conservation, chain, proof. */
    public static final int VERIFICATION_FAILED = 3;
    /** Input data cannot be read whole. */
    public static final int INPUT = 4;
    /** A dependency cannot be reached or is not prepared. */
    public static final int NOT_READY = 5;

    private final int exitCode;

    public Failure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    public Failure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public static Failure usage(String message) {
        return new Failure(USAGE, message);
    }

    public static Failure verification(String message) {
        return new Failure(VERIFICATION_FAILED, message);
    }

    public static Failure input(String message) {
        return new Failure(INPUT, message);
    }

    public static Failure notReady(String message) {
        return new Failure(NOT_READY, message);
    }

    /** Exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}
