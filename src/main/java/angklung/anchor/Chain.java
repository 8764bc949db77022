package angklung.anchor;

import angklung.config.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chain as one node of it tells. Every method throws Failure if the node cannot be reached or answers nonsense. */
public final class Chain {
    private final JsonRpc rpc;

    public Chain(JsonRpc rpc) {
        this.rpc = rpc;
    }

    /** Which chain it is: EIP-155. */
    public long id() {
        return number(rpc.call("eth_chainId")).longValueExact();
    }

    /** How many transactions an account sent; with {@link BlockTag#PENDING} those that wait count too. */
    public long nonce(Address account, BlockTag tag) {
        return number(rpc.call("eth_getTransactionCount", account.toString(), tag.toString())).longValueExact();
    }

    public Block block(BlockTag tag) {
        JsonNode block = rpc.call("eth_getBlockByNumber", tag.toString(), false);
        if (block.isNull()) {
            throw Failure.notReady("The node knows no " + tag + " block; it has not caught up with the chain");
        }
        return block(block);
    }

    /** Empty: there is no such block yet. */
    public Optional<Block> block(long number) {
        JsonNode block = rpc.call("eth_getBlockByNumber", HexText.quantity(number), false);
        return block.isNull() ? Optional.empty() : Optional.of(block(block));
    }

    /** A tip with which the node expects a transaction to be taken soon, in wei. */
    public BigInteger tip() {
        return number(rpc.call("eth_maxPriorityFeePerGas"));
    }

    /** Empty: the transaction is in no block. */
    public Optional<Receipt> receipt(String transaction) {
        JsonNode receipt = rpc.call("eth_getTransactionReceipt", transaction);
        return receipt.isNull() ? Optional.empty() : Optional.of(receipt(receipt));
    }

    /**
     * A transaction that a node has, in a block or waiting.
     *
     * @param nonce of its sender
     * @param fees that it offers
     */
    public record Known(long nonce, Fees fees) {}

    /** Empty: the node does not have the transaction. */
    public Optional<Known> transaction(String hash) {
        JsonNode found = rpc.call("eth_getTransactionByHash", hash);
        if (found.isNull()) {
            return Optional.empty();
        }
        JsonNode price = found.path("gasPrice"); // what others than those of EIP-1559 offer
        Fees fees = new Fees(
                number(found.path("maxPriorityFeePerGas").isTextual() ? found.path("maxPriorityFeePerGas") : price),
                number(found.path("maxFeePerGas").isTextual() ? found.path("maxFeePerGas") : price));
        return Optional.of(new Known(number(found.path("nonce")).longValueExact(), fees));
    }

    /** Transactions, by their hashes, whose events a contract announced from a block on; newest last. */
    public List<String> announced(Address contract, List<Bytes> topics, long from) {
        List<String> transactions = new ArrayList<>();
        logs(contract, topics, from).forEach(log -> transactions.add(log.path("transactionHash").asText()));
        return transactions;
    }

    /** All events that a contract announced until now whose topics begin with these; newest last. */
    public List<Receipt.Event> events(Address contract, List<Bytes> topics) {
        List<Receipt.Event> events = new ArrayList<>();
        logs(contract, topics, 0).forEach(log -> events.add(event(log)));
        return events;
    }

    private JsonNode logs(Address contract, List<Bytes> topics, long from) {
        return rpc.call("eth_getLogs", Map.of(
                "address", contract.toString(), "fromBlock", HexText.quantity(from), "toBlock", "latest",
                "topics", topics.stream().map(Bytes::toString).toList()));
    }

    /** What an account has to pay gas with, in wei. */
    public BigInteger coins(Address account) {
        return number(rpc.call("eth_getBalance", account.toString(), BlockTag.LATEST.toString()));
    }

    /** What a function of a contract answers. */
    public Bytes call(Address contract, Bytes call, BlockTag tag) {
        return data(rpc.call("eth_call", Map.of("to", contract.toString(), "data", call.toString()), tag.toString()));
    }

    /** Whether there is a contract. */
    public boolean hasCode(Address contract) {
        return data(rpc.call("eth_getCode", contract.toString(), BlockTag.LATEST.toString())).length() > 0;
    }

    /**
     * Gas that a transaction would use.
     *
     * @throws RpcException if it would be reverted, with what the contract says
     */
    public long gas(Address from, Optional<Address> to, Bytes data) {
        Map<String, String> transaction = new LinkedHashMap<>();
        transaction.put("from", from.toString());
        to.ifPresent(contract -> transaction.put("to", contract.toString()));
        transaction.put("data", data.toString());
        // some nodes reckon with what waits unless told otherwise, and a replacement would seem to come second
        return number(rpc.call("eth_estimateGas", transaction, BlockTag.LATEST.toString())).longValueExact();
    }

    /** @throws RpcException if the node does not take it */
    public void send(SignedTransaction signed) {
        rpc.call("eth_sendRawTransaction", signed.raw().toString());
    }

    private static Block block(JsonNode block) {
        return new Block(
                number(block.path("number")).longValueExact(), block.path("hash").asText(),
                number(block.path("timestamp")).longValueExact(), number(block.path("baseFeePerGas")));
    }

    private static Receipt receipt(JsonNode receipt) {
        List<Receipt.Event> events = new ArrayList<>();
        receipt.path("logs").forEach(log -> events.add(event(log)));
        JsonNode created = receipt.path("contractAddress");
        return new Receipt(
                receipt.path("transactionHash").asText(),
                number(receipt.path("status")).signum() > 0,
                number(receipt.path("blockNumber")).longValueExact(),
                receipt.path("blockHash").asText(),
                number(receipt.path("gasUsed")).longValueExact(),
                created.isTextual() ? Optional.of(address(created)) : Optional.empty(),
                events);
    }

    private static Receipt.Event event(JsonNode log) {
        List<Bytes> topics = new ArrayList<>();
        log.path("topics").forEach(topic -> topics.add(data(topic)));
        return new Receipt.Event(address(log.path("address")), topics, data(log.path("data")),
                number(log.path("logIndex")).intValueExact());
    }

    private static BigInteger number(JsonNode node) {
        try {
            return HexText.number(node.asText());
        } catch (IllegalArgumentException e) {
            throw strange(node, "a number");
        }
    }

    private static Bytes data(JsonNode node) {
        try {
            return Bytes.parse(node.asText());
        } catch (IllegalArgumentException e) {
            throw strange(node, "data");
        }
    }

    private static Address address(JsonNode node) {
        try {
            return Address.parse(node.asText());
        } catch (IllegalArgumentException e) {
            throw strange(node, "an address");
        }
    }

    private static Failure strange(JsonNode node, String wanted) {
        return Failure.notReady("The node of the chain answers '" + node + "' where " + wanted + " is expected");
    }
}
