package angklung.runtime;

import java.util.Locale;

/** The stages, in the order in which plays become money, and money an entry that anyone can check. */
public enum Stage {
    INTAKE,
    RIGHTS,
    TALLY,
    POOL,
    SETTLEMENT,
    /** Only where a transparency log is kept. */
    NOTARY;

    /** Name on the command line, in application identifiers and in directories. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
