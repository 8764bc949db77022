package angklung.anchor;

import java.util.Optional;

/** A node answered a call with an error. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String method;
    private final transient Bytes data;

    /**
     * An error.
     *
     * @param data what a contract said when it reverted; null: nothing
     */
    RpcException(String method, int code, String message, Bytes data) {
        super(method + ": " + message + " (" + code + ")");
        this.method = method;
        this.data = data;
    }

    public String method() {
        return method;
    }

    /** What a contract said when it reverted: selector and arguments of one of its errors. */
    public Optional<Bytes> data() {
        return Optional.ofNullable(data);
    }
}
