package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.anchor.Address;
import angklung.anchor.Bytes;
import angklung.anchor.ChainKey;
import angklung.anchor.CheckpointWitness;
import angklung.anchor.LocalChain;
import angklung.anchor.RoyaltyDistributor;
import angklung.anchor.TestToken;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.model.Accounts;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.Pipeline;
import angklung.runtime.Stage;
import angklung.runtime.Topologies;
import angklung.topic.TopicDef;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the ledger to the payees' accounts by the command line, with the notary stage and the publisher at work. The
 * token has two decimals: a unit is a hundredth, and what is below it remains.
 */
@Tag("chain")
@Timeout(600)
final class ChainCommandsIT {
    private static final String ORIGIN = "log.example.org/royalties";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration DELAY = Duration.ofHours(1);
    private static final long RICH = 1_000_000_000_000L;

    @TempDir
    private static Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();
    private final long[] seqs = {-1, -1};
    private LocalChain local;
    private ChainKey operator;
    private ChainKey guardian;
    private Address distributor;
    private TestToken token;
    private Address ani;
    private Address budi;
    private Address citra;
    private Address wrong;

    @Test
    void shouldPayTwoPeriodsToTheLastUnit() throws Exception {
        try (LocalChain chain = LocalChain.start();
                EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            local = chain;
            prepare(kafka);
            shouldDoNothingWithoutAChain();
            deploy();
            AtomicBoolean over = new AtomicBoolean();
            Thread publisher = new Thread(() -> publishLog(over), "publisher");
            try (Pipeline pipeline = Pipeline.start(settings(), Topologies.of(settings(), EnumSet.of(Stage.NOTARY)))) {
                pipeline.awaitRunning(PATIENCE);
                publisher.start();
                shouldRefuseWhatCannotBePaid();
                shouldPayOctober();
                shouldRecordTheCheckpoint();
                shouldPayNovemberAfterACorrection();
            } finally {
                over.set(true);
                publisher.join();
            }
        }
    }

    private void prepare(EmbeddedKafka kafka) throws IOException {
        environment.putAll(Map.of(
                "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://chain-commands",
                "ANGKLUNG_DSPS", "alpha",
                "ANGKLUNG_PARTITIONS_SETTLEMENT", "2",
                "ANGKLUNG_REPLICATION_FACTOR", "1",
                "ANGKLUNG_MIN_INSYNC_REPLICAS", "1",
                "ANGKLUNG_COMMIT_INTERVAL_MS", "100",
                "ANGKLUNG_STATE_DIR", dir.resolve("state").toString()));
        environment.putAll(Map.of(
                "ANGKLUNG_LOG_ORIGIN", ORIGIN,
                "ANGKLUNG_LOG_DIR", dir.resolve("log").toString(),
                "ANGKLUNG_LOG_KEYS", dir.resolve("log.key").toString(),
                "ANGKLUNG_LOG_SUBJECT___KEYS", dir.resolve("keys").toString()));
        run(0, "topics", "apply");
        run(0, "keys", "generate", "--type", "log", "--name", ORIGIN, "--out", dir.resolve("log.key").toString());
        Path policy = Files.writeString(dir.resolve("policy"), "log " + out.toString().strip() + "\nquorum none\n");
        environment.put("ANGKLUNG_LOG_POLICY", policy.toString());
    }

    private void shouldDoNothingWithoutAChain() {
        run(2, "anchor", "--once");
        assertThat(err.toString()).contains("No chain is configured: set chain.rpc");
        run(2, "payout", "publish", "--run", "payout/2026-10", "--period", "2026-10", "--addresses", "none.csv");
        assertThat(err.toString()).contains("No chain is configured");
    }

    private void deploy() {
        ChainKey admin = local.account();
        guardian = local.account();
        operator = local.account(dir.resolve("chain.key"));
        ani = local.account().address();
        budi = local.account().address();
        citra = local.account().address();
        wrong = local.account().address();
        token = new TestToken(local);
        Address witness = local.deploy("CheckpointWitness", admin,
                CheckpointWitness.creation(ORIGIN, admin.address(), operator.address()));
        distributor = local.deploy("RoyaltyDistributor", admin, RoyaltyDistributor.creation(
                token.address(), witness,
                new RoyaltyDistributor.Roles(admin.address(), operator.address(), guardian.address()),
                DELAY.toSeconds()));
        local.call("evm_setIntervalMining", 1);
        environment.putAll(Map.of(
                "ANGKLUNG_CHAIN_RPC", local.node().toString(),
                "ANGKLUNG_CHAIN_ID", "31337",
                "ANGKLUNG_CHAIN_WITNESS", witness.toString(),
                "ANGKLUNG_CHAIN_DISTRIBUTOR", distributor.toString(),
                "ANGKLUNG_CHAIN_KEY", dir.resolve("chain.key").toString()));
    }

    private void shouldRefuseWhatCannotBePaid() throws IOException {
        run(5, "anchor", "--once");
        assertThat(err.toString()).contains("No checkpoint with a leaf is published yet");
        pay("payout/2026-10", "2026-10", "ani", 0, 10_009_999);
        pay("payout/2026-10", "2026-10", "budi", 1, 250_000);
        pay("payout/2026-10", "2026-10", "dewi", 1, 77_000_000);
        Path twice = addresses("twice.csv", "ani," + ani, "budi," + ani);
        publish(4, "2026-10", twice);
        assertThat(err.toString()).contains("twice.csv, line 3").contains("that of party ani too");
        Path good = addresses("good.csv", "ani," + ani, "budi," + budi, "citra," + citra);
        publish(4, "2026-10", good, "--run", "payout/2026-09");
        assertThat(err.toString()).contains("There is no payout run 'payout/2026-09'");
        endRun("payout/2026-10", "2026-10", 0);
        publish(5, "2026-10", good);
        assertThat(err.toString()).contains("is done in 1 of 2 settlement partitions");
        endRun("payout/2026-10", "2026-10", 1);
        publish(2, "2026-10", good, "--set", "chain.id=5");
        assertThat(err.toString()).contains("The node is of chain 31337, and chain.id is 5");
        publish(5, "2026-10", good);
        assertThat(err.toString()).contains("has 0 units of the token").contains("1025 are needed");
        Path nobody = addresses("nobody.csv", "citra," + citra);
        publish(2, "2026-10", nobody);
        assertThat(err.toString()).contains("name the currency of the token with --currency");
        publish(4, "2026-10", nobody, "--currency", "IDR");
        assertThat(err.toString()).contains("none of the parties").contains("was paid anything in IDR");
        publish(4, "2026-10", addresses("case.csv", "ani," + ani.toString().replaceFirst("[a-f]", "F")));
    }

    private void shouldPayOctober() throws Exception {
        token.mint(operator.address(), RICH);
        Path file = addresses("good.csv", "ani," + ani, "budi," + budi, "citra," + citra);
        publish(0, "2026-10", file);
        assertThat(err.toString()).contains("party citra was paid nothing in IDR");
        JsonNode first = new ObjectMapper().readTree(out.toString());
        assertThat(first.get("cumulative_total").asText()).isEqualTo("1025");
        assertThat(first.get("remainder_micros").asText()).isEqualTo("9999");
        assertThat(token.balance(distributor)).isEqualTo(1_025);

        publish(0, "2026-10", file);
        assertThat(new ObjectMapper().readTree(out.toString())).isEqualTo(first);
        assertThat(token.balance(distributor)).isEqualTo(1_025);

        run(4, "payout", "claim-file", "--party", "dewi", "--run", "payout/2026-10", "--addresses", file.toString(),
                "--out", dir.resolve("dewi.json").toString());
        assertThat(err.toString()).contains("did not opt in");
        assertThat(dir.resolve("dewi.json")).doesNotExist();
        local.pass(DELAY);
        claim("ani", "payout/2026-10", file);
        assertThat(token.balance(ani)).isEqualTo(1_000);
    }

    private void shouldRecordTheCheckpoint() {
        run(0, "anchor", "--once", "--look", "1s");
        String first = out.toString();
        assertThat(first).contains("checkpoint").contains("31337").contains("0x");
        run(0, "anchor", "--once", "--look", "1s");
        assertThat(out.toString()).isEqualTo(first);
    }

    private void shouldPayNovemberAfterACorrection() throws Exception {
        pay("payout/2026-11", "2026-11", "budi", 1, 4_756_000);
        pay("payout/2026-11", "2026-11", "citra", 0, 30_000);
        endRun("payout/2026-11", "2026-11", 0);
        endRun("payout/2026-11", "2026-11", 1);
        publish(4, "2026-11", addresses("moved.csv", "ani," + wrong, "budi," + budi, "citra," + citra));
        assertThat(err.toString()).contains("is no longer in the file of addresses");

        Path much = addresses("much.csv", "ani," + ani, "budi," + budi, "citra," + citra, "dewi," + wrong);
        publish(0, "2026-11", much);
        assertThat(token.balance(distributor)).isEqualTo(25 + 478 + 7_700);
        Path right = addresses("right.csv", "ani," + ani, "budi," + budi, "citra," + citra);
        publish(5, "2026-11", right);
        assertThat(err.toString()).contains("let the guardian disable it");
        local.send("disable", guardian, distributor, RoyaltyDistributor.disable(202611));
        publish(4, "2026-11", much);
        assertThat(err.toString()).contains("has disabled exactly this root");

        publish(0, "2026-11", right);
        local.pass(DELAY);
        claim("budi", "payout/2026-11", right);
        claim("citra", "payout/2026-11", right);
        assertThat(token.balance(ani)).isEqualTo(1_000);
        assertThat(token.balance(budi)).isEqualTo(500);
        assertThat(token.balance(citra)).isEqualTo(3);
        assertThat(token.balance(distributor)).isZero();
        assertThat(token.balance(operator.address())).isEqualTo(RICH - 1_503);
    }

    /** Anybody may send the transaction in the file. */
    private void claim(String party, String payoutRun, Path addresses) throws IOException {
        Path file = dir.resolve(party + ".json");
        run(0, "payout", "claim-file", "--party", party, "--run", payoutRun, "--addresses", addresses.toString(),
                "--out", file.toString());
        JsonNode claim = new ObjectMapper().readTree(file.toFile());
        assertThat(claim.get("warning").asText()).contains("shows this account and its amounts");
        assertThat(Files.readString(file)).doesNotContain(party);
        local.send("claim", local.account(), Address.parse(claim.at("/transaction/to").asText()),
                Bytes.parse(claim.at("/transaction/data").asText()));
    }

    private void publish(int code, String period, Path addresses, String... more) {
        String[] args = {"payout", "publish", "--period", period, "--addresses", addresses.toString(), "--look", "1s",
            "--timeout", "2m", "--json"};
        String[] run = more.length > 0 && more[0].equals("--run")
                ? more : concat(new String[] {"--run", "payout/" + period}, more);
        run(code, concat(args, run));
    }

    private static String[] concat(String[] one, String[] other) {
        return Stream.of(one, other).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static Path addresses(String name, String... lines) throws IOException {
        return Files.writeString(dir.resolve(name), "party_id,address\n" + String.join("\n", lines) + "\n");
    }

    private void pay(String runId, String period, String party, int partition, long micros) {
        seqs[partition]++;
        LedgerLine line = new LedgerLine();
        line.setLineId(partition + "-" + seqs[partition]);
        line.setPartition(partition);
        line.setPartitionSeq(seqs[partition]);
        line.setPrevHash("");
        line.setHash("");
        line.setKind(LineKind.PAYOUT);
        line.setDebitAccount(Accounts.payable(party));
        line.setCreditAccount(Accounts.payout(party));
        line.setAmountMicros(micros);
        line.setAmount(BigDecimal.valueOf(micros, 6));
        line.setCurrency("IDR");
        line.setPeriod(period);
        line.setOriginPeriod(period);
        line.setRunId(runId);
        line.setPartyId(party);
        line.setBookedAt(Instant.ofEpochSecond(1_793_000_000L));
        send(settings().topics().ledger, partition, line.getLineId(), line);
    }

    private void endRun(String runId, String period, int partition) {
        send(settings().topics().periodState, 0, "/" + period + "/PAID/" + runId + "/" + partition,
                PeriodState.newBuilder()
                        .setKind(PeriodFact.PAID).setDsp("").setPeriod(period).setRunId(runId).setPartition(partition)
                        .setLedgerSeq(seqs[partition]).setRecordedAt(Instant.ofEpochSecond(1_793_000_000L))
                        .build());
    }

    private <V> void send(TopicDef<String, V> topic, int partition, String key, V value) {
        try (Producer<String, byte[]> producer = settings().clients().producer("chain-commands-it")) {
            byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
            producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes));
        }
    }

    /** What 'angklung notary publish' does all day. */
    private void publishLog(AtomicBoolean over) {
        while (!over.get()) {
            Main.run(environment, new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()),
                    "notary", "publish", "--once");
        }
    }

    private Settings settings() {
        return new SettingsLoader(environment).load(null, Map.of());
    }

    private void run(int code, String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int found = Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
        assertThat(found).as("%s: %s", String.join(" ", args), err).isEqualTo(code);
    }
}
