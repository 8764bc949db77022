package angklung.anchor;

import angklung.config.Failure;
import angklung.log.InclusionProof;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The contract {@code RoyaltyDistributor} at its address: see its source for what it promises. */
public final class RoyaltyDistributor {
    private static final Contract CONTRACT = Contract.load("RoyaltyDistributor");

    private static final Bytes PUBLISHED =
            event("RootPublished(uint32,bytes32,uint256,uint256,uint64,uint48)");
    private static final Bytes DISABLED = event("RootDisabled(uint32,bytes32,uint256,address,bool)");
    private static final Bytes CLAIMED = event("Claimed(address,address,uint256,uint256)");
    private static final int ENTRY = 3; // word of RootPublished

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

    /**
     * A root that the contract holds.
     *
     * @param period its month, as yyyymm
     * @param root of the distribution's tree
     * @param total all that was ever payable, in units of the token
     * @param activeAt since or from when it can be claimed, seconds since 1970; 0: it is active
     */
    public record Root(int period, Bytes root, BigInteger total, long activeAt) {
        /** The month as the log writes it: yyyy-mm. */
        public String month() {
            return Distribution.month(period);
        }
    }

    /** The root that claims are checked against; none either where the contract is younger than the block. */
    public Optional<Root> active(BlockTag tag) {
        return root("activeRoot", tag);
    }

    /** The root that is published and not active yet. */
    public Optional<Root> pending(BlockTag tag) {
        return root("pendingRoot", tag);
    }

    private Optional<Root> root(String function, BlockTag tag) {
        Bytes data = chain.call(address, CONTRACT.call(function), tag);
        if (data.length() == 0) {
            return Optional.empty();
        }
        Tuple answer = CONTRACT.answer(function, data);
        Long period = answer.get(0);
        if (period == 0) {
            return Optional.empty();
        }
        long activeAt = function.equals("pendingRoot") ? ((Number) answer.get(3)).longValue() : 0;
        return Optional.of(new Root(Math.toIntExact(period), Bytes.of(answer.get(1)), answer.get(2), activeAt));
    }

    /** @throws Failure if there is no contract */
    public void requireThere() {
        if (!chain.hasCode(address)) {
            throw Failure.usage("There is no contract at " + address + " of chain " + chain.id()
                    + "; is chain.distributor the address of a RoyaltyDistributor?");
        }
    }

    /** What it pays in. */
    public Erc20 token() {
        return new Erc20(chain, Address.of((com.esaulpaugh.headlong.abi.Address) ask("token").get(0)));
    }

    /** The contract whose checkpoints it trusts. */
    public Address witness() {
        return Address.of((com.esaulpaugh.headlong.abi.Address) ask("witness").get(0));
    }

    public boolean mayPublish(Address account) {
        byte[] role = ask("PUBLISHER_ROLE").get(0);
        return ask("hasRole", role, account.toAbi()).get(0);
    }

    /** The first index of the log that an entry may have; those before are used up. */
    public long nextEntry() {
        return chain.events(address, List.of(PUBLISHED)).stream()
                .mapToLong(event -> word(event.data(), ENTRY).longValueExact() + 1)
                .max()
                .orElse(0);
    }

    /** Index of the log's entry by which a distribution was published last; empty: it never was. */
    OptionalLong entryOf(Distribution distribution) {
        return chain.events(address, announcement(distribution.period())).stream()
                .filter(event -> bytes(event.data(), 0).equals(distribution.tree().root()))
                .mapToLong(event -> word(event.data(), ENTRY).longValueExact())
                .max();
    }

    /** Whether the guardian took this root of a month back. */
    public boolean isDisabled(int period, Bytes root) {
        return chain.events(address, List.of(DISABLED, month(period))).stream()
                .anyMatch(event -> bytes(event.data(), 0).equals(root));
    }

    /** The accounts that were paid anything. */
    public List<Address> claimants() {
        return chain.events(address, List.of(CLAIMED)).stream()
                .map(event -> Address.ofWord(event.topics().get(1).toArray()))
                .distinct()
                .toList();
    }

    /** Topics of the event that announces a root. */
    List<Bytes> announcement(int period) {
        return List.of(PUBLISHED, month(period));
    }

    /** Whether an event announces a distribution by an entry of the log. */
    boolean isAnnounced(Receipt.Event event, Distribution distribution, long entry) {
        return event.contract().equals(address)
                && event.topics().equals(announcement(distribution.period()))
                && bytes(event.data(), 0).equals(distribution.tree().root())
                && word(event.data(), ENTRY).equals(BigInteger.valueOf(entry));
    }

    private static Bytes event(String signature) {
        return Bytes.of(Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Bytes month(int period) {
        return Bytes.of(Words.word(BigInteger.valueOf(period)));
    }

    private static BigInteger word(Bytes data, int index) {
        return new BigInteger(1, bytes(data, index).toArray());
    }

    private static Bytes bytes(Bytes data, int index) {
        int from = index * Words.LENGTH;
        return Bytes.of(Arrays.copyOfRange(data.toArray(), from, from + Words.LENGTH));
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
