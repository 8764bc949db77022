package angklung.replay;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Named terms that a cell of {@code parties.csv} may refer to: those of a file, else those shipped with the program,
 * else written out in the cell. Terms of the file have precedence over shipped ones of the same name.
 *
 * @param <T> one version of a term
 */
final class Terms<T> {
    private final String file;
    private final SortedMap<String, List<T>> own;
    private final boolean ownAreComplete;
    private final Map<String, List<T>> shipped;
    private final Function<String, T> writtenOut;
    private final String form;
    private final SortedMap<String, List<T>> used;

    /**
     * @param file that {@code own} are from
     * @param ownAreComplete whether the file was read without an error; if not, an unknown name is no error of its own
     * @param shipped by name
     * @param writtenOut reads a term that is written out; throws IllegalArgumentException saying what is wrong
     * @param form of a written-out term, with an example, for messages
     */
    Terms(
            String file,
            SortedMap<String, List<T>> own,
            boolean ownAreComplete,
            Map<String, List<T>> shipped,
            Function<String, T> writtenOut,
            String form) {
        this.file = file;
        this.own = own;
        this.ownAreComplete = ownAreComplete;
        this.shipped = shipped;
        this.writtenOut = writtenOut;
        this.form = form;
        this.used = new TreeMap<>(own);
    }

    /** The name of the term that a cell refers to; null if it is empty or will not do. */
    String named(Cells cells, String column) {
        return cells.parsedOrNull(column, this::name);
    }

    /** All versions of each term of the file, and of each other that was referred to, by name. */
    List<List<T>> all() {
        return List.copyOf(used.values());
    }

    private String name(String text) {
        Cells.requireShort(text);
        if (text.indexOf(':') >= 0) {
            used.putIfAbsent(text, List.of(writtenOut.apply(text))); // no name has a colon
        } else if (shipped.containsKey(text)) {
            used.putIfAbsent(text, shipped.get(text));
        } else if (ownAreComplete && !own.containsKey(text)) {
            throw new IllegalArgumentException("is unknown; " + file + " has " + own.keySet() + ", the program ships "
                    + new TreeSet<>(shipped.keySet()) + ". Define it there, or write it out as " + form);
        }
        return text;
    }
}
