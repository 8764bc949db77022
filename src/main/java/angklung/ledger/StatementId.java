package angklung.ledger;

/** The identifier of a statement: SHA-256, in hexadecimal, over its business key with lengths. */
public final class StatementId {
    private StatementId() {}

    public static String of(String runId, String partyId, String currency) {
        return new Sha256().text(runId).text(partyId).text(currency).hex();
    }
}
