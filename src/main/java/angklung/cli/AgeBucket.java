package angklung.cli;

import angklung.model.Period;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** How long money is held, in months since the end of its period. */
enum AgeBucket {
    TO_3("0-3", 3),
    TO_6("3-6", 6),
    TO_12("6-12", 12),
    TO_24("12-24", 24),
    OVER_24("over 24", Long.MAX_VALUE);

    private final String label;
    private final long below;

    AgeBucket(String label, long below) {
        this.label = label;
        this.below = below;
    }

    static AgeBucket of(Period period, LocalDate date) {
        long months = ChronoUnit.MONTHS.between(period.next().firstDay(), date);
        for (AgeBucket bucket : values()) {
            if (months < bucket.below) {
                return bucket;
            }
        }
        return OVER_24;
    }

    /** In months. */
    String label() {
        return label;
    }
}
