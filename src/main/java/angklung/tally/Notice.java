package angklung.tally;

/** What the processor that does the work is told by those that take records in: a job, or what has changed. */
sealed interface Notice permits Job, ChangedRows {}
