package angklung.runtime;

import java.util.Locale;

/** The stages, in the order in which plays become money. */
public enum Stage {
    INTAKE,
    RIGHTS,
    TALLY,
    POOL,
    SETTLEMENT;

    /** Name on the command line, in application identifiers and in directories. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
