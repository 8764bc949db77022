package angklung.rights;

import java.util.Collection;

/** Whether those who were said to control shares have registered. */
enum Expected {
    /** Nobody said who else does. */
    UNSTATED,
    /** Somebody who was named has not registered. */
    MISSING,
    /** All who were named have. */
    PRESENT;

    /** Of several subjects together: one who is missing anywhere is missing. */
    static Expected of(Collection<Expected> parts) {
        if (parts.contains(MISSING)) {
            return MISSING;
        }
        return parts.contains(PRESENT) ? PRESENT : UNSTATED;
    }
}
