package angklung.anchor;

import java.util.Locale;

/** Which state of the chain is asked. */
public enum BlockTag {
    /** After the newest block, which may yet be replaced. */
    LATEST,
    /** With the transactions that wait. */
    PENDING,
    /** After the newest block that the chain will not take back. */
    FINALIZED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
