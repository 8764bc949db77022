package angklung.intake;

import static angklung.intake.IntakeDriver.DSP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ArtistCount;
import angklung.avro.ArtistUsage;
import angklung.avro.ArtistUsageKind;
import angklung.avro.Command;
import angklung.avro.DayWeight;
import angklung.avro.LatePlays;
import angklung.avro.PeriodState;
import angklung.avro.RecordingArtists;
import angklung.avro.RecordingUsage;
import angklung.avro.RightType;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.UsageMark;
import angklung.stage.WorkLimits;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights by subscriber behind the cut, and revisions of a period's usage. */
class IntakeWeightsTest {
    private static final String A = "IDA012600001";
    private static final String B = "IDA012600002";
    private static final String C = "IDA012600003";
    private static final int TALLY = 3;

    @TempDir
    Path stateDir;

    private int plays;

    @Test
    void shouldWeighEachSubscriberAsOneBehindTheCut() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(userCentric("premium"));
            play(intake, "ann", A, 3);
            play(intake, "ann", B, 1);
            play(intake, "bob", B, 2);
            intake.pipe(IntakeDriver.play("short").setSubscriberId("eve").setIsrc(A).setPlayedMs(1));
            intake.command(Command.CLOSE, "2026-03", plays + 1);
            List<Usage> before = intake.usage.readValuesToList();
            assertThat(before).extracting(Usage::getKind).containsOnly(UsageKind.COUNT);
            assertThat(intake.facts.isEmpty()).isTrue();

            List<Usage> sent = new ArrayList<>(before);
            sent.addAll(work(intake));
            assertThat(weights(sent, "SUBSCRIBERS")).isEqualTo(Map.of(A, "0.75", B, "1.25"));
            assertMarkAddsUp(sent, 0, "2");
            PeriodState fact = intake.facts.readValue();
            assertThat(fact.getRecords()).isEqualTo(sent.size() - 1L);
            assertThat(fact.getPlays()).isEqualTo(6);
            assertThat(fact.getShortPlays()).isEqualTo(1);
            assertThat(fact.getRecordedAt()).isEqualTo(Instant.parse("2026-04-05T00:00:00Z"));
            assertThat(jobs(intake)).isZero();
        }
    }

    @Test
    void shouldFollowNobodyAndMarkAtOnceInAMarketCentricOffering() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree("ID", "premium", "UTC");
            play(intake, "ann", A, 3);
            intake.command(Command.CLOSE, "2026-03", plays);
            assertMarkAddsUp(intake.usage.readValuesToList(), 0, null);
            assertThat(count(intake.driver.getKeyValueStore("intake-followed"))).isZero();
            assertThat(jobs(intake)).isZero();
        }
    }

    @Test
    void shouldAlwaysWeighSubscribersIfAllAreFollowed() {
        try (IntakeDriver intake = driver(5, FollowSubscribers.ALL)) {
            intake.agree("ID", "premium", "UTC");
            intake.agree(artistCentric("family", terms -> terms));
            play(intake, "ann", A, 3);
            play(intake, "bob", "family", B, 4);
            play(intake, "bob", "none", C, 1);
            List<Usage> sent = close(intake, "2026-03", 0, plays);
            assertThat(weights(sent, "SUBSCRIBERS")).isEqualTo(Map.of(A, "1", B, "1", C, "1"));
            assertThat(weights(sent, "ARTIST(min_plays=0,min_listeners=0,artist_boost=1,active_boost=1)"))
                    .isEqualTo(Map.of(B, "4"));
        }
    }

    /** Neither offering alone brings the artist to the minima; and nobody is boosted in another territory. */
    @Test
    void shouldBoostArtistsByTheirPlaysOverAllOfferings() {
        String weighing = "ARTIST(min_plays=5,min_listeners=2,artist_boost=2,active_boost=1.5)";
        try (IntakeDriver intake = driver(1)) {
            intake.agree(artistCentric("premium", terms -> terms
                    .setArtistMinPlays(5L)
                    .setArtistMinListeners(2L)
                    .setArtistBoost(new BigDecimal("2.000000000000"))
                    .setActiveBoost(new BigDecimal("1.500000000000"))));
            intake.agree("ID", "free", "UTC");
            intake.credit(A, "star", "friend");
            intake.credit(B, "nobody");
            play(intake, "ann", "premium", A, 3);
            play(intake, "bob", "free", A, 2);
            play(intake, "ann", "premium", B, 9);
            play(intake, "cat", "premium", C, 1);
            List<Usage> sent = new ArrayList<>(intake.usage.readValuesToList());
            sent.addAll(close(intake, "2026-03", 0, plays));
            // 3 plays x 2 x 1.5; one listener is too few; no artist is known.
            assertThat(weights(sent, weighing)).isEqualTo(Map.of(A, "9", B, "13.5", C, "1.5"));
            assertThat(sent).filteredOn(usage -> usage.getKind() == UsageKind.WEIGHT)
                    .extracting(Usage::getOffering).containsOnly("premium");
            assertMarkAddsUp(sent, 0, "24");
            assertThat(intake.artists.readValuesToList())
                    .filteredOn(usage -> usage.getKind() == ArtistUsageKind.STANDING)
                    .flatExtracting(ArtistUsage::getArtists)
                    .containsExactlyInAnyOrder(
                            new ArtistCount("star", 5L, 2L), new ArtistCount("friend", 5L, 2L));
            for (String store : List.of("intake-artist-sums", "intake-artist-standing")) {
                assertThat(count(intake.driver.getKeyValueStore(store))).as(store).isZero();
            }
        }
    }

    @Test
    void shouldScaleASubscriberDownToTheCap() {
        String weighing = "ARTIST(min_plays=0,min_listeners=0,artist_boost=1,active_boost=1,cap=10)";
        try (IntakeDriver intake = driver(1)) {
            intake.agree(artistCentric("premium", terms -> terms.setSubscriberCap(new BigDecimal("10.000000000000"))));
            play(intake, "machine", A, 30);
            play(intake, "machine", B, 10);
            play(intake, "ann", B, 4);
            List<Usage> sent = close(intake, "2026-03", 0, plays);
            assertThat(weights(sent, weighing)).isEqualTo(Map.of(A, "7.5", B, "6.5"));
            // Boosts of one need no artists.
            assertThat(intake.artists.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldRestateAPeriodByARevisionOfLatePlaysAndWeighAllAnew() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(restating(userCentric("premium")));
            play(intake, "ann", A, 3);
            play(intake, "bob", B, 1);
            close(intake, "2026-03", 0, plays);
            intake.facts.readValuesToList();

            play(intake, "ann", B, 1);
            List<Usage> late = intake.usage.readValuesToList();
            assertThat(late).singleElement().satisfies(usage -> {
                assertThat(usage.getPeriod()).isEqualTo("2026-03");
                assertThat(usage.getRevision()).isEqualTo(1);
            });
            assertThat(intake.report().getLate()).isZero();

            List<Usage> sent = new ArrayList<>(late);
            sent.addAll(close(intake, "2026-03", 1, plays));
            assertThat(weights(sent, "SUBSCRIBERS")).isEqualTo(Map.of(A, "0.75", B, "1.25"));
            assertMarkAddsUp(sent, 1, "2");
            var fact = intake.facts.readRecord();
            assertThat(fact.key()).isEqualTo("melodia/2026-03+1/INTAKE_CUT/0");
            assertThat(fact.value().getPeriod()).isEqualTo("2026-03");
            assertThat(fact.value().getRevision()).isEqualTo(1);
            assertThat(fact.value().getOffsets()).containsExactly((long) plays);
            assertThat(fact.value().getPlays()).isEqualTo(1);

            intake.command(Command.CUT, "2026-03", 1, plays);
            play(intake, "cat", C, 1);
            assertThat(intake.usage.readValue().getRevision()).isEqualTo(2);
            assertThat(weights(close(intake, "2026-03", 2, plays), "SUBSCRIBERS"))
                    .isEqualTo(Map.of(A, "0.75", B, "1.25", C, "1"));
        }
    }

    @Test
    void shouldEndARevisionWithoutLatePlays() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree("ID", "premium", "UTC");
            play(intake, "ann", A, 3);
            close(intake, "2026-03", 0, plays);
            assertMarkAddsUp(close(intake, "2026-03", 1, plays), 1, null);
        }
    }

    @Test
    void shouldCountLatePlaysInTheNextPeriodUnlessTheyRestate() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(userCentric("premium"));
            close(intake, "2026-03", 0, 0);
            play(intake, "ann", A, 1);
            assertThat(intake.usage.readValue()).satisfies(usage -> {
                assertThat(usage.getPeriod()).isEqualTo("2026-04");
                assertThat(usage.getRevision()).isZero();
            });
            assertThat(intake.report().getLate()).isEqualTo(1);
            assertThat(weights(close(intake, "2026-04", 0, plays), "SUBSCRIBERS")).isEqualTo(Map.of(A, "1"));
        }
    }

    @Test
    void shouldLeaveOutPlaysOfTheNextRevisionThatComeWhileThisOneIsWeighed() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(restating(userCentric("premium")));
            play(intake, "ann", A, 1);
            play(intake, "bob", B, 1);
            intake.command(Command.CLOSE, "2026-03", plays);
            intake.turn();
            play(intake, "ann", B, 1);
            play(intake, "bob", A, 1);
            play(intake, "cat", C, 1);
            assertThat(weights(work(intake), "SUBSCRIBERS")).isEqualTo(Map.of(A, "1", B, "1"));
            assertThat(weights(close(intake, "2026-03", 1, plays), "SUBSCRIBERS"))
                    .isEqualTo(Map.of(A, "1", B, "1", C, "1"));
        }
    }

    @Test
    void shouldWeighByTheTermsOfTheCut() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(userCentric("premium"));
            play(intake, "ann", A, 1);
            play(intake, "bob", B, 1);
            intake.command(Command.CLOSE, "2026-03", plays);
            intake.turn();
            intake.agree(artistCentric("premium", terms -> terms.setRightType(RightType.MECHANICAL)));
            assertThat(work(intake)).filteredOn(usage -> usage.getKind() == UsageKind.WEIGHT)
                    .extracting(Usage::getWeighting).containsOnly("SUBSCRIBERS");
        }
    }

    @Test
    void shouldDoNothingOnRepeatedCommandsAndDuplicates() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(restating(userCentric("premium")));
            intake.pipe(IntakeDriver.play("once").setSubscriberId("ann").setIsrc(A));
            intake.pipe(IntakeDriver.play("once").setSubscriberId("ann").setIsrc(A));
            intake.pipe(IntakeDriver.play("twice").setSubscriberId("ann").setIsrc(B));
            intake.command(Command.CLOSE, "2026-03", 3);
            intake.command(Command.CLOSE, "2026-03", 3);
            assertThat(jobs(intake)).isOne();
            intake.command(Command.CUT, "2026-03", 3);
            assertThat(weights(work(intake), "SUBSCRIBERS")).isEqualTo(Map.of(A, "0.5", B, "0.5"));
            intake.command(Command.CLOSE, "2026-03", 3);
            intake.command(Command.CUT, "2026-03", 3);
            intake.pipe(IntakeDriver.play("twice").setSubscriberId("ann").setIsrc(B));
            close(intake, "2026-03", 1, 4);
            intake.command(Command.CLOSE, "2026-03", 1, 4);
            intake.command(Command.CUT, "2026-03", 1, 4);
            assertThat(work(intake)).isEmpty();
            assertThat(intake.facts.readValuesToList()).extracting(PeriodState::getRevision).containsExactly(0, 1);
        }
    }

    @Test
    void shouldRefuseARevisionBeforeTheOneBeforeIt() {
        try (IntakeDriver intake = driver(1)) {
            assertThatThrownBy(() -> intake.command(Command.CLOSE, "2026-03", 1, 0))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing is known of the revision before it");
        }
    }

    /** The commands of the first run come before the plays: cuts at 2 and 4, a revision without plays, one at 5. */
    @Test
    void shouldRepeatTheCutsOfAllRevisionsInARebuild() {
        try (IntakeDriver intake = driver(100)) {
            intake.agree(restating(userCentric("premium")));
            long[] cuts = {2, 4, 4, 5};
            for (int revision = 0; revision < cuts.length; revision++) {
                intake.command(Command.CLOSE, "2026-03", revision, 1);
                intake.command(Command.CUT, "2026-03", revision, cuts[revision]);
            }
            for (int i = 0; i < 6; i++) {
                play(intake, "ann", List.of(A, B, C).get(i % 3), 1);
            }
            List<Usage> sent = work(intake);
            assertThat(sent).filteredOn(usage -> usage.getKind() == UsageKind.COUNT)
                    .extracting(Usage::getRevision).containsExactly(0, 0, 1, 1, 3, 4);
            assertThat(sent).filteredOn(usage -> usage.getKind() == UsageKind.MARK)
                    .extracting(usage -> usage.getMark().getCut()).containsExactly(2L, 4L, 4L, 5L);
            assertThat(weights(sent.stream().filter(usage -> usage.getRevision() == 3).toList(), "SUBSCRIBERS"))
                    .isEqualTo(Map.of(A, "0.4", B, "0.4", C, "0.2"));
        }
    }

    @Test
    void shouldDoManyJobsOneAfterAnother() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(userCentric("premium"));
            play(intake, "ann", A, 2);
            intake.pipe(IntakeDriver.play("feb").setSubscriberId("ann").setIsrc(B)
                    .setStartedAt(Instant.parse("2026-02-10T00:00:00Z")));
            intake.command(Command.CLOSE, "2026-03", plays + 1);
            intake.command(Command.CLOSE, "2026-02", plays + 1);
            assertThat(jobs(intake)).isEqualTo(2);
            List<Usage> sent = work(intake);
            assertThat(sent).filteredOn(usage -> usage.getKind() == UsageKind.MARK)
                    .extracting(Usage::getPeriod).containsExactly("2026-03", "2026-02");
            assertThat(weights(sent, "SUBSCRIBERS")).isEqualTo(Map.of(A, "1", B, "1"));
        }
    }

    /** Some other task knew of an agreement that this one did not: it must not wait for this one for ever. */
    @Test
    void shouldJoinAnExchangeThatAnotherTaskBegan() {
        PartitionContract contract = new PartitionContract(2, TALLY, 1, 1);
        try (IntakeDriver intake = new IntakeDriver(
                newDir(), contract, new AvroSerdes("mock://intake-driver"), options(10, FollowSubscribers.AGREED))) {
            intake.command(Command.CLOSE, "2026-03", 0);
            assertThat(intake.usage.readValue().getKind()).isEqualTo(UsageKind.MARK);
            intake.otherTasks.pipeInput(DSP + "/2026-03", fromOther(ArtistUsageKind.MARK, List.of(0L, 0L)));
            assertThat(jobs(intake)).isOne();
            intake.turn();
            intake.otherTasks.pipeInput(DSP + "/2026-03", fromOther(ArtistUsageKind.STANDING_MARK, List.of(0L)));
            intake.turn();
            intake.turn();
            assertThat(jobs(intake)).isZero();
            assertThat(intake.artists.readValuesToList())
                    .filteredOn(usage -> usage.getSourcePartition() == 0)
                    .extracting(ArtistUsage::getKind)
                    .containsExactly(ArtistUsageKind.MARK, ArtistUsageKind.STANDING_MARK);
            assertThat(intake.usage.isEmpty()).isTrue();
            assertThatThrownBy(() -> intake.otherTasks.pipeInput(
                            DSP + "/2026-03", fromOther(ArtistUsageKind.MARK, List.of(0L, 0L))))
                    .rootCause()
                    .hasMessageContaining("it came before");
        }
    }

    @Test
    void shouldStopOnArtistsThatDoNotAddUp() {
        PartitionContract contract = new PartitionContract(2, TALLY, 1, 1);
        try (IntakeDriver intake = new IntakeDriver(
                newDir(), contract, new AvroSerdes("mock://intake-driver"), options(10, FollowSubscribers.AGREED))) {
            assertThatThrownBy(() -> intake.otherTasks.pipeInput(
                            DSP + "/2026-03", fromOther(ArtistUsageKind.MARK, List.of(1L, 0L))))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("1 records were sent here, but 0 came");
        }
    }

    @Test
    void shouldTellWhoIsCreditedOnlyWhenItChanges() {
        try (IntakeDriver intake = driver(1)) {
            intake.credit(A);
            intake.credit(B, "zoe", "ann", "zoe");
            intake.credit(B, "ann", "zoe");
            intake.credit(B);
            intake.credit(B);
            intake.credit(B, "ann");
            intake.rights.pipeInput(B, null);
            assertThat(intake.credits.readValuesToList()).containsExactly(
                    new RecordingArtists(B, List.of("ann", "zoe"), false), new RecordingArtists(B, List.of(), false),
                    new RecordingArtists(B, List.of("ann"), false), new RecordingArtists(B, List.of(), false));
            assertThat(count(intake.driver.getKeyValueStore("intake-artists"))).isZero();
        }
    }

    @Test
    void shouldCountLongTracksByTheirMinutes() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree("ID", "premium", "UTC");
            Long[] lengths = {null, 300_999L, 301_000L, 360_999L, 361_000L, Long.MAX_VALUE};
            for (Long length : lengths) {
                intake.pipe(IntakeDriver.play("long-" + length).setTrackMs(length));
            }
            intake.pipe(IntakeDriver.play("skipped").setTrackMs(400_000L).setPlayedMs(5_000));
            Map<Integer, List<Long>> counted = new TreeMap<>();
            for (Usage usage : intake.usage.readValuesToList()) {
                for (UsageCount count : usage.getRecordings().get(0).getCounts()) {
                    counted.merge(
                            count.getTrackMinutes(), List.of(count.getPlays(), count.getShortPlays()),
                            (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
                }
            }
            assertThat(counted).isEqualTo(Map.of(
                    0, List.of(2L, 0L), 6, List.of(2L, 0L), 7, List.of(1L, 1L), (1 << 20) - 1, List.of(1L, 0L)));
        }
    }

    @Test
    void shouldForgetSubscribersAfterThirteenMonths() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(userCentric("premium"));
            play(intake, "ann", A, 1);
            for (int day = 1; day <= 31 + 431; day++) {
                Instant record = IntakeDriver.NOON.plus(Duration.ofDays(day));
                intake.pipe(IntakeDriver.play("day-" + day).setStartedAt(record).setPlayedMs(1).build(), record);
            }
            KeyValueStore<Bytes, byte[]> subscribers = intake.driver.getKeyValueStore("intake-followed");
            assertThat(count(subscribers)).isOne();
            intake.driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(count(subscribers)).isZero();
        }
    }

    private static ArtistUsage fromOther(ArtistUsageKind kind, List<Long> recordsSent) {
        return new ArtistUsage(kind, DSP, "2026-03", 0, 1, null, List.of(), List.of(), recordsSent);
    }

    private void play(IntakeDriver intake, String subscriber, String isrc, int times) {
        play(intake, subscriber, "premium", isrc, times);
    }

    private void play(IntakeDriver intake, String subscriber, String offering, String isrc, int times) {
        for (int i = 0; i < times; i++) {
            intake.pipe(IntakeDriver.play("play-" + plays++)
                    .setSubscriberId(subscriber)
                    .setOffering(offering)
                    .setIsrc(isrc));
        }
    }

    /** Everything that a close sends from the command on. */
    private static List<Usage> close(IntakeDriver intake, String period, int revision, long fence) {
        intake.usage.readValuesToList();
        intake.command(Command.CLOSE, period, revision, fence);
        return work(intake);
    }

    /** Works until nothing is left to do. */
    private static List<Usage> work(IntakeDriver intake) {
        for (int turns = 0; jobs(intake) > 0; turns++) {
            assertThat(turns).isLessThan(1_000);
            intake.turn();
        }
        return intake.usage.readValuesToList();
    }

    private static int jobs(IntakeDriver intake) {
        return count(intake.driver.getKeyValueStore("intake-jobs"));
    }

    /** Plain weights by recording. */
    private static Map<String, String> weights(List<Usage> sent, String weighting) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Usage usage : sent) {
            if (usage.getKind() == UsageKind.WEIGHT && usage.getWeighting().equals(weighting)) {
                for (RecordingUsage recording : usage.getRecordings()) {
                    for (DayWeight weight : recording.getWeights()) {
                        sums.merge(recording.getIsrc(), weight.getWeight(), BigDecimal::add);
                    }
                }
            }
        }
        Map<String, String> plain = new TreeMap<>();
        sums.forEach((isrc, sum) -> plain.put(isrc, sum.stripTrailingZeros().toPlainString()));
        return plain;
    }

    /** The last record is the mark of everything before it. */
    private static void assertMarkAddsUp(List<Usage> sent, int revision, String totalWeight) {
        long[] records = new long[TALLY];
        long[] plays = new long[TALLY];
        BigDecimal[] weights = new BigDecimal[TALLY];
        Arrays.fill(weights, BigDecimal.ZERO.setScale(24));
        for (Usage usage : sent.subList(0, sent.size() - 1)) {
            assertThat(usage.getRevision()).isEqualTo(revision);
            int target = Partitioning.ofIsrc(usage.getRecordings().get(0).getIsrc(), TALLY);
            records[target]++;
            for (RecordingUsage recording : usage.getRecordings()) {
                assertThat(Partitioning.ofIsrc(recording.getIsrc(), TALLY)).isEqualTo(target);
                plays[target] += recording.getCounts().stream().mapToLong(UsageCount::getPlays).sum();
                for (DayWeight weight : recording.getWeights()) {
                    weights[target] = weights[target].add(weight.getWeight());
                }
            }
        }
        Usage last = sent.get(sent.size() - 1);
        assertThat(last.getKind()).isEqualTo(UsageKind.MARK);
        assertThat(last.getRevision()).isEqualTo(revision);
        UsageMark mark = last.getMark();
        assertThat(mark.getRecordsSent()).containsExactly(records[0], records[1], records[2]);
        assertThat(mark.getPlaysSent()).containsExactly(plays[0], plays[1], plays[2]);
        if (totalWeight == null) {
            assertThat(mark.getWeightsSent()).isEmpty();
        } else {
            assertThat(mark.getWeightsSent()).containsExactly(weights);
            assertThat(weights[0].add(weights[1]).add(weights[2])).isEqualByComparingTo(totalWeight);
        }
    }

    private static Agreement userCentric(String offering) {
        return Agreement.newBuilder(agreement(offering)).setModel(AllocationModel.USER_CENTRIC).build();
    }

    private static Agreement restating(Agreement agreement) {
        return Agreement.newBuilder(agreement).setLatePlays(LatePlays.RESTATE).build();
    }

    private static Agreement artistCentric(
            String offering, UnaryOperator<Agreement.Builder> terms) {
        return terms.apply(Agreement.newBuilder(agreement(offering)).setModel(AllocationModel.ARTIST_CENTRIC)).build();
    }

    private static Agreement agreement(String offering) {
        return IntakeDriver.agreement(
                DSP, "ID", offering, RightType.RECORDING, "UTC", LocalDate.of(2020, 1, 1), null);
    }

    private static int count(KeyValueStore<?, ?> store) {
        int count = 0;
        try (var entries = store.all()) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    private IntakeDriver driver(int items) {
        return driver(items, FollowSubscribers.AGREED);
    }

    private IntakeDriver driver(int items, FollowSubscribers follow) {
        return new IntakeDriver(newDir(), TALLY, new AvroSerdes("mock://intake-driver"), options(items, follow));
    }

    /** @param items of one turn */
    private static IntakeOptions options(int items, FollowSubscribers follow) {
        return new IntakeOptions(
                60, Duration.ofDays(1), 50_000, Duration.ofSeconds(30), 10_000, follow,
                new WorkLimits(Duration.ofMillis(20), Duration.ofSeconds(1), items, () -> 0L));
    }

    private Path newDir() {
        try {
            return Files.createTempDirectory(stateDir, "driver");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
