package angklung.rights;

import angklung.avro.Claim;
import angklung.avro.RegistrationFault;
import angklung.avro.RightType;
import angklung.model.Splits;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/** Whether one registrant claims the same share twice, or more of a right than there is. */
final class ClaimSums {
    private static final long MOST = Splits.WHOLE + Splits.TOLERANCE;

    private ClaimSums() {}

    static void check(List<Claim> claims, BiConsumer<RegistrationFault, String> faults) {
        checkDuplicates(claims, faults);
        for (RightType right : RightType.values()) {
            List<Claim> ofRight = claims.stream().filter(claim -> claim.getRightType() == right).toList();
            if (!ofRight.isEmpty()) {
                checkSums(right, ofRight, faults);
            }
        }
    }

    private static void checkDuplicates(List<Claim> claims, BiConsumer<RegistrationFault, String> faults) {
        Set<Identity> told = new HashSet<>();
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            for (Claim other : claims.subList(0, i)) {
                if (identity(claim).equals(identity(other)) && overlap(claim, other) && told.add(identity(claim))) {
                    faults.accept(RegistrationFault.DUPLICATE_CLAIM, claim.getRightType() + " of "
                            + claim.getPartyId() + " as " + claim.getRole() + " is claimed twice on "
                            + later(claim.getValidFrom(), other.getValidFrom())
                            + "; end one of the claims before, or add their shares up");
                }
            }
        }
    }

    /** What may be claimed once on a date. Of a medley a party may claim a share in each of the works. */
    private record Identity(RightType right, String territory, String party, String role, String iswc) {}

    private static Identity identity(Claim claim) {
        return new Identity(
                claim.getRightType(), claim.getTerritory(), claim.getPartyId(), claim.getRole(), claim.getIswc());
    }

    private static boolean overlap(Claim a, Claim b) {
        return (a.getValidTo() == null || b.getValidFrom().isBefore(a.getValidTo()))
                && (b.getValidTo() == null || a.getValidFrom().isBefore(b.getValidTo()));
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static void checkSums(RightType right, List<Claim> claims, BiConsumer<RegistrationFault, String> faults) {
        List<Change> changes = changes(claims);
        for (String territory : values(claims.stream().map(Claim::getTerritory).toList())) {
            for (String iswc : values(claims.stream().map(Claim::getIswc).toList())) {
                Excess excess = firstExcess(changes, territory, iswc);
                if (excess != null) {
                    faults.accept(RegistrationFault.EXCEEDS_WHOLE, "shares of " + right
                            + (territory == null ? "" : " in " + territory) + (iswc == null ? "" : " of work " + iswc)
                            + " add up to " + percent(excess.sum()) + " % on " + excess.date()
                            + ", expected at most 100 (" + percent(MOST) + " with the tolerance)");
                    return;
                }
            }
        }
    }

    /** None, which is what claims about any territory or work count to, and each that is named. */
    private static List<String> values(List<String> named) {
        List<String> values = new ArrayList<>();
        values.add(null);
        named.stream().filter(Objects::nonNull).distinct().sorted().forEach(values::add);
        return values;
    }

    /** By how much the sum of shares changes on a date. */
    private record Change(LocalDate date, long share, Claim claim) {}

    /** In the order of dates; on one date what ends before what begins. */
    private static List<Change> changes(List<Claim> claims) {
        List<Change> changes = new ArrayList<>();
        for (Claim claim : claims) {
            changes.add(new Change(claim.getValidFrom(), claim.getShareMicropercent(), claim));
            if (claim.getValidTo() != null) {
                changes.add(new Change(claim.getValidTo(), -claim.getShareMicropercent(), claim));
            }
        }
        changes.sort(Comparator.comparing(Change::date).thenComparingLong(Change::share));
        return changes;
    }

    /** A sum of shares on a date. */
    private record Excess(LocalDate date, long sum) {}

    /** The first sum that is more than the whole, or null. */
    private static Excess firstExcess(List<Change> changes, String territory, String iswc) {
        LocalDate date = LocalDate.MIN;
        long sum = 0;
        for (Change change : changes) {
            if (sum > MOST && change.date().isAfter(date)) {
                break;
            }
            if (counts(change.claim().getTerritory(), territory) && counts(change.claim().getIswc(), iswc)) {
                sum += change.share();
                date = change.date();
            }
        }
        return sum > MOST ? new Excess(date, sum) : null;
    }

    private static boolean counts(String claimed, String scope) {
        return claimed == null || claimed.equals(scope);
    }

    private static String percent(long micropercent) {
        return BigDecimal.valueOf(micropercent, 6).stripTrailingZeros().toPlainString();
    }
}
