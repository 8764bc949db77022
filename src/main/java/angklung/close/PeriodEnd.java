package angklung.close;

import angklung.model.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;

/** When a period is over: a play counts in the time zone of its agreement, so the last zone decides. */
public final class PeriodEnd {
    private PeriodEnd() {}

    /**
     * The end of the period in the westernmost of the zones.
     *
     * @param zones of the service's agreements; none means UTC
     */
    public static Instant of(Period period, Collection<ZoneId> zones) {
        return zones.stream()
                .map(zone -> in(period, zone))
                .max(Instant::compareTo)
                .orElseGet(() -> in(period, ZoneOffset.UTC));
    }

    /** Whether the period has ended everywhere and the grace for its last plays to arrive has passed too. */
    public static boolean isOver(Period period, Collection<ZoneId> zones, Instant now, Duration grace) {
        return !now.isBefore(of(period, zones).plus(grace));
    }

    private static Instant in(Period period, ZoneId zone) {
        return period.next().firstDay().atStartOfDay(zone).toInstant();
    }
}
