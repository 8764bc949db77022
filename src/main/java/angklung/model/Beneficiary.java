package angklung.model;

import java.util.Comparator;

/**
 * Who gets a part of a recording's amount: a rightsholder, or a hold. Ordered as ties are decided: parties by
 * {@link PartyOrder}, then holds as their enum lists them.
 *
 * @param partyId the rightsholder, or null
 * @param hold why the money is held, or null; exactly one of the two is given
 */
public record Beneficiary(String partyId, HoldReason hold) implements Comparable<Beneficiary> {
    private static final Comparator<Beneficiary> ORDER = Comparator.comparing(
                    Beneficiary::partyId, Comparator.nullsLast(PartyOrder.INSTANCE))
            .thenComparing(Beneficiary::hold, Comparator.nullsFirst(Comparator.naturalOrder()));

    public Beneficiary {
        if ((partyId == null) == (hold == null)) {
            throw new IllegalArgumentException("A beneficiary is a party or a hold: " + partyId + ", " + hold);
        }
    }

    public static Beneficiary party(String partyId) {
        return new Beneficiary(partyId, null);
    }

    public static Beneficiary hold(HoldReason reason) {
        return new Beneficiary(null, reason);
    }

    @Override
    public int compareTo(Beneficiary other) {
        return ORDER.compare(this, other);
    }
}
