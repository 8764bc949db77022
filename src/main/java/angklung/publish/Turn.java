package angklung.publish;

import angklung.log.Checkpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one turn of the publisher has come to.
 *
 * @param signed the last signed checkpoint; empty while the log has no leaf
 * @param published whether everybody can read it
 * @param seenBy witnesses that have cosigned it, as far as they were asked in this turn
 * @param refusals why witnesses that were asked in this turn have not cosigned it, by their names
 */
public record Turn(Optional<Checkpoint> signed, boolean published, List<String> seenBy, Map<String, String> refusals) {
    public Turn {
        seenBy = List.copyOf(seenBy);
        refusals = Map.copyOf(refusals);
    }

    /** Whether nothing has changed since the turn before. */
    public boolean saysTheSameAs(Turn before) {
        return signed.equals(before.signed) && published == before.published && refusals.equals(before.refusals);
    }

    /** One line for people. */
    public String text() {
        if (signed.isEmpty()) {
            return "The log has no leaf yet";
        }
        StringBuilder text = new StringBuilder("Checkpoint of " + signed.get().size() + " leaves, root "
                + signed.get().root() + ": " + (published ? "published" : "signed, not published, for the quorum is "
                + "missed; the one before stays"));
        if (!seenBy.isEmpty()) {
            text.append("; seen by ").append(String.join(", ", seenBy));
        }
        new TreeMap<>(refusals).forEach((name, why) -> text.append("; witness ").append(name).append(' ').append(why));
        return text.toString();
    }
}
