package angklung.settlement;

import angklung.avro.Earning;
import angklung.model.Accounts;

/**
 * Who an earning is for: a rightsholder, or a hold account.
 *
 * @param id party identifier or name of the hold account
 */
record Beneficiary(boolean isHold, String id) {

    static Beneficiary party(String partyId) {
        return new Beneficiary(false, partyId);
    }

    static Beneficiary hold(String account) {
        return new Beneficiary(true, account);
    }

    /** @throws IllegalStateException unless the earning names exactly one of the two */
    static Beneficiary of(Earning earning) {
        if ((earning.getPartyId() == null) == (earning.getHoldAccount() == null)) {
            throw new IllegalStateException("An earning names either a party or a hold account: " + earning);
        }
        return earning.getPartyId() != null ? party(earning.getPartyId()) : hold(earning.getHoldAccount());
    }

    /** The ledger account that the money goes to. */
    String account() {
        return isHold ? id : Accounts.payable(id);
    }
}
