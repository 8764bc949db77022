package angklung.cli;

import angklung.config.Failure;

/** How a command ended, for scripts. */
public enum ExitCode {
    DONE(0),
    UNEXPECTED(Failure.UNEXPECTED),
    USAGE(Failure.USAGE),
    VERIFICATION_FAILED(Failure.VERIFICATION_FAILED),
    INPUT(Failure.INPUT),
    NOT_READY(Failure.NOT_READY);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
