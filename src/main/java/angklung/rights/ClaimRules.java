package angklung.rights;

import angklung.avro.ClaimStatus;
import angklung.avro.ClaimSummary;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.model.Splits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * How claims add up, in the words of the DDEX allowed value set ClaimStatus: by right, territory, work if there are
 * several, and range of dates.
 */
final class ClaimRules {
    private final long minorMax;

    /** @param minorMaxPercent the greatest sum that is a minor over-claim, in percent */
    static ClaimRules upTo(int minorMaxPercent) {
        return new ClaimRules(minorMaxPercent * (Splits.WHOLE / 100));
    }

    /** @param minorMax the greatest sum that is a minor over-claim, in millionths of a percent */
    ClaimRules(long minorMax) {
        if (minorMax < Splits.WHOLE) {
            throw new IllegalArgumentException(
                    "A minor over-claim is at least the whole: " + minorMax + " millionths of a percent");
        }
        this.minorMax = minorMax;
    }

    /**
     * @param works that the recording embodies
     * @param expected by right and work whether all have registered who were expected to; no work: the recording as a
     *     whole
     */
    List<ClaimSummary> statuses(
            List<RightShare> shares, List<String> works, BiFunction<RightType, String, Expected> expected) {
        List<ClaimSummary> summaries = new ArrayList<>();
        for (RightType right : RightType.values()) {
            List<RightShare> ofRight = shares.stream().filter(share -> share.getRightType() == right).toList();
            if (right == RightType.RECORDING || works.size() < 2) {
                addTerritories(summaries, ofRight, null, expected.apply(right, null));
                continue;
            }
            for (String work : works) {
                addTerritories(summaries, ofWork(ofRight, work, works), work, expected.apply(right, work));
            }
        }
        return List.copyOf(summaries);
    }

    /** How a sum of claims stands to the whole, give or take the tolerance of CWR. */
    ClaimStatus status(long total, Expected expected) {
        if (total > minorMax) {
            return ClaimStatus.MajorOverClaim;
        }
        if (total > Splits.WHOLE + Splits.TOLERANCE) {
            return ClaimStatus.MinorOverClaim;
        }
        if (total >= Splits.WHOLE - Splits.TOLERANCE) {
            return expected == Expected.MISSING ? ClaimStatus.IncompleteClaim : ClaimStatus.CompleteClaim;
        }
        return switch (expected) {
            case UNSTATED -> ClaimStatus.UnderClaim;
            case MISSING -> ClaimStatus.IncompleteUnderClaim;
            case PRESENT -> ClaimStatus.CompleteUnderClaim;
        };
    }

    /** A claim that names one of the works counts to it, every other one to each. */
    private static List<RightShare> ofWork(List<RightShare> shares, String work, List<String> works) {
        Set<String> all = Set.copyOf(works);
        return shares.stream()
                .filter(share -> share.getIswc() == null || !all.contains(share.getIswc())
                        || share.getIswc().equals(work))
                .toList();
    }

    private void addTerritories(
            List<ClaimSummary> summaries, List<RightShare> shares, String work, Expected expected) {
        List<RightShare> everywhere = shares.stream().filter(share -> share.getTerritory() == null).toList();
        addRanges(summaries, everywhere, null, work, expected);
        List<String> territories = shares.stream()
                .map(RightShare::getTerritory)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        for (String territory : territories) {
            List<RightShare> there = shares.stream()
                    .filter(share -> share.getTerritory() == null || share.getTerritory().equals(territory))
                    .toList();
            addRanges(summaries, there, territory, work, expected);
        }
    }

    private void addRanges(
            List<ClaimSummary> summaries, List<RightShare> shares, String territory, String work, Expected expected) {
        ClaimSummary last = null;
        List<LocalDate> dates = List.copyOf(boundaries(shares));
        for (int i = 0; i < dates.size(); i++) {
            LocalDate from = dates.get(i);
            LocalDate to = i + 1 < dates.size() ? dates.get(i + 1) : null;
            long total = shares.stream()
                    .filter(share -> inForce(share, from))
                    .mapToLong(RightShare::getShareMicropercent)
                    .sum();
            if (last != null && from.equals(last.getValidTo()) && last.getTotalMicropercent() == total) {
                last.setValidTo(to);
            } else if (total > 0) {
                last = new ClaimSummary(
                        shares.get(0).getRightType(), territory, work, from, to, status(total, expected), total);
                summaries.add(last);
            }
        }
    }

    private static SortedSet<LocalDate> boundaries(List<RightShare> shares) {
        SortedSet<LocalDate> dates = new TreeSet<>();
        for (RightShare share : shares) {
            dates.add(share.getValidFrom());
            if (share.getValidTo() != null) {
                dates.add(share.getValidTo());
            }
        }
        return dates;
    }

    private static boolean inForce(RightShare share, LocalDate date) {
        return !date.isBefore(share.getValidFrom())
                && (share.getValidTo() == null || date.isBefore(share.getValidTo()));
    }
}
