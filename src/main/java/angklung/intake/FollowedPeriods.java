package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.model.Period;
import java.util.List;

/**
 * The periods in which intake keeps what each subscriber of an offering played. A pool is weighed by the agreement
 * that overlaps its period, so a period is followed as a whole, and late plays of earlier days that count in it too.
 */
final class FollowedPeriods {
    static final FollowedPeriods NONE = new FollowedPeriods(new int[0], new int[0]);
    static final FollowedPeriods ALL = new FollowedPeriods(new int[] {0}, new int[] {Integer.MAX_VALUE});

    private final int[] firstMonths;
    private final int[] lastMonths;

    private FollowedPeriods(int[] firstMonths, int[] lastMonths) {
        this.firstMonths = firstMonths;
        this.lastMonths = lastMonths;
    }

    /**
     * Periods that a user-centric agreement of the offering overlaps, or an artist-centric one of any offering of the
     * territory: the standing of an artist counts the plays of all of them.
     *
     * @param ofTerritory the agreements of all offerings of the service in the territory
     */
    static FollowedPeriods of(String offering, List<Agreement> ofTerritory) {
        List<Agreement> needing = ofTerritory.stream()
                .filter(agreement -> agreement.getModel() == AllocationModel.ARTIST_CENTRIC
                        || agreement.getModel() == AllocationModel.USER_CENTRIC
                                && agreement.getOffering().equals(offering))
                .toList();
        if (needing.isEmpty()) {
            return NONE;
        }
        return new FollowedPeriods(
                needing.stream().mapToInt(agreement -> month(Period.of(agreement.getValidFrom()))).toArray(),
                needing.stream().mapToInt(FollowedPeriods::lastMonth).toArray());
    }

    boolean contains(Period period) {
        if (firstMonths.length == 0) {
            return false;
        }
        int month = month(period);
        for (int i = 0; i < firstMonths.length; i++) {
            if (month >= firstMonths[i] && month <= lastMonths[i]) {
                return true;
            }
        }
        return false;
    }

    private static int lastMonth(Agreement agreement) {
        return agreement.getValidTo() == null
                ? Integer.MAX_VALUE
                : month(Period.of(agreement.getValidTo().minusDays(1)));
    }

    private static int month(Period period) {
        return period.month().getYear() * 12 + period.month().getMonthValue();
    }
}
