package angklung.anchor;

import java.math.BigInteger;

/** The token without value. */
public final class TestToken {
    private static final Contract CONTRACT = Contract.load("TestToken");

    private final LocalChain local;
    private final Address address;
    private final Signer anybody;

    public TestToken(LocalChain local) {
        this.local = local;
        this.anybody = local.account();
        this.address = local.deploy("TestToken", anybody, CONTRACT.creation());
    }

    public Address address() {
        return address;
    }

    public void mint(Address account, long amount) {
        send("mint", account.toAbi(), BigInteger.valueOf(amount));
    }

    public void freeze(Address account, boolean on) {
        send("freeze", account.toAbi(), on);
    }

    void setFee(long units) {
        send("setFee", BigInteger.valueOf(units));
    }

    public void approve(Signer owner, Address spender) {
        BigInteger all = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        local.send("token: approve", owner, address, CONTRACT.call("approve", spender.toAbi(), all));
    }

    public long balance(Address account) {
        BigInteger balance =
                CONTRACT.ask(local.chain(), address, BlockTag.LATEST, "balanceOf", account.toAbi()).get(0);
        return balance.longValueExact();
    }

    private void send(String function, Object... arguments) {
        local.send("token: " + function, anybody, address, CONTRACT.call(function, arguments));
    }
}
