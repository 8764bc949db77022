package angklung.proof;

import java.util.Locale;

/** What is checked of a proof, in this order: each rests on those before it. */
public enum Check {
    /** Salt and record make the commitment of the leaf. */
    OPENING,
    /** The log has signed the checkpoint. */
    LOG,
    /** Enough witnesses have seen it. */
    WITNESSES,
    /** The leaf is in the tree of the checkpoint. */
    INCLUSION,
    /** The record is about the leaf's period, its balances add up, and it says what is expected. */
    RECORD,
    /** A ledger line is on the statement. */
    LINE,
    /** What one recording earned is part of the line. */
    DETAIL;

    /** From 1. */
    public int number() {
        return ordinal() + 1;
    }

    /** As in keys of messages and in JSON. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
