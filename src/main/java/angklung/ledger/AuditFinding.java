package angklung.ledger;

/**
 * Something wrong with the ledger.
 *
 * @param partition of the ledger
 * @param offset of the record in its partition; −1 if the finding is that a line is missing
 * @param rule that is broken
 * @param reason what was expected and what was found
 */
public record AuditFinding(int partition, long offset, AuditRule rule, String reason) {}
