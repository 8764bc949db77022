package angklung.screening;

import static angklung.screening.Threshold.count;
import static angklung.screening.Threshold.share;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules and their thresholds. The defaults are chosen so that people are spared rather than machines caught,
 * because it is people's money that a hit holds; docs/screening.md gives the reason for each and measures them.
 */
public enum Rule {
    SAME_START(
            "F1",
            "One recording started several times at the same second by one subscriber",
            count("plays_per_start", "1", "Plays of one recording that may start at the same second; more are found.")),
    LISTENING_TIME(
            "F2",
            "More time listened to in a day than the day has, or one device playing several recordings at once",
            count("hours_per_day", "24", "Hours that one device may play in a day."),
            count("unknown_devices", "6", "Devices that plays without a device may come from."),
            count("overlap_seconds", "3600", "Seconds of a day in which a device may have played something else too."),
            count("crossfade_seconds", "15", "Overlap of two plays that is not counted.")),
    PLAYS(
            "F3",
            "More plays than a person listens to",
            count("plays_per_day", "2000", "Plays of a subscriber in a day."),
            count("plays_per_period", "30000", "Plays of a subscriber in the period.")),
    JUST_OVER_THRESHOLD(
            "F4",
            "Plays stopped after 30 to 35 seconds",
            count("min_plays", "1000", "Plays of a recording from which on it is judged."),
            share("share", "0.8", "Share of them stopped after 30 to 35 s from which on it is found."),
            count("subscriber_min_plays", "300", "Plays of a subscriber from which on the subscriber is judged."),
            share("subscriber_share", "0.9", "Share of them stopped after 30 to 35 s from which on they are found.")),
    ONE_TRACK_SHARE(
            "F5",
            "One recording is nearly all that a subscriber plays",
            count("min_plays", "9000", "Plays of a subscriber in the period from which on the subscriber is judged."),
            share("share", "0.9", "Share of one recording above which its plays are found.")),
    REPEATS(
            "F6",
            "A recording repeated more than people repeat",
            count("min_plays", "5000", "Plays of a recording in the period from which on it is judged."),
            count("plays_per_listener", "300", "Plays per listener above which it is found."),
            count("per_day", "300", "Plays of one recording by one subscriber in a day above which they are found.")),
    OVERLAP(
            "F7",
            "Many subscribers who play the same recordings",
            count("min_recordings", "200", "Recordings of a subscriber from which on the subscriber is compared."),
            count("min_subscribers", "50", "Subscribers with the same recordings from which on they are found.")),
    VELOCITY(
            "F8",
            "A day far above a recording's own past, made by few listeners",
            count("min_plays", "1000", "Plays of the day from which on it is judged."),
            count("baseline_plays", "280", "Plays of the 28 days before from which on there is a past to compare with."),
            count("z", "10", "Standard deviations above the mean of the 28 days above which the day is found."),
            count("plays_per_listener", "30", "Plays per listener in the period above which it is found.")),
    PLACE(
            "F9",
            "One subscriber in many territories, or one device with many subscribers",
            count("territories_per_day", "4", "Territories of a subscriber in a day."),
            count("subscribers_per_device", "30", "Subscribers of a device in the period."),
            count("plays_per_subscriber", "300", "Plays per subscriber of the device from which on it is judged.")),
    AI_STRICT(
            "F10",
            "Recordings made by a machine, played in a way that is suspicious by stricter thresholds",
            count("min_plays", "500", "Plays of such recordings by a subscriber from which on they are judged."),
            share("ai_share", "0.8", "Share of the subscriber's plays from which on they are judged."),
            count("features", "1", "How many of the following must be reached."),
            count("plays_per_day", "700", "Such plays in a day, more than."),
            count("hours", "20", "Hours of a day in which one device began such plays, at least."),
            count("repeats_per_day", "250", "Such plays of one recording in a day, more than."),
            share("just_over_share", "0.6", "Share of such plays stopped after 30 to 35 s, at least.")),
    HOURS(
            "F11",
            "A device that plays around the clock",
            count("hours", "23", "Hours of a day in which the device began a play, at least."),
            count("days", "5", "Such days of a subscriber in the period, at least.")),
    SPREAD(
            "F12",
            "One artist's many recordings, few plays of each",
            count("min_plays", "7500", "Plays of a subscriber in the period from which on the subscriber is judged."),
            share("share", "0.8", "Share of one artist in them from which on it is judged."),
            count("min_recordings", "150", "Recordings of that artist, at least."),
            count("plays_per_recording", "5", "Plays of each on average, at most."));

    private final String id;
    private final String title;
    private final List<Threshold> thresholds;

    Rule(String id, String title, Threshold... thresholds) {
        this.id = id;
        this.title = title;
        this.thresholds = List.of(thresholds);
    }

    /** F1 to F12. */
    public String id() {
        return id;
    }

    /** What it finds, in words. */
    public String title() {
        return title;
    }

    public List<Threshold> thresholds() {
        return thresholds;
    }

    public Optional<Threshold> threshold(String name) {
        return thresholds.stream()
                .filter(threshold -> threshold.name().equals(name))
                .findAny();
    }

    /** @throws IllegalArgumentException if there is no such rule */
    public static Rule ofId(String id) {
        return Arrays.stream(values())
                .filter(rule -> rule.id.equals(id))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("Unknown rule '" + id + "'; the rules are "
                        + Arrays.stream(values()).map(Rule::id).collect(Collectors.joining(", "))));
    }
}
