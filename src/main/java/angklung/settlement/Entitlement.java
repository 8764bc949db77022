package angklung.settlement;

import angklung.log.Frontier;
import angklung.log.Hash;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;

/**
 * The sum of the details of one beneficiary in one version of one pool, as far as they were read.
 *
 * <p>Mutable, because there may be millions of details, and not thread-safe.
 */
final class Entitlement {
    private final Beneficiary beneficiary;
    private final Frontier details;
    private long plays;
    private long amount;
    private byte[] rightsHash;

    /** Of nobody's details yet. */
    Entitlement(Beneficiary beneficiary) {
        this(beneficiary, new Frontier());
    }

    private Entitlement(Beneficiary beneficiary, Frontier details) {
        this.beneficiary = beneficiary;
        this.details = details;
    }

    Beneficiary beneficiary() {
        return beneficiary;
    }

    /** Royalty-bearing plays. */
    long plays() {
        return plays;
    }

    /** In micros. */
    long amount() {
        return amount;
    }

    /** Root of the tree over the {@link angklung.ledger.DetailEntry details}. */
    Hash root() {
        return details.root();
    }

    /** The running {@link angklung.ledger.RightsHash} over the details with rights; null if there is none. */
    byte[] rightsHash() {
        return rightsHash;
    }

    /**
     * Adds the next detail.
     *
     * @param leaf of its entry
     * @param rights the running hash with it, null for none
     */
    void add(Detail detail, Hash leaf, byte[] rights) {
        plays = Math.addExact(plays, detail.plays());
        amount = Math.addExact(amount, detail.amount());
        details.append(leaf);
        rightsHash = rights;
    }

    void encode(StateWriter writer) {
        writer.flag(beneficiary.isHold())
                .text(beneficiary.id())
                .number(plays)
                .number(amount)
                .bytes(details.toBytes())
                .optionalBytes(rightsHash);
    }

    static Entitlement decode(StateReader reader) {
        Beneficiary beneficiary = new Beneficiary(reader.flag(), reader.text());
        long plays = reader.number();
        long amount = reader.number();
        Entitlement entitlement = new Entitlement(beneficiary, Frontier.of(reader.bytes()));
        entitlement.plays = plays;
        entitlement.amount = amount;
        entitlement.rightsHash = reader.optionalBytes();
        return entitlement;
    }
}
