package angklung.anchor;

import angklung.log.InclusionProof;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The contract {@code RoyaltyDistributor} at its address: see its source for what it promises. */
public final class RoyaltyDistributor {
    private static final Contract CONTRACT = Contract.load("RoyaltyDistributor");

    private final Chain chain;
    private final Address address;

    public RoyaltyDistributor(Chain chain, Address address) {
        this.chain = chain;
        this.address = address;
    }

    /**
     * Who does what.
     *
     * @param admin hands out the roles
     * @param publisher publishes and funds roots
     * @param guardian may disable them before they become active; not the publisher
     */
    public record Roles(Address admin, Address publisher, Address guardian) {}

    /**
     * Data of the transaction that makes the contract.
     *
     * @param delaySeconds before a root becomes active, at least an hour
     */
    public static Bytes creation(Address token, Address witness, Roles roles, long delaySeconds) {
        return CONTRACT.creation(token.toAbi(), witness.toAbi(), roles.admin().toAbi(), roles.publisher().toAbi(),
                roles.guardian().toAbi(), delaySeconds);
    }

    /** Data of the transaction that publishes and funds a root; the proof is that of its entry in the log. */
    public static Bytes publish(Distribution distribution, InclusionProof proof) {
        return CONTRACT.call("publish", (long) distribution.period(), distribution.tree().root().toArray(),
                distribution.total(), BigInteger.valueOf(proof.size()), BigInteger.valueOf(proof.index()),
                CheckpointWitness.bytes(proof.path()));
    }

    /** Data of the transaction that takes a root back. */
    public static Bytes disable(int period) {
        return CONTRACT.call("disable", (long) period);
    }

    /** Data of the transaction that pays an account; {@code to} is the account unless the account sends it. */
    public static Bytes claim(Payee payee, Address to, List<Bytes> proof) {
        return CONTRACT.call("claim", payee.account().toAbi(), to.toAbi(), payee.cumulative(), payee.salt().toArray(),
                proof.stream().map(Bytes::toArray).toArray(byte[][]::new));
    }

    /** Data of the transaction that fetches a refund which could not be sent. */
    public static Bytes withdraw(Address to) {
        return CONTRACT.call("withdraw", to.toAbi());
    }

    /** What the contract complains of, in the words of its source. */
    public static Optional<String> complaint(RpcException e) {
        return e.data().flatMap(CONTRACT::complaint);
    }

    public Address address() {
        return address;
    }

    /** All that was funded and not disabled, in units of the token. */
    public BigInteger funded() {
        return ask("fundedTotal").get(0);
    }

    /** What all accounts were paid, in units of the token. */
    public BigInteger claimed() {
        return ask("totalClaimed").get(0);
    }

    /** What an account was paid, in units of the token. */
    public BigInteger claimed(Address account) {
        return ask("cumulativeClaimed", account.toAbi()).get(0);
    }

    /** What a funder has to fetch, in units of the token. */
    public BigInteger credit(Address funder) {
        return ask("credit", funder.toAbi()).get(0);
    }

    /** Month of the root that claims are checked against, as yyyymm; 0: none is active. */
    public int activePeriod() {
        Long period = ask("activeRoot").get(0);
        return Math.toIntExact(period);
    }

    /** The entry that the log must hold at an index for a distribution. */
    public Bytes logEntry(Distribution distribution, long index) {
        byte[] entry = ask("logEntry", (long) distribution.period(), distribution.tree().root().toArray(),
                distribution.total(), BigInteger.valueOf(index)).get(0);
        return Bytes.of(entry);
    }

    private Tuple ask(String function, Object... arguments) {
        return CONTRACT.ask(chain, address, BlockTag.LATEST, function, arguments);
    }
}
