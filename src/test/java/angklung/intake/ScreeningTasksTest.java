package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.AffectedPlays;
import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.DayWeight;
import angklung.avro.Engagement;
import angklung.avro.HitDecision;
import angklung.avro.HitStatus;
import angklung.avro.RecordingUsage;
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
import angklung.screening.AffectedCell;
import angklung.screening.Catalogue;
import angklung.screening.Rule;
import angklung.screening.ScreenedPlay;
import angklung.screening.StatedRule;
import angklung.screening.Thresholds;
import angklung.topic.Partitioning;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random periods and revisions of a screened service over several tasks: plays in any order and any split over commits,
 * tasks that work, receive and restart in any order, decisions in between. What is sent is what the reference says.
 */
class ScreeningTasksTest {
    private static final String DSP = "melodia";
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
    private static final List<String> TERRITORIES = List.of("ID", "KR", "SG");
    private static final List<String> OFFERINGS = List.of("family", "premium");
    private static final List<UsageRevision> REVISIONS = List.of(
            UsageRevision.parse("2026-03"), UsageRevision.parse("2026-04"), UsageRevision.parse("2026-03+1"),
            UsageRevision.parse("2026-04+1"), UsageRevision.parse("2026-03+2"));

    @Test
    void shouldFindTheSameWhateverTheOrderOfPlaysCommitsTasksAndRestarts() {
        TreeSet<String> rulesSeen = new TreeSet<>();
        Seeds.cases(60, random -> {
            int intake = 1 + random.nextInt(4);
            int tally = 1 + random.nextInt(3);
            Scenario scenario = new Scenario(random);
            try (CloseTasks tasks =
                    new CloseTasks(intake, tally, 1 + random.nextInt(20), 1 + random.nextInt(20))) {
                scenario.tell(tasks);
                Map<UsageRevision, ScreeningReference> references = new HashMap<>();
                for (UsageRevision usage : REVISIONS) {
                    int usageBefore = tasks.usage.size();
                    int hitsBefore = tasks.hits.size();
                    scenario.play(tasks, usage, intake, random);
                    for (int partition = 0; partition < intake; partition++) {
                        tasks.cut(partition, DSP, usage);
                    }
                    Map<String, HitStatus> decidedAtTheCut = Map.copyOf(scenario.decided);
                    if (random.nextBoolean()) {
                        scenario.decideOnSome(tasks, references.values(), random);
                    }
                    tasks.work(random);
                    assertThat(tasks.leftovers()).isEmpty();
                    ScreeningReference reference = scenario.reference(usage, decidedAtTheCut, references);
                    references.put(usage, reference);
                    check(
                            scenario, reference, tasks.usage.subList(usageBefore, tasks.usage.size()),
                            tasks.hits.subList(hitsBefore, tasks.hits.size()), intake, tally);
                    reference.hits().values().forEach(hit -> rulesSeen.add(hit.rule() + " " + hit.kind()));
                    scenario.decideOnSome(tasks, references.values(), random);
                }
            }
        });
        assertThat(rulesSeen).contains(
                "F1 SUBSCRIBER", "F2 SUBSCRIBER", "F3 SUBSCRIBER", "F4 RECORDING", "F4 SUBSCRIBER", "F5 SUBSCRIBER",
                "F6 RECORDING", "F6 SUBSCRIBER", "F7 COHORT", "F8 RECORDING", "F9 DEVICE", "F9 SUBSCRIBER",
                "F10 SUBSCRIBER", "F11 SUBSCRIBER", "F12 SUBSCRIBER");
    }

    private static void check(
            Scenario scenario, ScreeningReference reference, List<Usage> sent, List<ScreeningHit> hits, int intake,
            int tally) {
        assertThat(screened(sent, tally)).isEqualTo(reference.screened());
        assertThat(hits(hits, intake)).isEqualTo(reference.hits());
        assertThat(hits).allSatisfy(hit -> assertThat(hit.toString()).doesNotContain("listener-"));
        if (!ScreeningReference.isAgreed(scenario.agreements)) {
            assertThat(hits).isEmpty();
        }
        SortedMap<String, ScreeningReference.Cell> weights = weights(sent);
        assertThat(weights.keySet()).isEqualTo(reference.weights().keySet());
        reference.weights().forEach((key, cell) -> {
            ScreeningReference.Cell actual = weights.get(key);
            assertThat(actual.plays()).as(key).isEqualByComparingTo(cell.plays());
            assertThat(actual.heldPlays()).as(key).isEqualByComparingTo(cell.heldPlays());
            assertNear(key, actual.weight(), cell.weight());
            assertNear(key, actual.heldWeight(), cell.heldWeight());
        });
        assertMarks(sent, intake, tally);
    }

    /** One unit for each of the subscribers at most, and each part has two ends. */
    private static void assertNear(String key, BigDecimal actual, BigDecimal expected) {
        assertThat(actual.subtract(expected).abs()).as(key).isLessThan(new BigDecimal("20e-24"));
    }

    private static SortedMap<String, Long> screened(List<Usage> sent, int tally) {
        SortedMap<String, Long> screened = new TreeMap<>();
        for (Usage usage : sent) {
            if (usage.getKind() == UsageKind.SCREENED || usage.getKind() == UsageKind.CONFIRMED) {
                for (RecordingUsage recording : usage.getRecordings()) {
                    assertThat(Partitioning.ofIsrc(recording.getIsrc(), tally))
                            .isEqualTo(Partitioning.ofIsrc(UsageSender.anyIsrc(usage), tally));
                    for (UsageCount count : recording.getCounts()) {
                        assertThat(count.getShortPlays()).isZero();
                        screened.merge(
                                String.join(
                                        " ", usage.getKind().name(), usage.getTerritory(), usage.getOffering(),
                                        recording.getIsrc(), Long.toString(count.getDay().toEpochDay()),
                                        count.getEngagement().name(), Integer.toString(count.getTrackMinutes())),
                                count.getPlays(), Long::sum);
                    }
                }
            }
        }
        return screened;
    }

    private static SortedMap<String, ScreeningReference.Hit> hits(List<ScreeningHit> records, int intake) {
        SortedMap<String, ScreeningReference.Hit> hits = new TreeMap<>();
        Set<String> parts = new TreeSet<>();
        for (ScreeningHit record : records) {
            assertThat(parts.add(record.getHitId() + " " + record.getPart())).isTrue();
            boolean ofSubscriber = record.getSubjectKind() == ScreeningSubject.SUBSCRIBER;
            assertThat(record.getParts()).isEqualTo(ofSubscriber ? 1 : intake);
            assertThat(record.getPart()).isBetween(0, record.getParts() - 1);
            assertThat(record.getEvidence()).isNotEmpty();
            ScreeningReference.Hit hit = hits.computeIfAbsent(record.getHitId(), id -> new ScreeningReference.Hit(
                    record.getRule(), record.getRuleVersion(), record.getSubjectKind(), record.getSubject(),
                    record.getStatus(), new TreeMap<>()));
            assertThat(record.getStatus()).isEqualTo(hit.status());
            assertThat(record.getDecidedBy() == null).isEqualTo(record.getStatus() == HitStatus.OPEN);
            long plays = 0;
            for (AffectedPlays row : record.getAffected()) {
                AffectedCell cell = new AffectedCell(
                        row.getTerritory(), row.getOffering(), row.getIsrc(), (int) row.getDay().toEpochDay());
                hit.affected().merge(cell, row.getPlays(), Long::sum);
                plays += row.getPlays();
            }
            assertThat(record.getPlays()).isEqualTo(plays);
        }
        return hits;
    }

    private static SortedMap<String, ScreeningReference.Cell> weights(List<Usage> sent) {
        SortedMap<String, ScreeningReference.Cell> weights = new TreeMap<>();
        for (Usage usage : sent) {
            for (RecordingUsage recording : usage.getRecordings()) {
                for (DayWeight weight : recording.getWeights()) {
                    assertThat(weight.getHeldWeight()).isLessThanOrEqualTo(weight.getWeight());
                    weights.merge(
                            String.join(
                                    " ", usage.getTerritory(), usage.getOffering(), usage.getWeighting(),
                                    recording.getIsrc(), Long.toString(weight.getDay().toEpochDay())),
                            new ScreeningReference.Cell(
                                    BigDecimal.valueOf(weight.getPlays()), weight.getWeight(),
                                    BigDecimal.valueOf(weight.getHeldPlays()), weight.getHeldWeight()),
                            ScreeningReference.Cell::plus);
                }
            }
        }
        return weights;
    }

    private static void assertMarks(List<Usage> sent, int intake, int tally) {
        for (int partition = 0; partition < intake; partition++) {
            int source = partition;
            List<Usage> own = sent.stream().filter(usage -> usage.getSourcePartition() == source).toList();
            long[] records = new long[tally];
            long[] screened = new long[tally];
            for (Usage usage : own.subList(0, own.size() - 1)) {
                int target = Partitioning.ofIsrc(UsageSender.anyIsrc(usage), tally);
                records[target]++;
                usage.getRecordings().forEach(recording -> recording.getCounts()
                        .forEach(count -> screened[target] += count.getPlays()));
            }
            Usage mark = own.get(own.size() - 1);
            assertThat(mark.getKind()).isEqualTo(UsageKind.MARK);
            assertThat(mark.getMark().getRecordsSent()).isEqualTo(Arrays.stream(records).boxed().toList());
            assertThat(mark.getMark().getScreenedSent()).isEqualTo(
                    Arrays.stream(screened).sum() == 0 ? List.of() : Arrays.stream(screened).boxed().toList());
        }
    }

    /** Agreements, rules, credits and plays of one service. */
    private static final class Scenario {
        private final List<Agreement> agreements = new ArrayList<>();
        private final List<StatedRule> rules = new ArrayList<>();
        private final Map<String, String> artists = new HashMap<>();
        private final Set<String> machines = new TreeSet<>();
        private final List<ScreeningReference.Listened> plays = new ArrayList<>();
        private final Map<String, HitStatus> decided = new HashMap<>();
        private long decisions;

        Scenario(SplittableRandom random) {
            for (String territory : TERRITORIES) {
                for (String offering : OFFERINGS) {
                    for (RightType right : List.of(RightType.RECORDING, RightType.MECHANICAL)) {
                        agreements.add(agreement(territory, offering, right, random));
                    }
                }
            }
            for (Rule rule : Rule.values()) {
                rules.add(rule(rule, null, random));
                if (random.nextInt(4) == 0) {
                    rules.add(rule(rule, "KR", random));
                }
            }
            for (int i = 0; i < 6; i++) {
                artists.put(isrc(i), "artist-" + random.nextInt(2));
                if (random.nextBoolean()) {
                    machines.add(isrc(i));
                }
            }
            int subscribers = 1 + random.nextInt(8);
            for (int i = random.nextInt(200); i > 0; i--) {
                plays.add(play(subscribers, random));
            }
        }

        void tell(CloseTasks tasks) {
            agreements.forEach(tasks::agree);
            artists.forEach((isrc, artist) -> tasks.credit(isrc, List.of(artist), machines.contains(isrc)));
            rules.forEach(rule -> tasks.rule(record(rule)));
        }

        /** In any order, with commits in between. */
        void play(CloseTasks tasks, UsageRevision usage, int intake, SplittableRandom random) {
            List<ScreeningReference.Listened> order = new ArrayList<>(
                    plays.stream().filter(play -> play.usage().equals(usage)).toList());
            Collections.shuffle(order, new Random(random.nextLong()));
            Map<String, Place> places = new HashMap<>();
            for (ScreeningReference.Listened listened : order) {
                ScreenedPlay play = listened.play();
                int partition = Math.floorMod(listened.subscriber().hashCode(), intake);
                Place place = places.computeIfAbsent(
                        play.territory() + play.offering(),
                        key -> new Place(DSP, play.territory(), play.offering()));
                if (isScreened(play)) {
                    tasks.play(partition, usage, place, listened.subscriber(), play);
                } else {
                    tasks.play(
                            partition, usage, place, listened.subscriber(), play.isrc(), play.day(),
                            play.engagement());
                }
                if (random.nextInt(5) == 0) {
                    tasks.commit(partition);
                }
            }
        }

        ScreeningReference reference(
                UsageRevision usage, Map<String, HitStatus> decisions,
                Map<UsageRevision, ScreeningReference> earlier) {
            ScreeningReference before = null;
            if (ScreeningReference.isAgreed(agreements) && usage.period().toString().equals("2026-04")) {
                before = earlier.get(UsageRevision.parse(usage.number() == 0 ? "2026-03" : "2026-03+1"));
            }
            return new ScreeningReference(
                    DSP, usage, plays, agreements, Thresholds.of(rules), catalogue(), decisions, before);
        }

        void decideOnSome(CloseTasks tasks, Collection<ScreeningReference> references, SplittableRandom random) {
            references.forEach(reference -> reference.hits().keySet().forEach(hit -> {
                if (random.nextInt(6) == 0) {
                    HitDecision decision = random.nextBoolean() ? HitDecision.RELEASE : HitDecision.CONFIRM;
                    tasks.decide(new ScreeningDecision(
                            hit, decision, "operator", "because", Instant.ofEpochSecond(decisions++)));
                    decided.put(
                            hit, decision == HitDecision.RELEASE ? HitStatus.RELEASED : HitStatus.CONFIRMED);
                }
            }));
        }

        private boolean isScreened(ScreenedPlay play) {
            return agreements.stream().anyMatch(agreement -> agreement.getScreening() != ScreeningPolicy.NONE
                    && agreement.getTerritory().equals(play.territory())
                    && agreement.getOffering().equals(play.offering())
                    && TimeZones.covers(agreement, LocalDate.ofEpochDay(play.day())));
        }

        private Catalogue catalogue() {
            return new Catalogue() {
                @Override
                public Collection<String> artists(String isrc) {
                    return List.of(artists.get(isrc));
                }

                @Override
                public boolean aiGenerated(String isrc) {
                    return machines.contains(isrc);
                }
            };
        }

        private static ScreeningReference.Listened play(int subscribers, SplittableRandom random) {
            UsageRevision usage = REVISIONS.get(random.nextInt(REVISIONS.size()));
            int month = usage.period().toString().endsWith("03") ? 0 : 31;
            int day = (int) FIRST.toEpochDay() + month + random.nextInt(3) * (month == 0 ? 10 : 1);
            long second = day * 86_400L + random.nextInt(24) * 3_600L + random.nextInt(2) * 20;
            return new ScreeningReference.Listened(
                    DSP, usage, "listener-" + random.nextInt(subscribers), new ScreenedPlay(
                            TERRITORIES.get(random.nextInt(3)), OFFERINGS.get(random.nextInt(2)),
                            isrc(random.nextInt(1 + random.nextInt(6))), Engagement.values()[random.nextInt(3)], day,
                            random.nextInt(3) == 0 ? 6 : 0, second, 30 + random.nextInt(40), random.nextBoolean(),
                            random.nextInt(3)));
        }

        private static Agreement agreement(
                String territory, String offering, RightType right, SplittableRandom random) {
            ScreeningPolicy screening = List.of(
                            ScreeningPolicy.NONE, ScreeningPolicy.NONE, ScreeningPolicy.HOLD, ScreeningPolicy.REBASE)
                    .get(random.nextInt(4));
            return Agreement.newBuilder(IntakeDriver.agreement(
                            DSP, territory, offering, right, "UTC",
                            random.nextInt(4) == 0 ? FIRST.plusDays(5) : LocalDate.of(2020, 1, 1), null))
                    .setModel(random.nextBoolean() ? AllocationModel.USER_CENTRIC : AllocationModel.MARKET_CENTRIC)
                    .setScreening(screening)
                    .build();
        }

        /** Small thresholds: a handful of plays reaches them. */
        private static StatedRule rule(Rule rule, String territory, SplittableRandom random) {
            Map<String, BigDecimal> thresholds = new HashMap<>();
            rule.thresholds().forEach(threshold -> thresholds.put(
                    threshold.name(),
                    threshold.largest() == null
                            ? new BigDecimal(random.nextInt(5)).setScale(6)
                            : BigDecimal.valueOf(random.nextInt(11), 1).setScale(6)));
            return new StatedRule(
                    rule.id(), territory, random.nextInt(3) == 0, thresholds,
                    territory == null ? "2026-01-01" : "2026-02-01");
        }

        private static ScreeningRule record(StatedRule rule) {
            return ScreeningRule.newBuilder()
                    .setDsp(DSP)
                    .setTerritory(rule.territory())
                    .setRule(rule.rule())
                    .setEnabled(rule.enabled())
                    .setThresholds(rule.thresholds().entrySet().stream()
                            .map(entry -> new Threshold(entry.getKey(), entry.getValue()))
                            .toList())
                    .setValidFrom(LocalDate.parse(rule.version()))
                    .build();
        }

        private static String isrc(int n) {
            return String.format("IDA0126%05d", n);
        }
    }
}
