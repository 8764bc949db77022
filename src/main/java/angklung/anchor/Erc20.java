package angklung.anchor;

import angklung.config.Failure;
import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A token at its address: EIP-20. */
public final class Erc20 {
    private static final Function DECIMALS = Function.parse("decimals()", "(uint8)");
    private static final Function BALANCE = Function.parse("balanceOf(address)", "(uint256)");
    private static final Function ALLOWANCE = Function.parse("allowance(address,address)", "(uint256)");
    private static final Function APPROVE = Function.parse("approve(address,uint256)", "(bool)");
    private static final String APPROVAL = "Approval(address,address,uint256)";

    private final Chain chain;
    private final Address address;

    public Erc20(Chain chain, Address address) {
        this.chain = chain;
        this.address = address;
    }

    public Address address() {
        return address;
    }

    /** Decimal places of one unit of currency. */
    public int decimals() {
        return number(ask(DECIMALS, BlockTag.LATEST)).intValueExact();
    }

    /** What an account has, in units of the token. */
    public BigInteger balance(Address account) {
        return number(ask(BALANCE, BlockTag.LATEST, account.toAbi()));
    }

    /** What a contract may take from an account, in units of the token; 0 where the token is younger than the block. */
    public BigInteger allowance(Address owner, Address spender, BlockTag tag) {
        Bytes data = ask(ALLOWANCE, tag, owner.toAbi(), spender.toAbi());
        return data.length() == 0 ? BigInteger.ZERO : number(data);
    }

    /** Data of the transaction that lets a contract take so much. */
    static Bytes approve(Address spender, BigInteger amount) {
        return Bytes.of(APPROVE.encodeCall(Tuple.of(spender.toAbi(), amount)).array());
    }

    /** Topics of the event that announces it. */
    static List<Bytes> announcement(Address owner, Address spender) {
        return List.of(
                Bytes.of(Keccak.hash(APPROVAL.getBytes(StandardCharsets.US_ASCII))),
                Bytes.of(Words.word(owner.toNumber())), Bytes.of(Words.word(spender.toNumber())));
    }

    private Bytes ask(Function function, BlockTag tag, Object... arguments) {
        return chain.call(address, Bytes.of(function.encodeCall(Tuple.from(arguments)).array()), tag);
    }

    private BigInteger number(Bytes data) {
        if (data.length() != Words.LENGTH) {
            throw Failure.verification("The contract " + address + " does not answer as a token of EIP-20 does");
        }
        return new BigInteger(1, data.toArray());
    }
}
