package angklung.explain;

import angklung.avro.LedgerLine;
import angklung.model.Accounts;
import angklung.model.HoldAccount;
import angklung.model.HoldReason;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whose account a ledger line is about: a party's or a hold account.
 *
 * @param partyId null for a hold
 * @param holdAccount null for a party
 */
public record Beneficiary(String partyId, String holdAccount) {
    static Beneficiary of(LedgerLine line) {
        if (line.getPartyId() != null) {
            return new Beneficiary(line.getPartyId(), null);
        }
        boolean fromHold = HoldAccount.isOne(line.getDebitAccount());
        return new Beneficiary(null, fromHold ? line.getDebitAccount() : line.getCreditAccount());
    }

    boolean isHold() {
        return partyId == null;
    }

    /** As in business keys: the party or the hold account. */
    String id() {
        return isHold() ? holdAccount : partyId;
    }

    /** The account that earnings go to. */
    String account() {
        return isHold() ? holdAccount : Accounts.payable(partyId);
    }

    boolean has(LedgerLine line) {
        return isHold()
                ? line.getDebitAccount().equals(holdAccount) || line.getCreditAccount().equals(holdAccount)
                : partyId.equals(line.getPartyId());
    }

    /** {@code hold:REASON:POOL}. */
    String holdReason() {
        return holdAccount.split(":", 3)[1];
    }

    /** Whether it is a hold for that reason. */
    boolean isHeldFor(HoldReason reason) {
        return isHold() && holdReason().equals(reason.label());
    }

    /** As in the rules of splitting; none for a hold of a whole pool's part. */
    Optional<angklung.model.Beneficiary> asInSplits() {
        if (!isHold()) {
            return Optional.of(angklung.model.Beneficiary.party(partyId));
        }
        return Arrays.stream(HoldReason.values())
                .filter(reason -> reason.label().equals(holdReason()))
                .findFirst()
                .map(angklung.model.Beneficiary::hold);
    }

    /** What the line changes on {@link #account}, in micros. */
    long change(LedgerLine line) {
        return change(line, account());
    }

    static long change(LedgerLine line, String account) {
        long credit = line.getCreditAccount().equals(account) ? line.getAmountMicros() : 0;
        long debit = line.getDebitAccount().equals(account) ? line.getAmountMicros() : 0;
        return Math.subtractExact(credit, debit);
    }
}
