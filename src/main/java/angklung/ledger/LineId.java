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
     * @param kind ACCRUAL, HOLD or ADJUSTMENT; RELEASE, if the version takes money out of a hold
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

    /**
     * What comes back to a hold from where it went when its term was over, because a version of the pool needs it.
     *
     * @param expiryLineId the EXPIRY that it comes back from; one version takes from it once
     */
    public static String ofReturn(String pool, int version, String holdAccount, String expiryLineId) {
        return new Sha256()
                .text(LineKind.RELEASE.name())
                .text(pool)
                .text(Integer.toString(version))
                .text(holdAccount)
                .text(expiryLineId)
                .hex();
    }

    /** The end of a hold's term: at most one a run and hold account. */
    public static String ofExpiry(String runId, String holdAccount) {
        return new Sha256()
                .text(LineKind.EXPIRY.name())
                .text(runId)
                .text(holdAccount)
                .hex();
    }

    /**
     * A step of a deduction chain, taken from one line.
     *
     * @param fromLineId the accrual or adjustment that the deduction is taken from
     * @param rule chain and step
     */
    public static String ofDeduction(String fromLineId, String rule) {
        return new Sha256()
                .text(LineKind.DEDUCTION.name())
                .text(fromLineId)
                .text(rule)
                .hex();
    }

    /** A payment: at most one a run, party and currency. */
    public static String ofPayout(String runId, String partyId, String currency) {
        return ofRun(LineKind.PAYOUT, runId, partyId, currency);
    }

    /**
     * A line of a payout run.
     *
     * @param what tells apart the lines of one kind, run, party and currency: for ADVANCE and RECOUPMENT the advance;
     *     for RELEASE the period of the reserve; for FX the account of the pair; for RESERVE, WITHHOLDING and PAYOUT
     *     nothing, there is at most one of each
     */
    public static String ofRun(LineKind kind, String runId, String partyId, String currency, String... what) {
        Sha256 key = new Sha256().text(kind.name()).text(runId).text(partyId).text(currency);
        for (String part : what) {
            key.text(part);
        }
        return key.hex();
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
            case DEDUCTION -> Optional.of(
                    ofDeduction(part(line.getAdjustsLineId(), "adjusts_line_id"), part(line.getRule(), "rule")));
            case ADVANCE, RECOUPMENT -> Optional.of(ofRun(line, part(line.getRule(), "rule")));
            case RELEASE -> Optional.of(
                    line.getPartyId() == null ? ofHold(line) : ofRun(line, line.getOriginPeriod()));
            case EXPIRY -> Optional.of(ofExpiry(line.getRunId(), line.getDebitAccount()));
            case FX -> Optional.of(ofRun(line, pair(line)));
            case RESERVE, WITHHOLDING, PAYOUT -> Optional.of(ofRun(line));
            case UNKNOWN, REVERSAL -> Optional.empty();
        };
    }

    /** Of a line that releases a hold, or brings back to it what has expired. */
    private static String ofHold(LedgerLine line) {
        String pool = pool(line);
        int version = part(line.getPoolVersion(), "pool_version");
        return line.getCreditAccount().equals(Accounts.pool(pool))
                ? ofPool(LineKind.RELEASE, pool, version, line.getDebitAccount())
                : ofReturn(pool, version, line.getCreditAccount(), part(line.getAdjustsLineId(), "adjusts_line_id"));
    }

    private static String ofRun(LedgerLine line, String... what) {
        String party = part(line.getPartyId(), "party_id");
        return ofRun(line.getKind(), line.getRunId(), party, line.getCurrency(), what);
    }

    /** The side of a conversion that is not the party's. */
    private static String pair(LedgerLine line) {
        boolean debited = line.getDebitAccount().equals(Accounts.payable(line.getPartyId()));
        return debited ? line.getCreditAccount() : line.getDebitAccount();
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
