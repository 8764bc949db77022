package angklung.witness;

import angklung.log.Checkpoint;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.UnverifiedException;
import angklung.publish.PublishedLog;
import angklung.witness.Sighting.Finding;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares what a log shows at several places and times: every signed checkpoint must be of the beginning or of a
 * continuation of the newest tree that is known, which tiles show. Nothing is believed of a place: tiles count by the
 * roots that they hash to. Not thread-safe.
 */
public final class Monitor {
    private static final String KEPT = "what this monitor has seen before";

    private final LogPolicy policy;
    private final KeptCheckpoint kept;

    /** A checkpoint that the log has signed, and where. */
    private record Shown(PublishedLog view, Note note, Checkpoint checkpoint) {
        Sighting as(Finding finding, String text) {
            return new Sighting(view.toString(), finding, Optional.of(checkpoint), text);
        }
    }

    public Monitor(LogPolicy policy, KeptCheckpoint kept) {
        this.policy = policy;
        this.kept = kept;
    }

    /**
     * Looks at each place once.
     *
     * @return what was found at each, in order
     * @throws angklung.config.Failure if the newest checkpoint cannot be kept
     */
    public List<Sighting> look(List<PublishedLog> views) {
        List<Sighting> sightings = new ArrayList<>();
        for (PublishedLog view : views) {
            sightings.add(look(view, views));
        }
        return sightings;
    }

    private Sighting look(PublishedLog view, List<PublishedLog> all) {
        try {
            Optional<byte[]> bytes = view.checkpoint();
            if (bytes.isEmpty()) {
                return Sighting.of(view, Finding.UNREACHABLE, "there is no checkpoint");
            }
            Note note = Note.parse(bytes.get());
            Shown shown = new Shown(view, note, policy.signedByLog(note));
            return kept.note().isEmpty() ? accept(shown, Finding.FIRST) : compare(shown, kept.note().get(), all);
        } catch (UncheckedIOException e) {
            return Sighting.of(view, Finding.UNREACHABLE, reason(e));
        } catch (LogFormatException | UnverifiedException e) {
            return Sighting.of(view, Finding.INVALID, ForeignText.tamed(e.getMessage()));
        }
    }

    private Sighting compare(Shown shown, Note last, List<PublishedLog> all) {
        Checkpoint known = Checkpoint.parse(last.text());
        if (!shown.checkpoint().origin().equals(known.origin())) {
            return shown.as(Finding.INVALID, "it is of '" + shown.checkpoint().origin()
                    + "', and this monitor watches '" + known.origin() + "'");
        }
        Finding step = step(known, shown.checkpoint());
        boolean behind = step == Finding.BEHIND;
        Optional<Fork> fork;
        try {
            // Whoever shows a tree has its tiles; of the tree that is known, any place may have them.
            fork = behind ? between(shown.note(), last, all) : Fork.between(last, shown.note(), shown.view());
        } catch (UncheckedIOException e) {
            return shown.as(Finding.UNREACHABLE, unproven(known, reason(e)));
        } catch (LogFormatException e) {
            return shown.as(Finding.INVALID, unproven(known, e.getMessage()));
        }
        if (fork.isPresent()) {
            String place = shown.view().toString();
            return shown.as(Finding.FORK, forked(fork.get(), behind ? List.of(place, KEPT) : List.of(KEPT, place)));
        }
        return accept(shown, step);
    }

    private static Finding step(Checkpoint known, Checkpoint next) {
        int order = Long.compare(next.size(), known.size());
        return order == 0 ? Finding.SAME : order < 0 ? Finding.BEHIND : Finding.GROWN;
    }

    /** By the first of several places that can tell. */
    private static Optional<Fork> between(Note smaller, Note larger, List<PublishedLog> sources) {
        RuntimeException first = null;
        for (PublishedLog source : sources) {
            try {
                return Fork.between(smaller, larger, source);
            } catch (UncheckedIOException | LogFormatException e) {
                first = first == null ? e : first;
            }
        }
        throw first; // there is at least one place, the one that is looked at
    }

    /** A checkpoint that agrees with what is known; the newest one with a quorum is what is known from now on. */
    private Sighting accept(Shown shown, Finding finding) {
        try {
            policy.accept(shown.note());
        } catch (UnverifiedException e) {
            return shown.as(Finding.INVALID, ForeignText.tamed(e.getMessage()));
        }
        if (finding == Finding.FIRST || finding == Finding.GROWN) {
            kept.keep(shown.note());
        }
        return shown.as(finding, switch (finding) {
            case FIRST -> "the first one seen: those to come are compared with it";
            case GROWN -> "continues what was seen before";
            case BEHIND -> "older than what was seen before, and its beginning";
            default -> "as seen before";
        });
    }

    private String forked(Fork fork, List<String> seen) {
        String what = "the log has signed two histories; ";
        try {
            return what + "the evidence is in " + kept.evidence().keep(fork, seen);
        } catch (UncheckedIOException e) {
            // shown instead, so that it is not lost
            return what + e.getMessage() + ":\n" + fork.smaller() + "\n" + fork.larger();
        }
    }

    private static String unproven(Checkpoint known, String reason) {
        return "not shown to agree with the " + known.size() + " leaves seen before: " + reason;
    }

    private static String reason(UncheckedIOException e) {
        String message = e.getCause().getMessage(); // the one around it repeats it with the name of a class
        return message == null ? "it cannot be read" : ForeignText.tamed(message);
    }
}
