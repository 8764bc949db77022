package angklung.pool;

import angklung.avro.PoolPartial;
import angklung.avro.RightType;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the tally tasks report of one offering in one revision of a period, as far as they have.
 *
 * @param added plays that the revision adds; none may be added where other things have changed
 * @param rightsChanged right types of which claims on a played recording were changed since a pool was divided by them
 * @param screeningChanged whether other plays are found artificial than in the revision before
 */
record RevisionUsage(UsageTotal added, SortedSet<String> rightsChanged, boolean screeningChanged) {
    static final RevisionUsage NONE = new RevisionUsage(UsageTotal.NONE, new TreeSet<>(), false);

    RevisionUsage {
        rightsChanged = Collections.unmodifiableSortedSet(new TreeSet<>(rightsChanged));
    }

    /**
     * This and what one tally task reports.
     *
     * @throws IllegalStateException if it contradicts the rest
     */
    RevisionUsage plus(PoolPartial partial, int tallyPartitions) {
        SortedSet<String> rights = new TreeSet<>(rightsChanged);
        for (RightType right : partial.getRightsChanged()) {
            if (right == RightType.UNKNOWN) {
                throw new IllegalStateException("Tally task " + partial.getSourcePartition()
                        + " reports changed claims of a right that this release does not know: upgrade");
            }
            rights.add(right.name());
        }
        return new RevisionUsage(
                added.plus(partial, tallyPartitions), rights, screeningChanged || partial.getScreeningChanged());
    }
}
