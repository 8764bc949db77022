package angklung.model;

import java.util.Comparator;

/**
 * Who gets a part, and by which policy. Ordered by the beneficiary, then what no policy is about first, so that ties
 * are decided without regard to policies.
 *
 * @param policy tag, or null
 */
record Recipient(Beneficiary beneficiary, String policy) implements Comparable<Recipient> {
    private static final Comparator<Recipient> ORDER = Comparator.comparing(Recipient::beneficiary)
            .thenComparing(Recipient::policy, Comparator.nullsFirst(Comparator.naturalOrder()));

    static Recipient of(Beneficiary beneficiary) {
        return new Recipient(beneficiary, null);
    }

    static Recipient of(HoldReason hold) {
        return new Recipient(Beneficiary.hold(hold), null);
    }

    @Override
    public int compareTo(Recipient other) {
        return ORDER.compare(this, other);
    }
}
