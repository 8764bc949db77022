package angklung.replay;

import angklung.avro.Engagement;
import angklung.avro.PlayEvent;
import angklung.avro.RejectReason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * Turns a row of plays into the event that its service would have sent. What fits the event goes on as it is, even
 * if intake will refuse it: the real stage judges plays, not its feed.
 */
final class PlayRow {
    static final Columns COLUMNS = new Columns(
            List.of("play_id", "dsp", "subscriber_id", "isrc", "territory", "offering", "started_at", "played_ms"),
            List.of("track_ms", "engagement", "device_id"));

    /** Engagements a file may name. */
    private static final List<String> ENGAGEMENTS = List.of("ACTIVE", "PASSIVE", "UNKNOWN");

    private PlayRow() {}

    /** @throws BadPlay if a cell does not fit the event */
    static PlayEvent parse(CsvTable.Row row) throws BadPlay {
        PlayEvent play = new PlayEvent();
        play.setPlayId(identifier(row, "play_id"));
        play.setDsp(row.get("dsp"));
        play.setSubscriberId(identifier(row, "subscriber_id"));
        play.setIsrc(row.get("isrc"));
        play.setTerritory(row.get("territory"));
        play.setOffering(row.get("offering"));
        play.setStartedAt(instant(row.get("started_at")));
        play.setPlayedMs(number("played_ms", row.get("played_ms")));
        String track = row.get("track_ms");
        play.setTrackMs(track.isEmpty() ? null : number("track_ms", track));
        play.setEngagement(engagement(row.get("engagement")));
        String device = row.get("device_id");
        play.setDeviceId(device.isEmpty() ? null : device);
        return play;
    }

    private static String identifier(CsvTable.Row row, String column) throws BadPlay {
        String text = row.get(column);
        if (text.isEmpty()) {
            throw new BadPlay(RejectReason.BAD_IDENTIFIER, column + " is empty");
        }
        return text;
    }

    private static Instant instant(String text) throws BadPlay {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return Instant.ofEpochMilli(instant.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadPlay(RejectReason.MALFORMED_FIELD,
                    "started_at '" + text + "' is not an ISO-8601 instant with its zone, such as 2026-10-01T00:00:00Z");
        }
    }

    private static long number(String column, String text) throws BadPlay {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadPlay(RejectReason.MALFORMED_FIELD,
                    column + " '" + text + "' is not a whole number of milliseconds");
        }
    }

    private static Engagement engagement(String text) throws BadPlay {
        if (text.isEmpty()) {
            return Engagement.UNKNOWN;
        }
        if (!ENGAGEMENTS.contains(text)) {
            throw new BadPlay(RejectReason.UNKNOWN_ENUM, "engagement '" + text + "' is none of " + ENGAGEMENTS);
        }
        return Engagement.valueOf(text);
    }
}
