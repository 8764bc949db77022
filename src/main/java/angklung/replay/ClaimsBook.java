package angklung.replay;

import angklung.avro.ClaimSummary;
import angklung.avro.RecordingRights;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the claims on every recording add up, by its last rights. Memory: one entry a recording and range. */
public final class ClaimsBook implements Outcome.Rights {
    private final SortedMap<String, List<ClaimSummary>> byIsrc = new TreeMap<>();

    @Override
    public void accept(String isrc, RecordingRights rights) {
        if (rights == null || rights.getStatuses().isEmpty()) {
            byIsrc.remove(isrc);
        } else {
            byIsrc.put(isrc, rights.getStatuses());
        }
    }

    static List<String> header() {
        return List.of("isrc", "right_type", "territory", "iswc", "valid_from", "valid_to", "status", "total");
    }

    /** By recording, right, territory, work and date; the total in percent. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, List<ClaimSummary>> recording : byIsrc.entrySet()) {
            recording.getValue().stream()
                    .sorted(Comparator.comparing((ClaimSummary range) -> range.getRightType())
                            .thenComparing(range -> orEmpty(range.getTerritory()))
                            .thenComparing(range -> orEmpty(range.getIswc()))
                            .thenComparing(ClaimSummary::getValidFrom))
                    .forEach(range -> rows.add(row(recording.getKey(), range)));
        }
        return rows;
    }

    private static List<String> row(String isrc, ClaimSummary range) {
        return List.of(
                isrc, range.getRightType().name(), orEmpty(range.getTerritory()), orEmpty(range.getIswc()),
                range.getValidFrom().toString(), orEmpty(range.getValidTo()), range.getStatus().name(),
                BigDecimal.valueOf(range.getTotalMicropercent(), 6).stripTrailingZeros().toPlainString());
    }

    private static String orEmpty(Object value) {
        return value == null ? "" : value.toString();
    }
}
