package angklung.intake;

import static angklung.intake.IntakeDriver.DSP;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.AffectedPlays;
import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ArtistUsageKind;
import angklung.avro.Authorship;
import angklung.avro.Command;
import angklung.avro.DayWeight;
import angklung.avro.Engagement;
import angklung.avro.HitDecision;
import angklung.avro.HitStatus;
import angklung.avro.Observation;
import angklung.avro.RecordingArtists;
import angklung.avro.RecordingRights;
import angklung.avro.RecordingUsage;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningPolicy;
import angklung.avro.ScreeningRule;
import angklung.avro.ScreeningSubject;
import angklung.avro.Threshold;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.UsageMark;
import angklung.screening.HitId;
import angklung.stage.WorkLimits;
import angklung.topic.AvroSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Screening behind the cut, in Kafka's test driver. */
class IntakeScreeningTest {
    private static final String A = "IDA012600001";
    private static final String B = "IDA012600002";
    private static final Instant START = Instant.parse("2026-03-05T10:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 5);

    @TempDir
    Path stateDir;

    private int plays;

    @Test
    void shouldTellOfPlaysStartedAtTheSameSecond() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            playTwiceAtOnce(intake, "ann");
            List<Usage> sent = close(intake, "2026-03", 0);
            assertThat(screened(sent)).containsExactly(Map.entry("SCREENED " + A + " 2026-03-05 ACTIVE 6", 1L));
            assertThat(sent).extracting(Usage::getKind).containsExactly(UsageKind.SCREENED, UsageKind.MARK);
            UsageMark mark = sent.get(1).getMark();
            assertThat(mark.getRecordsSent()).containsExactly(4L);
            assertThat(mark.getScreenedSent()).containsExactly(1L);
            assertThat(mark.getPlaysSent()).containsExactly(3L);

            ScreeningHit hit = intake.hits.readRecord().value();
            assertThat(intake.hits.isEmpty()).isTrue();
            assertThat(hit.getRule()).isEqualTo("F1");
            assertThat(hit.getRuleVersion()).isEqualTo("default");
            assertThat(hit.getStatus()).isEqualTo(HitStatus.OPEN);
            assertThat(hit.getSubjectKind()).isEqualTo(ScreeningSubject.SUBSCRIBER);
            assertThat(hit.getSubject()).isEqualTo(HitId.ofSubscriber(DSP, "ann"));
            assertThat(hit.getTerritory()).isEqualTo("ID");
            assertThat(hit.getWindowFrom()).isEqualTo(DAY);
            assertThat(hit.getPlays()).isOne();
            assertThat(hit.getPart()).isZero();
            assertThat(hit.getParts()).isOne();
            assertThat(hit.getEvidence()).contains(new Observation(
                    "plays_per_start", new BigDecimal("1.000000"), new BigDecimal("2.000000")));
            assertThat(hit.getAffected()).containsExactly(new AffectedPlays("ID", "premium", A, DAY, 1L));
            assertThat(hit.toString()).doesNotContain("ann");
        }
    }

    /** Ann plays A twice at once, and B; a third of her weight is held, or her two honest plays have it all. */
    @Test
    void shouldWeighAsEachAgreementAsksFor() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.USER_CENTRIC, ScreeningPolicy.REBASE));
            intake.agree(agreement(RightType.MECHANICAL, AllocationModel.USER_CENTRIC, ScreeningPolicy.HOLD));
            intake.agree(agreement(RightType.PERFORMANCE, AllocationModel.USER_CENTRIC, ScreeningPolicy.NONE));
            playTwiceAtOnce(intake, "ann");
            assertThat(weights(close(intake, "2026-03", 0))).isEqualTo(Map.of(
                    "SUBSCRIBERS " + A, "2 0.6667, held 0 0",
                    "SUBSCRIBERS " + B, "1 0.3333, held 0 0",
                    "SUBSCRIBERS/HOLD " + A, "2 0.6667, held 1 0.3333",
                    "SUBSCRIBERS/HOLD " + B, "1 0.3333, held 0 0",
                    "SUBSCRIBERS/REBASE " + A, "1 0.5, held 0 0",
                    "SUBSCRIBERS/REBASE " + B, "1 0.5, held 0 0"));
        }
    }

    @Test
    void shouldApplyDecisionsInTheNextRevision() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.MECHANICAL, AllocationModel.USER_CENTRIC, ScreeningPolicy.HOLD));
            playTwiceAtOnce(intake, "ann");
            close(intake, "2026-03", 0);
            ScreeningHit hit = intake.hits.readValue();

            decide(intake, hit, HitDecision.CONFIRM, 1);
            List<Usage> confirmed = close(intake, "2026-03", 1);
            assertThat(screened(confirmed)).containsExactly(Map.entry("CONFIRMED " + A + " 2026-03-05 ACTIVE 6", 1L));
            assertThat(weights(confirmed)).isEqualTo(Map.of(
                    "SUBSCRIBERS/HOLD " + A, "1 0.5, held 0 0", "SUBSCRIBERS/HOLD " + B, "1 0.5, held 0 0"));
            assertThat(intake.hits.readValue()).satisfies(stated -> {
                assertThat(stated.getHitId()).isEqualTo(hit.getHitId());
                assertThat(stated.getRevision()).isOne();
                assertThat(stated.getStatus()).isEqualTo(HitStatus.CONFIRMED);
                assertThat(stated.getDecidedBy()).isEqualTo("operator");
                assertThat(stated.getDecisionReason()).isEqualTo("reason of CONFIRM");
                assertThat(stated.getDecidedAt()).isEqualTo(Instant.ofEpochSecond(1));
            });

            // The later decision counts, whichever comes first.
            decide(intake, hit, HitDecision.RELEASE, 3);
            decide(intake, hit, HitDecision.CONFIRM, 2);
            List<Usage> released = close(intake, "2026-03", 2);
            assertThat(screened(released)).isEmpty();
            assertThat(last(released).getMark().getScreenedSent()).isEmpty();
            assertThat(weights(released)).isEqualTo(Map.of(
                    "SUBSCRIBERS/HOLD " + A, "2 0.6667, held 0 0", "SUBSCRIBERS/HOLD " + B, "1 0.3333, held 0 0"));
            assertThat(intake.hits.readValue()).satisfies(stated -> {
                assertThat(stated.getStatus()).isEqualTo(HitStatus.RELEASED);
                assertThat(stated.getAffected()).isEqualTo(hit.getAffected());
            });
        }
    }

    @Test
    void shouldJudgeByWhatWasKnownAtTheCut() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.HOLD));
            playTwiceAtOnce(intake, "ann");
            close(intake, "2026-03", 0);
            ScreeningHit hit = intake.hits.readValue();
            intake.command(Command.CLOSE, "2026-03", 1, plays);
            intake.turn();
            decide(intake, hit, HitDecision.CONFIRM, 1);
            intake.rules.pipeInput("any", rule("F1", null, "2020-01-01", false));
            assertThat(screened(work(intake))).containsKeys("SCREENED " + A + " 2026-03-05 ACTIVE 6");
            assertThat(intake.hits.readValue().getStatus()).isEqualTo(HitStatus.OPEN);
            assertThat(screened(close(intake, "2026-03", 2))).isEmpty();
            assertThat(intake.hits.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldApplyTheTermsOfATerritoryAndPeriod() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            intake.rules.pipeInput("any", rule("F1", null, "2026-04-01", false));
            intake.rules.pipeInput("any", rule("F1", "KR", "2026-01-01", false));
            intake.rules.pipeInput("any", rule("F1", null, "2026-01-01", false));
            // Replaces the one before; the one from April does not apply yet, that of Korea is for Korea.
            intake.rules.pipeInput("any", rule("F1", null, "2026-01-01", true, "plays_per_start", "2"));
            playTwiceAtOnce(intake, "ann");
            play(intake, "ann", A, START);
            close(intake, "2026-03", 0);
            ScreeningHit hit = intake.hits.readValue();
            assertThat(hit.getRuleVersion()).isEqualTo("2026-01-01");
            assertThat(hit.getPlays()).isOne();
            assertThat(hit.getEvidence()).contains(new Observation(
                    "plays_per_start", new BigDecimal("2.000000"), new BigDecimal("3.000000")));
        }
    }

    @Test
    void shouldScreenOnlyDaysThatAnAgreementCovers() {
        try (IntakeDriver intake = driver(1)) {
            Agreement screening =
                    agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE);
            intake.agree(Agreement.newBuilder(screening).setValidFrom(DAY.plusDays(1)).build());
            playTwiceAtOnce(intake, "ann");
            play(intake, "ann", A, START.plus(Duration.ofDays(1)));
            play(intake, "ann", A, START.plus(Duration.ofDays(1)));
            assertThat(screened(close(intake, "2026-03", 0)))
                    .containsExactly(Map.entry("SCREENED " + A + " 2026-03-06 ACTIVE 6", 1L));
            assertThat(count(intake.driver.getKeyValueStore("intake-followed"))).isEqualTo(2);
        }
    }

    /** Neither another offering of the territory nor another territory has anything to do with it. */
    @Test
    void shouldKeepPlaysOneByOneOnlyWhereTheyAreScreened() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            intake.agree(Agreement.newBuilder(
                            agreement(RightType.RECORDING, AllocationModel.USER_CENTRIC, ScreeningPolicy.NONE))
                    .setOffering("family")
                    .build());
            intake.agree("ID", "free", "UTC");
            for (String offering : List.of("premium", "family", "free", "none")) {
                intake.pipe(IntakeDriver.play("play-" + plays++).setOffering(offering));
            }
            Map<String, Boolean> detailed = new TreeMap<>();
            KeyValueStore<Bytes, byte[]> followed = intake.driver.getKeyValueStore("intake-followed");
            try (var entries = followed.all()) {
                entries.forEachRemaining(entry -> detailed.put(
                        entry.key.toString().contains("premium") ? "premium" : "other",
                        entry.key.get()[entry.key.get().length - 1] == SubscriberStore.DETAILED));
            }
            assertThat(detailed).isEqualTo(Map.of("premium", true, "other", false));
        }
    }

    @Test
    void shouldTellOfManyRowsInSeveralRecords() {
        int recordings = 2 * HitSender.ROWS_ENOUGH + 1;
        try (IntakeDriver intake = driver(10_000)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            intake.rules.pipeInput("any", rule("F3", null, "2020-01-01", true, "plays_per_period", "2000"));
            intake.rules.pipeInput("any", rule(
                    "F7", null, "2020-01-01", true, "min_subscribers", "1", "plays_per_subscriber", "1"));
            for (int i = 0; i < recordings; i++) {
                play(intake, "ann", String.format("IDA0127%05d", i), START.plusSeconds(200L * i));
            }
            List<Usage> sent = close(intake, "2026-03", 0);
            assertThat(last(sent).getMark().getScreenedSent()).containsExactly((long) recordings);
            assertThat(sent).allSatisfy(
                    usage -> assertThat(usage.getRecordings()).hasSizeLessThanOrEqualTo(1_000));
            Map<String, Set<String>> rows = new TreeMap<>();
            Map<String, List<Integer>> parts = new TreeMap<>();
            for (ScreeningHit hit : intake.hits.readValuesToList()) {
                assertThat(hit.getParts()).isEqualTo(3);
                assertThat(hit.getPlays()).isEqualTo(recordings);
                assertThat(hit.getAffected()).hasSizeLessThanOrEqualTo(HitSender.ROWS_ENOUGH);
                parts.computeIfAbsent(hit.getRule(), key -> new ArrayList<>()).add(hit.getPart());
                hit.getAffected().forEach(row ->
                        rows.computeIfAbsent(hit.getRule(), key -> new HashSet<>()).add(row.getIsrc()));
            }
            assertThat(parts).isEqualTo(Map.of("F3", List.of(0, 1, 2), "F7", List.of(0, 1, 2)));
            assertThat(rows.values()).allSatisfy(isrcs -> assertThat(isrcs).hasSize(recordings));
        }
    }

    /** A day is a jump only if the 28 days before it are known, so the period before must have been screened. */
    @Test
    void shouldCompareTheFirstDaysWithThePeriodBefore() {
        assertThat(jumps(true, DAY)).containsExactly(LocalDate.of(2026, 4, 2));
        assertThat(jumps(false, DAY)).isEmpty();
        // Too long ago to be a past that a jump could be told by.
        assertThat(jumps(true, LocalDate.of(2026, 3, 2))).isEmpty();
    }

    private List<LocalDate> jumps(boolean marchClosed, LocalDate played) {
        plays = 0;
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            intake.rules.pipeInput("any", rule(
                    "F8", null, "2020-01-01", true, "min_plays", "5", "baseline_plays", "2", "z", "2",
                    "plays_per_listener", "1", "per_day", "1"));
            Instant march = played.atTime(10, 0).toInstant(ZoneOffset.UTC);
            play(intake, "ann", A, march);
            play(intake, "ann", A, march.plusSeconds(300));
            if (marchClosed) {
                close(intake, "2026-03", 0);
            }
            for (int i = 0; i < 9; i++) {
                Instant start = Instant.parse("2026-04-02T10:00:00Z").plusSeconds(300L * i);
                pipe(intake, "ann", A, start, start.plusSeconds(300));
            }
            close(intake, "2026-04", 0);
            return intake.hits.readValuesToList().stream()
                    .filter(hit -> hit.getRule().equals("F8"))
                    .map(ScreeningHit::getWindowFrom)
                    .toList();
        }
    }

    /** By the times of records, whether the space is freed already or not. */
    @Test
    void shouldSayOfAPeriodWhoseSubscribersHaveExpiredThatNobodyIsScreened() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.MECHANICAL, AllocationModel.USER_CENTRIC, ScreeningPolicy.HOLD));
            playTwiceAtOnce(intake, "ann");
            assertThat(last(close(intake, "2026-03", 0)).getMark().getSubscribersExpired()).isFalse();
            intake.hits.readValue();
            untilMarchExpires(intake);
            assertThat(count(intake.driver.getKeyValueStore("intake-followed"))).isPositive();
            assertNobodyIsScreened(intake, 1);
            intake.driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(count(intake.driver.getKeyValueStore("intake-followed"))).isZero();
            assertNobodyIsScreened(intake, 2);
        }
    }

    private void assertNobodyIsScreened(IntakeDriver intake, int revision) {
        intake.artists.readValuesToList();
        intake.facts.readValuesToList();
        List<Usage> sent = close(intake, "2026-03", revision);
        assertThat(sent).extracting(Usage::getKind).containsExactly(UsageKind.MARK);
        assertThat(last(sent).getMark().getSubscribersExpired()).isTrue();
        assertThat(intake.facts.readValue().getSubscribersExpired()).isTrue();
        assertThat(intake.hits.isEmpty()).isTrue();
        assertThat(intake.artists.readValuesToList()).extracting(usage -> usage.getKind())
                .containsExactly(ArtistUsageKind.MARK, ArtistUsageKind.STANDING_MARK);
    }

    @Test
    void shouldFinishWhatItHasBegunWhenSubscribersExpireInBetween() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            List.of("ann", "ben", "cem").forEach(subscriber -> playTwiceAtOnce(intake, subscriber));
            intake.usage.readValuesToList();
            intake.command(Command.CLOSE, "2026-03", 0, plays);
            intake.turn();
            untilMarchExpires(intake);
            intake.driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(screened(work(intake))).isEqualTo(Map.of("SCREENED " + A + " 2026-03-05 ACTIVE 6", 3L));
            intake.driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(count(intake.driver.getKeyValueStore("intake-followed"))).isZero();
        }
    }

    private void untilMarchExpires(IntakeDriver intake) {
        for (int day = 1; day <= 31 + 431; day++) {
            Instant record = IntakeDriver.NOON.plus(Duration.ofDays(day));
            intake.pipe(
                    IntakeDriver.play("play-" + plays++).setOffering("none").setStartedAt(record).build(), record);
        }
        intake.usage.readValuesToList();
    }

    /** What an operator mended must not have stopped anything: plays wait for nobody. */
    @Test
    void shouldGoOnWithWhatItKnewWhenARuleCannotBeApplied() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            intake.rules.pipeInput("any", rule("F1", null, "2020-01-01", true, "plays_per_start", "1"));
            intake.rules.pipeInput("any", rule("F1", null, "2020-01-01", true, "no_such_threshold", "1"));
            intake.rules.pipeInput("any", rule("F1", null, "2021-01-01", true, "plays_per_start", "-1"));
            intake.rules.pipeInput("any", rule("F77", null, "2020-01-01", true));
            playTwiceAtOnce(intake, "ann");
            close(intake, "2026-03", 0);
            assertThat(intake.hits.readValue().getRuleVersion()).isEqualTo("2020-01-01");

            intake.rules.pipeInput("any", rule("F1", null, "2021-01-01", true, "plays_per_start", "1"));
            close(intake, "2026-03", 1);
            assertThat(intake.hits.readValue().getRuleVersion()).isEqualTo("2021-01-01");
        }
    }

    @Test
    void shouldExchangeNothingWhereNoAgreementScreensThePeriod() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(Agreement.newBuilder(agreement(
                            RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE))
                    .setValidTo(LocalDate.of(2026, 3, 1))
                    .build());
            intake.agree(agreement(RightType.MECHANICAL, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.NONE));
            intake.rules.pipeInput("any", rule("F1", null, "2020-01-01", true));
            playTwiceAtOnce(intake, "ann");
            assertThat(close(intake, "2026-03", 0)).extracting(Usage::getKind).containsExactly(UsageKind.MARK);
            assertThat(intake.artists.isEmpty()).isTrue();
            assertThat(intake.hits.isEmpty()).isTrue();
            assertThat(count(intake.driver.getKeyValueStore("intake-followed"))).isZero();
        }
    }

    /** The task has no subscribers, but others may have, and it judges the recordings that are its own. */
    @Test
    void shouldTakePartInTheExchangeWithoutPlays() {
        try (IntakeDriver intake = driver(1)) {
            intake.agree(agreement(RightType.RECORDING, AllocationModel.MARKET_CENTRIC, ScreeningPolicy.REBASE));
            intake.command(Command.CLOSE, "2026-03", 0);
            assertThat(intake.usage.readValue().getKind()).isEqualTo(UsageKind.MARK);
            work(intake);
            assertThat(intake.artists.readValuesToList()).extracting(usage -> usage.getKind())
                    .containsExactly(ArtistUsageKind.MARK, ArtistUsageKind.STANDING_MARK);
        }
    }

    @Test
    void shouldTellWhichRecordingsAreAiGenerated() {
        try (IntakeDriver intake = driver(1)) {
            rights(intake, Authorship.AI_ASSISTED);
            assertThat(intake.credits.isEmpty()).isTrue();
            rights(intake, Authorship.AI_GENERATED);
            rights(intake, Authorship.AI_GENERATED);
            rights(intake, Authorship.HUMAN);
            assertThat(intake.credits.readValuesToList()).containsExactly(
                    new RecordingArtists(A, List.of(), true), new RecordingArtists(A, List.of(), false));
            assertThat(count(intake.driver.getKeyValueStore("intake-artists"))).isZero();
        }
    }

    private static void rights(IntakeDriver intake, Authorship authorship) {
        RightShare share = RightShare.newBuilder()
                .setRightType(RightType.RECORDING)
                .setPartyId("label")
                .setRole("MainArtist")
                .setShareMicropercent(1)
                .setValidFrom(LocalDate.of(2020, 1, 1))
                .setAuthorship(authorship)
                .build();
        intake.rights.pipeInput(A, new RecordingRights(A, authorship.name(), List.of(share), List.of(), List.of()));
    }

    private void playTwiceAtOnce(IntakeDriver intake, String subscriber) {
        play(intake, subscriber, A, START);
        play(intake, subscriber, A, START);
        play(intake, subscriber, B, START.plusSeconds(600));
    }

    private void play(IntakeDriver intake, String subscriber, String isrc, Instant start) {
        pipe(intake, subscriber, isrc, start, IntakeDriver.NOON);
    }

    /** A play of 200 s of a track of six minutes. */
    private void pipe(IntakeDriver intake, String subscriber, String isrc, Instant start, Instant record) {
        intake.pipe(
                IntakeDriver.play("play-" + plays++)
                        .setSubscriberId(subscriber)
                        .setIsrc(isrc)
                        .setStartedAt(start)
                        .setPlayedMs(200_000)
                        .setTrackMs(360_000L)
                        .setDeviceId("phone of " + subscriber)
                        .setEngagement(Engagement.ACTIVE)
                        .build(),
                record);
    }

    private static void decide(IntakeDriver intake, ScreeningHit hit, HitDecision decision, long second) {
        intake.decisions.pipeInput(hit.getHitId(), new ScreeningDecision(
                hit.getHitId(), decision, "operator", "reason of " + decision, Instant.ofEpochSecond(second)));
    }

    private static ScreeningRule rule(
            String rule, String territory, String from, boolean enabled, String... thresholds) {
        List<Threshold> values = new ArrayList<>();
        for (int i = 0; i < thresholds.length; i += 2) {
            values.add(new Threshold(thresholds[i], new BigDecimal(thresholds[i + 1]).setScale(6)));
        }
        return new ScreeningRule(DSP, territory, rule, enabled, values, LocalDate.parse(from), null, null);
    }

    private static Agreement agreement(RightType right, AllocationModel model, ScreeningPolicy screening) {
        return Agreement.newBuilder(IntakeDriver.agreement(
                        DSP, "ID", "premium", right, "UTC", LocalDate.of(2020, 1, 1), null))
                .setModel(model)
                .setScreening(screening)
                .build();
    }

    /** Everything that a close sends behind the counts. */
    private List<Usage> close(IntakeDriver intake, String period, int revision) {
        intake.usage.readValuesToList();
        intake.command(Command.CLOSE, period, revision, plays);
        return work(intake);
    }

    private static List<Usage> work(IntakeDriver intake) {
        for (int turns = 0; count(intake.driver.getKeyValueStore("intake-jobs")) > 0; turns++) {
            assertThat(turns).isLessThan(10_000);
            intake.turn();
        }
        return intake.usage.readValuesToList();
    }

    private static Usage last(List<Usage> sent) {
        assertThat(sent.get(sent.size() - 1).getKind()).isEqualTo(UsageKind.MARK);
        return sent.get(sent.size() - 1);
    }

    private static Map<String, Long> screened(List<Usage> sent) {
        Map<String, Long> screened = new TreeMap<>();
        for (Usage usage : sent) {
            if (usage.getKind() == UsageKind.SCREENED || usage.getKind() == UsageKind.CONFIRMED) {
                for (RecordingUsage recording : usage.getRecordings()) {
                    for (UsageCount count : recording.getCounts()) {
                        screened.merge(
                                usage.getKind() + " " + recording.getIsrc() + " " + count.getDay() + " "
                                        + count.getEngagement() + " " + count.getTrackMinutes(),
                                count.getPlays(), Long::sum);
                    }
                }
            }
        }
        return screened;
    }

    /** By weighting and recording, of one subscriber. */
    private static Map<String, String> weights(List<Usage> sent) {
        Map<String, String> weights = new TreeMap<>();
        for (Usage usage : sent) {
            for (RecordingUsage recording : usage.getRecordings()) {
                for (DayWeight weight : recording.getWeights()) {
                    weights.put(
                            usage.getWeighting() + " " + recording.getIsrc(),
                            weight.getPlays() + " " + rounded(weight.getWeight()) + ", held "
                                    + weight.getHeldPlays() + " " + rounded(weight.getHeldWeight()));
                }
            }
        }
        return weights;
    }

    private static String rounded(BigDecimal weight) {
        return weight.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
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

    /** @param items of one turn */
    private IntakeDriver driver(int items) {
        try {
            return new IntakeDriver(
                    Files.createTempDirectory(stateDir, "driver"), 1, new AvroSerdes("mock://intake-driver"),
                    new IntakeOptions(
                            60, Duration.ofDays(1), 50_000, Duration.ofSeconds(30), 10_000, FollowSubscribers.AGREED,
                            new WorkLimits(Duration.ofMillis(20), Duration.ofSeconds(1), items, () -> 0L)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
