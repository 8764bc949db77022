package angklung.ledger;

import angklung.avro.LedgerLine;
import angklung.model.Accounts;

/** Which accounts a line of each kind moves money between. */
final class LineAccounts {
    private static final String POOL = Accounts.pool("");
    private static final String HOLD = "hold:";
    private static final String DEDUCTION = "deduction:";
    private static final String UNCLAIMED = "unclaimed:";
    private static final String TAX = "tax:";
    private static final String FX = "fx:";

    private LineAccounts() {}

    /** Whether the accounts of the line are those of its kind; true for a kind that has no rule. */
    static boolean fit(LedgerLine line) {
        String debit = line.getDebitAccount();
        String credit = line.getCreditAccount();
        String payable = Accounts.payable(line.getPartyId());
        return switch (line.getKind()) {
            case ACCRUAL -> debit.startsWith(POOL) && credit.equals(payable);
            case HOLD -> debit.startsWith(POOL) && credit.startsWith(HOLD);
            // A hold that gives money back is a RELEASE now; ledgers from before have an ADJUSTMENT there.
            case ADJUSTMENT -> line.getPartyId() == null
                    ? between(debit, POOL, credit, HOLD)
                    : between(debit, POOL, credit, payable);
            case DEDUCTION -> between(debit, payable, credit, DEDUCTION);
            case FX -> between(debit, payable, credit, FX);
            case ADVANCE -> debit.equals(Accounts.advance(line.getPartyId()))
                    && credit.equals(Accounts.payout(line.getPartyId()));
            case RECOUPMENT -> debit.equals(payable) && credit.equals(Accounts.advance(line.getPartyId()));
            case RESERVE -> debit.equals(payable) && credit.equals(Accounts.reserve(line.getPartyId()));
            case RELEASE -> line.getPartyId() == null
                    ? fitsHold(debit, credit)
                    : debit.equals(Accounts.reserve(line.getPartyId())) && credit.equals(payable);
            case WITHHOLDING -> debit.equals(payable) && credit.startsWith(TAX);
            case PAYOUT -> debit.equals(payable) && credit.equals(Accounts.payout(line.getPartyId()));
            case EXPIRY -> debit.startsWith(HOLD) && credit.startsWith(UNCLAIMED);
            case UNKNOWN, REVERSAL -> true;
        };
    }

    /** Whether the account cannot give more than it has received. */
    static boolean isCovered(String account) {
        return account.startsWith(HOLD) || account.startsWith(UNCLAIMED);
    }

    /** A hold is released to the pool that its money is of; what has expired comes back to a hold. */
    private static boolean fitsHold(String debit, String credit) {
        boolean released = debit.startsWith(HOLD) && credit.startsWith(POOL);
        return released
                ? debit.endsWith(":" + credit.substring(POOL.length()))
                : debit.startsWith(UNCLAIMED) && credit.startsWith(HOLD);
    }

    /** Either way. */
    private static boolean between(String debit, String one, String credit, String other) {
        return (debit.startsWith(one) && credit.startsWith(other))
                || (debit.startsWith(other) && credit.startsWith(one));
    }
}
