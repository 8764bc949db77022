package angklung.screening;

import angklung.avro.ScreeningSubject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All subjects found in a period, in whatever order they were told. */
public final class ToldSubjects {
    /** Nothing was found. */
    public static final ToldSubjects NONE = new ToldSubjects(List.of());

    private final Map<ScreeningSubject, Map<String, List<SubjectFinding>>> byKind =
            new EnumMap<>(ScreeningSubject.class);

    /** @param findings the same one may come several times */
    public ToldSubjects(Collection<SubjectFinding> findings) {
        TreeMap<String, SubjectFinding> byHit = new TreeMap<>();
        findings.forEach(finding -> byHit.put(finding.hitId(), finding));
        byHit.values().forEach(finding -> byKind
                .computeIfAbsent(finding.subject().kind(), kind -> new HashMap<>())
                .computeIfAbsent(finding.subject().id(), id -> new ArrayList<>())
                .add(finding));
    }

    boolean areNone() {
        return byKind.isEmpty();
    }

    boolean have(ScreeningSubject kind) {
        return byKind.containsKey(kind);
    }

    List<SubjectFinding> of(ScreeningSubject kind, String id) {
        return byKind.getOrDefault(kind, Map.of()).getOrDefault(id, List.of());
    }
}
