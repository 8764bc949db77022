package angklung.anchor;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The contract {@code CheckpointWitness} at its address: see its source for what it promises. */
public final class CheckpointWitness {
    private static final Contract CONTRACT = Contract.load("CheckpointWitness");
    private static final String ANCHORED = "CheckpointAnchored(uint64,bytes32,uint256,address)";

    private final Chain chain;
    private final Address address;

    public CheckpointWitness(Chain chain, Address address) {
        this.chain = chain;
        this.address = address;
    }

    /**
     * A checkpoint that the contract holds.
     *
     * @param size leaves of the tree
     * @param root of the tree
     * @param time of the block, seconds since 1970
     */
    public record Recorded(long size, Hash root, long time) {}

    /** Data of the transaction that makes the contract for the log of an origin. */
    public static Bytes creation(String origin, Address admin, Address anchorer) {
        return CONTRACT.creation(originHash(origin), admin.toAbi(), anchorer.toAbi());
    }

    /** Data of the transaction that records a checkpoint: the new size, and the proof from the last recorded one. */
    public static Bytes anchor(long size, Hash root, List<Hash> proof) {
        return CONTRACT.call("anchor", BigInteger.valueOf(size), root.toBytes(), bytes(proof));
    }

    /** Data of the transaction that records the larger tree of a proof. */
    public static Bytes anchor(ConsistencyProof proof, Hash root) {
        return anchor(proof.to(), root, proof.path());
    }

    /** What the contract complains of, in the words of its source. */
    public static Optional<String> complaint(RpcException e) {
        return e.data().flatMap(CONTRACT::complaint);
    }

    public Address address() {
        return address;
    }

    /**
     * Whether the contract is for the log of an origin.
     *
     * @throws Failure if there is no contract
     */
    public boolean isFor(String origin) {
        if (!chain.hasCode(address)) {
            throw Failure.usage("There is no contract at " + address + " of chain " + chain.id());
        }
        byte[] hash = ask(BlockTag.LATEST, "originHash").get(0);
        return Arrays.equals(hash, originHash(origin));
    }

    /** The last recorded checkpoint. */
    public Optional<Recorded> latest(BlockTag tag) {
        Tuple latest = ask(tag, "latest");
        BigInteger size = latest.get(0);
        BigInteger time = latest.get(2);
        return size.signum() == 0
                ? Optional.empty()
                : Optional.of(new Recorded(size.longValueExact(), Hash.of((byte[]) latest.get(1)),
                        time.longValueExact()));
    }

    /** Which root is recorded for a size; none either where the contract is younger than the block. */
    public Optional<Hash> rootOf(long size, BlockTag tag) {
        Bytes data = chain.call(address, CONTRACT.call("rootOf", BigInteger.valueOf(size)), tag);
        if (data.length() == 0) {
            return Optional.empty();
        }
        byte[] root = CONTRACT.answer("rootOf", data).get(0);
        return Arrays.equals(root, new byte[Hash.LENGTH]) ? Optional.empty() : Optional.of(Hash.of(root));
    }

    /** The smallest recorded checkpoint that covers an entry; it stays the same one as the log grows. */
    public Optional<Checkpoint> covering(String origin, long index) {
        Bytes event = Bytes.of(Keccak.hash(ANCHORED.getBytes(StandardCharsets.US_ASCII)));
        return chain.events(address, List.of(event)).stream()
                .map(Receipt.Event::topics)
                .map(topics -> new Checkpoint(origin, new BigInteger(1, topics.get(1).toArray()).longValueExact(),
                        Hash.of(topics.get(2).toArray())))
                .filter(checkpoint -> checkpoint.size() > index)
                .min(Comparator.comparingLong(Checkpoint::size));
    }

    /** Whether a recorded checkpoint covers an entry. */
    public boolean verifies(InclusionProof proof, Hash leaf) {
        return ask(BlockTag.LATEST, "verifyEntry", BigInteger.valueOf(proof.size()),
                BigInteger.valueOf(proof.index()), leaf.toBytes(), bytes(proof.path())).get(0);
    }

    /** Topics of the event that announces a checkpoint. */
    List<Bytes> announcement(long size, Hash root) {
        byte[] event = Keccak.hash(ANCHORED.getBytes(StandardCharsets.US_ASCII));
        return List.of(Bytes.of(event), Bytes.of(Words.word(BigInteger.valueOf(size))), Bytes.of(root.toBytes()));
    }

    private Tuple ask(BlockTag tag, String function, Object... arguments) {
        return CONTRACT.ask(chain, address, tag, function, arguments);
    }

    static byte[][] bytes(List<Hash> hashes) {
        return hashes.stream().map(Hash::toBytes).toArray(byte[][]::new);
    }

    private static byte[] originHash(String origin) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
