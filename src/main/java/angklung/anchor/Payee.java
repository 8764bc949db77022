package angklung.anchor;

import java.math.BigInteger;

/**
 * A leaf of a distribution.
 *
 * @param account that is paid
 * @param cumulative all that it was ever to get, in units of the token, above zero
 * @param salt 32 bytes of good chance, so that nobody finds an amount by trying
 */
public record Payee(Address account, BigInteger cumulative, Bytes salt) {
    public Payee {
        if (cumulative.signum() <= 0 || cumulative.bitLength() > Byte.SIZE * Words.LENGTH) {
            throw new IllegalArgumentException("The amount of " + account + " is " + cumulative
                    + "; a leaf is for more than zero and at most 2^256 - 1 units");
        }
        if (salt.length() != Words.LENGTH) {
            throw new IllegalArgumentException("A salt has 32 bytes, not " + salt.length());
        }
    }

    /**
     * Hashed twice, so that no inner node passes for a leaf, with the chain and the distributor, so that it holds
     * nowhere else.
     */
    Bytes leaf(long chainId, Address distributor) {
        return Bytes.of(Keccak.hash(Keccak.hash(
                Words.word(BigInteger.valueOf(chainId)), Words.word(distributor.toNumber()),
                Words.word(account.toNumber()), Words.word(cumulative), salt.toArray())));
    }
}
