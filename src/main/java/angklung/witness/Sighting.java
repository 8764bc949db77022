package angklung.witness;

import angklung.log.Checkpoint;
import angklung.publish.PublishedLog;
import java.util.Optional;

/**
 * What a monitor found at one place.
 *
 * @param view the place
 * @param finding which case it is
 * @param checkpoint signed by the log; none if there was none
 * @param text what it means
 */
public record Sighting(String view, Finding finding, Optional<Checkpoint> checkpoint, String text) {
    /** From good to bad. */
    public enum Finding {
        /** The first checkpoint of the log that this monitor has seen: later ones are compared with it. */
        FIRST,
        /** The checkpoint that is known. */
        SAME,
        /** A larger tree that begins with the one known. */
        GROWN,
        /** A smaller tree with which the one known begins. */
        BEHIND,
        /** The place cannot be read, or tiles cannot, so nothing is shown. */
        UNREACHABLE,
        /** What is there is no checkpoint of the log, misses the quorum, or has tiles of something else. */
        INVALID,
        /** The log has signed two histories. */
        FORK
    }

    static Sighting of(PublishedLog view, Finding finding, String text) {
        return new Sighting(view.toString(), finding, Optional.empty(), text);
    }
}
