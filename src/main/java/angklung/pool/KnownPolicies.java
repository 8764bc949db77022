package angklung.pool;

import angklung.avro.AuthorshipPolicy;
import java.util.Collection;

/**
 * The authorship policies that a task has received, each with its number in the order of arrival, from 1. What a
 * policy was is kept when a later record replaces it, since a closed period does not follow until it is revised.
 */
interface KnownPolicies {

    /** Those that were known when the policy of the given number had arrived, in a fixed order; 0: none. */
    Collection<AuthorshipPolicy> asOf(int number);

    /** Number of the last one; 0 if none came. */
    int last();
}
