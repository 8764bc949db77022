package angklung.screening;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Engagement;
import angklung.avro.HitStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds of any plays and thresholds. */
class ScreeningPropertiesTest {
    private static final String[] TERRITORIES = {"KR", "ID", "US"};

    @Test
    void shouldNotDependOnTheOrderOfPlays() {
        Seeds.cases(1_500, random -> {
            Thresholds thresholds = thresholds(random);
            List<ScreenedPlay> plays = plays(random, 1 + random.nextInt(120));
            List<ScreenedPlay> shuffled = new ArrayList<>(plays);
            Collections.shuffle(shuffled, new Random(random.nextLong()));

            SubscriberScreen one = screen("s", thresholds, plays);
            SubscriberScreen other = screen("s", thresholds, shuffled);

            assertThat(other.plays()).isEqualTo(one.plays());
            assertThat(described(other, other.findings())).isEqualTo(described(one, one.findings()));
            assertThat(contributed(other)).isEqualTo(contributed(one));
        });
    }

    @Test
    void shouldNotDependOnWhichTaskHasASubscriber() {
        Seeds.cases(300, random -> {
            Thresholds thresholds = thresholds(random);
            List<SubscriberScreen> screens = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                screens.add(screen("s" + i, thresholds, plays(random, 1 + random.nextInt(60))));
            }
            ToldSubjects alone = told(thresholds, List.of(screens));
            List<SubscriberScreen> shuffled = new ArrayList<>(screens);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            int cut = random.nextInt(13);
            ToldSubjects split =
                    told(thresholds, List.of(shuffled.subList(0, cut), shuffled.subList(cut, shuffled.size())));

            for (SubscriberScreen screen : screens) {
                assertThat(described(screen, screen.findings(split)))
                        .isEqualTo(described(screen, screen.findings(alone)));
            }
        });
    }

    @Test
    void shouldAddSumsInAnyOrder() {
        Seeds.cases(2_000, random -> {
            SubjectSums a = sums(random);
            SubjectSums b = sums(random);
            SubjectSums c = sums(random);

            assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
            assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
            assertThat(a.plus(SubjectSums.NONE)).isEqualTo(a);
            assertThat(SubjectSums.decode(a.encode())).isEqualTo(a);
            assertThat(a.plus(b).encode()).isEqualTo(b.plus(a).encode());
            for (int day = Plays.FIRST_DAY - 40; day < Plays.FIRST_DAY + 40; day++) {
                assertThat(a.plus(b).on(day)).isEqualTo(a.on(day) + b.on(day));
            }
        });
    }

    @Test
    void shouldCountEveryPlayOnceInTheSums() {
        Seeds.cases(500, random -> {
            List<ScreenedPlay> plays = plays(random, 1 + random.nextInt(100));
            Map<String, Long> byRecording = new TreeMap<>();
            Map<Long, Long> byDevice = new TreeMap<>();
            screen("s", Thresholds.standard(), plays).contribute((subject, sums) -> {
                switch (subject.kind()) {
                    case RECORDING -> byRecording.put(subject.id(), sums.plays());
                    case DEVICE -> byDevice.put(Long.parseUnsignedLong(subject.id(), 16), sums.plays());
                    default -> throw new AssertionError(subject);
                }
                assertThat(sums.subscribers()).isEqualTo(1);
            });

            Map<String, Long> recordings = new TreeMap<>();
            Map<Long, Long> devices = new TreeMap<>();
            plays.forEach(play -> recordings.merge(play.isrc(), 1L, Long::sum));
            plays.stream()
                    .filter(play -> play.device() != ScreenedPlay.UNKNOWN_DEVICE)
                    .forEach(play -> devices.merge(play.device(), 1L, Long::sum));
            assertThat(byRecording).isEqualTo(recordings);
            assertThat(byDevice).isEqualTo(devices);
        });
    }

    @Test
    void shouldFindOnlyPlaysOfTerritoriesThatTheTermsAreFor() {
        Seeds.cases(1_000, random -> {
            Thresholds thresholds = thresholds(random);
            SubscriberScreen screen = screen("s", thresholds, plays(random, 1 + random.nextInt(100)));

            for (Finding finding : screen.findings()) {
                assertThat(finding.plays()).isPositive();
                assertThat(finding.evidence()).isNotEmpty();
                finding.forEachPlay(play -> assertThat(thresholds.covers(
                                finding.rule(),
                                finding.territory(),
                                screen.plays().get(play).territory()))
                        .isTrue());
                assertThat(screen.affected(finding).values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(finding.plays());
            }
            List<String> ids = screen.findings().stream().map(Finding::hitId).toList();
            assertThat(ids).doesNotHaveDuplicates();
        });
    }

    /** A second statement of the very same rule for one territory divides the finding, and finds no other play. */
    @Test
    void shouldFindTheSamePlaysByTheSameTermsForATerritory() {
        Seeds.cases(500, random -> {
            Rule rule = Rule.values()[random.nextInt(Rule.values().length)];
            String[] low = low(rule, random);
            List<StatedRule> general = Plays.onlyIn(null, rule, low);
            List<StatedRule> both = new ArrayList<>(general);
            both.add(Plays.stated("KR", rule, low));
            List<ScreenedPlay> plays = plays(random, 1 + random.nextInt(100));

            SubscriberScreen one = screen("s", Thresholds.of(general), plays);
            SubscriberScreen other = screen("s", Thresholds.of(both), plays);

            Verdicts oneVerdict = verdicts(one);
            Verdicts otherVerdict = verdicts(other);
            for (int play = 0; play < plays.size(); play++) {
                assertThat(otherVerdict.isOpen(play)).isEqualTo(oneVerdict.isOpen(play));
            }
        });
    }

    @Test
    void shouldLetAConfirmedHitGoBeforeAnOpenOneAndIgnoreAReleasedOne() {
        Seeds.cases(500, random -> {
            SubscriberScreen screen = screen("s", thresholds(random), plays(random, 1 + random.nextInt(80)));
            HitStatus[] statuses = {HitStatus.OPEN, HitStatus.RELEASED, HitStatus.CONFIRMED};
            Map<Finding, HitStatus> decided = new java.util.LinkedHashMap<>();
            screen.findings().forEach(finding -> decided.put(finding, statuses[random.nextInt(3)]));

            Verdicts verdicts = new Verdicts();
            decided.forEach(verdicts::add);

            boolean any = false;
            for (int i = 0; i < screen.plays().size(); i++) {
                int play = i;
                boolean open = decided.entrySet().stream()
                        .anyMatch(each -> each.getValue() == HitStatus.OPEN && each.getKey().concerns(play));
                boolean confirmed = decided.entrySet().stream()
                        .anyMatch(each -> each.getValue() == HitStatus.CONFIRMED && each.getKey().concerns(play));
                assertThat(verdicts.isConfirmed(play)).isEqualTo(confirmed);
                assertThat(verdicts.isOpen(play)).isEqualTo(open && !confirmed);
                any |= open || confirmed;
            }
            assertThat(verdicts.areClear()).isEqualTo(!any);
        });
    }

    /** A machine without a pause must not stop the task that screens it. */
    @Test
    void shouldScreenHundredsOfThousandsOfPlaysOfOneSubscriber() {
        SplittableRandom random = new SplittableRandom(4);
        List<ScreenedPlay> plays = plays(random, 400_000);

        SubscriberScreen screen = screen("s", Thresholds.standard(), plays);

        assertThat(screen.findings()).extracting(Finding::rule).contains(Rule.SAME_START, Rule.PLAYS);
        assertThat(verdicts(screen).isOpen(0)).isTrue();
    }

    private static Verdicts verdicts(SubscriberScreen screen) {
        Verdicts verdicts = new Verdicts();
        screen.findings().forEach(finding -> verdicts.add(finding, HitStatus.OPEN));
        return verdicts;
    }

    private static SubscriberScreen screen(String subscriber, Thresholds thresholds, List<ScreenedPlay> plays) {
        return new SubscriberScreen(Plays.terms(thresholds), subscriber, plays);
    }

    private static ToldSubjects told(Thresholds thresholds, List<List<SubscriberScreen>> tasks) {
        Map<Subject, SubjectSums> sums = new TreeMap<>();
        for (List<SubscriberScreen> task : tasks) {
            SubjectTally tally = new SubjectTally();
            task.forEach(tally::add);
            tally.drain((subject, more) -> sums.merge(subject, SubjectSums.decode(more.encode()), SubjectSums::plus));
        }
        List<SubjectFinding> found = new ArrayList<>();
        sums.forEach((subject, all) -> found.addAll(
                SubjectRules.judge(Plays.terms(thresholds), subject, all, Optional.of(SubjectSums.NONE))));
        return new ToldSubjects(found);
    }

    private static List<String> described(SubscriberScreen screen, List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.hitId() + " " + finding.rule().id() + " " + finding.territory() + " "
                        + finding.subject() + " " + finding.from() + "-" + finding.to() + " " + finding.evidence()
                        + " " + screen.affected(finding))
                .toList();
    }

    private static Map<Subject, SubjectSums> contributed(SubscriberScreen screen) {
        Map<Subject, SubjectSums> sums = new TreeMap<>();
        screen.contribute((subject, more) -> assertThat(sums.put(subject, more)).isNull());
        return sums;
    }

    private static SubjectSums sums(SplittableRandom random) {
        int size = random.nextInt(6);
        TreeMap<Integer, Long> byDay = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            byDay.put(Plays.FIRST_DAY - 35 + random.nextInt(70), 1 + random.nextLong(1_000_000));
        }
        SubjectSums recording = SubjectSums.ofRecording(
                random.nextLong(1_000_000),
                random.nextLong(1_000),
                byDay.keySet().stream().mapToInt(Integer::intValue).toArray(),
                byDay.values().stream().mapToLong(Long::longValue).toArray());
        SubjectSums cohort = SubjectSums.ofCohort(random.nextLong(9_000), random.nextLong(500));
        return random.nextBoolean() ? recording : recording.plus(cohort);
    }

    /** All rules with thresholds so low that they often hit; some for one territory, some not applied. */
    private static Thresholds thresholds(SplittableRandom random) {
        List<StatedRule> stated = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            if (random.nextInt(8) > 0) {
                stated.add(Plays.stated(null, rule, low(rule, random)));
            }
            if (random.nextInt(3) == 0) {
                stated.add(Plays.stated(TERRITORIES[random.nextInt(3)], rule, low(rule, random)));
            }
        }
        return Thresholds.of(stated);
    }

    private static String[] low(Rule rule, SplittableRandom random) {
        List<String> values = new ArrayList<>();
        for (Threshold threshold : rule.thresholds()) {
            values.add(threshold.name());
            values.add(threshold.largest() == null
                    ? Integer.toString(random.nextInt(6))
                    : "0." + random.nextInt(10));
        }
        return values.toArray(String[]::new);
    }

    /** Few recordings, seconds, devices and days, so that much happens together. */
    private static List<ScreenedPlay> plays(SplittableRandom random, int count) {
        List<ScreenedPlay> plays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int day = Plays.FIRST_DAY + random.nextInt(4);
            plays.add(new ScreenedPlay(
                    TERRITORIES[random.nextInt(3)],
                    random.nextBoolean() ? "Premium" : "Free",
                    (random.nextInt(3) == 0 ? "AI-" : "B-") + random.nextInt(6),
                    Engagement.values()[random.nextInt(3)],
                    day,
                    random.nextInt(2) * 7,
                    day * 86_400L + random.nextInt(24) * 3_600L + random.nextInt(4) * 20L,
                    25 + random.nextInt(40),
                    random.nextInt(4) == 0,
                    random.nextInt(3)));
        }
        return plays;
    }
}
