package angklung.explain;

import angklung.avro.HitStatus;
import angklung.explain.ScreenedHit.Decided;
import angklung.explain.ScreenedHit.Observed;
import angklung.explain.ScreenedHit.Plays;
import angklung.model.PoolKey;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hits as {@code screening.csv} of a replay has them: a recording's plays of all days, offerings and territories
 * together, and with them the pools that they are in.
 */
final class DirectoryHits {
    private static final Pattern OBSERVED = Pattern.compile("(\\S+): (\\S+) against (\\S+)");

    private final CsvRecords hits;

    DirectoryHits(Path directory) {
        this.hits = new CsvRecords(directory.resolve("screening.csv"));
    }

    /** Those with plays in the pool; none if the file is older than screening. */
    List<ScreenedHit> of(PoolKey pool) {
        List<ScreenedHit> found = new ArrayList<>();
        if (hits.exists()) {
            hits.forEach(row -> {
                if ((" " + row.get("money")).contains(" " + pool + "=")) {
                    found.add(hit(row));
                }
            });
        }
        return found;
    }

    private static ScreenedHit hit(CsvRecords.Row row) {
        HitStatus status = row.parsed("status", DirectoryHits::status);
        Decided decision = row.get("decided_at").isEmpty()
                ? null
                : new Decided(status, row.get("decided_by"), row.get("decision_reason"), row.get("decided_at"));
        return new ScreenedHit(
                row.get("hit_id"), row.get("rule"), row.parsed("evidence", DirectoryHits::observed), status, decision,
                plays(row));
    }

    private static HitStatus status(String name) {
        return Arrays.stream(HitStatus.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElse(HitStatus.UNKNOWN);
    }

    private static List<Observed> observed(String text) {
        List<Observed> observed = new ArrayList<>();
        for (String one : text.isEmpty() ? new String[0] : text.split("; ")) {
            Matcher parts = OBSERVED.matcher(one);
            if (!parts.matches()) {
                throw new IllegalArgumentException("NAME: OBSERVED against THRESHOLD is expected");
            }
            observed.add(new Observed(parts.group(1), new BigDecimal(parts.group(3)), new BigDecimal(parts.group(2))));
        }
        return observed;
    }

    /** {@code ISRC=PLAYS ISRC=PLAYS}, on days of the window. */
    private static SortedMap<String, Plays> plays(CsvRecords.Row row) {
        LocalDate first = row.parsed("window", text -> LocalDate.parse(text.split("/")[0]));
        LocalDate last = row.parsed("window", text -> LocalDate.parse(text.split("/")[1]));
        SortedMap<String, Plays> plays = new TreeMap<>();
        for (String one : row.get("recordings").isEmpty() ? new String[0] : row.get("recordings").split(" ")) {
            String[] parts = one.split("=");
            plays.put(parts[0], new Plays(Long.parseLong(parts[1]), first, last));
        }
        return plays;
    }
}
