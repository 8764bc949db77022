package angklung.anchor;

import java.time.Duration;

/**
 * How long somebody waits for a chain or a log, and how often they look.
 *
 * @param look between two looks
 * @param most all in all
 */
public record Patience(Duration look, Duration most) {
    /** A transaction of which no block took notice for so long is offered again for more. */
    private static final Duration REPLACEMENT = Duration.ofMinutes(2);

    public Patience {
        if (look.isNegative() || look.isZero() || most.compareTo(look) < 0) {
            throw new IllegalArgumentException("Between two looks at a chain there is time, and not more than there is"
                    + " in all: " + look + " of " + most);
        }
    }

    /** Looks, all in all. */
    public int rounds() {
        return rounds(most);
    }

    /** Looks until more is offered. */
    int roundsToReplacement() {
        return rounds(REPLACEMENT);
    }

    private int rounds(Duration time) {
        return (int) Math.min(Integer.MAX_VALUE, 1 + time.dividedBy(look));
    }
}
