package angklung.anchor;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.Prover;
import java.util.List;
import java.util.Optional;

/** That a checkpoint is recorded. Whoever makes one has verified its signatures and the quorum of its witnesses. */
public final class CheckpointGoal implements Goal {
    private final CheckpointWitness witness;
    private final Checkpoint checkpoint;
    private final Prover prover;

    /**
     * A goal.
     *
     * @param prover of the log's tree, as far as the checkpoint at least
     * @throws Failure if the contract is for another log
     */
    public CheckpointGoal(CheckpointWitness witness, Checkpoint checkpoint, Prover prover) {
        this.witness = witness;
        this.checkpoint = checkpoint;
        this.prover = prover;
        if (!witness.isFor(checkpoint.origin())) {
            throw Failure.verification("The contract " + witness.address() + " is not for the log '"
                    + checkpoint.origin() + "'; is chain.witness the address of another log's contract?");
        }
    }

    @Override
    public Address contract() {
        return witness.address();
    }

    @Override
    public String subject() {
        return "checkpoint";
    }

    @Override
    public long size() {
        return checkpoint.size();
    }

    @Override
    public Hash root() {
        return checkpoint.root();
    }

    @Override
    public boolean isReached(BlockTag tag) {
        Optional<Hash> recorded = witness.rootOf(size(), tag);
        recorded.ifPresent(root -> requireOurs(size(), root, root()));
        return recorded.isPresent();
    }

    @Override
    public Bytes call() {
        Optional<CheckpointWitness.Recorded> latest = witness.latest(BlockTag.LATEST);
        if (latest.isEmpty()) {
            return CheckpointWitness.anchor(size(), root(), List.of());
        }
        long before = latest.get().size();
        if (before > size()) {
            throw Failure.input("The chain holds the checkpoint of size " + before + " already; one of size " + size()
                    + " can no longer be recorded, and need not be: the larger one covers it");
        }
        requireOurs(before, latest.get().root(), prover.root(before));
        ConsistencyProof proof = prover.consistency(before, size());
        if (!proof.proves(latest.get().root(), root())) {
            throw Failure.verification("The tree of the log does not lead from size " + before + " to the checkpoint of"
                    + " size " + size() + "; nothing was sent");
        }
        return CheckpointWitness.anchor(proof, root());
    }

    @Override
    public List<Bytes> announcement() {
        return witness.announcement(size(), root());
    }

    @Override
    public String complaint(RpcException e) {
        return CheckpointWitness.complaint(e).orElse(e.getMessage());
    }

    private void requireOurs(long size, Hash recorded, Hash ours) {
        if (!recorded.equals(ours)) {
            throw Failure.verification("ALARM: the contract " + contract() + " holds the root " + recorded
                    + " for size " + size + ", the log has " + ours + "; one of the two was forged, keep both");
        }
    }
}
