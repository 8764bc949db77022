package angklung.intake;

import angklung.avro.PlayEvent;
import angklung.avro.RejectReason;
import angklung.model.Identifiers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Which plays are refused and which are royalty-bearing. Pure: the same play and record give the same answer.
 *
 * <p>The first reason that applies is the one reported, in this order: identifiers, record key, service, topic,
 * territory, durations, clock. Enums need no rule: a symbol that this version does not know reads as UNKNOWN,
 * which is a legal engagement.
 */
public final class PlayRules {
    /** A play is royalty-bearing from here on, or from the whole track if that is shorter. */
    static final long ROYALTY_BEARING_MS = 30_000;

    static final long MAX_PLAYED_MS = 86_400_000;

    /** A listener may repeat passages, but not for ten times the track; short tracks get some minutes more. */
    static final long MAX_TRACK_MULTIPLE = 10;

    static final long MAX_BEYOND_TRACK_MS = 600_000;

    /** Before it no service of this kind existed: a clock that was never set. */
    static final long EARLIEST_START = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();

    /** Periods are written YYYY-MM, in any time zone. */
    static final long LATEST_START = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();

    /** 37 CFR 385.21 weighs tracks longer than five minutes, by their whole seconds. */
    static final long OVERTIME_FROM_MS = 301_000;

    /** About two years: longer tracks, which are errors, count as this long. One less than a power of two. */
    static final int MAX_TRACK_MINUTES = (1 << 20) - 1;

    private final long horizonMs;
    private final long toleranceMs;

    PlayRules(int horizonDays, Duration clockTolerance) {
        this.horizonMs = Duration.ofDays(horizonDays).toMillis();
        this.toleranceMs = clockTolerance.toMillis();
    }

    /** The rules as the stage applies them. */
    public static PlayRules of(IntakeOptions options) {
        return new PlayRules(options.dedupHorizonDays(), options.clockTolerance());
    }

    /**
     * Whether intake will count a play, or drop it as a duplicate, rather than refuse it, if it comes on the topic of
     * its service with its subscriber as the key. A conflict with another play is not foreseen.
     *
     * @param knownDsp whether plays of a service are read here
     * @param recordTime that the play is sent with
     */
    public boolean accepts(PlayEvent play, Predicate<String> knownDsp, Instant recordTime) {
        byte[] key = play.getSubscriberId().getBytes(StandardCharsets.UTF_8);
        return check(play, false, key, play.getDsp(), knownDsp, recordTime.toEpochMilli()) == null;
    }

    /**
     * Judges one play.
     *
     * @param namesKnown whether service, territory and offering were found good together before
     * @param key raw key of the record, or null
     * @param topicDsp the service that the topic belongs to
     * @param knownDsp whether plays of a service are read here
     * @param recordTime of the record, in epoch millis; not negative
     * @return null if the play is good
     */
    Refusal check(
            PlayEvent play,
            boolean namesKnown,
            byte[] key,
            String topicDsp,
            Predicate<String> knownDsp,
            long recordTime) {
        Refusal refusal = checkIdentifiers(play, namesKnown);
        if (refusal == null && !isKey(key, play.getSubscriberId())) {
            refusal = new Refusal(RejectReason.KEY_MISMATCH,
                    key == null ? "the record has no key, expected the subscriber_id"
                            : "the record key is not the subscriber_id");
        }
        if (refusal == null) {
            refusal = checkPlace(play, namesKnown, topicDsp, knownDsp);
        }
        if (refusal == null) {
            refusal = checkDurations(play.getPlayedMs(), play.getTrackMs());
        }
        return refusal != null ? refusal : checkClock(play.getStartedAt().toEpochMilli(), recordTime);
    }

    /** Whether a play earns: at least 30 s, or the whole track if that is shorter. */
    static boolean isRoyaltyBearing(long playedMs, Long trackMs) {
        return playedMs >= ROYALTY_BEARING_MS || (trackMs != null && playedMs >= trackMs);
    }

    /**
     * Length of a track as overtime counts it: whole minutes, rounded up, of its whole seconds, if it is longer than
     * five minutes; else 0, so that the plays of ordinary tracks are counted together.
     */
    static int trackMinutes(Long trackMs) {
        if (trackMs == null || trackMs < OVERTIME_FROM_MS) {
            return 0;
        }
        long seconds = trackMs / 1_000;
        return (int) Math.min(MAX_TRACK_MINUTES, seconds / 60 + (seconds % 60 == 0 ? 0 : 1));
    }

    private static Refusal checkIdentifiers(PlayEvent play, boolean namesKnown) {
        if (!Identifiers.isOpaque(play.getPlayId())) {
            return badOpaque("play_id", play.getPlayId());
        }
        if (!namesKnown && !Identifiers.isDsp(play.getDsp())) {
            return bad("dsp " + Refusal.quote(play.getDsp()) + " is no service: letters, digits, _ and -, at most 64");
        }
        if (!Identifiers.isOpaque(play.getSubscriberId())) {
            return badOpaque("subscriber_id", play.getSubscriberId());
        }
        if (Identifiers.normaliseIsrc(play.getIsrc()) == null) {
            return bad("isrc " + Refusal.quote(play.getIsrc()) + " is no ISRC: two letters, three letters or digits, "
                    + "seven digits (ISO 3901)");
        }
        if (!namesKnown && !Identifiers.isName(play.getOffering())) {
            return bad("offering " + Refusal.quote(play.getOffering())
                    + " is no name: letters, digits, . _ and -, at most 64");
        }
        String device = play.getDeviceId();
        return device == null || Identifiers.isOpaque(device) ? null : badOpaque("device_id", device);
    }

    private static Refusal checkPlace(
            PlayEvent play, boolean namesKnown, String topicDsp, Predicate<String> knownDsp) {
        if (!namesKnown && !knownDsp.test(play.getDsp())) {
            return new Refusal(RejectReason.UNKNOWN_DSP, "no plays of service " + play.getDsp() + " are read here");
        }
        if (!topicDsp.equals(play.getDsp())) {
            return new Refusal(RejectReason.DSP_MISMATCH,
                    "dsp is " + play.getDsp() + ", but the topic is that of " + topicDsp);
        }
        if (!namesKnown && !Identifiers.isTerritory(play.getTerritory())) {
            return new Refusal(RejectReason.INVALID_TERRITORY, "territory " + Refusal.quote(play.getTerritory())
                    + " is no country code (ISO 3166-1 alpha-2, upper case)");
        }
        return null;
    }

    private static Refusal checkDurations(long playedMs, Long trackMs) {
        if (playedMs < 0 || playedMs > MAX_PLAYED_MS) {
            return outOfRange("played_ms is " + playedMs + ", expected 0 to " + MAX_PLAYED_MS);
        }
        if (trackMs == null) {
            return null;
        }
        if (trackMs <= 0) {
            return outOfRange("track_ms is " + trackMs + ", expected a positive length");
        }
        // Subtraction and division, because a length near the top of the range would overflow a product or sum.
        boolean farBeyond = playedMs - trackMs > MAX_BEYOND_TRACK_MS;
        if (farBeyond && playedMs > Math.multiplyExact(trackMs, MAX_TRACK_MULTIPLE)) {
            return outOfRange("played_ms is " + playedMs + ", more than " + MAX_TRACK_MULTIPLE + " times track_ms "
                    + trackMs + " and more than " + MAX_BEYOND_TRACK_MS + " ms beyond it");
        }
        return null;
    }

    private Refusal checkClock(long startedAt, long recordTime) {
        if (startedAt < EARLIEST_START || startedAt >= LATEST_START) {
            return clock(startedAt, "expected the years 2000 to 9998");
        }
        if (startedAt - toleranceMs > recordTime) {
            return clock(startedAt, "expected at most " + Duration.ofMillis(toleranceMs)
                    + " after the record time " + Instant.ofEpochMilli(recordTime));
        }
        if (recordTime - startedAt > horizonMs) {
            return clock(startedAt, "expected at most " + Duration.ofMillis(horizonMs).toDays()
                    + " days before the record time " + Instant.ofEpochMilli(recordTime));
        }
        return null;
    }

    /** Compared without allocating if the identifier is plain ASCII, as nearly all are. */
    private static boolean isKey(byte[] key, String subscriber) {
        if (key == null) {
            return false;
        }
        for (int i = 0; i < subscriber.length(); i++) {
            char c = subscriber.charAt(i);
            if (c >= 0x80) {
                return Arrays.equals(key, subscriber.getBytes(StandardCharsets.UTF_8));
            }
            if (i >= key.length || key[i] != c) {
                return false;
            }
        }
        return key.length == subscriber.length();
    }

    private static Refusal bad(String detail) {
        return new Refusal(RejectReason.BAD_IDENTIFIER, detail);
    }

    private static Refusal badOpaque(String field, String text) {
        return bad(field + " has " + text.length() + " characters, or a control character among them; expected 1 to "
                + Identifiers.MAX_LENGTH + " and none");
    }

    private static Refusal outOfRange(String detail) {
        return new Refusal(RejectReason.DURATION_OUT_OF_RANGE, detail);
    }

    private static Refusal clock(long startedAt, String expected) {
        return new Refusal(RejectReason.CLOCK_OUT_OF_RANGE,
                "started_at is " + Instant.ofEpochMilli(startedAt) + ", " + expected);
    }
}
