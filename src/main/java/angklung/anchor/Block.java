package angklung.anchor;

import java.math.BigInteger;

/**
 * A block of a chain.
 *
 * @param number from 0
 * @param hash 0x and 64 digits
 * @param time seconds since 1970
 * @param baseFee that every gas in it cost, in wei
 */
public record Block(long number, String hash, long time, BigInteger baseFee) {}
