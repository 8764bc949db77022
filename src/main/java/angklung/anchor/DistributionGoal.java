package angklung.anchor;

import angklung.log.Hash;
import angklung.log.InclusionProof;
import java.util.List;
import java.util.Optional;

/** That the distributor has taken and funded a root, with the proof of the entry by which the log announced it. */
public final class DistributionGoal implements Goal {
    private final RoyaltyDistributor distributor;
    private final Distribution distribution;
    private final InclusionProof proof;

    /** @param proof of the entry, in a checkpoint that the distributor's witness holds */
    public DistributionGoal(RoyaltyDistributor distributor, Distribution distribution, InclusionProof proof) {
        this.distributor = distributor;
        this.distribution = distribution;
        this.proof = proof;
    }

    @Override
    public Address contract() {
        return distributor.address();
    }

    @Override
    public String subject() {
        return "distribution " + distribution.month();
    }

    @Override
    public long size() {
        return proof.size();
    }

    @Override
    public Hash root() {
        return Hash.of(distribution.tree().root().toArray());
    }

    @Override
    public boolean isReached(BlockTag tag) {
        return isOurs(distributor.pending(tag)) || isOurs(distributor.active(tag));
    }

    private boolean isOurs(Optional<RoyaltyDistributor.Root> found) {
        return found.filter(root -> root.period() == distribution.period()
                        && root.root().equals(distribution.tree().root()))
                .isPresent();
    }

    @Override
    public Bytes call() {
        return RoyaltyDistributor.publish(distribution, proof);
    }

    @Override
    public List<Bytes> announcement() {
        return distributor.announcement(distribution.period());
    }

    @Override
    public boolean isAnnouncedBy(Receipt.Event event) {
        return distributor.isAnnounced(event, distribution, proof.index());
    }

    @Override
    public String complaint(RpcException e) {
        return RoyaltyDistributor.complaint(e).orElse(e.getMessage());
    }
}
