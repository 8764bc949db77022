package angklung.model;

import java.util.OptionalInt;

/**
 * What one party claims of one right in one recording, for a range of local dates.
 *
 * @param partyId identifier of the rightsholder
 * @param shareMicropercent share in millionths of a percent, not negative; 100 % is 100,000,000
 * @param validFrom first day of plays that it applies to, as an epoch day
 * @param validTo day after the last one, as an epoch day; none: open
 * @param registrant who registered the claim, or null: a society's authorship policies are about what it registered
 * @param territory place of listening that the claim is about, or null: everywhere; for the evidence, since only
 *     claims that apply get as far as the rules that divide
 * @param authorship of the contribution
 * @param iswc work that the claim is about, or null: the recording as a whole
 */
public record ShareClaim(
        String partyId,
        long shareMicropercent,
        int validFrom,
        OptionalInt validTo,
        String registrant,
        String territory,
        Authorship authorship,
        String iswc) {

    public ShareClaim {
        if (shareMicropercent < 0) {
            throw new IllegalArgumentException(
                    "A share is not negative: " + shareMicropercent + " millionths of a percent of party " + partyId);
        }
    }

    /** A claim on the recording as a whole, everywhere, of undeclared authorship. */
    public ShareClaim(String partyId, long shareMicropercent, int validFrom, OptionalInt validTo, String registrant) {
        this(partyId, shareMicropercent, validFrom, validTo, registrant, null, Authorship.UNDECLARED, null);
    }

    /** Whether the claim applies to plays of that local date. */
    public boolean validOn(int epochDay) {
        return epochDay >= validFrom && (validTo.isEmpty() || epochDay < validTo.getAsInt());
    }
}
