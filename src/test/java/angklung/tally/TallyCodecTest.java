package angklung.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.DayWeight;
import angklung.avro.Engagement;
import angklung.avro.UsageCount;
import angklung.model.Beneficiary;
import angklung.model.HoldReason;
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
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class TallyCodecTest {

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
        Allocation allocation = new Allocation(List.of(
                new Allocation.Given(Beneficiary.party("P1"), 3, 17),
                new Allocation.Given(Beneficiary.party("dispute"), 0, 18),
                new Allocation.Given(Beneficiary.hold(HoldReason.DISPUTE), 1L << 60, Long.MAX_VALUE)));
        assertThat(there(Allocation.serde(), allocation)).isEqualTo(allocation);
        assertThat(allocation.of(Beneficiary.hold(HoldReason.DISPUTE)).amountMicros()).isEqualTo(Long.MAX_VALUE);
        assertThat(allocation.of(Beneficiary.party("P2")).amountMicros()).isZero();
        Counters counters = new Counters(1, 200, 30_000, Weight.ONE, true);
        assertThat(there(Counters.serde(), counters)).isEqualTo(counters);
        assertThat(there(Counters.serde(), Counters.NONE)).isEqualTo(Counters.NONE);
        Planned planned = new Planned(3, 1L << 60, 2);
        assertThat(there(Planned.serde(), planned)).isEqualTo(planned);
        Window window = new Window(List.of(0, Window.UNKNOWN, 7));
        assertThat(there(Window.serde(), window)).isEqualTo(window);
        RateSheet sheet = new RateSheet("pool@v2", "2026-04", 2, "IDR", new BigInteger("123456789012"));
        assertThat(there(RateSheet.serde(), sheet)).isEqualTo(sheet);
    }

    @Test
    void shouldKeepWeightsAndAddThemInAnyOrder() {
        Seeds.cases(1_000, random -> {
            List<DayWeight> weights = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                weights.add(new DayWeight(
                        LocalDate.ofEpochDay(random.nextInt(20_000, 20_031)),
                        random.nextLong(100),
                        Weight.toDecimal(new BigInteger(100, new Random(random.nextLong()))), 0L, Weight.ZERO));
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
        assertThatThrownBy(() -> Job.serde().deserializer().deserialize("t", new byte[] {2, 9}))
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
