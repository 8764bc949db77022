package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.DeliveryReport;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PoolPlan;
import angklung.avro.ProvisionalEarning;
import angklung.avro.ProvisionalKind;
import angklung.avro.Registration;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.close.CloseListener;
import angklung.close.CloseResult;
import angklung.close.Closer;
import angklung.close.CloserOptions;
import angklung.close.PayoutResult;
import angklung.config.Settings;
import angklung.model.Accounts;
import angklung.model.Period;
import angklung.oracle.Oracle;
import angklung.oracle.RandomInput;
import angklung.replay.Input;
import angklung.replay.LateInput;
import angklung.runtime.Drained;
import angklung.runtime.LedgerVerdict;
import angklung.runtime.LedgerVerifier;
import angklung.runtime.PoolVerdict;
import angklung.runtime.Stage;
import angklung.runtime.TopicAdmin;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One installation on brokers of a test: sends the input, closes its periods, and compares the result with the oracle. */
final class Rig {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    static final List<String> DSPS = List.of("nada", "sori", "tune");

    private final String bootstrapServers;
    private final String registryUrl;
    private final PartitionContract partitions;
    private final int replication;

    Rig(String bootstrapServers, String registryUrl, PartitionContract partitions, int replication) {
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
        this.partitions = partitions;
        this.replication = replication;
    }

    /** The keys of one instance, which has a state directory of its own. */
    Map<String, String> keys(Path stateDir, int threads) {
        Map<String, String> keys = new HashMap<>();
        keys.put("bootstrap.servers", bootstrapServers);
        keys.put("schema.registry.url", registryUrl);
        keys.put("dsps", String.join(",", DSPS));
        keys.put("state.dir", stateDir.toString());
        keys.put("threads", Integer.toString(threads));
        keys.put("commit.interval.ms", "100");
        keys.put("replication.factor", Integer.toString(replication));
        keys.put("min.insync.replicas", Integer.toString(Math.min(2, replication)));
        keys.put("partitions.intake", Integer.toString(partitions.intake()));
        keys.put("partitions.tally", Integer.toString(partitions.tally()));
        keys.put("partitions.pool", Integer.toString(partitions.pool()));
        keys.put("partitions.settlement", Integer.toString(partitions.settlement()));
        return keys;
    }

    Settings settings(Path stateDir) {
        return Settings.of(keys(stateDir, 2));
    }

    private Settings plain() {
        return settings(Path.of("unused"));
    }

    Topics topics() {
        return plain().topics();
    }

    Clients clients() {
        return plain().clients();
    }

    void createTopics() {
        new TopicAdmin(plain()).apply();
    }

    /** Everything but plays and higher revisions. Returns when the stages, which must run, have it. */
    void sendReference(RandomInput input, Supplier<Optional<Throwable>> failure) {
        Topics topics = topics();
        try (Feed feed = new Feed(clients(), topics)) {
            feed.agreements(input.agreements);
            feed.rights(input.rights);
            feed.parties(input.parties);
            feed.revenue(input.revenue, 1, null);
        }
        awaitReference(failure);
    }

    /** As {@link #sendReference(RandomInput, Supplier)}, with all that the files say of rights and screening. */
    void sendReference(Input input, Supplier<Optional<Throwable>> failure) {
        try (angklung.replay.Feed feed = replayFeed()) {
            input.agreements().forEach(feed::send);
            input.rights().registrations().forEach(feed::send);
            input.rights().policies().forEach(feed::send);
            input.screeningRules().forEach(feed::send);
            input.parties().forEach(feed::send);
            input.schedule().first().forEach(feed::send);
        }
        awaitReference(failure);
    }

    void sendRegistrations(List<Registration> registrations) {
        try (angklung.replay.Feed feed = replayFeed()) {
            registrations.forEach(feed::send);
        }
    }

    void sendPoliciesAndDecisions(LateInput late) {
        try (angklung.replay.Feed feed = replayFeed()) {
            late.rights().policies().forEach(feed::send);
            late.decisions().forEach(feed::send);
        }
    }

    private angklung.replay.Feed replayFeed() {
        return new angklung.replay.Feed(clients(), topics());
    }

    /** Until the stages, which must run, know everything but plays. */
    void awaitReference(Supplier<Optional<Throwable>> failure) {
        Topics topics = topics();
        try (Drained drained = new Drained(clients(), failure, PATIENCE)) {
            drained.awaitRights(group(Stage.RIGHTS), topics);
        }
        await(failure, Stage.INTAKE, topics.agreements);
        await(failure, Stage.INTAKE, topics.intakeAgreements);
        await(failure, Stage.INTAKE, topics.recordingRights);
        await(failure, Stage.INTAKE, topics.intakeArtists);
        await(failure, Stage.INTAKE, topics.screeningRules);
        await(failure, Stage.INTAKE, topics.screeningDecisions);
        await(failure, Stage.POOL, topics.agreements);
        await(failure, Stage.POOL, topics.authorshipPolicies);
        await(failure, Stage.POOL, topics.revenue);
        await(failure, Stage.TALLY, topics.recordingRights);
        await(failure, Stage.SETTLEMENT, topics.parties);
    }

    void sendPlays(List<Map<String, String>> plays) {
        try (Feed feed = new Feed(clients(), topics())) {
            feed.plays(plays);
        }
    }

    void awaitPlays(Supplier<Optional<Throwable>> failure) {
        DSPS.forEach(dsp -> await(failure, Stage.INTAKE, topics().plays(dsp)));
    }

    void await(Supplier<Optional<Throwable>> failure, Stage stage, TopicDef<?, ?> topic) {
        try (Drained drained = new Drained(clients(), failure, PATIENCE)) {
            drained.await(group(stage), topic);
        }
    }

    /** Waits for a provisional earning of the period, with an amount or without. */
    void awaitEstimates(Period period, boolean rated, Supplier<Optional<Throwable>> failure) {
        try (Drained drained = new Drained(clients(), failure, PATIENCE)) {
            drained.await("plays of " + period + " are estimated", () -> read(topics().provisionalEarnings).stream()
                    .map(ConsumerRecord::value)
                    .anyMatch(e -> e.getPeriod().equals(period.toString()) && (e.getEstimateMicros() != null) == rated));
        }
    }

    /**
     * Estimates of what pools paid for, and none since, ended with what the first version gave and by how much they
     * were off.
     */
    void assertEstimatesEnd(List<Period> periods, Oracle oracle) {
        Map<String, ProvisionalEarning> last = new TreeMap<>();
        read(topics().provisionalEarnings).forEach(record -> last.put(record.key(), record.value()));
        for (Period period : periods) {
            int compared = 0;
            for (ProvisionalEarning end : last.values()) {
                Optional<Oracle.Version> pool = oracle.versions().values().stream()
                        .map(versions -> versions.get(0))
                        .filter(version -> version.pool().startsWith(end.getDsp() + "/" + end.getTerritory() + "/"
                                + end.getOffering() + "/" + period + "/" + end.getRightType() + "/"))
                        .findFirst();
                if (end.getPeriod().equals(period.toString()) && pool.isPresent()) {
                    Oracle.Amount given = pool.get().earnings()
                            .get(new Oracle.Key(pool.get().pool(), end.getIsrc(), end.getPartyId()));
                    assertThat(end.getKind()).as("%s", end).isEqualTo(ProvisionalKind.FINAL);
                    assertThat(end.getFinalMicros()).as("%s", end).isEqualTo(given == null ? 0 : given.micros());
                    assertThat(end.getErrorMicros()).as("%s", end).isEqualTo(end.getEstimateMicros() == null
                            ? null
                            : Long.valueOf(end.getEstimateMicros() - end.getFinalMicros()));
                    compared++;
                }
            }
            assertThat(compared).isPositive();
        }
    }

    String group(Stage stage) {
        return "angklung-" + stage.label();
    }

    /** As a replay does it: closes the period, restates it by its second revisions, pays. */
    void closeAndPay(Period period, RandomInput input, Supplier<Optional<Throwable>> failure) {
        close(period, CloseListener.NONE);
        restateRevenue(input, period, failure);
        close(period, CloseListener.NONE);
        pay(period);
    }

    /** Sends the second revisions of the period's revenue. Returns when the pool stage has priced them. */
    void restateRevenue(RandomInput input, Period period, Supplier<Optional<Throwable>> failure) {
        try (Feed feed = new Feed(clients(), topics())) {
            feed.revenue(input.revenue, 2, period.toString());
        }
        await(failure, Stage.POOL, topics().revenue);
    }

    void close(Period period, CloseListener listener) {
        try (Closer closer = closer(listener)) {
            CloseResult result = closer.close(period, DSPS, bookedAt(period));
            assertThat(result.done()).as("%s", result.missing()).isTrue();
        }
    }

    /** Of services without late plays that restate, nothing changes. */
    void revise(Period period, CloseListener listener) {
        try (Closer closer = closer(listener)) {
            CloseResult result = closer.revise(period, DSPS, bookedAt(period));
            assertThat(result.done()).as("%s", result.missing()).isTrue();
        }
    }

    /** Whatever was restated of closed periods, in one go; then one payout run for all of it, if there is any. */
    List<CloseResult> settleRestated(Instant bookedAt) {
        try (Closer closer = closer(CloseListener.NONE)) {
            List<CloseResult> results = closer.settleRestated(DSPS, bookedAt);
            assertThat(results).allSatisfy(result -> assertThat(result.done()).as("%s", result.missing()).isTrue());
            assertThat(closer.payRestated(Optional.empty(), bookedAt).isPresent()).isEqualTo(!results.isEmpty());
            assertThat(closer.payRestated(Optional.empty(), bookedAt)).as("paid once").isEmpty();
            return results;
        }
    }

    void pay(Period period) {
        try (Closer closer = closer(CloseListener.NONE)) {
            PayoutResult result = closer.payout("payout/" + period, period, bookedAt(period));
            assertThat(result.done()).as("%s", result.missing()).isTrue();
        }
    }

    private Closer closer(CloseListener listener) {
        return new Closer(clients(), topics(), group(Stage.INTAKE),
                new CloserOptions("angklung", PATIENCE, Duration.ofMillis(20), listener));
    }

    static Instant bookedAt(Period period) {
        return period.next().firstDay().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    // What must hold at the end

    void assertLedgerIsTheOracles(Oracle oracle) {
        assertPoolsAreTheOracles(oracle);
        assertThat(payouts(lines())).isEqualTo(oracle.payouts());
    }

    /** What pools gave, whenever it was paid. */
    void assertPoolsAreTheOracles(Oracle oracle) {
        SortedMap<Oracle.Key, Long> earned = earnings();
        SortedMap<Oracle.Key, Long> expected = new TreeMap<>();
        oracle.earnings().forEach((key, amount) -> expected.merge(
                new Oracle.Key(key.pool(), key.isrc(), key.beneficiary()), amount.micros(), Long::sum));
        assertThat(earned).isEqualTo(expected);

        List<LedgerLine> lines = lines();
        assertThat(posted(lines)).isEqualTo(postings(expected));
        LedgerVerdict verdict = new LedgerVerifier(plain()).verify();
        assertThat(verdict.audit().findings()).isEmpty();
        assertThat(verdict.audit().lines()).isEqualTo(lines.size());
        assertThat(verdict.pools()).hasSize(oracle.pools().size()).allSatisfy(pool ->
                assertThat(pool.status()).as("%s", pool).isEqualTo(PoolVerdict.Status.CONSERVED));
    }

    /** What later versions took out of holds, line by line; there must be some. */
    void assertReleasesAreTheOracles(Oracle oracle) {
        List<String> expected = oracle.lines().stream()
                .filter(line -> line.kind().equals(LineKind.RELEASE.name()))
                .map(line -> line.debit() + " " + line.credit() + " " + line.micros() + " in " + line.version())
                .sorted()
                .toList();
        assertThat(lines().stream()
                .filter(line -> line.getKind() == LineKind.RELEASE)
                .map(line -> line.getDebitAccount() + " " + line.getCreditAccount() + " " + line.getAmountMicros()
                        + " in " + line.getPoolVersion())
                .sorted()
                .toList()).isNotEmpty().isEqualTo(expected);
    }

    void assertDeliveryIsTheOracles(Oracle oracle) {
        Map<String, DeliveryReport> last = new HashMap<>();
        read(topics().delivery).forEach(record -> last.put(record.key(), record.value()));
        Oracle.Counts counts = new Oracle.Counts(
                sum(last, DeliveryReport::getReceived), sum(last, DeliveryReport::getAccepted),
                sum(last, DeliveryReport::getShortPlays), sum(last, DeliveryReport::getDuplicates),
                sum(last, r -> r.getRejected().values().stream().mapToLong(n -> n).sum()),
                sum(last, DeliveryReport::getLate));
        assertThat(counts).isEqualTo(oracle.counts());
        assertThat(read(topics().rejected)).hasSize((int) counts.rejected());
    }

    /** Net of all versions, zeros left out. */
    SortedMap<Oracle.Key, Long> earnings() {
        SortedMap<Oracle.Key, Long> earned = new TreeMap<>();
        for (ConsumerRecord<String, Earning> record : read(topics().earnings)) {
            Earning e = record.value();
            if (e.getKind() == EarningKind.EARNING) {
                String isrc = e.getIsrc() == null ? "" : e.getIsrc();
                earned.merge(new Oracle.Key(e.getPool(), isrc, beneficiary(e)), e.getAmountMicros(), Long::sum);
            }
        }
        earned.values().removeIf(amount -> amount == 0);
        return earned;
    }

    private static String beneficiary(Earning earning) {
        String hold = earning.getHoldAccount();
        return hold == null ? earning.getPartyId() : hold.substring(0, hold.length() - earning.getPool().length() - 1);
    }

    List<LedgerLine> lines() {
        return read(topics().ledger).stream().map(ConsumerRecord::value).toList();
    }

    /** The versions of pools that were made for the reason. */
    List<PoolPlan> plans(String reason) {
        Map<String, PoolPlan> plans = new TreeMap<>();
        read(topics().poolPlans).stream()
                .map(ConsumerRecord::value)
                .filter(plan -> plan.getReason().equals(reason))
                .forEach(plan -> plans.put(plan.getRateSheetId(), plan)); // one copy in every partition
        return List.copyOf(plans.values());
    }

    /** Account to the net amount that pools gave it. */
    private static SortedMap<String, Long> posted(List<LedgerLine> lines) {
        SortedMap<String, Long> net = new TreeMap<>();
        for (LedgerLine line : lines) {
            boolean fromPool = line.getDebitAccount().startsWith("pool:");
            if (fromPool || line.getCreditAccount().startsWith("pool:")) {
                String pool = fromPool ? line.getDebitAccount() : line.getCreditAccount();
                String other = fromPool ? line.getCreditAccount() : line.getDebitAccount();
                net.merge(pool + " " + other, fromPool ? line.getAmountMicros() : -line.getAmountMicros(), Long::sum);
            }
        }
        net.values().removeIf(amount -> amount == 0);
        return net;
    }

    private static SortedMap<String, Long> postings(SortedMap<Oracle.Key, Long> earned) {
        SortedMap<String, Long> net = new TreeMap<>();
        earned.forEach((key, amount) -> {
            boolean hold = key.beneficiary().startsWith("hold:");
            String account = hold ? key.beneficiary() + ":" + key.pool() : Accounts.payable(key.beneficiary());
            net.merge(Accounts.pool(key.pool()) + " " + account, amount, Long::sum);
        });
        net.values().removeIf(amount -> amount == 0);
        return net;
    }

    private static SortedMap<String, Long> payouts(List<LedgerLine> lines) {
        SortedMap<String, Long> paid = new TreeMap<>();
        for (LedgerLine line : lines) {
            if (line.getKind() == LineKind.PAYOUT) {
                paid.merge(line.getPeriod() + "/" + line.getPartyId() + "/" + line.getCurrency(),
                        line.getAmountMicros(), Long::sum);
            }
        }
        return paid;
    }

    <V> List<ConsumerRecord<String, V>> read(TopicDef<String, V> topic) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients(), topic)) {
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            reader.readDecided(records::add);
            return records;
        }
    }

    private static long sum(
            Map<String, DeliveryReport> reports, java.util.function.ToLongFunction<DeliveryReport> field) {
        return reports.values().stream().mapToLong(field).sum();
    }
}
