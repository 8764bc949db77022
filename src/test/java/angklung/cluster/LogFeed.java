package angklung.cluster;

import angklung.avro.CloseState;
import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.avro.Statement;
import angklung.config.Settings;
import angklung.keys.KeyRotation;
import angklung.log.SigningKey;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Plays settlement, the closer and the operator towards the notary: payout runs, closes, later settlements and
 * commands in random interleaving, some of it twice. Knows what leaves must come of it.
 */
final class LogFeed implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-11-10T08:00:00Z");
    private static final int PARTITIONS = 2;
    private static final int MOST_PARTIES = 40;

    private final SplittableRandom random;
    private final Topics topics;
    private final Producer<String, byte[]> producer;
    private final List<Deque<ProducerRecord<String, byte[]>>> chains = new ArrayList<>();
    private final List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();
    private final Map<String, Statement> statements = new TreeMap<>();
    private final Map<String, Integer> runs = new LinkedHashMap<>();
    private final Map<String, Integer> others = new TreeMap<>();
    private YearMonth month = YearMonth.of(2026, 1);

    LogFeed(Settings settings, SplittableRandom random) {
        this.random = random;
        this.topics = settings.topics();
        this.producer = settings.clients().producer("log-feed");
    }

    @Override
    public void close() {
        producer.close();
    }

    /** Statements by their identifiers. */
    Map<String, Statement> statements() {
        return statements;
    }

    /** Numbers of statements by payout run. */
    Map<String, Integer> runs() {
        return runs;
    }

    /** Numbers of the other leaves by kind. */
    Map<String, Integer> others() {
        return others;
    }

    /** How many leaves must come of all that was sent. */
    int leaves() {
        return statements.size() + runs.size() + others.values().stream().mapToInt(n -> n).sum();
    }

    /** Another month: payout runs, closes, what follows them, commands; then some of what was sent before once more. */
    void sendMonth() {
        int count = random.nextInt(1, 4);
        for (int number = 0; number < count; number++) {
            addRun("payout/" + month + (number == 0 ? "" : "/" + number));
        }
        for (String dsp : Rig.DSPS) {
            if (random.nextBoolean()) {
                addClose(dsp);
            }
        }
        addPolicy();
        addDistribution();
        sendInterleaved();
        sendSomeAgain();
        month = month.plusMonths(1);
    }

    /** One leaf more. */
    void sendPolicy() {
        addPolicy();
        sendInterleaved();
    }

    void sendRotation(SigningKey old, SigningKey next) {
        NotaryCommand command = command("rotate", NotaryCommandKind.ROTATE_KEY);
        command.setKey(old.verifier().toString());
        command.setNewKey(next.verifier().toString());
        command.setSignature(new KeyRotation(LogRig.ORIGIN, next.verifier()).signedBy(old));
        add(command, "key-rotation");
        sendInterleaved();
    }

    void sendRevocation(SigningKey key) {
        NotaryCommand command = command("revoke", NotaryCommandKind.REVOKE_KEY);
        command.setKey(key.verifier().toString());
        command.setReason("gave way");
        add(command, "key-rotation");
        sendInterleaved();
    }

    private void addRun(String run) {
        int[] made = new int[PARTITIONS];
        long[] paid = new long[PARTITIONS];
        int parties = random.nextInt(MOST_PARTIES);
        for (int i = 0; i < parties; i++) {
            String party = "party" + random.nextInt(MOST_PARTIES);
            Statement statement = statement(run, party, random.nextLong(1, 1_000_000_000));
            if (statements.putIfAbsent(statement.getStatementId(), statement) == null) {
                int partition = Partitioning.ofKey(party, PARTITIONS);
                made[partition]++;
                paid[partition] += statement.getPaymentsMicros();
                chain(record(topics.statements, partition, party, statement));
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            PeriodState end = PeriodState.newBuilder(fact(PeriodFact.PAID, ""))
                    .setRunId(run)
                    .setPartition(partition)
                    .setPayouts(made[partition] == 0 ? List.of() : List.of(total(made[partition], paid[partition])))
                    .setStatements(made[partition])
                    .build();
            chain(record(topics.periodState, 0, "/" + month + "/PAID/" + run + "/" + partition, end));
        }
        runs.put(run, made[0] + made[1]);
    }

    private static PayoutTotal total(int lines, long paid) {
        return PayoutTotal.newBuilder().setCurrency("IDR").setAmountMicros(paid).setLines(lines).build();
    }

    /** The facts of a close in the closer's order; perhaps those of a later settlement and of a revision. */
    private void addClose(String dsp) {
        Deque<ProducerRecord<String, byte[]>> facts = new ArrayDeque<>();
        addUsage(facts, dsp, 0);
        addSettlement(facts, dsp, 1);
        addState(facts, dsp, CloseState.CLOSED, 0);
        count("period-close");
        if (random.nextBoolean()) {
            addSettlement(facts, dsp, 2);
            count("correction");
        }
        if (random.nextBoolean()) {
            addUsage(facts, dsp, 1);
            addState(facts, dsp, CloseState.CLOSED, 1);
            count("correction");
        }
        chains.add(facts);
    }

    private void addUsage(Deque<ProducerRecord<String, byte[]>> facts, String dsp, int revision) {
        String start = dsp + "/" + month + (revision == 0 ? "" : "+" + revision);
        PeriodState fence = fact(PeriodFact.STATE, dsp);
        fence.setState(CloseState.FENCED);
        fence.setRevision(revision);
        fence.setOffsets(List.of(random.nextLong(1_000), random.nextLong(1_000)));
        facts.add(record(topics.periodState, 0, start + "/STATE/FENCED", fence));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            PeriodState cut = fact(PeriodFact.INTAKE_CUT, dsp);
            cut.setRevision(revision);
            cut.setPartition(partition);
            cut.setOffsets(List.of(random.nextLong(1_000)));
            cut.setRecords(random.nextLong(1_000));
            cut.setPlays(random.nextLong(1_000));
            facts.add(record(topics.periodState, 0, start + "/INTAKE_CUT/" + partition, cut));
        }
    }

    private void addSettlement(Deque<ProducerRecord<String, byte[]>> facts, String dsp, int run) {
        String start = dsp + "/" + month;
        String id = start + "/" + run;
        String pool = dsp + "/ID/premium/" + month + "/RECORDING/IDR";
        long first = random.nextLong(1_000_000);
        long second = random.nextLong(1_000_000);
        PeriodState ordered = fact(PeriodFact.STATE, dsp);
        ordered.setState(CloseState.ALLOCATED);
        ordered.setRunId(id);
        ordered.setBookingPeriod(month.toString());
        ordered.setPools(List.of(pool(pool, run, first + second)));
        facts.add(record(
                topics.periodState, 0, start + "/STATE/ALLOCATED" + (run == 1 ? "" : "/" + run), ordered));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            PeriodState posted = fact(PeriodFact.SETTLED, dsp);
            posted.setRunId(id);
            posted.setPartition(partition);
            posted.setRecords(random.nextLong(100));
            posted.setPools(List.of(pool(pool, run, partition == 0 ? first : second)));
            facts.add(record(topics.periodState, 0, start + "/SETTLED/" + id + "/" + partition, posted));
        }
    }

    private void addState(
            Deque<ProducerRecord<String, byte[]>> facts, String dsp, CloseState state, int revision) {
        PeriodState fact = fact(PeriodFact.STATE, dsp);
        fact.setState(state);
        fact.setRevision(revision);
        String key = dsp + "/" + month + (revision == 0 ? "" : "+" + revision) + "/STATE/" + state;
        facts.add(record(topics.periodState, 0, key, fact));
    }

    private void addPolicy() {
        NotaryCommand command = command("policy", NotaryCommandKind.POLICY);
        command.setPolicyHash(hex("policy " + random.nextLong()));
        add(command, "policy");
    }

    private void addDistribution() {
        NotaryCommand command = command("distribution", NotaryCommandKind.DISTRIBUTION);
        command.setPeriod(month.toString());
        command.setFacts("{\"chain_id\":\"31337\",\"cumulative_total\":\"" + random.nextLong(1, 1_000_000)
                + "\",\"distributor\":\"0x" + "ab".repeat(20) + "\",\"root\":\"0x" + hex("root " + random.nextLong())
                + "\"}");
        add(command, "distribution");
    }

    private void add(NotaryCommand command, String kind) {
        chain(record(topics.notaryControl, 0, command.getCommandId(), command));
        count(kind);
    }

    private NotaryCommand command(String name, NotaryCommandKind kind) {
        NotaryCommand command = new NotaryCommand();
        command.setCommandId(name + " " + others.values().stream().mapToInt(n -> n).sum());
        command.setKind(kind);
        command.setRecordedAt(NOW);
        return command;
    }

    private void count(String kind) {
        others.merge(kind, 1, Integer::sum);
    }

    private void chain(ProducerRecord<String, byte[]> record) {
        chains.add(new ArrayDeque<>(List.of(record)));
    }

    private void sendInterleaved() {
        while (!chains.isEmpty()) {
            int at = random.nextInt(chains.size());
            ProducerRecord<String, byte[]> record = chains.get(at).remove();
            if (chains.get(at).isEmpty()) {
                chains.remove(at);
            }
            producer.send(record);
            sent.add(record);
        }
        producer.flush();
    }

    private void sendSomeAgain() {
        for (int i = 0; i < 5; i++) {
            producer.send(sent.get(random.nextInt(sent.size())));
        }
        producer.flush();
    }

    private Statement statement(String run, String party, long paid) {
        return Statement.newBuilder()
                .setStatementId(hex(run + "|" + party))
                .setPartyId(party)
                .setCurrency("IDR")
                .setRunId(run)
                .setPeriod(month.toString())
                .setOpeningMicros(0)
                .setEarningsMicros(paid)
                .setAdjustmentsMicros(0)
                .setDeductionsMicros(0)
                .setRecoupedMicros(0)
                .setReservedMicros(0)
                .setReleasedMicros(0)
                .setConvertedInMicros(0)
                .setConvertedOutMicros(0)
                .setTaxMicros(0)
                .setPaymentsMicros(paid)
                .setClosingMicros(0)
                .setAdvanceMicros(0)
                .setReserveMicros(0)
                .setLines(2)
                .setLinesHash("00".repeat(32))
                .setBatchId("batch of " + party)
                .setBookedAt(NOW)
                .build();
    }

    private PeriodState fact(PeriodFact kind, String dsp) {
        return PeriodState.newBuilder()
                .setKind(kind)
                .setDsp(dsp)
                .setPeriod(month.toString())
                .setRecordedAt(NOW)
                .build();
    }

    private static PoolFact pool(String id, int version, long amount) {
        return PoolFact.newBuilder()
                .setPool(id)
                .setVersion(version)
                .setStatus(PoolStatus.PLANNED)
                .setCurrency("IDR")
                .setAmountMicros(amount)
                .setPreviousAmountMicros(0L)
                .setPlanReason(version == 1 ? "ORIGINAL" : "LATE_PLAYS")
                .build();
    }

    private static <V> ProducerRecord<String, byte[]> record(
            TopicDef<String, V> topic, int partition, String key, V value) {
        return new ProducerRecord<>(
                topic.name(), partition, key, topic.value().serializer().serialize(topic.name(), value));
    }

    private static String hex(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
