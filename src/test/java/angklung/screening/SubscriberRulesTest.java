package angklung.screening;

import static angklung.screening.Plays.number;
import static angklung.screening.Plays.observed;
import static angklung.screening.Plays.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule below, at and above each of its thresholds. */
class SubscriberRulesTest {
    private static final int HOUR = 3_600;

    // F1

    @Test
    void shouldFindAllButTheFirstOfPlaysThatStartTogether() {
        Plays plays = new Plays().at("A-1", 1, 100).at("A-1", 1, 100).at("A-1", 1, 100).at("A-1", 1, 101);

        Finding finding = onlyFinding(plays.findings(only(Rule.SAME_START)));

        assertThat(finding.plays()).isEqualTo(2);
        assertThat(finding.from()).isEqualTo(Plays.FIRST_DAY);
        assertThat(finding.to()).isEqualTo(Plays.FIRST_DAY);
        assertThat(observed(finding.evidence())).containsEntry("plays_per_start", number("3"));
    }

    @Test
    void shouldAllowDifferentRecordingsToStartTogether() {
        assertThat(new Plays().at("A-1", 1, 100).at("A-2", 1, 100).findings(only(Rule.SAME_START)))
                .isEmpty();
    }

    @Test
    void shouldAllowAsManyPlaysTogetherAsAgreed() {
        Thresholds three = only(Rule.SAME_START, "plays_per_start", "3");

        assertThat(new Plays().at("A-1", 1, 0).at("A-1", 1, 0).at("A-1", 1, 0).findings(three))
                .isEmpty();
        assertThat(onlyFinding(new Plays()
                                .at("A-1", 1, 0).at("A-1", 1, 0).at("A-1", 1, 0).at("A-1", 1, 0)
                                .findings(three))
                        .plays())
                .isEqualTo(1);
    }

    @Test
    void shouldFindPlaysThatStartTogetherByDay() {
        Plays plays = new Plays().at("A-1", 1, 0).at("A-1", 1, 0).at("A-1", 2, 0).at("A-1", 2, 0);

        assertThat(plays.findings(only(Rule.SAME_START)))
                .extracting(Finding::from)
                .containsExactly(Plays.FIRST_DAY, Plays.FIRST_DAY + 1);
    }

    // F2

    @Test
    void shouldFindDaysLongerThanTheirDevicesCanPlay() {
        Thresholds oneHour = only(Rule.LISTENING_TIME, "hours_per_day", "1");

        assertThat(new Plays().at("A-1", 1, 0, 1_800).at("A-2", 1, 1_800, 1_799).findings(oneHour)).isEmpty();
        assertThat(new Plays().at("A-1", 1, 0, 1_800).at("A-2", 1, 1_800, 1_800).findings(oneHour)).isEmpty();
        Finding finding = onlyFinding(new Plays()
                .at("A-1", 1, 0, 1_800).at("A-2", 1, 1_800, 1_801).at("A-3", 2, 0, 60).findings(oneHour));
        assertThat(finding.plays()).isEqualTo(2);
        assertThat(observed(finding.evidence())).containsEntry("hours_per_day", number("1.000277"));
    }

    @Test
    void shouldGiveEachDeviceItsOwnDay() {
        Thresholds oneHour = only(Rule.LISTENING_TIME, "hours_per_day", "1");

        assertThat(new Plays().at("A-1", 1, 0, HOUR).on(8).at("A-2", 1, 0, HOUR).findings(oneHour)).isEmpty();
        assertThat(new Plays().at("A-1", 1, 0, HOUR).on(8).at("A-2", 1, 0, HOUR + 1).findings(oneHour))
                .hasSize(1);
    }

    @Test
    void shouldCountPlaysWithoutDeviceAsFromSeveral() {
        Thresholds two = only(Rule.LISTENING_TIME, "hours_per_day", "1", "unknown_devices", "2");
        Plays plays = new Plays().on(ScreenedPlay.UNKNOWN_DEVICE).at("A-1", 1, 0, HOUR).at("A-2", 1, 0, HOUR);

        assertThat(plays.findings(two)).isEmpty();
        assertThat(observed(onlyFinding(plays.at("A-3", 1, 0, 1).findings(two)).evidence()))
                .containsEntry("unknown_devices", number("2"));
    }

    @Test
    void shouldNotFindWhatOneDevicePlaysOneAfterTheOtherBeyondMidnight() {
        Plays plays = new Plays();
        for (int hour = 0; hour < 24; hour++) {
            plays.at("A-" + hour, 1, hour * HOUR + 1_800, HOUR);
        }

        assertThat(plays.findings(only(Rule.LISTENING_TIME))).isEmpty();
    }

    @Test
    void shouldFindADeviceThatPlaysSeveralRecordingsAtOnce() {
        Thresholds minute = only(Rule.LISTENING_TIME, "overlap_seconds", "60", "crossfade_seconds", "15");

        assertThat(overlapping(74).findings(minute)).isEmpty();
        assertThat(overlapping(75).findings(minute)).isEmpty();
        Finding finding = onlyFinding(overlapping(76).findings(minute));
        assertThat(finding.plays()).as("the device's plays of the day").isEqualTo(2);
        assertThat(observed(finding.evidence()))
                .containsEntry("overlap_seconds", number("61"))
                .containsEntry("crossfade_seconds", number("76"));
    }

    /** Two plays of one device that overlap, one of another device that overlaps both. */
    private static Plays overlapping(int seconds) {
        return new Plays()
                .at("A-1", 1, 1_000, 500)
                .at("A-2", 1, 1_500 - seconds, 500)
                .on(8)
                .at("A-3", 1, 1_200, 700);
    }

    @Test
    void shouldNotCountCrossfades() {
        Plays plays = new Plays();
        for (int i = 0; i < 200; i++) {
            plays.at("A-" + i, 1, i * 185, 200);
        }

        assertThat(plays.findings(only(Rule.LISTENING_TIME, "overlap_seconds", "0", "crossfade_seconds", "15")))
                .isEmpty();
        assertThat(plays.findings(only(Rule.LISTENING_TIME, "overlap_seconds", "0", "crossfade_seconds", "14")))
                .hasSize(1);
    }

    // F3

    @Test
    void shouldFindDaysWithTooManyPlays() {
        Thresholds five = only(Rule.PLAYS, "plays_per_day", "5");

        assertThat(new Plays().times(4, "A-1", 1, 180).findings(five)).isEmpty();
        assertThat(new Plays().times(5, "A-1", 1, 180).times(5, "A-1", 2, 180).findings(five)).isEmpty();
        Finding finding = onlyFinding(new Plays().times(5, "A-1", 1, 180).times(6, "A-1", 2, 180).findings(five));
        assertThat(finding.plays()).isEqualTo(6);
        assertThat(finding.from()).isEqualTo(Plays.FIRST_DAY + 1);
    }

    @Test
    void shouldFindPeriodsWithTooManyPlays() {
        Thresholds ten = only(Rule.PLAYS, "plays_per_period", "10");

        assertThat(new Plays().times(5, "A-1", 1, 180).times(5, "A-1", 2, 180).findings(ten)).isEmpty();
        Finding finding = onlyFinding(new Plays().times(5, "A-1", 1, 180).times(6, "A-1", 2, 180).findings(ten));
        assertThat(finding.plays()).isEqualTo(11);
        assertThat(finding.from()).isEqualTo(Plays.FIRST_DAY);
        assertThat(finding.to()).isEqualTo(Plays.LAST_DAY);
    }

    // F4

    @Test
    void shouldFindASubscriberWhoStopsNearlyEveryPlay() {
        Thresholds terms =
                only(Rule.JUST_OVER_THRESHOLD, "subscriber_min_plays", "10", "subscriber_share", "0.7");

        assertThat(stopped(7, 2).findings(terms)).as("nine plays").isEmpty();
        assertThat(stopped(6, 4).findings(terms)).as("60 %").isEmpty();
        Finding finding = onlyFinding(stopped(7, 3).findings(terms));
        assertThat(finding.plays()).as("the stopped ones").isEqualTo(7);
        assertThat(observed(finding.evidence()))
                .containsEntry("subscriber_min_plays", number("10"))
                .containsEntry("subscriber_share", number("0.7"));
    }

    private static Plays stopped(int stopped, int others) {
        return new Plays().times(stopped, "A-1", 1, 31).times(others, "A-2", 2, 180);
    }

    @Test
    void shouldCountAsStoppedFrom30To35Seconds() {
        Thresholds terms = only(Rule.JUST_OVER_THRESHOLD, "subscriber_min_plays", "1", "subscriber_share", "1");

        assertThat(new Plays().at("A-1", 1, 0, 29).findings(terms)).isEmpty();
        assertThat(new Plays().at("A-1", 1, 0, 30).findings(terms)).hasSize(1);
        assertThat(new Plays().at("A-1", 1, 0, 35).findings(terms)).hasSize(1);
        assertThat(new Plays().at("A-1", 1, 0, 36).findings(terms)).isEmpty();
        assertThat(new Plays().at("A-1", 1, 0, 33, true).findings(terms)).as("a track of 33 s").isEmpty();
    }

    // F5

    @Test
    void shouldFindOneRecordingThatIsNearlyAll() {
        Thresholds terms = only(Rule.ONE_TRACK_SHARE, "min_plays", "10", "share", "0.8");

        assertThat(new Plays().times(8, "A-1", 1, 180).times(1, "A-2", 2, 180).findings(terms)).isEmpty();
        assertThat(new Plays().times(8, "A-1", 1, 180).times(2, "A-2", 2, 180).findings(terms)).isEmpty();
        Finding finding =
                onlyFinding(new Plays().times(9, "A-1", 1, 180).times(1, "A-2", 2, 180).findings(terms));
        assertThat(finding.plays()).isEqualTo(9);
        assertThat(observed(finding.evidence())).containsEntry("share", number("0.9"));
    }

    // F6

    @Test
    void shouldFindOneRecordingRepeatedAllDay() {
        Thresholds three = only(Rule.REPEATS, "per_day", "3");

        assertThat(new Plays().times(3, "A-1", 1, 180).times(3, "A-2", 1, 180).times(3, "A-1", 2, 180)
                        .findings(three))
                .isEmpty();
        Finding finding = onlyFinding(new Plays()
                .times(4, "A-1", 1, 180).times(3, "A-2", 1, 180).times(2, "A-1", 2, 180)
                .findings(three));
        assertThat(finding.plays()).isEqualTo(4);
        assertThat(finding.from()).isEqualTo(Plays.FIRST_DAY);
        assertThat(observed(finding.evidence())).containsEntry("per_day", number("4"));
    }

    // F9

    @Test
    void shouldFindDaysInTooManyTerritories() {
        Thresholds two = only(Rule.PLACE, "territories_per_day", "2");
        Plays plays = new Plays().in("KR").at("A-1", 1, 0).in("ID").at("A-1", 1, 900).in("US").at("A-1", 2, 0);

        assertThat(plays.findings(two)).isEmpty();
        Finding finding = onlyFinding(plays.in("US").at("A-1", 1, 1_800).findings(two));
        assertThat(finding.plays()).isEqualTo(3);
        assertThat(observed(finding.evidence())).containsEntry("territories_per_day", number("3"));
    }

    // F10

    @Test
    void shouldNeverFindRecordingsForBeingMadeByAMachine() {
        Thresholds terms = strict("plays_per_day", "100");

        assertThat(new Plays().times(50, "AI-1", 1, 180).findings(terms)).isEmpty();
    }

    @Test
    void shouldJudgeMachineMadeRecordingsMoreStrictly() {
        assertThat(new Plays().times(10, "AI-1", 1, 180).findings(strict("plays_per_day", "10"))).isEmpty();
        assertThat(new Plays().times(11, "AI-1", 1, 180).findings(strict("plays_per_day", "10"))).hasSize(1);
        assertThat(new Plays().times(10, "AI-1", 1, 180).findings(strict("repeats_per_day", "10"))).isEmpty();
        assertThat(new Plays().times(11, "AI-1", 1, 180).findings(strict("repeats_per_day", "10"))).hasSize(1);
        assertThat(inHours(9, 10).findings(strict("hours", "10"))).isEmpty();
        assertThat(inHours(10, 10).findings(strict("hours", "10"))).hasSize(1);
        assertThat(new Plays().times(6, "AI-1", 1, 31).times(5, "AI-2", 2, 90).findings(strict("just_over_share", "0.6")))
                .isEmpty();
        assertThat(new Plays().times(6, "AI-1", 1, 31).times(4, "AI-2", 2, 90).findings(strict("just_over_share", "0.6")))
                .hasSize(1);
    }

    @Test
    void shouldWantMostOfTheListeningToBeOfMachines() {
        Thresholds terms = only(Rule.AI_STRICT, "min_plays", "8", "ai_share", "0.8", "plays_per_day", "1");

        assertThat(new Plays().times(7, "AI-1", 1, 180).findings(terms)).as("few plays").isEmpty();
        assertThat(new Plays().times(8, "AI-1", 1, 180).times(3, "B-1", 2, 180).findings(terms)).isEmpty();
        Finding finding =
                onlyFinding(new Plays().times(8, "AI-1", 1, 180).times(2, "B-1", 2, 180).findings(terms));
        assertThat(finding.plays()).as("those of machines alone").isEqualTo(8);
        assertThat(finding.evidence()).extracting(Evidence::name).containsExactly(
                "min_plays", "ai_share", "features", "plays_per_day", "hours", "repeats_per_day", "just_over_share");
    }

    @Test
    void shouldWantAsManyFeaturesAsAgreed() {
        Plays plays = new Plays().times(11, "AI-1", 1, 180);
        String[] both = {"min_plays", "1", "plays_per_day", "10", "repeats_per_day", "10", "features", "2"};
        String[] three = {"min_plays", "1", "plays_per_day", "10", "repeats_per_day", "10", "features", "3"};

        assertThat(plays.findings(only(Rule.AI_STRICT, both))).hasSize(1);
        assertThat(plays.findings(only(Rule.AI_STRICT, three))).isEmpty();
    }

    /** Only one feature can be reached. */
    private static Thresholds strict(String name, String value) {
        return only(Rule.AI_STRICT, "min_plays", "1", name, value);
    }

    private static Plays inHours(int hours, int day) {
        Plays plays = new Plays();
        for (int hour = 0; hour < hours; hour++) {
            plays.at("AI-1", day, hour * HOUR);
        }
        return plays;
    }

    // F11

    @Test
    void shouldFindADeviceThatPlaysAroundTheClock() {
        Thresholds terms = only(Rule.HOURS, "hours", "10", "days", "2");

        assertThat(inHours(10, 1).list()).hasSize(10);
        assertThat(clock(9, 10).findings(terms)).as("one day long enough").isEmpty();
        Finding finding = onlyFinding(clock(10, 11).findings(terms));
        assertThat(finding.plays()).isEqualTo(21);
        assertThat(observed(finding.evidence()))
                .containsEntry("hours", number("11"))
                .containsEntry("days", number("2"));
    }

    @Test
    void shouldNotAddUpTheHoursOfAFamily() {
        Plays family = new Plays();
        for (int day = 1; day <= 2; day++) {
            for (int hour = 0; hour < 10; hour++) {
                family.on(1 + hour % 2).at("A-1", day, hour * HOUR);
            }
        }

        assertThat(family.findings(only(Rule.HOURS, "hours", "10", "days", "2"))).isEmpty();
        assertThat(family.findings(only(Rule.HOURS, "hours", "5", "days", "2"))).hasSize(1);
    }

    /** Hours of the first and of the second day; a third with few. */
    private static Plays clock(int first, int second) {
        Plays plays = new Plays();
        for (int hour = 0; hour < first; hour++) {
            plays.at("A-1", 1, hour * HOUR);
        }
        for (int hour = 0; hour < second; hour++) {
            plays.at("A-1", 2, hour * HOUR + 3_599);
        }
        return plays.at("A-1", 3, 0);
    }

    // F12

    @Test
    void shouldFindManyRecordingsOfOneArtistPlayedThinly() {
        String[] values = {"min_plays", "10", "share", "0.8", "min_recordings", "4", "plays_per_recording", "2"};
        Thresholds terms = only(Rule.SPREAD, values);

        assertThat(spread(4, 2, 1).findings(terms)).as("nine plays").isEmpty();
        assertThat(spread(4, 2, 3).findings(terms)).as("8 of 11").isEmpty();
        assertThat(spread(3, 3, 1).findings(terms)).as("three recordings").isEmpty();
        assertThat(spread(4, 3, 1).findings(terms)).as("three plays of each").isEmpty();
        Finding finding = onlyFinding(spread(4, 2, 2).findings(terms));
        assertThat(finding.plays()).isEqualTo(8);
        assertThat(observed(finding.evidence()))
                .containsEntry("min_plays", number("10"))
                .containsEntry("share", number("0.8"))
                .containsEntry("min_recordings", number("4"))
                .containsEntry("plays_per_recording", number("2"));
    }

    /** Recordings of one artist with so many plays each, and some plays of another artist. */
    private static Plays spread(int recordings, int playsOfEach, int others) {
        Plays plays = new Plays();
        for (int i = 0; i < recordings; i++) {
            plays.times(playsOfEach, "A-" + i, 1 + i, 180);
        }
        return plays.times(others, "B-1", 20, 180);
    }

    private static Finding onlyFinding(List<Finding> findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }
}
