package angklung.anchor;

import com.esaulpaugh.headlong.rlp.RLPDecoder;
import com.esaulpaugh.headlong.rlp.RLPEncoder;
import com.esaulpaugh.headlong.rlp.RLPItem;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A transaction as it is sent.
 *
 * @param transaction what is signed
 * @param sender whose signature it is
 * @param raw type and fields with the signature
 */
public record SignedTransaction(Transaction transaction, Address sender, Bytes raw) {
    /** Chain id, nonce, tip, fee, gas, to, value, data, access list, parity, r, s. */
    private static final int FIELDS = 12;

    private static final int VALUE = 6;
    private static final int DATA = 7;
    private static final int ACCESS_LIST = 8;
    private static final int PARITY = 9;

    static SignedTransaction of(Transaction transaction, Secp256k1.Signature signature) {
        List<Object> fields = new ArrayList<>(transaction.fields());
        fields.add(Words.shortest(signature.parity()));
        fields.add(Words.shortest(signature.r()));
        fields.add(Words.shortest(signature.s()));
        byte[] list = RLPEncoder.list(fields);
        byte[] raw = new byte[1 + list.length];
        raw[0] = Transaction.TYPE;
        System.arraycopy(list, 0, raw, 1, list.length);
        Address sender = Secp256k1.signer(transaction.digest(), signature);
        return new SignedTransaction(transaction, sender, Bytes.of(raw));
    }

    /** @throws IllegalArgumentException unless it is a signed transaction of EIP-1559 without coins and access list */
    public static SignedTransaction parse(Bytes raw) {
        byte[] bytes = raw.toArray();
        if (bytes.length == 0 || bytes[0] != Transaction.TYPE) {
            throw new IllegalArgumentException("This is no transaction of EIP-1559");
        }
        List<RLPItem> fields = RLPDecoder.RLP_STRICT.wrapList(Arrays.copyOfRange(bytes, 1, bytes.length))
                .elements(RLPDecoder.RLP_STRICT);
        boolean plain = fields.size() == FIELDS && fields.get(VALUE).dataLength == 0
                && fields.get(ACCESS_LIST).isList() && fields.get(ACCESS_LIST).dataLength == 0;
        if (!plain) {
            throw new IllegalArgumentException("The transaction sends coins, has an access list or another form");
        }
        byte[] to = fields.get(5).data();
        Transaction transaction = new Transaction(
                fields.get(0).asLong(), fields.get(1).asLong(), fields.get(2).asBigInt(), fields.get(3).asBigInt(),
                fields.get(4).asLong(), to.length == 0 ? Optional.empty() : Optional.of(Address.of(to)),
                Bytes.of(fields.get(DATA).data()));
        BigInteger r = fields.get(PARITY + 1).asBigInt();
        BigInteger s = fields.get(PARITY + 2).asBigInt();
        SignedTransaction signed = of(transaction, new Secp256k1.Signature(fields.get(PARITY).asInt(), r, s));
        if (!signed.raw.equals(raw)) {
            throw new IllegalArgumentException("The transaction is not written in the one form that counts");
        }
        return signed;
    }

    /** By which the chain knows it: 0x and 64 digits. */
    public String hash() {
        return HexText.of(Keccak.hash(raw.toArray()));
    }
}
