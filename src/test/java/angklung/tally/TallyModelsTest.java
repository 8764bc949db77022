package angklung.tally;

import static angklung.tally.TallyHarness.DSP;
import static angklung.tally.TallyHarness.PERIOD;
import static angklung.tally.TallyHarness.planFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.AllocationModel;
import angklung.avro.DayWeight;
import angklung.avro.Earning;
import angklung.avro.Engagement;
import angklung.avro.PartialKind;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.RecordingUsage;
import angklung.avro.RightShare;
import angklung.avro.ScenarioResult;
import angklung.avro.ScenarioResultKind;
import angklung.avro.ShareMark;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.ScreeningPolicy;
import angklung.avro.WeightRequest;
import angklung.avro.WeightTotals;
import angklung.close.Facts;
import angklung.ledger.EarningHash;
import angklung.model.Bucket;
import angklung.model.Weight;
import angklung.topic.PartitionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Weights, windows, revisions and scenarios, against a reference that knows only what was sent. */
@Timeout(180)
class TallyModelsTest {
    private static final PartitionContract TWO_SOURCES = new PartitionContract(2, 1, 3, 4);
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final String POOL = "dsp1/ID/premium/2026-04/RECORDING/USD";
    private static final String OVERTIME = "OVERTIME(6=1.2,7=1.4,9=1.75,step=0.2)";
    private static final String ARTIST =
            "ARTIST(min_plays=10,min_listeners=2,artist_boost=2,active_boost=1.5,cap=100)";
    private static final String ONE = "QZABC2600001";
    private static final String TWO = "QZABC2600002";

    @TempDir
    Path stateDir;

    // ---- every model, against the reference

    @Test
    void shouldWeighAndDivideAsAnIndependentReference() {
        Seeds.cases(12, random -> {
            World world = new World(random);
            int chunk = new int[] {1, 3, UNBOUNDED}[random.nextInt(3)];
            try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, chunk)) {
                world.rights(tally);
                world.play(tally, "2026-01", 0, 10); // never closed, so it counts for nobody
                world.play(tally, "2026-02", 0, 30);
                tally.markAll("2026-02", 0);
                world.play(tally, "2026-02", 1, 10);
                tally.markAll("2026-02", 1);
                world.play(tally, "2026-03", 0, 30);
                tally.markAll("2026-03", 0);
                world.closed.addAll(List.of("2026-02+0", "2026-02+1", "2026-03+0"));
                long previous = 0;
                for (int version = 1; version <= 3; version++) {
                    int revision = version - 1;
                    world.play(tally, PERIOD, revision, 25);
                    world.weigh(tally, revision, revision == 0 || random.nextInt(3) > 0);
                    tally.markAll(PERIOD, revision);
                    Terms terms = Terms.random(random, revision);
                    tally.partials.readKeyValuesToList();
                    tally.request(terms.request("r" + version));
                    tally.request(terms.request("r" + version)); // answered once
                    tally.work();
                    Expected expected = world.expect(terms);
                    assertThat(tally.partials.readKeyValuesToList())
                            .containsExactly(KeyValue.pair("dsp1/ID/premium", expected.answer("r" + version)));
                    if (version == 1) { // too late for the answer, so for the allocation too
                        world.play(tally, "2026-03", 1, 30);
                        tally.markAll("2026-03", 1);
                        tally.partials.readKeyValuesToList();
                    }
                    long amount = random.nextLong(1L << random.nextInt(1, 45));
                    long idle = terms.weighing.equals("SUBSCRIBERS") ? random.nextInt(4) : 0;
                    tally.plan(expected.plan(version, amount, previous, idle));
                    tally.work();
                    world.closed.add("2026-03+1");
                    world.take(tally.earnings(), amount - previous);
                    assertThat(world.net).isEqualTo(world.divide(expected, amount, idle));
                    previous = amount;
                }
            }
        });
    }

    @Test
    void shouldForgetNothingInARestart() {
        Seeds.cases(4, random -> {
            try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, UNBOUNDED);
                    ForgetfulTally forgetful = new ForgetfulTally(fresh(), TWO_SOURCES)) {
                World world = new World(random);
                world.rights(tally);
                world.play(tally, "2026-03", 0, 30);
                tally.markAll("2026-03", 0);
                world.closed.add("2026-03+0");
                for (int version = 1; version <= 2; version++) {
                    world.play(tally, PERIOD, version - 1, 25);
                    world.weigh(tally, version - 1, true);
                    tally.markAll(PERIOD, version - 1);
                    Terms terms = Terms.random(random, version - 1);
                    tally.request(terms.request("r" + version));
                    PoolPlan plan = world.expect(terms).plan(version, 1_000_000, version == 1 ? 0 : 1_000_000, 0);
                    tally.plan(plan);
                    tally.scenario(PoolPlan.newBuilder(plan).setScenario("s" + version).build());
                    tally.work();
                }
                tally.journal.forEach(forgetful::process);
                assertThat(tally.output()).containsExactlyInAnyOrderElementsOf(forgetful.output());
            }
        });
    }

    /** What the pool asks for. */
    private record Terms(String weighing, long minimum, int window, int revision) {

        static Terms random(SplittableRandom random, int revision) {
            String weighing = List.of("PLAYS", OVERTIME, "SUBSCRIBERS", ARTIST).get(random.nextInt(4));
            return new Terms(
                    weighing,
                    random.nextInt(3) == 0 ? 0 : random.nextLong(1, 1L << random.nextInt(1, 12)),
                    random.nextInt(1, 5),
                    revision);
        }

        WeightRequest request(String name) {
            return TallyModelsTest.request(name, weighing, minimum == 0 ? null : minimum, window, revision);
        }

        AllocationModel model() {
            return switch (weighing) {
                case "SUBSCRIBERS" -> AllocationModel.USER_CENTRIC;
                case ARTIST -> AllocationModel.ARTIST_CENTRIC;
                default -> AllocationModel.MARKET_CENTRIC;
            };
        }
    }

    /** Plays and weight of one local day. */
    private record Played(long plays, BigInteger weight) {
        Played plus(Played other) {
            return new Played(plays + other.plays, weight.add(other.weight));
        }
    }

    private record Sent(String period, int revision, String isrc, LocalDate day, int minutes, long plays) {}

    private record SentWeight(int revision, String weighing, String isrc, LocalDate day, Played played) {}

    /** Everything that was sent, and what was paid. */
    private static final class World {
        private final SplittableRandom random;
        private final List<String> isrcs = new ArrayList<>();
        private final List<Sent> counts = new ArrayList<>();
        private final List<SentWeight> weights = new ArrayList<>();
        private final Set<String> closed = new TreeSet<>();
        private final Map<String, Map<String, Integer>> before = new HashMap<>(); // percent by party, by ISRC
        private final Map<String, Map<String, Integer>> after = new HashMap<>();
        private final LocalDate change;

        /** Amounts by "ISRC key". */
        private final Map<String, Long> net = new TreeMap<>();
        private final Map<String, Long> restsOn = new HashMap<>(); // plays, by the same

        private World(SplittableRandom random) {
            this.random = random;
            this.change = LocalDate.of(2026, 4, random.nextInt(1, 31));
            for (int i = 0; i < 20; i++) {
                isrcs.add("QZABC" + (2_600_000 + i * 7));
            }
        }

        void rights(TallyHarness tally) {
            for (String isrc : isrcs) {
                if (random.nextInt(4) > 0) {
                    int a = random.nextInt(1, 100);
                    int b = random.nextInt(1, 100);
                    before.put(isrc, Map.of("A", a, "B", 100 - a));
                    after.put(isrc, Map.of("B", b, "C", 100 - b));
                    tally.rights(
                            isrc,
                            "v1",
                            share("A", a, LocalDate.EPOCH, change),
                            share("B", 100 - a, LocalDate.EPOCH, change),
                            share("B", b, change, null),
                            share("C", 100 - b, change, null));
                }
            }
        }

        void play(TallyHarness tally, String period, int revision, int most) {
            for (int i = random.nextInt(most); i > 0; i--) {
                long plays = random.nextInt(5) == 0 ? 0 : random.nextLong(1, 1L << random.nextInt(1, 12));
                int minutes = random.nextInt(3) == 0 ? random.nextInt(6, 15) : 0;
                LocalDate day = LocalDate.parse(period + "-01").plusDays(random.nextInt(28));
                Sent sent = new Sent(
                        period, revision, isrcs.get(random.nextInt(isrcs.size())), day, minutes, plays);
                counts.add(sent);
                tally.count(
                        period,
                        revision,
                        random.nextInt(2),
                        "ID",
                        "premium",
                        sent.isrc,
                        new UsageCount(
                                day, Engagement.values()[random.nextInt(3)], minutes, plays, random.nextLong(3)));
            }
        }

        /** New weights of all plays so far, in up to three parts each, or none at all. */
        void weigh(TallyHarness tally, int revision, boolean any) {
            for (String weighing : List.of("SUBSCRIBERS", ARTIST)) {
                Map<String, Map<LocalDate, Long>> plays = new TreeMap<>();
                counts.stream()
                        .filter(sent -> sent.period.equals(PERIOD) && sent.plays > 0)
                        .forEach(sent -> plays.computeIfAbsent(sent.isrc, i -> new TreeMap<>())
                                .merge(sent.day, sent.plays, Long::sum));
                plays.forEach((isrc, byDay) -> byDay.forEach((day, count) -> {
                    for (long left = any ? count : 0; left > 0; ) {
                        long part = random.nextBoolean() ? left : random.nextLong(1, left + 1);
                        left -= part;
                        BigInteger weight = Weight.ONE
                                .multiply(BigInteger.valueOf(random.nextLong(1, 1_000)))
                                .divide(BigInteger.valueOf(random.nextLong(1, 1_000)));
                        weights.add(new SentWeight(revision, weighing, isrc, day, new Played(part, weight)));
                        tally.weigh(
                                PERIOD, revision, random.nextInt(2), "ID", "premium", weighing, isrc,
                                List.of(new DayWeight(day, part, Weight.toDecimal(weight), 0L, Weight.ZERO)));
                    }
                }));
            }
        }

        Expected expect(Terms terms) {
            Expected expected = new Expected(terms);
            for (String isrc : isrcs) {
                long plays = plays(isrc, List.of(PERIOD), terms.revision);
                Map<LocalDate, Played> days = days(isrc, terms);
                long weighed = days.values().stream().mapToLong(Played::plays).sum();
                BigInteger weight = days.values().stream().map(Played::weight).reduce(BigInteger.ZERO, BigInteger::add);
                expected.missing += plays - weighed;
                long known = plays + plays(isrc, windowBefore(terms), UNBOUNDED);
                if (plays > 0 && known < terms.minimum) {
                    expected.excludedRecordings++;
                    expected.excludedPlays += plays;
                    expected.excludedWeight = expected.excludedWeight.add(weight);
                } else if (weight.signum() > 0) {
                    expected.days.put(isrc, days);
                    expected.weights.put(isrc, weight);
                }
            }
            return expected;
        }

        private static List<String> windowBefore(Terms terms) {
            return List.of("2026-03", "2026-02", "2026-01").subList(0, terms.window - 1);
        }

        private long plays(String isrc, List<String> periods, int lastRevision) {
            return counts.stream()
                    .filter(sent -> sent.isrc.equals(isrc) && periods.contains(sent.period))
                    .filter(sent -> sent.revision <= lastRevision)
                    .filter(sent ->
                            sent.period.equals(PERIOD) || closed.contains(sent.period + "+" + sent.revision))
                    .mapToLong(Sent::plays)
                    .sum();
        }

        private Map<LocalDate, Played> days(String isrc, Terms terms) {
            Map<LocalDate, Played> days = new TreeMap<>();
            if (terms.model() == AllocationModel.MARKET_CENTRIC) {
                counts.stream()
                        .filter(sent -> sent.isrc.equals(isrc) && sent.period.equals(PERIOD))
                        .filter(sent -> sent.revision <= terms.revision && sent.plays > 0)
                        .forEach(sent -> days.merge(
                                sent.day, new Played(sent.plays, weight(terms.weighing, sent)), Played::plus));
                return days;
            }
            List<SentWeight> known = weights.stream()
                    .filter(sent -> sent.revision <= terms.revision && sent.weighing.equals(terms.weighing))
                    .toList();
            int last = known.stream().mapToInt(SentWeight::revision).max().orElse(0);
            known.stream()
                    .filter(sent -> sent.revision == last && sent.isrc.equals(isrc))
                    .forEach(sent -> days.merge(sent.day, sent.played, Played::plus));
            return days;
        }

        /** 37 CFR 385.21 in hundredths: 1.2, 1.4 up to 8 minutes, 1.75 for 9, 0.2 for each more. */
        private static BigInteger weight(String weighing, Sent sent) {
            long hundredths = 100;
            if (weighing.equals(OVERTIME) && sent.minutes > 0) {
                hundredths = switch (sent.minutes) {
                    case 6 -> 120;
                    case 7, 8 -> 140;
                    default -> 175 + 20 * (sent.minutes - 9);
                };
            }
            return BigInteger.TEN.pow(22).multiply(BigInteger.valueOf(hundredths * sent.plays));
        }

        void take(List<KeyValue<String, Earning>> sent, long difference) {
            assertThat(sent).allMatch(earning -> {
                String key = earning.value.getIsrc() + " " + earning.key;
                Long played = restsOn.put(key, earning.value.getPlays());
                return earning.value.getAmountMicros() != 0
                        || net.containsKey(key) && played != earning.value.getPlays();
            });
            assertThat(sent.stream().mapToLong(earning -> earning.value.getAmountMicros()).sum())
                    .isEqualTo(difference);
            sent.forEach(earning -> net.merge(
                    earning.value.getIsrc() + " " + earning.key, earning.value.getAmountMicros(), Long::sum));
            net.values().removeIf(micros -> micros == 0);
        }

        Map<String, Long> divide(Expected expected, long amount, long idle) {
            Map<String, Long> amounts = new TreeMap<>();
            BigInteger total = expected.total().add(Weight.ONE.multiply(BigInteger.valueOf(idle)));
            if (total.signum() == 0) {
                amounts.put("null hold:no-usage:" + POOL, amount);
            } else {
                long given = 0;
                BigInteger sum = BigInteger.ZERO;
                for (String isrc : expected.order()) {
                    sum = sum.add(expected.weights.get(isrc));
                    BigInteger scaled = BigInteger.valueOf(amount).multiply(sum);
                    if (expected.terms.model() != AllocationModel.MARKET_CENTRIC) {
                        scaled = scaled.add(total.divide(BigInteger.valueOf(1_024)));
                    }
                    long reached = scaled.divide(total).longValueExact();
                    split(isrc, reached - given, expected.days.get(isrc), amounts);
                    given = reached;
                }
                amounts.put("null hold:idle-subscribers:" + POOL, amount - given);
            }
            amounts.values().removeIf(micros -> micros == 0);
            return amounts;
        }

        /** Largest remainder over the weights of the days on which each has a part. */
        private void split(String isrc, long amount, Map<LocalDate, Played> days, Map<String, Long> amounts) {
            if (!before.containsKey(isrc)) {
                amounts.put(isrc + " hold:unmatched:" + POOL, amount);
                return;
            }
            TreeMap<String, BigInteger> weights = new TreeMap<>();
            days.forEach((day, played) -> (day.isBefore(change) ? before : after)
                    .get(isrc)
                    .forEach((party, percent) -> weights.merge(
                            party, played.weight.multiply(BigInteger.valueOf(percent)), BigInteger::add)));
            BigInteger total = weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
            List<String> byRemainder = new ArrayList<>(weights.keySet());
            Map<String, BigInteger> remainders = new HashMap<>();
            long left = amount;
            for (String party : weights.keySet()) {
                BigInteger[] quota =
                        BigInteger.valueOf(amount).multiply(weights.get(party)).divideAndRemainder(total);
                amounts.put(isrc + " " + party, quota[0].longValueExact());
                remainders.put(party, quota[1]);
                left -= quota[0].longValueExact();
            }
            byRemainder.sort((x, y) -> remainders.get(y).compareTo(remainders.get(x)));
            for (String party : byRemainder.subList(0, (int) left)) {
                amounts.merge(isrc + " " + party, 1L, Long::sum);
            }
        }
    }

    /** What the reference says of one request. */
    private static final class Expected {
        private final Terms terms;
        private final Map<String, BigInteger> weights = new TreeMap<>();
        private final Map<String, Map<LocalDate, Played>> days = new TreeMap<>();
        private long excludedPlays;
        private long excludedRecordings;
        private BigInteger excludedWeight = BigInteger.ZERO;
        private long missing;

        private Expected(Terms terms) {
            this.terms = terms;
        }

        BigInteger total() {
            return weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        }

        List<String> order() {
            int first = Bucket.firstOf(POOL);
            List<String> order = new ArrayList<>(weights.keySet()); // by ISRC, and the sort is stable
            order.sort((x, y) -> Integer.compare(
                    (Bucket.of(x) - first + 256) % 256, (Bucket.of(y) - first + 256) % 256));
            return order;
        }

        PoolPartial answer(String request) {
            TreeMap<Integer, BigInteger> byBucket = new TreeMap<>();
            weights.forEach((isrc, weight) -> byBucket.merge(Bucket.of(isrc), weight, BigInteger::add));
            return PoolPartial.newBuilder()
                    .setKind(PartialKind.WEIGHTS)
                    .setDsp(DSP)
                    .setPeriod(PERIOD)
                    .setRevision(terms.revision)
                    .setSourcePartition(0)
                    .setTerritory("ID")
                    .setOffering("premium")
                    .setAnswer(new WeightTotals(
                            request,
                            List.copyOf(byBucket.keySet()),
                            byBucket.values().stream().map(Weight::toDecimal).toList(),
                            excludedPlays,
                            excludedRecordings,
                            Weight.toDecimal(excludedWeight),
                            missing, 0L, 0L, 0L, Weight.ZERO))
                    .build();
        }

        PoolPlan plan(int version, long amount, long previous, long idle) {
            BigDecimal idleWeight = Weight.toDecimal(Weight.ONE.multiply(BigInteger.valueOf(idle)));
            PoolPlan.Builder plan = planFor("ID", "premium", version, amount, previous, weights);
            return plan.setTotalWeight(plan.getTotalWeight().add(idleWeight))
                    .setIdleWeight(idleWeight)
                    .setModel(terms.model())
                    .setWeighting(terms.weighing)
                    .setMinimumTrackPlays(terms.minimum == 0 ? null : terms.minimum)
                    .setMinimumTrackWindow(terms.window)
                    .setUsageRevision(terms.revision)
                    .build();
        }
    }

    // ---- revisions of usage

    @Test
    void shouldReportWhatEachRevisionAdds() {
        try (TallyHarness tally = harness()) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 1);
            tally.markAll();
            tally.partials.readKeyValuesToList();
            tally.facts.readKeyValuesToList();
            tally.count(PERIOD, 1, 0, "ID", "premium", ONE, count(2, 3));
            tally.count(PERIOD, 1, 1, "ID", "free", TWO, count(2, 4));
            tally.markAll(PERIOD, 1);

            List<KeyValue<String, PoolPartial>> partials = tally.partials.readKeyValuesToList();
            assertThat(partials.stream().map(partial -> partial.value.getKind()))
                    .containsExactly(PartialKind.TOTAL, PartialKind.TOTAL, PartialKind.MARK);
            assertThat(partials).allMatch(partial -> partial.value.getRevision() == 1
                    && partial.value.getPeriod().equals(PERIOD));
            assertThat(partials.stream().map(partial -> partial.value.getPlays())).containsExactly(4L, 3L, 0L);
            var fact = tally.facts.readKeyValue();
            assertThat(fact.key).isEqualTo(Facts.tallyTotal(DSP, "2026-04+1", 0));
            assertThat(fact.value.getRevision()).isEqualTo(1);
            assertThat(fact.value.getPeriod()).isEqualTo(PERIOD);
            assertThat(fact.value.getRecords()).isEqualTo(2);
            assertThat(fact.value.getPlays()).isEqualTo(7);
            assertThat(tally.facts.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldTakeLatePlaysOfASourceThatHasEndedBeforeTheOthersHave() {
        try (TallyHarness tally = harness()) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.mark(0);
            tally.count(PERIOD, 1, 0, "ID", "premium", ONE, count(2, 3)); // late for source 0
            tally.count(1, "ID", "premium", ONE, 2, 7, 0); // in time for source 1
            tally.mark(1);
            tally.work();
            assertThat(tally.partials.readValue().getPlays()).isEqualTo(12);
        }
    }

    @Test
    void shouldStopAtARevisionBeforeTheOneBeforeHasEnded() {
        try (TallyHarness tally = harness()) {
            assertThatThrownBy(() -> tally.count(PERIOD, 1, 0, "ID", "premium", ONE, count(2, 3)))
                    .hasStackTraceContaining("Usage of dsp1/2026-04+1 came before the mark of intake partition 0");
        }
        try (TallyHarness tally = harness()) {
            tally.mark(PERIOD, 0, 0);
            tally.mark(PERIOD, 0, 1);
            tally.mark(PERIOD, 1, 0); // the job of revision 0 waits
            assertThatThrownBy(() -> tally.mark(PERIOD, 1, 1))
                    .hasStackTraceContaining("ended before this task reported the revision before it");
        }
        try (TallyHarness tally = harness()) {
            tally.markAll();
            tally.mark(PERIOD, 1, 0);
            assertThatThrownBy(() -> tally.count(PERIOD, 1, 0, "ID", "premium", ONE, count(2, 3)))
                    .hasStackTraceContaining("Usage of dsp1/2026-04+1 came behind the mark of intake partition 0");
        }
    }

    @Test
    void shouldStopAtAPlanOnLessUsageThanTheVersionBefore() {
        try (TallyHarness tally = harness()) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            tally.markAll(PERIOD, 1);
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).setUsageRevision(1).build());
            tally.work();
            assertThatThrownBy(() -> tally.plan(
                            tally.planFor("ID", "premium", 2, 1_000, 1_000).build()))
                    .hasStackTraceContaining("rests on revision 0 of the usage; the version before rests on 1");
        }
    }

    // ---- weights

    @Test
    void shouldStopWhenAMarkSaysOtherWeights() {
        for (BigDecimal says : Arrays.asList(null, new BigDecimal("0.500000000000000000000001"))) {
            try (TallyHarness tally = harness()) {
                tally.count(0, "ID", "premium", ONE, 1, 5, 0);
                tally.weigh(PERIOD, 0, 0, "ID", "premium", "SUBSCRIBERS", ONE, List.of(weight(1, 5, "0.5")));
                assertThatThrownBy(() -> tally.mark(PERIOD, 0, 0, 2, 5, 0, says))
                        .hasStackTraceContaining("to this task, which received 0.500000000000000000000000");
            }
        }
    }

    @Test
    void shouldStopAtWeightsThatCannotBe() {
        try (TallyHarness tally = harness()) {
            assertThatThrownBy(() -> tally.weigh(
                            PERIOD, 0, 0, "ID", "premium", "PLAYS", ONE, List.of(weight(1, 5, "1"))))
                    .hasStackTraceContaining("weights of 'PLAYS', which is no weighting of subscribers");
        }
        try (TallyHarness tally = harness()) {
            assertThatThrownBy(() -> tally.weigh(
                            PERIOD, 0, 0, "ID", "premium", "SUBSCRIBERS", ONE, List.of(weight(1, 5, "-1"))))
                    .hasStackTraceContaining("Negative weight of " + ONE);
        }
        try (TallyHarness tally = harness()) {
            tally.weigh(PERIOD, 0, 0, "ID", "premium", "SUBSCRIBERS", ONE, List.of(weight(1, 5, "1")));
            tally.count(0, "ID", "premium", ONE, 1, 4, 0);
            tally.markAll();
            tally.request(request("r1", "SUBSCRIBERS", null, 1, 0));
            assertThatThrownBy(tally::work)
                    .hasStackTraceContaining("Weights were sent for 5 plays, 0 of them held, but only 4 were counted");
        }
        try (TallyHarness tally = new TallyHarness(stateDir, new PartitionContract(2, 3, 3, 3), UNBOUNDED)) {
            String foreign = Bucket.of(ONE) % 3 == 0 ? TWO : ONE;
            assertThat(Bucket.of(foreign) % 3).isNotZero();
            assertThatThrownBy(() -> tally.usage(tally.usage(UsageKind.WEIGHT, 0)
                            .setTerritory("ID")
                            .setOffering("premium")
                            .setWeighting("SUBSCRIBERS")
                            .setRecordings(List.of(
                                    new RecordingUsage(foreign, List.of(), List.of(weight(1, 1, "1")))))
                            .build()))
                    .hasStackTraceContaining("is in the wrong partition of 3");
        }
    }

    // ---- requests

    @Test
    void shouldAnswerEvenIfItHasNothing() {
        try (TallyHarness tally = harness()) {
            tally.markAll();
            tally.partials.readKeyValuesToList();
            tally.request(request("r1", "SUBSCRIBERS", 5L, 12, 0));
            tally.work();
            PoolPartial answer = tally.partials.readValue();
            assertThat(answer.getKind()).isEqualTo(PartialKind.WEIGHTS);
            assertThat(answer.getAnswer())
                    .isEqualTo(new WeightTotals(
                            "r1", List.of(), List.of(), 0L, 0L, Weight.ZERO, 0L, 0L, 0L, 0L, Weight.ZERO));
            assertThat(tally.partials.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldStopAtARequestThatItCannotAnswer() {
        try (TallyHarness tally = harness()) {
            assertThatThrownBy(() -> tally.request(request("r1", "SUBSCRIBERS", null, 1, 0)))
                    .hasStackTraceContaining("came before this task reported the plays of revision 0");
        }
        try (TallyHarness tally = harness()) {
            tally.markAll();
            assertThatThrownBy(() -> tally.request(request("r1", "LISTENERS", null, 1, 0)))
                    .hasStackTraceContaining("cannot be answered by this version: 'LISTENERS' names no weighing");
        }
        try (TallyHarness tally = harness()) {
            tally.markAll();
            tally.request(request("r1", "SUBSCRIBERS", null, 1, 0));
            assertThatThrownBy(() -> tally.request(request("r1", "PLAYS", null, 1, 0)))
                    .hasStackTraceContaining("Two requests have the same name");
        }
    }

    @Test
    void shouldSeeTheSameWindowForEveryRequestOfTheSameTerms() {
        try (TallyHarness tally = harness()) {
            tally.markAll("2026-03", 0);
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            tally.request(request("recording", "PLAYS", 6L, 2, 0));
            tally.work();
            tally.count("2026-03", 1, 0, "ID", "premium", ONE, count(1, 3));
            tally.markAll("2026-03", 1);
            tally.partials.readKeyValuesToList();
            tally.request(request("mechanical", "PLAYS", 6L, 2, 0));
            tally.request(request("other minimum", "PLAYS", 7L, 2, 0));
            tally.work();
            assertThat(tally.partials.readValuesToList().stream()
                            .map(partial -> partial.getAnswer().getExcludedPlays()))
                    .containsExactly(5L, 0L);
        }
    }

    @Test
    void shouldGiveThirdsOfASubscriberTheSame() { // 0.333… three times puts a prefix a hair below a whole micro
        try (TallyHarness tally = harness()) {
            Map<String, BigInteger> weights = new TreeMap<>();
            BigInteger third = Weight.ONE.divide(BigInteger.valueOf(3));
            for (String isrc : List.of(ONE, TWO, "QZABC2600003")) {
                weights.put(isrc, third);
            }
            Expected order = new Expected(new Terms("SUBSCRIBERS", 0, 1, 0));
            order.weights.putAll(weights);
            weights.merge(order.order().get(2), BigInteger.ONE, BigInteger::add);
            weights.forEach((isrc, weight) -> {
                tally.count(0, "ID", "premium", isrc, 1, 1, 0);
                tally.weigh(
                        PERIOD, 0, 0, "ID", "premium", "SUBSCRIBERS", isrc,
                        List.of(new DayWeight(LocalDate.of(2026, 4, 1), 1L, Weight.toDecimal(weight), 0L, Weight.ZERO)));
            });
            tally.markAll();
            tally.plan(planFor("ID", "premium", 1, 9, 0, weights)
                    .setModel(AllocationModel.USER_CENTRIC)
                    .setWeighting("SUBSCRIBERS")
                    .build());
            tally.work();
            assertThat(tally.earnings().stream().map(earning -> earning.value.getAmountMicros()))
                    .containsExactly(3L, 3L, 3L);
        }
    }

    // ---- pools without usage

    @Test
    void shouldReleaseTheHoldOfAPoolWithoutUsageOnceLatePlaysCome() {
        try (TallyHarness tally = harness()) {
            tally.rights(ONE, "v1", share("A", 100, LocalDate.EPOCH, null));
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
            tally.work();
            assertThat(tally.earnings().stream().map(earning -> earning.key)).containsExactly("hold:no-usage:" + POOL);
            tally.count(PERIOD, 1, 0, "ID", "premium", ONE, count(2, 3));
            tally.markAll(PERIOD, 1);
            tally.plan(tally.planFor("ID", "premium", 2, 1_000, 1_000).setUsageRevision(1).build());
            tally.work();
            assertThat(tally.earnings().stream().map(earning -> earning.key + " " + earning.value.getAmountMicros()))
                    .containsExactly("A 1000", "hold:no-usage:" + POOL + " -1000");
        }
    }

    /** Nobody is given more or less, but it must be known what the amount rests on. */
    @Test
    void shouldSendZeroWhereOnlyThePlaysHaveChanged() {
        try (TallyHarness tally = harness()) {
            tally.rights(ONE, "v1", share("A", 100, LocalDate.EPOCH, null));
            tally.rights(TWO, "v1", share("B", 100, LocalDate.EPOCH, null));
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.count(0, "ID", "premium", TWO, 1, 5, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
            tally.work();
            tally.earnings();
            tally.count(PERIOD, 1, 0, "ID", "premium", ONE, count(2, 5));
            tally.markAll(PERIOD, 1);
            for (int version = 2; version <= 3; version++) {
                tally.plan(tally.planFor("ID", "premium", version, 1_500, version == 2 ? 1_000 : 1_500)
                        .setUsageRevision(1)
                        .build());
                tally.work();
                assertThat(tally.earnings().stream().map(earning -> earning.key + " " + earning.value.getPlays() + " "
                                + earning.value.getAmountMicros()))
                        .isEqualTo(version == 2 ? List.of("A 10 500") : List.of());
            }
            tally.count(PERIOD, 2, 0, "ID", "premium", ONE, count(2, 10));
            tally.count(PERIOD, 2, 0, "ID", "premium", TWO, count(2, 5));
            tally.markAll(PERIOD, 2);
            tally.plan(tally.planFor("ID", "premium", 4, 1_500, 1_500).setUsageRevision(2).build());
            tally.work();
            assertThat(tally.earnings().stream().map(earning -> earning.key + " " + earning.value.getPlays() + " "
                            + earning.value.getAmountMicros()))
                    .containsExactlyInAnyOrder("A 20 0", "B 10 0");
        }
    }

    @Test
    void shouldTakeBackWhatRecordingsHadOnceNoneReachesTheMinimum() {
        try (TallyHarness tally = harness()) {
            tally.rights(ONE, "v1", share("A", 100, LocalDate.EPOCH, null));
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
            tally.work();
            tally.earnings();
            tally.plan(planFor("ID", "premium", 2, 900, 1_000, Map.of())
                    .setMinimumTrackPlays(6L)
                    .build());
            tally.work();
            assertThat(tally.earnings().stream().map(earning -> earning.key + " " + earning.value.getAmountMicros()))
                    .containsExactly("A -1000", "hold:no-usage:" + POOL + " 900");
        }
    }

    // ---- scenarios

    @Test
    void shouldShowWhatAScenarioWouldGiveAndKeepNothing() {
        for (int chunk : new int[] {1, UNBOUNDED}) {
            try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, chunk)) {
                tally.rights(ONE, "v1", share("A", 60, LocalDate.EPOCH, null), share("B", 40, LocalDate.EPOCH, null));
                tally.count(0, "ID", "premium", ONE, 1, 99, 0);
                tally.count(1, "ID", "premium", TWO, 1, 1, 0);
                tally.weigh(PERIOD, 0, 0, "ID", "premium", "SUBSCRIBERS", ONE, List.of(weight(1, 99, "1")));
                tally.weigh(PERIOD, 0, 1, "ID", "premium", "SUBSCRIBERS", TWO, List.of(weight(1, 1, "1")));
                tally.markAll();
                tally.plan(tally.planFor("ID", "premium", 1, 1_000, 0).build());
                tally.work();
                tally.earnings();
                tally.facts.readKeyValuesToList();
                long allocations = tally.entries("tally-allocations");

                PoolPlan plan = planFor(
                                "ID", "premium", 1, 1_000, 0, Map.of(ONE, Weight.ONE, TWO, Weight.ONE)) // HN-99
                        .setScenario("s1")
                        .setModel(AllocationModel.USER_CENTRIC)
                        .setWeighting("SUBSCRIBERS")
                        .build();
                tally.scenario(plan);
                tally.work();

                List<KeyValue<String, ScenarioResult>> results = tally.scenarioResults.readKeyValuesToList();
                assertThat(results).allMatch(result -> result.key.equals("s1")
                        && result.value.getScenario().equals("s1"));
                List<Earning> earnings = results.stream()
                        .filter(result -> result.value.getKind() == ScenarioResultKind.EARNING)
                        .map(result -> result.value.getEarning())
                        .toList();
                assertThat(earnings.stream().map(earning -> earning.getIsrc() + " " + earning.getAmountMicros()))
                        .containsExactlyInAnyOrder(ONE + " 300", ONE + " 200", TWO + " 500");
                ScenarioResult last = results.get(results.size() - 1).value;
                assertThat(last.getKind()).isEqualTo(ScenarioResultKind.MARK);
                ShareMark mark = last.getEarning().getMark();
                assertThat(mark.getSourcePartitions()).isEqualTo(1);
                assertThat(mark.getRecordsSent()).containsExactly(3L);
                assertThat(mark.getAmountsSent()).containsExactly(1_000L);
                byte[] hash = EarningHash.start();
                for (Earning earning : earnings) {
                    hash = new EarningHash().next(hash, earning);
                }
                assertThat(mark.getHashes()).containsExactly(ByteBuffer.wrap(hash));

                assertThat(tally.earnings.isEmpty()).isTrue();
                assertThat(tally.facts.isEmpty()).isTrue();
                assertThat(tally.entries("tally-allocations")).isEqualTo(allocations);
                assertThat(tally.entries("tally-plans")).isZero();
                assertThat(tally.entries("tally-planned")).isEqualTo(1);
                tally.plan(tally.planFor("ID", "premium", 2, 1_000, 1_000).build());
                tally.work();
                assertThat(tally.earnings()).isEmpty(); // nothing of the scenario is a version
            }
        }
    }

    @Test
    void shouldStopAtAScenarioWithoutAName() {
        try (TallyHarness tally = harness()) {
            tally.markAll();
            assertThatThrownBy(() -> tally.scenario(
                            tally.planFor("ID", "premium", 1, 1_000, 0).build()))
                    .hasStackTraceContaining("names no scenario");
        }
    }

    // ---- helpers

    private Path fresh() {
        try {
            return Files.createTempDirectory(stateDir, "restart");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TallyHarness harness() {
        return new TallyHarness(stateDir, TWO_SOURCES, UNBOUNDED);
    }

    private static WeightRequest request(String name, String weighing, Long minimum, int window, int revision) {
        return new WeightRequest(name, DSP, "ID", "premium", PERIOD, revision, weighing, minimum, window, ScreeningPolicy.NONE, null, List.of());
    }

    private static UsageCount count(int day, long plays) {
        return new UsageCount(LocalDate.of(2026, 4, day), Engagement.PASSIVE, 0, plays, 0L);
    }

    private static DayWeight weight(int day, long plays, String weight) {
        return new DayWeight(LocalDate.of(2026, 4, day), plays, new BigDecimal(weight).setScale(24), 0L, Weight.ZERO);
    }

    private static RightShare share(String party, int percent, LocalDate from, LocalDate to) {
        RightShare share = TallyHarness.share(party, percent * 10_000L);
        share.setValidFrom(from);
        share.setValidTo(to);
        return share;
    }
}
