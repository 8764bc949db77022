package angklung.cli;

import angklung.anchor.PayoutPlan;
import angklung.avro.ChainAnchor;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** A distribution and where it stands, for the operator: it names parties and amounts. */
final class DistributionText {
    private static final int MICROS = 6;

    private final PayoutPlan plan;
    private final ChainAnchor anchor;

    /** @param anchor the final record of the transaction that published it */
    DistributionText(PayoutPlan plan, ChainAnchor anchor) {
        this.plan = plan;
        this.anchor = anchor;
    }

    String text() {
        TextRows rows = new TextRows("party", "account", ">paid " + plan.currency(), ">units", ">remainder");
        for (PayoutPlan.Share share : plan.shares()) {
            rows.add(share.party(), share.payee().account().toString(), amount(share.micros()),
                    share.payee().cumulative().toString(), amount(share.remainder()));
        }
        rows.add("total", "", "", plan.distribution().total().toString(), amount(plan.remainder()));
        String where = new TextRows(anchor.getSubject(), plan.distribution().tree().root().toString())
                .add("chain", String.valueOf(anchor.getChainId()))
                .add("distributor", anchor.getContract())
                .add("checkpoint", anchor.getSize() + " leaves")
                .add("transaction", anchor.getTransaction())
                .add("block", anchor.getBlockNumber() + " " + anchor.getBlockHash())
                .text();
        return rows.text() + System.lineSeparator() + System.lineSeparator() + where;
    }

    String json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode()
                .put("period", plan.distribution().month())
                .put("currency", plan.currency())
                .put("root", plan.distribution().tree().root().toString())
                .put("cumulative_total", plan.distribution().total().toString())
                .put("remainder_micros", String.valueOf(plan.remainder()))
                .put("chain_id", String.valueOf(anchor.getChainId()))
                .put("distributor", anchor.getContract())
                .put("checkpoint_size", anchor.getSize())
                .put("transaction", anchor.getTransaction())
                .put("block_number", anchor.getBlockNumber())
                .put("block_hash", anchor.getBlockHash());
        ArrayNode shares = node.putArray("shares");
        for (PayoutPlan.Share share : plan.shares()) {
            shares.addObject()
                    .put("party_id", share.party())
                    .put("account", share.payee().account().toString())
                    .put("paid_micros", String.valueOf(share.micros()))
                    .put("cumulative", share.payee().cumulative().toString())
                    .put("remainder_micros", String.valueOf(share.remainder()));
        }
        return node.toPrettyString();
    }

    private static String amount(long micros) {
        return BigDecimal.valueOf(micros, MICROS).toPlainString();
    }
}
