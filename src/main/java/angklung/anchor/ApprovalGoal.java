package angklung.anchor;

import angklung.log.Hash;
import java.math.BigInteger;
import java.util.List;

/** That the distributor may take from its funder what a distribution adds. */
final class ApprovalGoal implements Goal {
    private final Erc20 token;
    private final Address owner;
    private final RoyaltyDistributor distributor;
    private final Distribution distribution;
    private final long size;
    private final BigInteger amount;

    /** @param size of the checkpoint that covers the distribution's entry */
    ApprovalGoal(
            Erc20 token, Address owner, RoyaltyDistributor distributor, Distribution distribution, long size,
            BigInteger amount) {
        this.token = token;
        this.owner = owner;
        this.distributor = distributor;
        this.distribution = distribution;
        this.size = size;
        this.amount = amount;
    }

    @Override
    public Address contract() {
        return token.address();
    }

    @Override
    public String subject() {
        return "approval for " + distribution.month();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Hash root() {
        return Hash.of(distribution.tree().root().toArray());
    }

    @Override
    public boolean isReached(BlockTag tag) {
        return token.allowance(owner, distributor.address(), tag).compareTo(amount) >= 0;
    }

    @Override
    public Bytes call() {
        return Erc20.approve(distributor.address(), amount);
    }

    @Override
    public List<Bytes> announcement() {
        return Erc20.announcement(owner, distributor.address());
    }

    @Override
    public String complaint(RpcException e) {
        return e.getMessage();
    }
}
