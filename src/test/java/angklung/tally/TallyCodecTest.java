package angklung.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.DayWeight;
import angklung.avro.Engagement;
import angklung.avro.RightType;
import angklung.avro.UsageCount;
import angklung.model.Beneficiary;
import angklung.model.HoldReason;
import angklung.model.Splits.Part;
import angklung.model.Splits.PolicyEffect;
import angklung.model.Weight;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class TallyCodecTest {
    private static final Effects EFFECTS = Effects.of(
            List.of(new PolicyEffect("a", 3, 1L << 50), new PolicyEffect("b", 1, 0)));

    @Test
    void shouldKeepRows() {
        Seeds.cases(1_000, random -> {
            TallyRow row = TallyRow.EMPTY.plus(counts(random));
            assertThat(there(TallyRow.serde(), row)).isEqualTo(row);
        });
    }

    @Test
    void shouldAddCountsInAnyOrder() {
        Seeds.cases(1_000, random -> {
            List<UsageCount> counts = counts(random);
            TallyRow atOnce = TallyRow.EMPTY.plus(counts);
            List<UsageCount> shuffled = new ArrayList<>(counts);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            TallyRow oneByOne = TallyRow.EMPTY;
            for (UsageCount count : shuffled) {
                oneByOne = oneByOne.plus(List.of(count));
            }
            assertThat(oneByOne).isEqualTo(atOnce);
            assertThat(atOnce.plays())
                    .isEqualTo(counts.stream().mapToLong(UsageCount::getPlays).sum());
            assertThat(atOnce.shortPlays())
                    .isEqualTo(counts.stream().mapToLong(UsageCount::getShortPlays).sum());
            int middle = counts.size() / 2;
            TallyRow first = TallyRow.EMPTY.plus(counts.subList(0, middle));
            TallyRow second = TallyRow.EMPTY.plus(counts.subList(middle, counts.size()));
            assertThat(first.plus(second)).isEqualTo(atOnce);
            assertThat(second.plus(first)).isEqualTo(atOnce);
            assertThat(atOnce.lastDay())
                    .isEqualTo(counts.stream()
                            .filter(count -> count.getPlays() > 0)
                            .mapToInt(count -> (int) count.getDay().toEpochDay())
                            .max());
        });
    }

    @Test
    void shouldStopWhenACountOverflows() {
        TallyRow row = TallyRow.EMPTY.plus(List.of(count(1, Engagement.ACTIVE, Long.MAX_VALUE)));
        List<UsageCount> one = List.of(count(1, Engagement.ACTIVE, 1));
        assertThatThrownBy(() -> row.plus(one)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldKeepAllocationsAndCounters() {
        Allocation allocation = new Allocation(
                List.of(
                        new Allocation.Given(Beneficiary.party("P1"), null, 3, 17),
                        new Allocation.Given(Beneficiary.party("P1"), "tag", 4, 19),
                        new Allocation.Given(Beneficiary.party("dispute"), null, 0, 18),
                        new Allocation.Given(
                                Beneficiary.hold(HoldReason.DISPUTE), null, 1L << 60, Long.MAX_VALUE - 54)),
                EFFECTS);
        assertThat(there(Allocation.serde(), allocation)).isEqualTo(allocation);
        assertThat(there(Allocation.serde(), Allocation.NONE)).isEqualTo(Allocation.NONE);
        assertThat(allocation.amountMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(allocation.of(new Part(Beneficiary.party("P1"), "tag", 0, 0)).amountMicros())
                .isEqualTo(19);
        assertThat(allocation.of(new Part(Beneficiary.party("P1"), 0, 0)).amountMicros())
                .isEqualTo(17);
        assertThat(allocation.of(new Part(Beneficiary.party("P2"), 0, 0)).amountMicros())
                .isZero();
        Counters counters = new Counters(1, 200, 30_000, 17, Weight.ONE, true, true);
        assertThat(there(Counters.serde(), counters)).isEqualTo(counters);
        assertThat(there(Counters.serde(), Counters.NONE)).isEqualTo(Counters.NONE);
        Planned planned = new Planned(3, 1L << 60, 2);
        assertThat(there(Planned.serde(), planned)).isEqualTo(planned);
        Window window = new Window(List.of(0, Window.UNKNOWN, 7), 1L << 40);
        assertThat(there(Window.serde(), window)).isEqualTo(window);
        RateSheet sheet = new RateSheet("pool@v2", "2026-04", 2, "IDR", new BigInteger("123456789012"));
        assertThat(there(RateSheet.serde(), sheet)).isEqualTo(sheet);
    }

    @Test
    void shouldKeepWhatAVersionRestsOn() {
        Divided divided = new Divided(
                "ID", "premium", RightType.PERFORMANCE, 1L << 40, Bytes.wrap(new byte[] {1, 0, 2}), EFFECTS);
        assertThat(there(Divided.serde(), divided)).isEqualTo(divided);
        Divided plain = new Divided("ID", "free", RightType.RECORDING, 0, null, Effects.NONE);
        assertThat(there(Divided.serde(), plain)).isEqualTo(plain);
        assertThat(Divided.pool(Divided.key("dsp", "2026-04", "dsp/ID/a/2026-04/RECORDING/USD")))
                .isEqualTo("dsp/ID/a/2026-04/RECORDING/USD");
        ExcludedDays days = new ExcludedDays(new TreeSet<>(List.of(-1, 0, 20_000)));
        assertThat(there(ExcludedDays.serde(), days)).isEqualTo(days);
    }

    @Test
    void shouldAddAndTakeAwayEffects() {
        Seeds.cases(1_000, random -> {
            Effects a = effects(random);
            Effects b = effects(random);
            assertThat(a.plus(b)).isEqualTo(b.plus(a));
            assertThat(a.plus(b).minus(b)).isEqualTo(a);
            assertThat(a.minus(a)).isEqualTo(Effects.NONE);
        });
    }

    private static Effects effects(SplittableRandom random) {
        List<PolicyEffect> effects = new ArrayList<>();
        for (String policy : List.of("a", "b", "c")) {
            if (random.nextBoolean()) {
                effects.add(new PolicyEffect(policy, random.nextLong(1, 1L << 40), random.nextLong(1L << 40)));
            }
        }
        return Effects.of(effects);
    }

    @Test
    void shouldKeepWhatIsFoundArtificialAndTakeItAway() {
        Seeds.cases(1_000, random -> {
            List<UsageCount> counts = counts(random);
            List<UsageCount> open = new ArrayList<>();
            List<UsageCount> confirmed = new ArrayList<>();
            List<UsageCount> honest = new ArrayList<>();
            for (UsageCount count : counts) {
                long first = random.nextLong(count.getPlays() + 1);
                long second = random.nextLong(count.getPlays() - first + 1);
                open.add(with(count, first, 0));
                confirmed.add(with(count, second, 0));
                honest.add(with(count, count.getPlays() - first - second, count.getShortPlays()));
            }
            ScreenedRow row = ScreenedRow.EMPTY.plusOpen(open).plusConfirmed(confirmed);
            assertThat(there(ScreenedRow.serde(), row)).isEqualTo(row);
            assertThat(TallyRow.EMPTY.plus(counts).minus(row.open()).minus(row.confirmed()))
                    .isEqualTo(TallyRow.EMPTY.plus(honest));
        });
    }

    @Test
    void shouldStopWhenMoreIsTakenThanThereIs() {
        TallyRow row = TallyRow.EMPTY.plus(List.of(count(1, Engagement.ACTIVE, 5)));
        TallyRow more = TallyRow.EMPTY.plus(List.of(with(count(1, Engagement.ACTIVE, 6), 6, 0)));
        assertThatThrownBy(() -> row.minus(more)).hasMessageContaining("6 plays were found artificial of 5");
        TallyRow other = TallyRow.EMPTY.plus(List.of(with(count(1, Engagement.PASSIVE, 1), 1, 0)));
        assertThatThrownBy(() -> row.minus(other)).hasMessageContaining("1 plays were found artificial of 0");
    }

    private static UsageCount with(UsageCount count, long plays, long shortPlays) {
        return new UsageCount(count.getDay(), count.getEngagement(), count.getTrackMinutes(), plays, shortPlays);
    }

    @Test
    void shouldNameWeightingsWithWhatHappensToArtificialPlays() {
        for (String text : List.of("PLAYS", "SUBSCRIBERS", "SUBSCRIBERS/HOLD", "PLAYS/REBASE")) {
            assertThat(WeightingText.parse(text)).hasToString(text);
        }
        for (String text : List.of("SUBSCRIBERS/", "SUBSCRIBERS/NONE", "SUBSCRIBERS/HOLD/HOLD", "/HOLD")) {
            assertThatThrownBy(() -> WeightingText.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldKeepWeightsAndAddThemInAnyOrder() {
        Seeds.cases(1_000, random -> {
            List<DayWeight> weights = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                long plays = random.nextLong(100);
                BigInteger weight = new BigInteger(100, new Random(random.nextLong()));
                weights.add(new DayWeight(
                        LocalDate.ofEpochDay(random.nextInt(20_000, 20_031)),
                        plays,
                        Weight.toDecimal(weight),
                        random.nextLong(plays + 1),
                        Weight.toDecimal(weight.shiftRight(random.nextInt(120)))));
            }
            WeightRow row = WeightRow.EMPTY.plus(weights);
            assertThat(there(WeightRow.serde(), row)).isEqualTo(row);
            Collections.shuffle(weights, new Random(random.nextLong()));
            int middle = weights.size() / 2;
            assertThat(WeightRow.EMPTY
                            .plus(weights.subList(0, middle))
                            .plus(weights.subList(middle, weights.size())))
                    .isEqualTo(row);
        });
    }

    @Test
    void shouldKeepEstimates() {
        Estimates estimates = new Estimates(new TreeMap<>(Map.of(
                "P1", new Estimates.Estimate(5, new Estimates.Rated("pool@v1", "IDR", 17), 1_700_000_000_000L),
                "P2", new Estimates.Estimate(6, null, 0))));
        assertThat(there(Estimates.serde(), estimates)).isEqualTo(estimates);
    }

    @Test
    void shouldParseRowKeys() {
        RowKey key = RowKey.of("dsp-1", "2026-04", 70_000, "ID", "premium.family", "QZABC2600001");
        assertThat(RowKey.parse(key.toBytes())).isEqualTo(key);
    }

    @Test
    void shouldRefuseStateOfAnotherFormat() {
        assertThatThrownBy(() -> Counters.serde().deserializer().deserialize("t", new byte[] {9, 1, 1, 1, 0}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("format 9");
        assertThatThrownBy(() -> Job.serde().deserializer().deserialize("t", new byte[] {3, 9}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("kind 9");
    }

    private static <T> T there(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", value));
    }

    private static List<UsageCount> counts(SplittableRandom random) {
        List<UsageCount> counts = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            Engagement engagement = Engagement.values()[random.nextInt(3)];
            counts.add(new UsageCount(
                    LocalDate.ofEpochDay(random.nextInt(20_000, 20_031)),
                    engagement,
                    random.nextInt(3) * 6,
                    random.nextInt(5) == 0 ? 0 : random.nextLong(1L << 40),
                    random.nextLong(1L << 30)));
        }
        return counts;
    }

    private static UsageCount count(int day, Engagement engagement, long plays) {
        return new UsageCount(LocalDate.ofEpochDay(day), engagement, 0, plays, plays / 7);
    }
}
