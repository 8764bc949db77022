package angklung.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the revisions of a period have brought for one offering: of each kind of news the last revision that had some,
 * 0 if none had.
 *
 * @param plays revision that added royalty-bearing plays
 * @param rights by right type, revision that found changed claims
 * @param screening revision that found other plays artificial
 */
record News(int plays, Map<String, Integer> rights, int screening) {

    News {
        rights = Map.copyOf(rights);
    }

    /** @param revisions what was reported, by revision */
    static News of(SortedMap<Integer, RevisionUsage> revisions) {
        int plays = 0;
        Map<String, Integer> rights = new HashMap<>();
        int screening = 0;
        for (Map.Entry<Integer, RevisionUsage> revision : revisions.entrySet()) {
            RevisionUsage reported = revision.getValue();
            if (reported.added().plays() > 0) {
                plays = revision.getKey();
            }
            for (String right : reported.rightsChanged()) {
                rights.put(right, revision.getKey());
            }
            if (reported.screeningChanged()) {
                screening = revision.getKey();
            }
        }
        return new News(plays, rights, screening);
    }

    int rights(String right) {
        return rights.getOrDefault(right, 0);
    }
}
