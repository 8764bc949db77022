package angklung.anchor;

import com.esaulpaugh.headlong.rlp.RLPEncoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transaction of EIP-1559 without signature. Amounts are in wei, gas in units.
 *
 * @param chainId which chain it is for (EIP-155)
 * @param nonce number of transactions that the sender sent before
 * @param tip most that the maker of the block gets per gas
 * @param highestFee most that is paid per gas, tip and base fee together
 * @param gasLimit most gas that it may use
 * @param to contract that is called; empty: the data make a new contract
 * @param data call, or code and arguments of the constructor
 */
public record Transaction(
        long chainId,
        long nonce,
        BigInteger tip,
        BigInteger highestFee,
        long gasLimit,
        Optional<Address> to,
        Bytes data) {
    static final byte TYPE = 2;

    public Transaction {
        if (chainId <= 0 || nonce < 0 || gasLimit < 0 || tip.signum() < 0 || highestFee.compareTo(tip) < 0) {
            throw new IllegalArgumentException("Not a transaction: chain " + chainId + ", nonce " + nonce + ", gas "
                    + gasLimit + ", tip " + tip + ", highest fee " + highestFee);
        }
    }

    /** What is signed. */
    byte[] digest() {
        return Keccak.hash(new byte[] {TYPE}, RLPEncoder.list(fields()));
    }

    /** In the order of EIP-1559; a signature goes behind. */
    List<Object> fields() {
        List<Object> fields = new ArrayList<>();
        fields.add(Words.shortest(chainId));
        fields.add(Words.shortest(nonce));
        fields.add(Words.shortest(tip));
        fields.add(Words.shortest(highestFee));
        fields.add(Words.shortest(gasLimit));
        fields.add(to.map(Address::toBytes).orElse(new byte[0]));
        fields.add(new byte[0]); // no coins go with it
        fields.add(data.toArray());
        fields.add(List.of()); // no access list
        return fields;
    }

    /** The same at other fees: replaces it as long as neither is in a block. */
    public Transaction withFees(BigInteger newTip, BigInteger newHighestFee) {
        return new Transaction(chainId, nonce, newTip, newHighestFee, gasLimit, to, data);
    }
}
