package angklung.pool;

/**
 * How far the usage of a service and period is complete.
 *
 * @param revision last revision that all tally tasks have ended
 * @param policiesKnown number of the last authorship policy that was known then ({@link KnownPolicies})
 */
record Totalled(int revision, int policiesKnown) {}
