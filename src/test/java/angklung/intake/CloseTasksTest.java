package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.DayWeight;
import angklung.avro.Engagement;
import angklung.avro.PeriodState;
import angklung.avro.RecordingUsage;
import angklung.avro.RightType;
import angklung.avro.Usage;
import angklung.avro.UsageKind;
import angklung.stage.AgreedWeighing;
import angklung.topic.Partitioning;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random closes and revisions over several tasks, in any order, with restarts, against plain sums. */
class CloseTasksTest {
    private static final MathContext DIGITS = new MathContext(80);
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
    private static final List<String> DSPS = List.of("melodia", "other");
    private static final List<String> TERRITORIES = List.of("ID", "KR");
    private static final List<String> OFFERINGS = List.of("family", "premium");
    private static final List<UsageRevision> REVISIONS = List.of(
            UsageRevision.parse("2026-03"), UsageRevision.parse("2026-03+1"), UsageRevision.parse("2026-04"));

    private record Play(
            String dsp, UsageRevision usage, String territory, String offering, String subscriber, String isrc,
            int day, boolean active) {}

    @Test
    void shouldSendTheSameWeightsWhateverTheOrderOfTasksAndRestarts() {
        Seeds.cases(100, random -> {
            Scenario scenario = new Scenario(random);
            int tally = 1 + random.nextInt(3);
            int intake = 1 + random.nextInt(4);
            try (CloseTasks tasks = new CloseTasks(
                    intake, tally, 1 + random.nextInt(20), 1 + random.nextInt(20))) {
                scenario.agreements.forEach(tasks::agree);
                scenario.artists.forEach(tasks::credit);
                scenario.run(tasks, intake, random);
                assertThat(tasks.leftovers()).isEmpty();
                for (String dsp : DSPS) {
                    for (UsageRevision usage : REVISIONS) {
                        List<Usage> sent = tasks.usage.stream()
                                .filter(record -> record.getDsp().equals(dsp)
                                        && record.getPeriod().equals(usage.period().toString())
                                        && record.getRevision() == usage.number())
                                .toList();
                        assertNear(sums(sent), scenario.expected(dsp, usage));
                        assertMarks(sent, tasks.facts, intake, tally);
                    }
                }
            }
        });
    }

    /** Agreements, credits and plays, and what they must weigh. */
    private static final class Scenario {
        private final List<Agreement> agreements = new ArrayList<>();
        private final Map<String, List<String>> artists = new TreeMap<>();
        private final List<Play> plays = new ArrayList<>();

        Scenario(SplittableRandom random) {
            for (String dsp : DSPS) {
                for (String territory : TERRITORIES) {
                    for (String offering : OFFERINGS) {
                        for (RightType right : List.of(RightType.RECORDING, RightType.MECHANICAL)) {
                            agreements.add(agreement(dsp, territory, offering, right, random));
                        }
                    }
                }
            }
            for (int i = 0; i < 8; i++) {
                Set<String> credited = new HashSet<>();
                for (int n = random.nextInt(3); n > 0; n--) {
                    credited.add("artist-" + random.nextInt(5));
                }
                artists.put(isrc(i), credited.stream().sorted().toList());
            }
            for (int i = random.nextInt(150); i > 0; i--) {
                plays.add(new Play(
                        DSPS.get(random.nextInt(2)), REVISIONS.get(random.nextInt(3)),
                        TERRITORIES.get(random.nextInt(2)), OFFERINGS.get(random.nextInt(2)),
                        "listener-" + random.nextInt(12), isrc(random.nextInt(9)), random.nextInt(3),
                        random.nextBoolean()));
            }
        }

        /** March, then its revision; April at any time. Each task cuts when it likes. */
        void run(CloseTasks tasks, int intake, SplittableRandom random) {
            cutAll(tasks, intake, REVISIONS.get(0), random);
            if (random.nextBoolean()) {
                tasks.work(random);
            }
            cutAll(tasks, intake, REVISIONS.get(2), random);
            tasks.work(random);
            cutAll(tasks, intake, REVISIONS.get(1), random);
            tasks.work(random);
        }

        private void cutAll(CloseTasks tasks, int intake, UsageRevision usage, SplittableRandom random) {
            Map<String, Place> places = new HashMap<>();
            for (Play play : plays) {
                if (play.usage().equals(usage)) {
                    Place place = places.computeIfAbsent(
                            play.dsp() + play.territory() + play.offering(),
                            key -> new Place(play.dsp(), play.territory(), play.offering()));
                    tasks.play(
                            Math.floorMod(play.subscriber().hashCode(), intake), usage, place, play.subscriber(),
                            play.isrc(), (int) FIRST.toEpochDay() + play.day(),
                            play.active() ? Engagement.ACTIVE : Engagement.PASSIVE);
                }
            }
            for (int partition = 0; partition < intake; partition++) {
                List<String> order = random.nextBoolean() ? DSPS : List.of(DSPS.get(1), DSPS.get(0));
                for (String dsp : order) {
                    tasks.cut(partition, dsp, usage);
                }
            }
        }

        /** By territory, offering, weighing, recording and day: plays and weight. */
        SortedMap<String, BigDecimal[]> expected(String dsp, UsageRevision usage) {
            List<Play> counted = plays.stream()
                    .filter(play -> play.dsp().equals(dsp)
                            && play.usage().period().equals(usage.period())
                            && play.usage().number() <= usage.number())
                    .toList();
            SortedMap<String, BigDecimal[]> expected = new TreeMap<>();
            Set<String> done = new HashSet<>();
            for (Agreement agreement : agreements) {
                String group = agreement.getTerritory() + " " + agreement.getOffering() + " " + weighing(agreement);
                if (agreement.getDsp().equals(dsp)
                        && agreement.getModel() != AllocationModel.MARKET_CENTRIC
                        && done.add(group)) {
                    List<Play> ofTerritory = counted.stream()
                            .filter(play -> play.territory().equals(agreement.getTerritory()))
                            .toList();
                    weigh(agreement, group, ofTerritory, expected);
                }
            }
            return expected;
        }

        private void weigh(
                Agreement agreement, String group, List<Play> ofTerritory, Map<String, BigDecimal[]> expected) {
            Map<String, List<Play>> bySubscriber = new TreeMap<>();
            for (Play play : ofTerritory) {
                if (play.offering().equals(agreement.getOffering())) {
                    bySubscriber.computeIfAbsent(play.subscriber(), key -> new ArrayList<>()).add(play);
                }
            }
            for (List<Play> own : bySubscriber.values()) {
                List<BigDecimal> weights = own.stream().map(play -> boost(agreement, play, ofTerritory)).toList();
                BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                BigDecimal scaled = agreement.getModel() == AllocationModel.USER_CENTRIC
                        ? BigDecimal.ONE
                        : agreement.getSubscriberCap() == null ? sum : sum.min(agreement.getSubscriberCap());
                for (int i = 0; i < own.size(); i++) {
                    BigDecimal[] cell = expected.computeIfAbsent(
                            group + " " + own.get(i).isrc() + " " + FIRST.plusDays(own.get(i).day()),
                            key -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
                    cell[0] = cell[0].add(BigDecimal.ONE);
                    cell[1] = cell[1].add(weights.get(i).multiply(scaled).divide(sum, DIGITS));
                }
            }
        }

        private BigDecimal boost(Agreement agreement, Play play, List<Play> ofTerritory) {
            if (agreement.getModel() == AllocationModel.USER_CENTRIC) {
                return BigDecimal.ONE;
            }
            BigDecimal weight = play.active() ? agreement.getActiveBoost() : BigDecimal.ONE;
            for (String artist : artists.getOrDefault(play.isrc(), List.of())) {
                List<Play> ofArtist = ofTerritory.stream()
                        .filter(other -> artists.getOrDefault(other.isrc(), List.of()).contains(artist))
                        .toList();
                long listeners = ofArtist.stream().map(Play::subscriber).distinct().count();
                if (ofArtist.size() >= agreement.getArtistMinPlays()
                        && listeners >= agreement.getArtistMinListeners()) {
                    return weight.multiply(agreement.getArtistBoost());
                }
            }
            return weight;
        }

        private static String weighing(Agreement agreement) {
            return AgreedWeighing.of(agreement).toString();
        }

        private static Agreement agreement(
                String dsp, String territory, String offering, RightType right, SplittableRandom random) {
            List<AllocationModel> models = List.of(
                    AllocationModel.MARKET_CENTRIC, AllocationModel.MARKET_CENTRIC, AllocationModel.USER_CENTRIC,
                    AllocationModel.ARTIST_CENTRIC);
            AllocationModel model = models.get(random.nextInt(models.size()));
            Agreement.Builder terms = Agreement.newBuilder(IntakeDriver.agreement(
                            dsp, territory, offering, right, "UTC", LocalDate.of(2020, 1, 1), null))
                    .setModel(model);
            if (model == AllocationModel.ARTIST_CENTRIC) {
                terms.setArtistMinPlays((long) random.nextInt(8))
                        .setArtistMinListeners((long) random.nextInt(5))
                        .setArtistBoost(decimal(List.of("1", "2", "1.25").get(random.nextInt(3))))
                        .setActiveBoost(decimal(List.of("1", "2", "1.000000000001").get(random.nextInt(3))))
                        .setSubscriberCap(random.nextBoolean() ? null : decimal("3.5"));
            }
            return terms.build();
        }

        private static BigDecimal decimal(String text) {
            return new BigDecimal(text).setScale(12);
        }

        private static String isrc(int n) {
            return String.format("IDA0126%05d", n);
        }
    }

    private static SortedMap<String, BigDecimal[]> sums(List<Usage> sent) {
        SortedMap<String, BigDecimal[]> sums = new TreeMap<>();
        for (Usage usage : sent) {
            for (RecordingUsage recording : usage.getRecordings()) {
                for (DayWeight weight : recording.getWeights()) {
                    BigDecimal[] cell = sums.computeIfAbsent(
                            String.join(" ", usage.getTerritory(), usage.getOffering(), usage.getWeighting(),
                                    recording.getIsrc(), weight.getDay().toString()),
                            key -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
                    cell[0] = cell[0].add(BigDecimal.valueOf(weight.getPlays()));
                    cell[1] = cell[1].add(weight.getWeight());
                }
            }
        }
        return sums;
    }

    private static void assertNear(SortedMap<String, BigDecimal[]> actual, SortedMap<String, BigDecimal[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((key, cell) -> {
            assertThat(actual.get(key)[0]).as(key).isEqualByComparingTo(cell[0]);
            // At most one unit for each of the twelve subscribers.
            assertThat(actual.get(key)[1].subtract(cell[1]).abs()).as(key).isLessThan(new BigDecimal("12e-24"));
        });
    }

    private static void assertMarks(List<Usage> sent, List<PeriodState> facts, int intake, int tally) {
        for (int partition = 0; partition < intake; partition++) {
            int source = partition;
            long[] records = new long[tally];
            BigDecimal[] weights = new BigDecimal[tally];
            Arrays.fill(weights, BigDecimal.ZERO.setScale(24));
            List<Usage> own = sent.stream().filter(usage -> usage.getSourcePartition() == source).toList();
            for (Usage usage : own.subList(0, own.size() - 1)) {
                int target = Partitioning.ofIsrc(UsageSender.anyIsrc(usage), tally);
                records[target]++;
                for (RecordingUsage recording : usage.getRecordings()) {
                    assertThat(Partitioning.ofIsrc(recording.getIsrc(), tally)).isEqualTo(target);
                    for (DayWeight weight : recording.getWeights()) {
                        weights[target] = weights[target].add(weight.getWeight());
                    }
                }
            }
            Usage mark = own.get(own.size() - 1);
            assertThat(mark.getKind()).isEqualTo(UsageKind.MARK);
            assertThat(mark.getMark().getRecordsSent()).isEqualTo(Arrays.stream(records).boxed().toList());
            assertThat(mark.getMark().getWeightsSent())
                    .isEqualTo(own.size() == 1 ? List.of() : Arrays.asList(weights));
            assertThat(facts).filteredOn(fact -> fact.getPartition() == source
                            && fact.getDsp().equals(mark.getDsp())
                            && fact.getPeriod().equals(mark.getPeriod())
                            && fact.getRevision() == mark.getRevision())
                    .singleElement()
                    .satisfies(fact -> assertThat(fact.getRecords()).isEqualTo(Arrays.stream(records).sum()));
        }
    }
}
