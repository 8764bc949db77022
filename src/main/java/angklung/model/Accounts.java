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

    /** What a rightsholder was paid before it was earned, less what earnings have recouped; debited, so negative. */
    public static String advance(String partyId) {
        return "party:" + partyId + ":advance";
    }

    /** What a rightsholder has earned and is paid later. */
    public static String reserve(String partyId) {
        return "party:" + partyId + ":reserve";
    }

    /**
     * What a society or another body keeps of rightsholders' earnings.
     *
     * @param body who keeps it
     * @param name what for
     */
    public static String deduction(String body, String name) {
        return "deduction:" + body + ":" + name;
    }

    /**
     * What was withheld for a tax authority.
     *
     * @param country ISO 3166-1 alpha-2
     * @param kind of tax
     */
    public static String tax(String country, String kind) {
        return "tax:" + country + ":" + kind;
    }

    /** What was converted by the rate of a published pair, in both of its currencies; rounding stays here. */
    public static String fx(String base, String quote) {
        return "fx:" + base + "/" + quote;
    }

    /**
     * What nobody claimed in time, for whom the policy of a territory names.
     *
     * @param territory ISO 3166-1 alpha-2
     * @param destination who gets it
     */
    public static String unclaimed(String territory, String destination) {
        return "unclaimed:" + territory + ":" + destination;
    }

    /** Money of a pool that nobody can be paid yet. */
    public static String hold(HoldReason reason, String pool) {
        return "hold:" + reason.label() + ":" + pool;
    }
}
