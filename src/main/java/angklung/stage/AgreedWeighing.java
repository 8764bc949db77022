package angklung.stage;

import angklung.avro.Agreement;
import angklung.avro.OvertimeFactor;
import angklung.model.Weighing;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the pool of an agreement weighs recordings. Intake and pool must not differ in it. */
public final class AgreedWeighing {
    private AgreedWeighing() {}

    /**
     * @throws IllegalArgumentException if the model is unknown to this version, or a term is out of range
     */
    public static Weighing of(Agreement agreement) {
        return switch (agreement.getModel()) {
            case MARKET_CENTRIC -> marketCentric(agreement);
            case USER_CENTRIC -> Weighing.SUBSCRIBERS;
            case ARTIST_CENTRIC -> new Weighing.Artist(
                    orZero(agreement.getArtistMinPlays()),
                    orZero(agreement.getArtistMinListeners()),
                    orOne(agreement.getArtistBoost()),
                    orOne(agreement.getActiveBoost()),
                    agreement.getSubscriberCap());
            case UNKNOWN -> throw new IllegalArgumentException("The agreement's model is unknown to this version");
        };
    }

    private static Weighing marketCentric(Agreement agreement) {
        if (agreement.getOvertime().isEmpty()) {
            return Weighing.PLAYS;
        }
        SortedMap<Integer, BigDecimal> factors = new TreeMap<>();
        for (OvertimeFactor row : agreement.getOvertime()) {
            factors.put(row.getTrackMinutes(), row.getFactor());
        }
        BigDecimal step = agreement.getOvertimeStep();
        return new Weighing.Overtime(factors, step == null ? BigDecimal.ZERO : step);
    }

    private static long orZero(Long minimum) {
        return minimum == null ? 0 : minimum;
    }

    private static BigDecimal orOne(BigDecimal factor) {
        return factor == null ? BigDecimal.ONE : factor;
    }
}
