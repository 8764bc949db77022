package angklung.screening;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Adds up in the heap what the subscribers of a task have to do with each subject. It may be emptied as often as its
 * owner likes: sums of parts are added by {@link SubjectSums#plus}.
 */
public final class SubjectTally {
    private final Map<Subject, SubjectSums> sums = new HashMap<>();

    /** Adds one subscriber; each only once. */
    public void add(SubscriberScreen subscriber) {
        subscriber.contribute((subject, more) -> sums.merge(subject, more, SubjectSums::plus));
    }

    /** Subjects held. */
    public int size() {
        return sums.size();
    }

    /** Hands out all sums in order of the subjects and forgets them. */
    public void drain(BiConsumer<Subject, SubjectSums> receiver) {
        new TreeMap<>(sums).forEach(receiver);
        sums.clear();
    }
}
