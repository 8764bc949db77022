package angklung.settlement;

import angklung.avro.Command;
import angklung.avro.DeductionChain;
import angklung.avro.Earning;
import angklung.avro.FxRate;
import angklung.avro.LedgerLine;
import angklung.avro.Party;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodState;
import angklung.avro.PoolToSettle;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedNotice;
import angklung.avro.UnclaimedPolicy;
import angklung.ledger.AuditReport;
import angklung.ledger.LedgerAudit;
import angklung.ledger.LedgerHead;
import angklung.stage.WorkLimits;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;

/** The settlement stage with one partition, driven by hand. */
final class Settlement implements AutoCloseable {
    static final Instant BOOKED_AT = Instant.parse("2026-11-10T08:00:00Z");
    static final Topics TOPICS = new Topics(
            "royalty", new PartitionContract(1, 2, 1, 1), new AvroSerdes("mock://settlement"), List.of("nada"));
    private static final Duration TURN = Duration.ofMillis(20);

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Earning> earnings;
    private final TestInputTopic<String, Party> parties;
    private final TestInputTopic<String, DeductionChain> deductions;
    private final TestInputTopic<String, TaxProfile> taxProfiles;
    private final TestInputTopic<String, FxRate> fxRates;
    private final TestInputTopic<String, UnclaimedPolicy> policies;
    private final TestInputTopic<String, PeriodControl> control;
    private final TestOutputTopic<String, LedgerLine> ledgerTopic;
    private final TestOutputTopic<String, Statement> statementTopic;
    private final TestOutputTopic<String, UnclaimedNotice> noticeTopic;
    private final TestOutputTopic<String, PeriodState> factTopic;
    private final List<LedgerLine> ledger = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private final List<UnclaimedNotice> notices = new ArrayList<>();
    private final List<PeriodState> facts = new ArrayList<>();

    Settlement(Path dir, int itemsPerTurn) {
        Properties config = new Properties();
        config.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "settlement-test",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1",
                StreamsConfig.STATE_DIR_CONFIG, dir.toString()));
        WorkLimits limits = new WorkLimits(TURN, Duration.ofMillis(50), itemsPerTurn, () -> 0);
        driver = new TopologyTestDriver(new SettlementTopology(TOPICS, limits).get(), config);
        earnings = input(TOPICS.earnings);
        parties = input(TOPICS.parties);
        deductions = input(TOPICS.deductions);
        taxProfiles = input(TOPICS.taxProfiles);
        fxRates = input(TOPICS.fxRates);
        policies = input(TOPICS.unclaimedPolicies);
        control = input(TOPICS.settlementControl);
        ledgerTopic = driver.createOutputTopic(
                TOPICS.ledger.name(), TOPICS.ledger.key().deserializer(), TOPICS.ledger.value().deserializer());
        statementTopic = driver.createOutputTopic(
                TOPICS.statements.name(),
                TOPICS.statements.key().deserializer(),
                TOPICS.statements.value().deserializer());
        noticeTopic = driver.createOutputTopic(
                TOPICS.unclaimedNotices.name(),
                TOPICS.unclaimedNotices.key().deserializer(),
                TOPICS.unclaimedNotices.value().deserializer());
        factTopic = driver.createOutputTopic(
                TOPICS.periodState.name(),
                TOPICS.periodState.key().deserializer(),
                TOPICS.periodState.value().deserializer());
    }

    /** With all the time in the world. */
    Settlement(Path dir) {
        this(dir, Integer.MAX_VALUE);
    }

    private <V> TestInputTopic<String, V> input(TopicDef<String, V> topic) {
        return driver.createInputTopic(topic.name(), topic.key().serializer(), topic.value().serializer());
    }

    void send(Earning earning) {
        String key = earning.getPartyId() != null ? earning.getPartyId() : earning.getHoldAccount();
        earnings.pipeInput(key == null ? earning.getPool() : key, earning);
    }

    /** All earnings of a pool version, then the marks. */
    Allocation send(Allocation allocation) {
        allocation.earnings().forEach(this::send);
        allocation.marks().forEach(this::send);
        return allocation;
    }

    void party(String id, String from, String currency, int scale, long threshold) {
        send(Party.newBuilder()
                .setPartyId(id)
                .setName("Name of " + id)
                .setEffectiveFrom(LocalDate.parse(from))
                .setPayoutCurrency(currency)
                .setPayoutScale(scale)
                .setPayoutThresholdMicros(threshold)
                .build());
    }

    void send(Party party) {
        parties.pipeInput(party.getPartyId(), party);
    }

    void send(DeductionChain chain) {
        deductions.pipeInput(chain.getChain(), chain);
    }

    void send(TaxProfile profile) {
        taxProfiles.pipeInput(profile.getProfile(), profile);
    }

    void send(FxRate rate) {
        fxRates.pipeInput(rate.getBase() + "/" + rate.getQuote(), rate);
    }

    void send(UnclaimedPolicy policy) {
        policies.pipeInput(policy.getTerritory(), policy);
    }

    void command(PeriodControl command) {
        control.pipeInput(command.getDsp() + "/" + command.getPeriod(), command);
    }

    void settle(String runId, PoolToSettle... pools) {
        command(settleCommand(runId, List.of(pools)));
    }

    static PeriodControl settleCommand(String runId, List<PoolToSettle> pools) {
        return settleCommand(runId, pools, BOOKED_AT);
    }

    static PeriodControl settleCommand(String runId, List<PoolToSettle> pools, Instant bookedAt) {
        return PeriodControl.newBuilder()
                .setCommand(Command.SETTLE)
                .setDsp("nada")
                .setPeriod("2026-10")
                .setRunId(runId)
                .setPools(pools)
                .setBookingPeriod("2026-11")
                .setBookedAt(bookedAt)
                .build();
    }

    void payout(String runId) {
        payout(runId, BOOKED_AT);
    }

    void payout(String runId, Instant bookedAt) {
        command(payoutCommand(runId, bookedAt));
    }

    static PeriodControl payoutCommand(String runId, Instant bookedAt) {
        return payoutCommand(runId, "2026-10", bookedAt);
    }

    static PeriodControl payoutCommand(String runId, String period, Instant bookedAt) {
        return PeriodControl.newBuilder()
                .setCommand(Command.PAYOUT)
                .setDsp("")
                .setPeriod(period)
                .setRunId(runId)
                .setBookedAt(bookedAt)
                .build();
    }

    /** As the closer orders it: the date is the run. */
    static PeriodControl holdsCommand(Command command, LocalDate date) {
        return PeriodControl.newBuilder()
                .setCommand(command)
                .setDsp("")
                .setPeriod(YearMonth.from(date).toString())
                .setRunId((command == Command.ANNOUNCE ? "announce/" : "expire/") + date)
                .setBookedAt(date.atStartOfDay(ZoneOffset.UTC).toInstant())
                .build();
    }

    void announce(String date) {
        order(Command.ANNOUNCE, date);
    }

    void expire(String date) {
        order(Command.EXPIRE, date);
    }

    private void order(Command kind, String date) {
        PeriodControl command = holdsCommand(kind, LocalDate.parse(date));
        command(command);
        work(command.getRunId());
    }

    /** One turn of work. */
    void turn() {
        driver.advanceWallClockTime(TURN);
        ledger.addAll(ledgerTopic.readValuesToList());
        statements.addAll(statementTopic.readValuesToList());
        notices.addAll(noticeTopic.readValuesToList());
        facts.addAll(factTopic.readValuesToList());
    }

    /** Turns until the run is reported. */
    void work(String runId) {
        for (int i = 0; i < 10_000; i++) {
            turn();
            if (facts.stream().anyMatch(fact -> fact.getRunId().equals(runId))) {
                return;
            }
        }
        throw new AssertionError("Run " + runId + " is not done after 10,000 turns; facts: " + facts);
    }

    List<LedgerLine> ledger() {
        return List.copyOf(ledger);
    }

    List<Statement> statements() {
        return List.copyOf(statements);
    }

    List<UnclaimedNotice> notices() {
        return List.copyOf(notices);
    }

    List<PeriodState> facts() {
        return List.copyOf(facts);
    }

    PeriodState fact(String runId) {
        return facts.stream()
                .filter(fact -> fact.getRunId().equals(runId))
                .reduce((a, b) -> {
                    throw new AssertionError("Run " + runId + " was reported twice");
                })
                .orElseThrow();
    }

    /** Entries of a store. */
    long entries(String store) {
        KeyValueStore<Bytes, Object> entries = driver.getKeyValueStore(store);
        long count = 0;
        try (var all = entries.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    /** The ledger as an auditor reads it, with the heads that the facts record. */
    AuditReport audit() {
        List<LedgerHead> heads = facts.stream()
                .map(fact -> new LedgerHead(0, fact.getLedgerSeq(), fact.getLedgerHash()))
                .toList();
        LedgerAudit audit = new LedgerAudit(100, heads);
        ledger.forEach(line -> audit.line(0, line.getPartitionSeq(), line.getLineId(), line));
        return audit.report();
    }

    @Override
    public void close() {
        driver.close();
    }
}
