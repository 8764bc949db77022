package angklung.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Divides one amount over the few shares of one recording: the floor of each quota first, then one unit each to
 * the largest fractional remainders; on a tie the earlier share in the given order. The result sums to the
 * amount exactly and each part is within one unit of its exact quota.
 */
public final class LargestRemainder {
    private LargestRemainder() {}

    /**
     * @param amount what is divided, not negative
     * @param weights the weight of each share, none negative, not all zero; their order decides ties
     * @return the amount of each share, in the same order
     */
    public static long[] divide(long amount, List<BigInteger> weights) {
        BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        if (amount < 0 || total.signum() <= 0 || weights.stream().anyMatch(w -> w.signum() < 0)) {
            throw new IllegalArgumentException("Cannot divide " + amount + " over weights " + weights);
        }
        long[] parts = new long[weights.size()];
        BigInteger[] remainders = new BigInteger[parts.length];
        long left = amount;
        for (int i = 0; i < parts.length; i++) {
            BigInteger[] quota = BigInteger.valueOf(amount).multiply(weights.get(i)).divideAndRemainder(total);
            parts[i] = quota[0].longValueExact();
            remainders[i] = quota[1];
            left -= parts[i];
        }
        for (int i : byRemainder(remainders).subList(0, Math.toIntExact(left))) {
            parts[i]++;
        }
        return parts;
    }

    private static List<Integer> byRemainder(BigInteger[] remainders) {
        List<Integer> order = new ArrayList<>(remainders.length);
        for (int i = 0; i < remainders.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> remainders[i]).reversed()); // stable: ties keep their order
        return order;
    }
}
