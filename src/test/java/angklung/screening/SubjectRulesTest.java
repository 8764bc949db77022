package angklung.screening;

import static angklung.screening.Plays.FIRST_DAY;
import static angklung.screening.Plays.LAST_DAY;
import static angklung.screening.Plays.number;
import static angklung.screening.Plays.observed;
import static angklung.screening.Plays.only;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.ScreeningSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules that look at sums, below, at and above each of their thresholds, and whose plays they concern. */
class SubjectRulesTest {
    private static final Subject SONG = Subject.recording("A-1");

    // F4

    @Test
    void shouldFindARecordingThatNearlyEverybodyStops() {
        Thresholds terms = only(Rule.JUST_OVER_THRESHOLD, "min_plays", "10", "share", "0.8");

        assertThat(judge(terms, SONG, recording(1, 9, 9))).as("nine plays").isEmpty();
        assertThat(judge(terms, SONG, recording(1, 10, 7))).as("70 %").isEmpty();
        SubjectFinding finding = onlyFinding(judge(terms, SONG, recording(1, 10, 8)));
        assertThat(observed(finding.evidence()))
                .containsEntry("min_plays", number("10"))
                .containsEntry("share", number("0.8"));
        assertThat(finding.from()).isEqualTo(FIRST_DAY);
        assertThat(finding.to()).isEqualTo(LAST_DAY);
    }

    @Test
    void shouldConcernOnlyTheStoppedPlays() {
        Thresholds terms =
                only(Rule.JUST_OVER_THRESHOLD, "min_plays", "10", "share", "0.8", "subscriber_min_plays", "100");
        Plays plays = new Plays().times(9, "A-1", 1, 31).times(1, "A-1", 2, 200).times(5, "A-2", 3, 31);

        List<Finding> found = told(terms, plays);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).plays()).isEqualTo(9);
        assertThat(found.get(0).subject()).isEqualTo(SONG);
    }

    // F6

    @Test
    void shouldFindARecordingWithTooManyPlaysPerListener() {
        Thresholds terms = only(Rule.REPEATS, "min_plays", "20", "plays_per_listener", "10");

        assertThat(judge(terms, SONG, recording(1, 19, 0))).as("few plays").isEmpty();
        assertThat(judge(terms, SONG, recording(2, 20, 0))).as("ten each").isEmpty();
        assertThat(observed(onlyFinding(judge(terms, SONG, recording(2, 21, 0))).evidence()))
                .containsEntry("min_plays", number("21"))
                .containsEntry("plays_per_listener", number("10.5"));
    }

    @Test
    void shouldConcernOnlyListenersWhoRepeatedItThatMuch() {
        Thresholds terms = only(Rule.REPEATS, "min_plays", "20", "plays_per_listener", "10", "per_day", "1000");
        Plays often = new Plays().times(11, "A-1", 1, 180).times(20, "A-2", 1, 180);
        Plays seldom = new Plays().times(10, "A-1", 1, 180);
        ToldSubjects told = new ToldSubjects(judge(terms, SONG, recording(2, 21, 0)));

        assertThat(often.screen(terms).findings(told)).extracting(Finding::plays).containsExactly(11);
        assertThat(seldom.screen(terms).findings(told)).isEmpty();
    }

    // F7

    @Test
    void shouldFindManySubscribersWithTheSameRecordings() {
        Thresholds terms = only(Rule.OVERLAP, "min_recordings", "10", "min_subscribers", "3");

        assertThat(toldToFirst(terms, 2, 10)).as("two subscribers").isEmpty();
        assertThat(toldToFirst(terms, 3, 9)).as("nine recordings").isEmpty();
        List<Finding> found = toldToFirst(terms, 3, 10);
        assertThat(found).as("once, though they meet in several cohorts").hasSize(1);
        assertThat(found.get(0).plays()).isEqualTo(10);
        assertThat(observed(found.get(0).evidence()))
                .containsEntry("min_recordings", number("10"))
                .containsEntry("min_subscribers", number("3"));
    }

    private static List<Finding> toldToFirst(Thresholds terms, int subscribers, int recordings) {
        Plays[] all = new Plays[subscribers];
        for (int i = 0; i < subscribers; i++) {
            all[i] = new Plays();
            for (int j = 0; j < recordings; j++) {
                all[i].at("A-" + j, 1 + (i + j) % 30, j * 200);
            }
        }
        return told(terms, all);
    }

    @Test
    void shouldFindSubscribersWithNearlyTheSameRecordings() {
        Thresholds terms = only(Rule.OVERLAP, "min_recordings", "100", "min_subscribers", "20");
        Plays[] all = new Plays[40];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Plays();
            for (int j = 0; j < 200; j++) {
                boolean own = (i + j) % 40 == 0; // 5 of 200
                all[i].at((own ? "OWN" + i + "-" : "A-") + j, 1 + j % 30, j * 200);
            }
        }

        assertThat(told(terms, all)).hasSize(1);
    }

    @Test
    void shouldNotFindSubscribersWhoShareHalfOfTheirRecordings() {
        Thresholds terms = only(Rule.OVERLAP, "min_recordings", "100", "min_subscribers", "5");
        Plays[] all = new Plays[40];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Plays();
            for (int j = 0; j < 200; j++) {
                all[i].at((j < 100 ? "OWN" + i + "-" : "A-") + j, 1 + j % 30, j * 200);
            }
        }

        for (Plays each : all) {
            assertThat(each.screen(terms).findings(toldBy(terms, all))).isEmpty();
        }
    }

    // F8

    @Test
    void shouldFindADayFarAboveTheDaysBefore() {
        String[] values = {"min_plays", "50", "baseline_plays", "280", "z", "10", "plays_per_listener", "0"};
        Thresholds terms = only(Rule.VELOCITY, values);
        // 10 plays a day: the mean is 10, the variance 0, taken as 10; ten deviations are 31.6
        SubjectSums before = days(FIRST_DAY - 30, 30, 10);

        assertThat(judge(terms, SONG, spike(5, 41), before)).as("below min_plays").isEmpty();
        assertThat(judge(only(Rule.VELOCITY, "min_plays", "41", "baseline_plays", "280", "z", "10",
                        "plays_per_listener", "0"), SONG, spike(5, 41), before))
                .as("41 is 9.8 deviations above")
                .isEmpty();
        SubjectFinding finding = onlyFinding(judge(only(Rule.VELOCITY, "min_plays", "42", "baseline_plays", "280",
                "z", "10", "plays_per_listener", "0"), SONG, spike(5, 42), before));
        assertThat(finding.from()).isEqualTo(FIRST_DAY + 4);
        assertThat(finding.to()).isEqualTo(FIRST_DAY + 4);
        assertThat(observed(finding.evidence()))
                .containsEntry("min_plays", number("42"))
                .containsEntry("baseline_plays", number("280"))
                .containsEntry("z", number("10.119288")); // 32 / √10
    }

    @Test
    void shouldBeExactAtSoManyDeviations() {
        // a past of 14 days of 12 and 14 of 28 plays: mean 20, variance 64, taken as no less than 20; sd 8
        SubjectSums before = days(FIRST_DAY - 28, 14, 12).plus(days(FIRST_DAY - 14, 14, 28));
        String[] values = {"min_plays", "1", "baseline_plays", "560", "z", "5", "plays_per_listener", "0"};

        assertThat(judge(only(Rule.VELOCITY, values), SONG, days(FIRST_DAY, 1, 60), before)).isEmpty();
        assertThat(judge(only(Rule.VELOCITY, values), SONG, days(FIRST_DAY, 1, 61), before)).hasSize(1);
        values[3] = "561";
        assertThat(judge(only(Rule.VELOCITY, values), SONG, days(FIRST_DAY, 1, 61), before)).as("past").isEmpty();
    }

    @Test
    void shouldGoOnFindingAnAttackThatGoesOn() {
        String[] values = {"min_plays", "50", "baseline_plays", "280", "z", "10", "plays_per_listener", "0"};
        SubjectSums sums = days(FIRST_DAY, 5, 10).plus(days(FIRST_DAY + 5, 25, 500));

        assertThat(judge(only(Rule.VELOCITY, values), SONG, sums, days(FIRST_DAY - 28, 28, 10)))
                .hasSize(25);
    }

    @Test
    void shouldNotJudgeADayWithoutAPast() {
        String[] values = {"min_plays", "50", "baseline_plays", "0", "z", "10", "plays_per_listener", "0"};
        SubjectSums sums = days(FIRST_DAY, 1, 10).plus(days(FIRST_DAY + 27, 1, 500)).plus(days(FIRST_DAY + 28, 1, 500));

        assertThat(SubjectRules.judge(Plays.terms(only(Rule.VELOCITY, values)), SONG, sums, Optional.empty()))
                .as("the 29th day is the first with 28 days before it; the 28th is part of its past")
                .isEmpty();
        SubjectSums late = days(FIRST_DAY, 28, 10).plus(days(FIRST_DAY + 28, 1, 500));
        assertThat(SubjectRules.judge(Plays.terms(only(Rule.VELOCITY, values)), SONG, late, Optional.empty()))
                .extracting(SubjectFinding::from)
                .containsExactly(FIRST_DAY + 28);
    }

    @Test
    void shouldNotFindASongThatManyDiscover() {
        String[] values = {"min_plays", "50", "baseline_plays", "280", "z", "10", "plays_per_listener", "5"};
        SubjectSums viral = spike(5, 500);
        SubjectSums listeners = SubjectSums.NONE;
        for (int i = 1; i < viral.plays() / 5; i++) {
            listeners = listeners.plus(SubjectSums.ofRecording(0, 0, new int[0], new long[0]));
        }

        assertThat(judge(only(Rule.VELOCITY, values), SONG, viral.plus(listeners), days(FIRST_DAY - 28, 28, 10)))
                .isEmpty();
        assertThat(judge(only(Rule.VELOCITY, values), SONG, viral, days(FIRST_DAY - 28, 28, 10)))
                .hasSize(1);
    }

    @Test
    void shouldConcernOnlyTheDayAndThoseWhoRepeated() {
        String[] values = {"min_plays", "50", "baseline_plays", "280", "z", "10", "plays_per_listener", "5"};
        Thresholds terms = only(Rule.VELOCITY, values);
        ToldSubjects told =
                new ToldSubjects(judge(terms, SONG, spike(5, 500), days(FIRST_DAY - 28, 28, 10)));

        assertThat(new Plays().times(6, "A-1", 5, 180).times(3, "A-1", 6, 180).screen(terms).findings(told))
                .extracting(Finding::plays)
                .containsExactly(6);
        assertThat(new Plays().times(5, "A-1", 5, 180).screen(terms).findings(told)).isEmpty();
    }

    // F9

    @Test
    void shouldFindADeviceWithTooManySubscribers() {
        Thresholds terms = only(Rule.PLACE, "subscribers_per_device", "2", "plays_per_subscriber", "5");

        assertThat(told(terms, onDevice(5), onDevice(5))).as("two").isEmpty();
        assertThat(told(terms, onDevice(5), onDevice(5), onDevice(4))).as("few plays each").isEmpty();
        List<Finding> found = told(terms, onDevice(5), onDevice(5), onDevice(5));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).plays()).as("on that device").isEqualTo(5);
        assertThat(observed(found.get(0).evidence()))
                .containsEntry("subscribers_per_device", number("3"))
                .containsEntry("plays_per_subscriber", number("5"));
    }

    @Test
    void shouldNotJudgeTheUnknownDevice() {
        Thresholds terms = only(Rule.PLACE, "subscribers_per_device", "1", "plays_per_subscriber", "1");
        Plays unknown = new Plays().on(ScreenedPlay.UNKNOWN_DEVICE).times(3, "A-1", 1, 180);

        assertThat(told(terms, unknown, unknown)).isEmpty();
    }

    private static Plays onDevice(int plays) {
        return new Plays().on(42).times(plays, "A-1", 1, 180).on(43).at("A-1", 2, 0);
    }

    // together

    @Test
    void shouldSurviveTheWire() {
        SubjectFinding finding = onlyFinding(judge(
                only(Rule.REPEATS, "min_plays", "20.5", "plays_per_listener", "10.25"), SONG, recording(2, 21, 0)));

        assertThat(SubjectFinding.decode(finding.encode())).isEqualTo(finding);
        assertThat(finding.minimum()).as("more than 10.25").isEqualTo(11);
    }

    private static SubjectSums recording(int listeners, int plays, int justOver) {
        SubjectSums sums = SubjectSums.ofRecording(plays, justOver, new int[0], new long[0]);
        for (int i = 1; i < listeners; i++) {
            sums = sums.plus(SubjectSums.ofRecording(0, 0, new int[0], new long[0]));
        }
        return sums;
    }

    /** The same number of plays on so many days, of one listener. */
    private static SubjectSums days(int from, int days, long playsOn) {
        int[] numbers = new int[days];
        long[] plays = new long[days];
        for (int i = 0; i < days; i++) {
            numbers[i] = from + i;
            plays[i] = playsOn;
        }
        return SubjectSums.ofRecording(days * playsOn, 0, numbers, plays);
    }

    /** Ten plays a day until the given day of the period, which has so many. */
    private static SubjectSums spike(int day, long plays) {
        return days(FIRST_DAY, day - 1, 10).plus(SubjectSums.ofRecording(
                plays, 0, new int[] {FIRST_DAY + day - 1}, new long[] {plays}));
    }

    private static List<SubjectFinding> judge(Thresholds thresholds, Subject subject, SubjectSums sums) {
        return SubjectRules.judge(Plays.terms(thresholds), subject, sums, Optional.of(SubjectSums.NONE));
    }

    private static List<SubjectFinding> judge(
            Thresholds thresholds, Subject subject, SubjectSums sums, SubjectSums before) {
        return SubjectRules.judge(Plays.terms(thresholds), subject, sums, Optional.of(before));
    }

    /** What the first of several subscribers is told. */
    private static List<Finding> told(Thresholds thresholds, Plays... all) {
        return all[0].screen(thresholds).findings(toldBy(thresholds, all));
    }

    private static ToldSubjects toldBy(Thresholds thresholds, Plays... all) {
        SubjectTally tally = new SubjectTally();
        for (int i = 0; i < all.length; i++) {
            tally.add(all[i].screen("listener" + i, thresholds));
        }
        List<SubjectFinding> found = new ArrayList<>();
        tally.drain((subject, sums) -> found.addAll(judge(thresholds, subject, sums)));
        assertThat(found).noneMatch(finding -> finding.subject().kind() == ScreeningSubject.SUBSCRIBER);
        return new ToldSubjects(found);
    }

    private static SubjectFinding onlyFinding(List<SubjectFinding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
