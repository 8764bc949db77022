package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.config.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A chain of our own on this machine: anvil, as {@code npm ci} put it into {@code src/it/chain}. */
public final class LocalChain implements AutoCloseable {
    static final Path MODULES = Path.of("src/it/chain/node_modules");
    private static final Path ANVIL = MODULES.resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);
    private static final String MUCH = HexText.quantity(BigInteger.TEN.pow(24));

    private final Process process;
    private final URI node;
    private final JsonRpc rpc;
    private final Chain chain;
    private final Map<String, Long> gas = new TreeMap<>();
    private int accounts;

    private LocalChain(Process process, URI address) {
        this.process = process;
        this.node = address;
        this.rpc = new JsonRpc(address, PATIENCE);
        this.chain = new Chain(rpc);
    }

    /** Fails, never skips, without the program. */
    public static LocalChain start() throws IOException {
        assertThat(ANVIL).as("run 'npm ci --ignore-scripts' in src/it/chain").isExecutable();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path log = Files.createTempFile("anvil", ".log");
        Process process = new ProcessBuilder(ANVIL.toString(), "--host", "127.0.0.1", "--port", "" + port, "--quiet",
                        "--slots-in-an-epoch", "1")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        LocalChain local = new LocalChain(process, URI.create("http://127.0.0.1:" + port));
        local.awaitAnswer(log);
        return local;
    }

    private void awaitAnswer(Path log) throws IOException {
        try {
            await("anvil", this::answer);
        } catch (AssertionError e) {
            throw new AssertionError("anvil does not answer: " + Files.readString(log), e);
        }
    }

    private Optional<Long> answer() {
        try {
            return Optional.of(chain.id());
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    /** Asks until there is an answer. */
    private static <T> T await(String what, Supplier<Optional<T>> question) {
        Instant end = Instant.now().plus(PATIENCE);
        Optional<T> answer = question.get();
        while (answer.isEmpty()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            Thread.onSpinWait();
            answer = question.get();
        }
        return answer.get();
    }

    /** Where it listens. */
    public URI node() {
        return node;
    }

    /** A new account with coins for gas, and its key in a file. */
    public ChainKey account(Path file) {
        ChainKey key = ChainKey.create(file, new SecureRandom());
        call("anvil_setBalance", key.address().toString(), MUCH);
        return key;
    }

    public Chain chain() {
        return chain;
    }

    public JsonRpc rpc() {
        return rpc;
    }

    public JsonNode call(String method, Object... parameters) {
        return rpc.call(method, parameters);
    }

    /** A new account with coins for gas. */
    public ChainKey account() {
        accounts++;
        ChainKey key = ChainKey.parse(String.format("%064x", 0x1000 + accounts));
        call("anvil_setBalance", key.address().toString(), MUCH);
        return key;
    }

    public Address deploy(String name, Signer signer, Bytes creation) {
        return send("deploy " + name, signer, Optional.empty(), creation).created().orElseThrow();
    }

    /** Sends a transaction that must succeed, and notes its gas. */
    public Receipt send(String what, Signer signer, Address to, Bytes data) {
        return send(what, signer, Optional.of(to), data);
    }

    private Receipt send(String what, Signer signer, Optional<Address> to, Bytes data) {
        Transaction transaction = new Transaction(
                chain.id(), chain.nonce(signer.address(), BlockTag.PENDING), GWEI,
                chain.block(BlockTag.LATEST).baseFee().multiply(BigInteger.TWO).add(GWEI),
                chain.gas(signer.address(), to, data) * 5 / 4, to, data);
        SignedTransaction signed = signer.sign(transaction);
        chain.send(signed);
        Receipt receipt = await(what, () -> chain.receipt(signed.hash()));
        assertThat(receipt.succeeded()).as(what).isTrue();
        gas.put(what, receipt.gasUsed());
        return receipt;
    }

    /** What a contract answers to a transaction that it must refuse. */
    RpcException refused(Signer signer, Address to, Bytes data) {
        try {
            ask(signer, to, data);
        } catch (RpcException e) {
            return e;
        }
        throw new AssertionError("The contract did not refuse");
    }

    /** Runs a transaction without sending it. */
    void ask(Signer signer, Address to, Bytes data) {
        call("eth_call", Map.of("from", signer.address().toString(), "to", to.toString(), "data", data.toString()),
                "latest");
    }

    public void pass(Duration time) {
        call("evm_increaseTime", time.toSeconds());
        mine();
    }

    public void mine() {
        call("evm_mine");
    }

    /** What was measured, a line for each. */
    List<String> gasTable() {
        return gas.entrySet().stream().map(row -> String.format("%-48s %,11d", row.getKey(), row.getValue())).toList();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
