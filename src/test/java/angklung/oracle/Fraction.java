package angklung.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact rational number in lowest terms; the denominator is positive. */
public record Fraction(BigInteger numerator, BigInteger denominator) implements Comparable<Fraction> {
    public static final Fraction ZERO = of(0);
    public static final Fraction ONE = of(1);

    public Fraction {
        if (denominator.signum() <= 0) {
            throw new IllegalArgumentException("denominator " + denominator);
        }
        BigInteger divisor = numerator.gcd(denominator);
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    public static Fraction of(long value) {
        return new Fraction(BigInteger.valueOf(value), BigInteger.ONE);
    }

    public static Fraction of(BigInteger value) {
        return new Fraction(value, BigInteger.ONE);
    }

    /** {@code over / under}. */
    public static Fraction of(long over, long under) {
        return of(over).over(of(under));
    }

    public static Fraction of(String decimal) {
        BigDecimal d = new BigDecimal(decimal);
        BigDecimal positive = d.scale() < 0 ? d.setScale(0) : d;
        return new Fraction(positive.unscaledValue(), BigInteger.TEN.pow(positive.scale()));
    }

    public Fraction plus(Fraction o) {
        return new Fraction(
                numerator.multiply(o.denominator).add(o.numerator.multiply(denominator)),
                denominator.multiply(o.denominator));
    }

    public Fraction minus(Fraction o) {
        return plus(new Fraction(o.numerator.negate(), o.denominator));
    }

    public Fraction times(Fraction o) {
        return new Fraction(numerator.multiply(o.numerator), denominator.multiply(o.denominator));
    }

    public Fraction over(Fraction o) {
        Fraction inverse = o.numerator.signum() < 0
                ? new Fraction(o.denominator.negate(), o.numerator.negate())
                : new Fraction(o.denominator, o.numerator);
        return times(inverse);
    }

    public int signum() {
        return numerator.signum();
    }

    public Fraction abs() {
        return new Fraction(numerator.abs(), denominator);
    }

    /** this − ⌊this⌋. */
    public Fraction remainder() {
        return minus(of(floor()));
    }

    public Fraction min(Fraction o) {
        return compareTo(o) <= 0 ? this : o;
    }

    public Fraction max(Fraction o) {
        return compareTo(o) >= 0 ? this : o;
    }

    /** ⌊this⌋. */
    public BigInteger floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    @Override
    public int compareTo(Fraction o) {
        return numerator.multiply(o.denominator).compareTo(o.numerator.multiply(denominator));
    }
}
