package angklung.screening;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * F8: every day of the period against the 28 days before it, so that no part of the period goes unseen. A day that is
 * found does not become part of the past that later days are compared with, or the second day of an attack would
 * look normal.
 *
 * <p>With S the sum and Q the sum of squares of n = 28 days, the mean is S/n and the variance (nQ − S²)/n². A day of x
 * plays is more than z deviations above the mean if (nx − S)² > z²·(nQ − S²), in whole numbers. Counts scatter at
 * least as much as chance does, so the variance is taken as no less than the mean, and no less than one.
 */
final class Velocity {
    private static final int WINDOW = 28;

    private final RuleTerms by;
    private final SubjectSums sums;
    private final Optional<SubjectSums> before;
    private final Deque<Long> past = new ArrayDeque<>();
    private long sum;
    private BigInteger squares = BigInteger.ZERO;

    /**
     * A day that was found.
     *
     * @param baseline plays of the 28 days before
     * @param z deviations above the mean, rounded down to six decimals
     */
    record Day(int epochDay, long plays, long baseline, BigDecimal z) {}

    Velocity(RuleTerms by, SubjectSums sums, Optional<SubjectSums> before) {
        this.by = by;
        this.sums = sums;
        this.before = before;
    }

    /** Hands out the days found, ascending. */
    void judge(ScreeningTerms terms, Consumer<Day> receiver) {
        if (before.isPresent()) {
            for (int day = terms.firstDay() - WINDOW; day < terms.firstDay(); day++) {
                remember(Math.addExact(before.get().on(day), sums.on(day)));
            }
        }
        for (int day = terms.firstDay(); day <= terms.lastDay(); day++) {
            long plays = sums.on(day);
            if (isFound(plays)) {
                receiver.accept(new Day(day, plays, sum, z(plays)));
            } else {
                remember(plays);
            }
        }
    }

    private boolean isFound(long plays) {
        if (past.size() < WINDOW || plays < by.least("min_plays") || sum < by.least("baseline_plays")) {
            return false;
        }
        BigInteger above = above(plays);
        BigDecimal z = by.value("z");
        return above.signum() > 0
                && new BigDecimal(above.pow(2))
                                .compareTo(z.multiply(z).multiply(new BigDecimal(variance())))
                        > 0;
    }

    /** n·x − S. */
    private BigInteger above(long plays) {
        return BigInteger.valueOf(WINDOW).multiply(BigInteger.valueOf(plays)).subtract(BigInteger.valueOf(sum));
    }

    /** n²·variance, at least n²·mean and n². */
    private BigInteger variance() {
        BigInteger total = BigInteger.valueOf(sum);
        BigInteger window = BigInteger.valueOf(WINDOW);
        return window.multiply(squares)
                .subtract(total.pow(2))
                .max(window.multiply(total))
                .max(window.pow(2));
    }

    private BigDecimal z(long plays) {
        BigInteger unit = BigInteger.TEN.pow(2 * Evidence.SCALE);
        return new BigDecimal(above(plays).pow(2).multiply(unit).divide(variance()).sqrt(), Evidence.SCALE);
    }

    private void remember(long plays) {
        past.addLast(plays);
        sum = Math.addExact(sum, plays);
        squares = squares.add(BigInteger.valueOf(plays).pow(2));
        if (past.size() > WINDOW) {
            long oldest = past.removeFirst();
            sum -= oldest;
            squares = squares.subtract(BigInteger.valueOf(oldest).pow(2));
        }
    }
}
