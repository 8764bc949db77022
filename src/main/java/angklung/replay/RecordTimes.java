package angklung.replay;

import angklung.avro.PlayEvent;
import java.time.Instant;

/** The times of the records that plays are sent in. */
final class RecordTimes {
    private RecordTimes() {}

    /** A record's time is that of its play, but never in the future and never before the epoch. */
    static Instant of(PlayEvent play, Instant now) {
        Instant bounded = play.getStartedAt().isAfter(now) ? now : play.getStartedAt();
        return bounded.isBefore(Instant.EPOCH) ? Instant.EPOCH : bounded;
    }
}
