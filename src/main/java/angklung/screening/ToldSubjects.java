package angklung.screening;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.Comparator;

/** All subjects found in a period, by subject; in whatever order they were told. */
public final class ToldSubjects {
    /** Nothing was found. */
    public static final ToldSubjects NONE = new ToldSubjects(List.of());

    private final Map<Subject, List<SubjectFinding>> bySubject = new HashMap<>();

    /** @param findings the same one may come several times */
    public ToldSubjects(Collection<SubjectFinding> findings) {
        TreeSet<SubjectFinding> sorted = new TreeSet<>(Comparator.comparing(SubjectFinding::hitId));
        sorted.addAll(findings);
        sorted.forEach(finding -> bySubject
                .computeIfAbsent(finding.subject(), subject -> new ArrayList<>())
                .add(finding));
    }

    boolean areNone() {
        return bySubject.isEmpty();
    }

    List<SubjectFinding> of(Subject subject) {
        return bySubject.getOrDefault(subject, List.of());
    }
}
