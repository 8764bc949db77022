package angklung.tally;

import static angklung.tally.TallyHarness.DSP;
import static angklung.tally.TallyHarness.PERIOD;
import static angklung.tally.TallyHarness.planFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.DayWeight;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.Engagement;
import angklung.avro.PartialKind;
import angklung.avro.PolicyEffect;
import angklung.avro.PolicyHolder;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.RecordingUsage;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.WeightRequest;
import angklung.avro.WeightTotals;
import angklung.model.Bucket;
import angklung.model.Weight;
import angklung.topic.PartitionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plays found artificial and policies that exclude, against a reference that knows only what was sent. */
@Timeout(180)
class TallyScreeningTest {
    private static final PartitionContract TWO_SOURCES = new PartitionContract(2, 1, 3, 4);
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final String POOL = "dsp1/ID/premium/2026-04/RECORDING/USD";
    private static final String OVERTIME = "OVERTIME(6=1.2,step=0.2)";
    private static final LocalDate SWITCH = LocalDate.of(2026, 4, 16);
    private static final String TAG = "TERRITORY ID@2026-04-16 AI_GENERATED EXCLUDE";
    private static final String ONE = "QZABC2600001";
    private static final String TWO = "QZABC2600002";

    @TempDir
    Path stateDir;

    @Test
    void shouldWeighAndDivideAsAnIndependentReference() {
        Seeds.cases(8, random -> {
            int chunk = new int[] {1, 3, UNBOUNDED}[random.nextInt(3)];
            try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, chunk)) {
                new World(random, tally).run(3);
            }
        });
    }

    /** What is confirmed weighs nothing, and what weighed before must not come back because nothing else weighs. */
    @Test
    void shouldNotGoBackToEarlierWeightsWhenAllPlaysAreConfirmed() {
        try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, UNBOUNDED)) {
            LocalDate day = LocalDate.of(2026, 4, 10);
            UsageCount plays = new UsageCount(day, Engagement.ACTIVE, 0, 5L, 0L);
            tally.count(PERIOD, 0, 0, "ID", "premium", ONE, plays);
            tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", ONE, plays);
            BigDecimal weight = Weight.toDecimal(Weight.ONE);
            tally.weigh(
                    PERIOD, 0, 0, "ID", "premium", "SUBSCRIBERS/HOLD", ONE,
                    List.of(new DayWeight(day, 5L, weight, 5L, weight)));
            tally.markAll(PERIOD, 0);
            tally.screen(UsageKind.CONFIRMED, PERIOD, 1, 0, "ID", "premium", ONE, plays);
            tally.markAll(PERIOD, 1);
            tally.expire(PERIOD, 2, 0);
            tally.markAll(PERIOD, 2);
            tally.partials.readValuesToList();
            for (int revision = 0; revision <= 2; revision++) {
                Terms terms = new Terms("SUBSCRIBERS", ScreeningPolicy.HOLD, false, 0, 1, revision);
                tally.request(terms.request("r" + revision));
            }
            tally.work();

            assertThat(tally.partials.readValuesToList())
                    .extracting(partial -> partial.getAnswer().getHeldPlays() + " held, "
                            + partial.getAnswer().getScreenedPlays() + " out, "
                            + partial.getAnswer().getMissingPlays() + " missing")
                    .containsExactly(
                            "5 held, 0 out, 0 missing", "0 held, 5 out, 0 missing", "0 held, 5 out, 0 missing");
        }
    }

    /** Nothing was ever screened, so nothing is found, and plays have no weight by subscriber. */
    @Test
    void shouldFindNothingInAPeriodThatWasTooOldFromTheFirst() {
        try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, UNBOUNDED)) {
            UsageCount plays = new UsageCount(LocalDate.of(2026, 4, 10), Engagement.ACTIVE, 0, 5L, 0L);
            tally.count(PERIOD, 0, 0, "ID", "premium", ONE, plays);
            tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", ONE, plays);
            tally.expire(PERIOD, 0, 1);
            tally.markAll(PERIOD, 0);
            tally.partials.readValuesToList();
            tally.request(new Terms("SUBSCRIBERS", ScreeningPolicy.REBASE, false, 0, 1, 0).request("r0"));
            tally.work();
            assertThat(tally.partials.readValue().getAnswer()).satisfies(answer -> {
                assertThat(answer.getScreenedPlays()).isZero();
                assertThat(answer.getMissingPlays()).isEqualTo(5);
            });
        }
    }

    @Test
    void shouldForgetNothingInARestart() {
        Seeds.cases(4, random -> {
            try (TallyHarness tally = new TallyHarness(stateDir, TWO_SOURCES, UNBOUNDED);
                    ForgetfulTally forgetful = new ForgetfulTally(fresh(), TWO_SOURCES)) {
                List<Object> sent = new World(random, tally).run(2);
                tally.journal.forEach(forgetful::process);
                sent.addAll(tally.output());
                assertThat(sent).containsExactlyInAnyOrderElementsOf(forgetful.output());
            }
        });
    }

    /** What the pool asks for. */
    private record Terms(
            String weighing, ScreeningPolicy screening, boolean excludes, long minimum, int window, int revision) {

        static Terms random(SplittableRandom random, int revision) {
            return new Terms(
                    List.of("PLAYS", OVERTIME, "SUBSCRIBERS").get(random.nextInt(3)),
                    List.of(ScreeningPolicy.NONE, ScreeningPolicy.REBASE, ScreeningPolicy.HOLD)
                            .get(random.nextInt(3)),
                    random.nextInt(3) > 0,
                    random.nextBoolean() ? 0 : random.nextLong(1, 1L << random.nextInt(1, 10)),
                    random.nextInt(1, 3),
                    revision);
        }

        boolean bySubscriber() {
            return weighing.equals("SUBSCRIBERS");
        }

        List<AuthorshipPolicy> policies() {
            return excludes ? List.of(policy(AuthorshipEffect.EXCLUDE)) : List.of();
        }

        WeightRequest request(String name) {
            return new WeightRequest(
                    name, DSP, "ID", "premium", PERIOD, revision, weighing, minimum == 0 ? null : minimum, window,
                    screening, excludes ? RightType.RECORDING : null, policies());
        }

        /** What of a cell counts at all. */
        long counted(Cell cell) {
            return switch (screening) {
                case REBASE -> cell.plays - cell.open - cell.confirmed;
                case HOLD -> cell.plays - cell.confirmed;
                default -> cell.plays;
            };
        }

        long held(Cell cell) {
            return screening == ScreeningPolicy.HOLD ? cell.open : 0;
        }
    }

    private static AuthorshipPolicy policy(AuthorshipEffect effect) {
        return AuthorshipPolicy.newBuilder()
                .setHolderKind(PolicyHolder.TERRITORY)
                .setHolder("ID")
                .setAuthorship(Authorship.AI_GENERATED)
                .setEffect(effect)
                .setValidFrom(SWITCH)
                .build();
    }

    /** Who made a recording: A is a human, X generates. */
    private enum Made {
        BY_NOBODY_KNOWN,
        BY_HUMAN,
        BY_MACHINE,
        BY_BOTH;

        RightShare[] shares() {
            return switch (this) {
                case BY_NOBODY_KNOWN -> new RightShare[0];
                case BY_HUMAN -> new RightShare[] {share("A", 100, Authorship.HUMAN)};
                case BY_MACHINE -> new RightShare[] {share("X", 100, Authorship.AI_GENERATED)};
                case BY_BOTH -> new RightShare[] {
                    share("A", 50, Authorship.HUMAN), share("X", 50, Authorship.AI_GENERATED)
                };
            };
        }

        boolean excludedOn(LocalDate day) {
            return this == BY_MACHINE && !day.isBefore(SWITCH);
        }

        /** Halves of a day by beneficiary and policy. */
        Map<String, Integer> halves(LocalDate day, boolean excludes) {
            boolean excluded = excludes && !day.isBefore(SWITCH);
            return switch (this) {
                case BY_NOBODY_KNOWN -> Map.of("hold:unmatched:" + POOL + " null", 2);
                case BY_HUMAN -> Map.of("A null", 2);
                case BY_MACHINE -> Map.of(excluded ? "hold:authorship:" + POOL + " " + TAG : "X null", 2);
                case BY_BOTH -> excluded ? Map.of("A null", 2) : Map.of("A null", 1, "X null", 1);
            };
        }
    }

    /** Plays of one recording, day and length: those open and confirmed are among them. */
    private static final class Cell {
        private final String isrc;
        private final LocalDate day;
        private final int minutes;
        private long plays;
        private long open;
        private long confirmed;

        private Cell(String isrc, LocalDate day, int minutes) {
            this.isrc = isrc;
            this.day = day;
            this.minutes = minutes;
        }

        UsageCount count(long some) {
            return new UsageCount(day, Engagement.ACTIVE, minutes, some, 0L);
        }

        BigInteger weight(String weighing, long some) {
            boolean longer = weighing.equals(OVERTIME) && minutes > 0;
            long tenths = longer ? 12 + 2 * (minutes - 6) : 10;
            return BigInteger.TEN.pow(23).multiply(BigInteger.valueOf(tenths * some));
        }
    }

    /** Plays and weight of one local day, and what of it is held. */
    private record Played(long plays, BigInteger weight, long heldPlays, BigInteger heldWeight) {
        Played plus(Played other) {
            return new Played(
                    plays + other.plays,
                    weight.add(other.weight),
                    heldPlays + other.heldPlays,
                    heldWeight.add(other.heldWeight));
        }
    }

    /** Everything that was sent, and what was paid. */
    private static final class World {
        private final SplittableRandom random;
        private final TallyHarness tally;
        private final List<String> isrcs = new ArrayList<>();
        private final SortedMap<String, Cell> march = new TreeMap<>();
        private final SortedMap<String, Cell> april = new TreeMap<>();
        private final Map<String, Made> made = new TreeMap<>();
        private final Map<String, Map<LocalDate, Played>> weights = new HashMap<>(); // by weighting and ISRC
        private final Map<String, Long> net = new TreeMap<>(); // by ISRC, key and policy
        private final List<Object> output = new ArrayList<>();
        private final Set<String> changed = new TreeSet<>(); // claims, since the last version looked at them
        private Expected last;

        private World(SplittableRandom random, TallyHarness tally) {
            this.random = random;
            this.tally = tally;
            for (int i = 0; i < 16; i++) {
                isrcs.add("QZABC" + (2_600_000 + i * 7));
            }
        }

        List<Object> run(int versions) {
            isrcs.forEach(this::changeRights);
            revise("2026-03", 0, march);
            tally.markAll("2026-03", 0);
            output.addAll(tally.output());
            long previous = 0;
            for (int version = 1; version <= versions; version++) {
                int revision = version - 1;
                if (revision > 0) {
                    changeSomeRights();
                }
                String before = screened();
                if (revision > 0 && random.nextInt(3) == 0) {
                    expire(revision);
                } else {
                    revise(PERIOD, revision, april);
                    weigh(revision);
                }
                tally.markAll(PERIOD, revision);
                if (revision > 0) {
                    expectNews(!before.equals(screened()));
                }
                output.addAll(tally.output());
                Terms terms = Terms.random(random, revision);
                tally.request(terms.request("r" + version));
                tally.work();
                changed.clear();
                Expected expected = expect(terms);
                List<KeyValue<String, PoolPartial>> answers = tally.partials.readKeyValuesToList();
                assertThat(answers).containsExactly(
                        KeyValue.pair("dsp1/ID/premium", expected.answer("r" + version)));
                output.addAll(answers);
                changeSomeRights(); // too late for the weights, in time for the claims
                if (!terms.excludes) {
                    changed.clear();
                }
                long amount = random.nextLong(1L << random.nextInt(1, 45));
                tally.plan(expected.plan(version, amount, previous));
                tally.work();
                take(amount - previous);
                assertThat(net).isEqualTo(divide(expected, amount));
                previous = amount;
                last = expected;
            }
            return output;
        }

        private void changeRights(String isrc) {
            Made by = Made.values()[random.nextInt(4)];
            made.put(isrc, by);
            tally.rights(isrc, by.name(), by.shares());
        }

        private void changeSomeRights() {
            for (String isrc : isrcs) {
                Made before = made.get(isrc);
                if (random.nextInt(12) == 0) {
                    changeRights(isrc);
                }
                if (before != made.get(isrc)) {
                    changed.add(isrc);
                }
            }
        }

        private void expectNews(boolean screening) {
            List<PoolPartial> sent = tally.partials.readValuesToList();
            sent.forEach(partial -> output.add(KeyValue.pair(keyOf(partial), partial)));
            List<PoolPartial> totals = sent.stream()
                    .filter(partial -> partial.getKind() == PartialKind.TOTAL)
                    .toList();
            boolean rights = changed.stream()
                    .anyMatch(isrc -> net.keySet().stream().anyMatch(key -> key.startsWith(isrc))
                            || last.excluded.contains(isrc));
            assertThat(totals).hasSizeLessThanOrEqualTo(1);
            assertThat(totals.stream().anyMatch(PoolPartial::getScreeningChanged)).isEqualTo(screening);
            assertThat(totals.stream().flatMap(total -> total.getRightsChanged().stream()))
                    .isEqualTo(rights ? List.of(RightType.RECORDING) : List.of());
        }

        private static String keyOf(PoolPartial partial) {
            return partial.getKind() == PartialKind.MARK
                    ? DSP + "/" + partial.getPeriod() + "+" + partial.getRevision()
                    : "dsp1/ID/premium";
        }

        private String screened() {
            StringBuilder text = new StringBuilder();
            april.forEach((key, cell) -> {
                if (cell.open > 0 || cell.confirmed > 0) {
                    text.append(key).append(' ').append(cell.open).append(' ').append(cell.confirmed).append('\n');
                }
            });
            return text.toString();
        }

        /** More plays, and for all plays anew whether they are found artificial. */
        private void revise(String period, int revision, SortedMap<String, Cell> cells) {
            for (int i = random.nextInt(25); i > 0; i--) {
                String isrc = isrcs.get(random.nextInt(isrcs.size()));
                LocalDate day = LocalDate.parse(period + "-10").plusDays(random.nextInt(12));
                int minutes = random.nextInt(3) == 0 ? 7 : 0;
                Cell cell = cells.computeIfAbsent(isrc + day + minutes, key -> new Cell(isrc, day, minutes));
                long plays = random.nextLong(1, 1L << random.nextInt(1, 10));
                cell.plays += plays;
                tally.count(period, revision, random.nextInt(2), "ID", "premium", isrc, cell.count(plays));
            }
            boolean again = random.nextInt(4) == 0; // nothing new
            for (Cell cell : cells.values()) {
                if (!again) {
                    cell.open = random.nextInt(3) > 0 ? 0 : random.nextLong(cell.plays + 1);
                    cell.confirmed = random.nextInt(3) > 0 ? 0 : random.nextLong(cell.plays - cell.open + 1);
                }
                screen(UsageKind.SCREENED, period, revision, cell, cell.open);
                screen(UsageKind.CONFIRMED, period, revision, cell, cell.confirmed);
            }
        }

        /** What the sources say means nothing, because one of them has not all plays any more. */
        private void expire(int revision) {
            for (Cell cell : april.values()) {
                if (random.nextBoolean()) {
                    screen(UsageKind.SCREENED, PERIOD, revision, cell, random.nextLong(1, 2_000));
                }
                if (random.nextBoolean()) {
                    String weighting = List.of("SUBSCRIBERS", "SUBSCRIBERS/HOLD").get(random.nextInt(2));
                    tally.weigh(
                            PERIOD, revision, 0, "ID", "premium", weighting, cell.isrc,
                            List.of(new DayWeight(cell.day, 7L, Weight.toDecimal(Weight.ONE), 0L, Weight.ZERO)));
                }
            }
            tally.expire(PERIOD, revision, random.nextInt(2));
        }

        private void screen(UsageKind kind, String period, int revision, Cell cell, long plays) {
            for (long left = plays; left > 0; ) {
                long part = random.nextBoolean() ? left : random.nextLong(1, left + 1);
                left -= part;
                tally.screen(kind, period, revision, random.nextInt(2), "ID", "premium", cell.isrc, cell.count(part));
            }
        }

        private void weigh(int revision) {
            weights.clear();
            for (ScreeningPolicy screening : List.of(
                    ScreeningPolicy.NONE, ScreeningPolicy.REBASE, ScreeningPolicy.HOLD)) {
                Terms terms = new Terms("SUBSCRIBERS", screening, false, 0, 1, revision);
                String weighting = screening == ScreeningPolicy.NONE ? "SUBSCRIBERS" : "SUBSCRIBERS/" + screening;
                for (Cell cell : april.values()) {
                    long plays = terms.counted(cell);
                    if (plays > 0) {
                        BigInteger weight = Weight.ONE
                                .multiply(BigInteger.valueOf(random.nextLong(1, 1_000)))
                                .divide(BigInteger.valueOf(random.nextLong(1, 1_000)));
                        long held = terms.held(cell);
                        BigInteger heldWeight =
                                weight.multiply(BigInteger.valueOf(held)).divide(BigInteger.valueOf(plays));
                        weights.computeIfAbsent(weighting + cell.isrc, key -> new TreeMap<>())
                                .merge(cell.day, new Played(plays, weight, held, heldWeight), Played::plus);
                        tally.weigh(
                                PERIOD, revision, random.nextInt(2), "ID", "premium", weighting, cell.isrc,
                                List.of(new DayWeight(
                                        cell.day, plays, Weight.toDecimal(weight), held,
                                        Weight.toDecimal(heldWeight))));
                    }
                }
            }
        }

        private Expected expect(Terms terms) {
            Expected expected = new Expected(terms);
            for (String isrc : isrcs) {
                SortedMap<LocalDate, Played> days = days(isrc, terms);
                long plays = sum(april, isrc, cell -> cell.plays);
                long counted = sum(april, isrc, terms::counted);
                expected.screened += plays - counted;
                long known = counted + (terms.window > 1 ? sum(march, isrc, terms::counted) : 0);
                if (terms.excludes && days.keySet().removeIf(day -> expected.leaveOut(made.get(isrc), days, day))) {
                    expected.excluded.add(isrc);
                }
                long rest = days.values().stream().mapToLong(Played::plays).sum();
                BigInteger weight = days.values().stream().map(Played::weight).reduce(BigInteger.ZERO, BigInteger::add);
                if (rest > 0 && terms.minimum > 0 && known < terms.minimum) {
                    expected.belowRecordings++;
                    expected.belowPlays += rest;
                    expected.belowWeight = expected.belowWeight.add(weight);
                } else if (weight.signum() > 0) {
                    expected.held += days.values().stream().mapToLong(Played::heldPlays).sum();
                    expected.days.put(isrc, days);
                    expected.weights.put(isrc, weight);
                }
            }
            long all = april.values().stream().mapToLong(cell -> cell.plays).sum();
            long takePart = expected.days.values().stream()
                    .flatMap(days -> days.values().stream())
                    .mapToLong(Played::plays)
                    .sum();
            assertThat(takePart + expected.screened + expected.authorship + expected.belowPlays)
                    .isEqualTo(all);
            return expected;
        }

        private interface Count {
            long of(Cell cell);
        }

        private static long sum(SortedMap<String, Cell> cells, String isrc, Count count) {
            return cells.values().stream()
                    .filter(cell -> cell.isrc.equals(isrc))
                    .mapToLong(count::of)
                    .sum();
        }

        private SortedMap<LocalDate, Played> days(String isrc, Terms terms) {
            if (terms.bySubscriber()) {
                String weighting = terms.weighing
                        + (terms.screening == ScreeningPolicy.NONE ? "" : "/" + terms.screening);
                return new TreeMap<>(weights.getOrDefault(weighting + isrc, Map.of()));
            }
            SortedMap<LocalDate, Played> days = new TreeMap<>();
            for (Cell cell : april.values()) {
                long plays = terms.counted(cell);
                if (cell.isrc.equals(isrc) && plays > 0) {
                    long held = terms.held(cell);
                    days.merge(
                            cell.day,
                            new Played(
                                    plays, cell.weight(terms.weighing, plays), held, cell.weight(terms.weighing, held)),
                            Played::plus);
                }
            }
            return days;
        }

        private void take(long difference) {
            List<KeyValue<String, Earning>> sent = tally.earnings.readKeyValuesToList();
            output.addAll(sent);
            long sum = 0;
            for (KeyValue<String, Earning> record : sent) {
                Earning earning = record.value;
                if (earning.getKind() == EarningKind.EARNING) {
                    String key = earning.getIsrc() + " " + record.key + " " + earning.getAuthorshipPolicy();
                    net.merge(key, earning.getAmountMicros(), Long::sum);
                    sum += earning.getAmountMicros();
                }
            }
            net.values().removeIf(micros -> micros == 0);
            assertThat(sum).isEqualTo(difference);
        }

        private Map<String, Long> divide(Expected expected, long amount) {
            Map<String, Long> amounts = new TreeMap<>();
            BigInteger total = expected.total();
            if (total.signum() == 0) {
                amounts.put("null hold:no-usage:" + POOL + " null", amount);
            }
            long given = 0;
            BigInteger sum = BigInteger.ZERO;
            for (String isrc : expected.order()) {
                sum = sum.add(expected.weights.get(isrc));
                BigInteger scaled = BigInteger.valueOf(amount).multiply(sum);
                if (expected.terms.bySubscriber()) {
                    scaled = scaled.add(total.divide(BigInteger.valueOf(1_024)));
                }
                long reached = scaled.divide(total).longValueExact();
                split(isrc, reached - given, expected, amounts);
                given = reached;
            }
            amounts.values().removeIf(micros -> micros == 0);
            return amounts;
        }

        /** Largest remainder over the halves of the days; parties before holds, then by name. */
        private void split(String isrc, long amount, Expected expected, Map<String, Long> amounts) {
            TreeMap<String, BigInteger> weights = new TreeMap<>((x, y) -> {
                int holdsLast = Boolean.compare(x.startsWith("hold:"), y.startsWith("hold:"));
                return holdsLast != 0 ? holdsLast : rank(x) - rank(y);
            });
            expected.days.get(isrc).forEach((day, played) -> {
                BigInteger free = played.weight.subtract(played.heldWeight);
                if (played.plays > played.heldPlays || free.signum() > 0) {
                    made.get(isrc).halves(day, expected.terms.excludes).forEach((who, halves) ->
                            weights.merge(who, free.multiply(BigInteger.valueOf(halves)), BigInteger::add));
                }
                if (played.heldPlays > 0) {
                    weights.merge("hold:screening:" + POOL + " null", played.heldWeight.shiftLeft(1), BigInteger::add);
                }
            });
            BigInteger total = weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
            Map<String, BigInteger> remainders = new HashMap<>();
            long left = amount;
            for (String who : weights.keySet()) {
                BigInteger[] quota =
                        BigInteger.valueOf(amount).multiply(weights.get(who)).divideAndRemainder(total);
                amounts.put(isrc + " " + who, quota[0].longValueExact());
                remainders.put(who, quota[1]);
                left -= quota[0].longValueExact();
            }
            List<String> byRemainder = new ArrayList<>(weights.keySet());
            byRemainder.sort((x, y) -> remainders.get(y).compareTo(remainders.get(x)));
            for (String who : byRemainder.subList(0, (int) left)) {
                amounts.merge(isrc + " " + who, 1L, Long::sum);
            }
        }

        /** A, X; unmatched, screening, authorship. */
        private static int rank(String who) {
            return List.of("A", "X", "u", "s", "a").indexOf(
                    who.startsWith("hold:") ? who.substring(5, 6) : who.substring(0, 1));
        }
    }

    /** What the reference says of one request. */
    private static final class Expected {
        private final Terms terms;
        private final Map<String, BigInteger> weights = new TreeMap<>();
        private final Map<String, SortedMap<LocalDate, Played>> days = new TreeMap<>();
        private final List<String> excluded = new ArrayList<>();
        private long screened;
        private long held;
        private long authorship;
        private BigInteger authorshipWeight = BigInteger.ZERO;
        private long belowPlays;
        private long belowRecordings;
        private BigInteger belowWeight = BigInteger.ZERO;

        private Expected(Terms terms) {
            this.terms = terms;
        }

        private boolean leaveOut(Made made, Map<LocalDate, Played> days, LocalDate day) {
            if (!made.excludedOn(day)) {
                return false;
            }
            authorship += days.get(day).plays;
            authorshipWeight = authorshipWeight.add(days.get(day).weight);
            return true;
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
                            belowPlays,
                            belowRecordings,
                            Weight.toDecimal(belowWeight),
                            0L,
                            screened,
                            held,
                            authorship,
                            Weight.toDecimal(authorshipWeight)))
                    .build();
        }

        PoolPlan plan(int version, long amount, long previous) {
            return planFor("ID", "premium", version, amount, previous, weights)
                    .setModel(
                            terms.bySubscriber() ? AllocationModel.USER_CENTRIC : AllocationModel.MARKET_CENTRIC)
                    .setWeighting(terms.weighing)
                    .setScreening(terms.screening)
                    .setAuthorshipPolicies(terms.policies())
                    .setMinimumTrackPlays(terms.minimum == 0 ? null : terms.minimum)
                    .setMinimumTrackWindow(terms.window)
                    .setUsageRevision(terms.revision)
                    .build();
        }
    }

    // ---- what is found artificial

    @Test
    void shouldHoldThenReleaseOrConfirmWhatIsFoundArtificial() {
        for (boolean confirm : new boolean[] {false, true}) {
            try (TallyHarness tally = harness()) {
                tally.rights(ONE, "v1", share("A", 100, Authorship.HUMAN));
                tally.rights(TWO, "v1", share("B", 100, Authorship.HUMAN));
                tally.count(0, "ID", "premium", ONE, 1, 8, 0);
                tally.count(1, "ID", "premium", TWO, 1, 2, 0);
                tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", ONE, count(1, 6));
                tally.markAll();
                assertThat(sent(tally, plan(1, 1_000, 0, ScreeningPolicy.HOLD, 0, Map.of(ONE, 8L, TWO, 2L))))
                        .containsExactlyInAnyOrder(
                                "A " + ONE + " 2 200", "hold:screening:" + POOL + " " + ONE + " 6 600",
                                "B " + TWO + " 2 200");
                if (confirm) {
                    tally.screen(UsageKind.CONFIRMED, PERIOD, 1, 0, "ID", "premium", ONE, count(1, 6));
                }
                tally.partials.readValuesToList();
                tally.markAll(PERIOD, 1);
                assertThat(tally.partials.readValue().getScreeningChanged()).isTrue();
                assertThat(sent(tally, plan(
                                2, 1_000, 1_000, ScreeningPolicy.HOLD, 1, Map.of(ONE, confirm ? 2L : 8L, TWO, 2L))))
                        .containsExactlyInAnyOrderElementsOf(
                                confirm
                                        ? List.of(
                                                "A " + ONE + " 2 300", "B " + TWO + " 2 300",
                                                "hold:screening:" + POOL + " " + ONE + " 0 -600")
                                        : List.of(
                                                "A " + ONE + " 8 600",
                                                "hold:screening:" + POOL + " " + ONE + " 0 -600"));
            }
        }
    }

    @Test
    void shouldPayTheHonestRestUnderRebaseAndChangeNothingWithoutScreening() {
        for (ScreeningPolicy policy : List.of(ScreeningPolicy.REBASE, ScreeningPolicy.NONE)) {
            try (TallyHarness tally = harness()) {
                tally.rights(ONE, "v1", share("A", 100, Authorship.HUMAN));
                tally.rights(TWO, "v1", share("B", 100, Authorship.HUMAN));
                tally.count(0, "ID", "premium", ONE, 1, 8, 0);
                tally.count(1, "ID", "premium", TWO, 1, 2, 0);
                tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", ONE, count(1, 5));
                tally.screen(UsageKind.CONFIRMED, PERIOD, 0, 1, "ID", "premium", ONE, count(1, 1));
                tally.markAll();
                boolean rebase = policy == ScreeningPolicy.REBASE;
                assertThat(sent(tally, plan(1, 1_000, 0, policy, 0, Map.of(ONE, rebase ? 2L : 8L, TWO, 2L))))
                        .containsExactlyInAnyOrderElementsOf(
                                rebase
                                        ? List.of("A " + ONE + " 2 500", "B " + TWO + " 2 500")
                                        : List.of("A " + ONE + " 8 800", "B " + TWO + " 2 200"));
            }
        }
    }

    @Test
    void shouldStopWhenAMarkSaysOtherPlaysAreFoundArtificial() {
        try (TallyHarness tally = harness()) {
            tally.count(0, "ID", "premium", ONE, 1, 8, 0);
            tally.usage(tally.usage(UsageKind.SCREENED, 0)
                    .setTerritory("ID")
                    .setOffering("premium")
                    .setRecordings(List.of(new RecordingUsage(ONE, List.of(count(1, 6)), List.of())))
                    .build());
            assertThatThrownBy(() -> tally.mark(0, 2, 8, 0))
                    .hasStackTraceContaining("found 0 plays of dsp1/2026-04 artificial and told this task, which"
                            + " received 6");
        }
    }

    @Test
    void shouldStopAtArtificialPlaysThatCannotBe() {
        try (TallyHarness tally = harness()) {
            assertThatThrownBy(() -> tally.screen(
                            UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", ONE,
                            new UsageCount(SWITCH, Engagement.ACTIVE, 0, 1L, 1L)))
                    .hasStackTraceContaining("Only royalty-bearing plays are found artificial");
        }
        try (TallyHarness tally = harness()) {
            tally.count(PERIOD, 0, 0, "ID", "premium", ONE, count(1, 5));
            tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", ONE, count(1, 6));
            tally.markAll();
            tally.request(new Terms("PLAYS", ScreeningPolicy.HOLD, false, 0, 1, 0).request("r1"));
            assertThatThrownBy(tally::work).hasStackTraceContaining("6 plays were found artificial of 5");
        }
        for (String weighting : List.of("SUBSCRIBERS", "SUBSCRIBERS/REBASE", "SUBSCRIBERS/HOLD")) {
            try (TallyHarness tally = harness()) {
                long held = weighting.endsWith("HOLD") ? 6 : 1;
                DayWeight weight = new DayWeight(
                        SWITCH, 5L, Weight.toDecimal(Weight.ONE), held, Weight.toDecimal(BigInteger.ONE));
                assertThatThrownBy(() -> tally.weigh(
                                PERIOD, 0, 0, "ID", "premium", weighting, ONE, List.of(weight)))
                        .hasStackTraceContaining("is not among its plays, or the weighting holds nothing");
            }
        }
    }

    @Test
    void shouldStopAtTermsThatItDoesNotHave() {
        try (TallyHarness tally = harness()) {
            tally.count(0, "ID", "premium", ONE, 1, 8, 0);
            tally.markAll();
            assertThatThrownBy(() -> tally.plan(
                            plan(1, 1_000, 0, ScreeningPolicy.UNKNOWN, 0, Map.of(ONE, 8L))))
                    .hasStackTraceContaining("does not have the policy for plays found artificial");
        }
        try (TallyHarness tally = harness()) {
            tally.markAll();
            WeightRequest request = new Terms("SUBSCRIBERS/REBASE", ScreeningPolicy.HOLD, false, 0, 1, 0).request("r1");
            assertThatThrownBy(() -> tally.request(request)).hasStackTraceContaining("are not the same");
        }
        try (TallyHarness tally = harness()) {
            tally.markAll();
            WeightRequest request = new Terms("PLAYS", ScreeningPolicy.NONE, true, 0, 1, 0).request("r1");
            request.setRightType(null);
            assertThatThrownBy(() -> tally.request(request)).hasStackTraceContaining("no right is named");
        }
    }

    // ---- authorship

    @Test
    void shouldSayWhatEachPolicyDid() {
        for (AuthorshipEffect effect : List.of(
                AuthorshipEffect.PAY, AuthorshipEffect.TAG, AuthorshipEffect.HOLD, AuthorshipEffect.EXCLUDE)) {
            try (TallyHarness tally = harness()) {
                tally.rights(
                        ONE, "v1", share("A", 50, Authorship.HUMAN), share("A", 30, Authorship.AI_GENERATED),
                        share("X", 20, Authorship.AI_GENERATED));
                tally.count(0, "ID", "premium", ONE, 20, 10, 0);
                tally.markAll();
                WeightRequest request = new Terms("PLAYS", ScreeningPolicy.NONE, true, 0, 1, 0).request("r1");
                request.setAuthorshipPolicies(List.of(policy(effect)));
                tally.request(request);
                tally.work();
                PoolPlan plan = plan(1, 1_000, 0, ScreeningPolicy.NONE, 0, Map.of(ONE, 10L));
                plan.setAuthorshipPolicies(List.of(policy(effect)));
                tally.plan(plan);
                tally.work();
                List<Earning> sent = tally.earnings.readValuesToList();
                String tag = TAG.replace("EXCLUDE", effect.name());
                assertThat(sent.stream()
                                .filter(earning -> earning.getKind() == EarningKind.EARNING)
                                .map(earning -> earning.getPartyId() + " " + earning.getHoldAccount() + " "
                                        + earning.getAuthorshipPolicy() + " " + earning.getAmountMicros()))
                        .containsExactlyElementsOf(
                                switch (effect) {
                                    case TAG -> List.of(
                                            "A null null 500", "A null " + tag + " 300", "X null " + tag + " 200");
                                    case HOLD -> List.of(
                                            "A null null 500", "null hold:authorship:" + POOL + " " + tag + " 500");
                                    case EXCLUDE -> List.of("A null null 1000");
                                    default -> List.of("A null null 800", "X null null 200");
                                });
                assertThat(sent.get(sent.size() - 1).getMark().getPolicyEffects())
                        .isEqualTo(
                                effect == AuthorshipEffect.PAY
                                        ? List.of()
                                        : List.of(new PolicyEffect(tag, 10L, 500L)));
            }
        }
    }

    @Test
    void shouldDecideOnceForTheSameTerms() {
        try (TallyHarness tally = harness()) {
            tally.rights(ONE, "v1", share("X", 100, Authorship.AI_GENERATED));
            tally.count(0, "ID", "premium", ONE, 20, 10, 0);
            tally.markAll();
            tally.partials.readValuesToList();
            Terms terms = new Terms("PLAYS", ScreeningPolicy.NONE, true, 0, 1, 0);
            tally.request(terms.request("r1"));
            tally.work();
            tally.rights(ONE, "v2", share("A", 100, Authorship.HUMAN));
            tally.request(terms.request("scenario"));
            tally.request(new Terms("PLAYS", ScreeningPolicy.NONE, true, 5, 1, 0).request("other minimum"));
            tally.work();
            assertThat(tally.partials.readValuesToList().stream()
                            .map(partial -> partial.getAnswer().getAuthorshipPlays()))
                    .containsExactly(10L, 10L, 0L);
        }
    }

    @Test
    void shouldStopAtAPlanThatExcludesWithoutHavingAsked() {
        try (TallyHarness tally = harness()) {
            tally.count(0, "ID", "premium", ONE, 20, 10, 0);
            tally.markAll();
            PoolPlan plan = plan(1, 1_000, 0, ScreeningPolicy.NONE, 0, Map.of(ONE, 10L));
            plan.setAuthorshipPolicies(List.of(policy(AuthorshipEffect.EXCLUDE)));
            tally.plan(plan);
            assertThatThrownBy(tally::work).hasStackTraceContaining("No weights were asked for");
        }
    }

    // ---- helpers

    private static PoolPlan plan(
            int version, long amount, long previous, ScreeningPolicy screening, int revision, Map<String, Long> plays) {
        Map<String, BigInteger> weights = new TreeMap<>();
        plays.forEach((isrc, count) -> weights.put(isrc, Weight.ofPlays(count)));
        return planFor("ID", "premium", version, amount, previous, weights)
                .setScreening(screening)
                .setUsageRevision(revision)
                .build();
    }

    /** Key, ISRC, plays and amount of what the plan gives. */
    private static List<String> sent(TallyHarness tally, PoolPlan plan) {
        tally.plan(plan);
        tally.work();
        return tally.earnings().stream()
                .map(earning -> earning.key + " " + earning.value.getIsrc() + " " + earning.value.getPlays() + " "
                        + earning.value.getAmountMicros())
                .toList();
    }

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

    private static RightShare share(String party, int percent, Authorship authorship) {
        RightShare share = TallyHarness.share(party, percent * 10_000L);
        share.setAuthorship(authorship);
        return share;
    }

    private static UsageCount count(int day, long plays) {
        return new UsageCount(LocalDate.of(2026, 4, day), Engagement.ACTIVE, 0, plays, 0L);
    }
}
