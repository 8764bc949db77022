package angklung.replay;

import angklung.avro.RejectReason;

/** A row of plays that no PlayEvent can hold: it is refused before it reaches its topic. */
final class BadPlay extends Exception {
    private final RejectReason reason;

    BadPlay(RejectReason reason, String detail) {
        super(detail, null, false, false); // millions of them may be thrown, and none is looked at for its stack
        this.reason = reason;
    }

    RejectReason reason() {
        return reason;
    }
}
