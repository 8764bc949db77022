package angklung.model;

import java.time.LocalDate;
import java.util.OptionalInt;

/**
 * What is done with contributions of one authorship.
 *
 * @param holderKind whose policy it is
 * @param holder SOCIETY: the registrant of the claim. TERRITORY: the place of listening
 * @param right the only right that it is about, or null: all
 * @param authorship that it is about
 * @param validFrom first local day of plays that it applies to, as an epoch day
 * @param validTo day after the last one, as an epoch day; none: open
 */
public record Policy(
        HolderKind holderKind,
        String holder,
        String right,
        Authorship authorship,
        Effect effect,
        int validFrom,
        OptionalInt validTo) {

    /** Whose policy it is; a society's goes before a territory's. */
    public enum HolderKind {
        SOCIETY,
        TERRITORY
    }

    /** What is done. */
    public enum Effect {
        /** Nothing. */
        PAY,
        /** It is paid, and the part names the policy. */
        TAG,
        /** Its part is held. */
        HOLD,
        /** It has no part; the others share in its stead. */
        EXCLUDE
    }

    boolean validOn(int epochDay) {
        return epochDay >= validFrom && (validTo.isEmpty() || epochDay < validTo.getAsInt());
    }

    /** As earnings and rate sheets name it: {@code SOCIETY KOMCA@2025-03-24 AI_GENERATED EXCLUDE}. */
    public String tag() {
        return holderKind + " " + holder + "@" + LocalDate.ofEpochDay(validFrom) + " " + authorship + " " + effect;
    }
}
