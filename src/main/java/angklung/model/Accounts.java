package angklung.model;

/** Names of ledger accounts. */
public final class Accounts {
    private Accounts() {}

    /** What a service's pool owes. */
    public static String pool(String pool) {
        return "pool:" + pool;
    }

    /** What a rightsholder has earned and not been paid. */
    public static String payable(String partyId) {
        return "party:" + partyId + ":payable";
    }

    /** What a rightsholder has been paid. */
    public static String payout(String partyId) {
        return "party:" + partyId + ":payout";
    }

    /** Money of a pool that nobody can be paid yet. */
    public static String hold(HoldReason reason, String pool) {
        return "hold:" + reason.label() + ":" + pool;
    }
}
