package angklung.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** Stretches of days on which the same claims and policies apply, so that a recording without a change is one. */
final class Stretches {
    private final SortedSet<Integer> starts = new TreeSet<>();
    private final int first;
    private final int last;

    private Stretches(int first, int last) {
        this.first = first;
        this.last = last;
        starts.add(first);
    }

    /** @param last not before the first */
    static Stretches between(int first, int last, List<ShareClaim> claims, AuthorshipRules authorship) {
        Stretches stretches = new Stretches(first, last);
        for (ShareClaim claim : claims) {
            stretches.change(claim.validFrom(), claim.validTo());
        }
        for (Policy policy : authorship.policies()) {
            stretches.change(policy.validFrom(), policy.validTo());
        }
        return stretches;
    }

    private void change(int validFrom, OptionalInt validTo) {
        start(validFrom);
        if (validTo.isPresent()) {
            start(validTo.getAsInt());
        }
    }

    private void start(int date) {
        if (date > first && date <= last) {
            starts.add(date);
        }
    }

    /** The first day of the stretch that the date is in: what applies on the one applies on the other. */
    int startOf(int date) {
        return starts.size() == 1 ? first : starts.headSet(date + 1).last();
    }
}
