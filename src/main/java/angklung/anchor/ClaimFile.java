package angklung.anchor;

import angklung.config.Failure;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one payee needs to claim: nobody else's amounts, and no name. */
public final class ClaimFile {
    private static final String WARNING = "A claim is public for ever: it shows this account and its amounts, and whoever"
            + " knows whose account it is knows what its owner earned. Anybody who has this file can send the claim, but"
            + " the money goes to the account; only the account itself can send it elsewhere.";

    private final RoyaltyDistributor distributor;
    private final long chainId;
    private final PayoutPlan plan;

    /** Of what the distributor holds. */
    public ClaimFile(RoyaltyDistributor distributor, long chainId, PayoutPlan plan) {
        this.distributor = distributor;
        this.chainId = chainId;
        this.plan = plan;
    }

    /**
     * The file of one party.
     *
     * @throws Failure if the distributor does not hold this distribution, or it has nothing for the party
     */
    public String of(String party) {
        PayoutPlan.Share share = plan.of(party).orElseThrow(() -> Failure.input("The party " + party
                + " opted in and was paid nothing in " + plan.currency() + " yet; there is nothing to claim"));
        RoyaltyDistributor.Root root = root();
        Payee payee = share.payee();
        List<Bytes> proof = plan.distribution().proof(payee);
        ObjectNode file = JsonNodeFactory.instance.objectNode()
                .put("format", "angklung.claim/v1")
                .put("warning", WARNING)
                .put("chain_id", Long.toString(chainId))
                .put("distributor", distributor.address().toString())
                .put("token", distributor.token().address().toString())
                .put("period", root.month())
                .put("root", root.root().toString())
                .put("claimable_from", root.activeAt() == 0 ? null : Instant.ofEpochSecond(root.activeAt()).toString())
                .put("account", payee.account().toString())
                .put("cumulative", payee.cumulative().toString())
                .put("salt", payee.salt().toString());
        ArrayNode path = file.putArray("proof");
        proof.forEach(hash -> path.add(hash.toString()));
        file.putObject("transaction")
                .put("to", distributor.address().toString())
                .put("data", RoyaltyDistributor.claim(payee, payee.account(), proof).toString());
        return file.toPrettyString() + "\n";
    }

    private RoyaltyDistributor.Root root() {
        Bytes ours = plan.distribution().tree().root();
        Optional<RoyaltyDistributor.Root> pending = distributor.pending(BlockTag.LATEST);
        Optional<RoyaltyDistributor.Root> active = distributor.active(BlockTag.LATEST);
        return pending.filter(root -> root.root().equals(ours))
                .or(() -> active.filter(root -> root.root().equals(ours)))
                .orElseThrow(() -> Failure.input("The distributor " + distributor.address() + " holds another root"
                        + " than this run, these addresses and this currency give; it has to be the newest run that"
                        + " 'angklung payout publish' published, with the file of addresses as it was then"));
    }
}
