package angklung.ledger;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.model.Accounts;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.model.PoolKey;
import java.util.Optional;

/**
 * Identifiers of ledger lines: SHA-256, in lower-case hexadecimal, over the parts of the line's business key, each
 * as four bytes of length and UTF-8 text. The first part is the kind. The same inputs give the same identifier in
 * any run, so a consumer can drop what it has already loaded.
 */
public final class LineId {
    private LineId() {}

    /**
     * A line that one version of one pool gives one beneficiary; there is at most one.
     *
     * @param kind ACCRUAL, HOLD or ADJUSTMENT
     * @param beneficiary a party or a hold account; no party holds a colon, so the two never meet
     */
    public static String ofPool(LineKind kind, String pool, int version, String beneficiary) {
        return new Sha256()
                .text(kind.name())
                .text(pool)
                .text(Integer.toString(version))
                .text(beneficiary)
                .hex();
    }

    /** A payment: at most one a run, party and currency. */
    public static String ofPayout(String runId, String partyId, String currency) {
        return new Sha256()
                .text(LineKind.PAYOUT.name())
                .text(runId)
                .text(partyId)
                .text(currency)
                .hex();
    }

    /**
     * The identifier that the line must have by its own fields; none for a kind that has no rule yet.
     *
     * @throws IllegalArgumentException if the line lacks a part of its business key
     */
    public static Optional<String> recomputed(LedgerLine line) {
        return switch (line.getKind()) {
            case ACCRUAL, HOLD, ADJUSTMENT -> Optional.of(ofPool(
                    line.getKind(), pool(line), part(line.getPoolVersion(), "pool_version"), beneficiary(line)));
            case PAYOUT -> Optional.of(
                    ofPayout(line.getRunId(), part(line.getPartyId(), "party_id"), line.getCurrency()));
            default -> Optional.empty();
        };
    }

    private static String pool(LedgerLine line) {
        OfferingKey offering = new OfferingKey(
                part(line.getDsp(), "dsp"),
                part(line.getTerritory(), "territory"),
                part(line.getOffering(), "offering"));
        return new PoolKey(
                        offering,
                        Period.parse(line.getOriginPeriod()),
                        part(line.getRightType(), "right_type"),
                        line.getCurrency())
                .toString();
    }

    /** The party, or else the side of the line that is not the pool. */
    private static String beneficiary(LedgerLine line) {
        if (line.getPartyId() != null) {
            return line.getPartyId();
        }
        return line.getDebitAccount().startsWith(Accounts.pool("")) ? line.getCreditAccount() : line.getDebitAccount();
    }

    private static <T> T part(T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException("it has no " + field + ", which its kind needs");
        }
        return value;
    }
}
