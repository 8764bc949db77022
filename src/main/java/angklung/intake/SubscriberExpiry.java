package angklung.intake;

import angklung.model.Period;
import java.time.LocalDate;

/** How long plays are kept by subscriber: as long as late plays may restate their period, and thirteen months. */
final class SubscriberExpiry {
    /** As long as usage and pool partials are kept, for claims against a closed period. */
    private static final int CLAIM_DAYS = 400;

    /** A record's time and its feed's clock may differ by some days. */
    private static final int MARGIN_DAYS = 31;

    private final int days;

    /** @param daysRemembered for which a play may come late, see {@link IntakeOptions} */
    SubscriberExpiry(int daysRemembered) {
        this.days = Math.max(CLAIM_DAYS, daysRemembered) + MARGIN_DAYS;
    }

    /** The earliest period that is kept; everything is before the first record. */
    Period firstKept(RecordClock clock) {
        return clock.day() == RecordClock.UNSET
                ? Period.parse("0000-01")
                : Period.of(LocalDate.ofEpochDay((long) clock.day() - days));
    }

    boolean isExpired(Period period, RecordClock clock) {
        return period.compareTo(firstKept(clock)) < 0;
    }
}
