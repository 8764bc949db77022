package angklung.replay;

import angklung.avro.UnclaimedPolicy;
import angklung.model.HoldReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@code unclaimed_policies.csv}: one row a policy; those of one territory do not overlap. */
final class UnclaimedPoliciesFile {
    private static final Columns COLUMNS = new Columns(
            List.of("territory", "term_months", "announce_days", "destination", "valid_from"),
            List.of("reasons", "valid_to", "source"));
    private static final List<String> REASONS_DEFAULT =
            List.of(HoldReason.UNMATCHED.label(), HoldReason.UNCLAIMED.label());
    private static final List<String> REASONS =
            Arrays.stream(HoldReason.values()).map(HoldReason::label).sorted().toList();
    private static final long MONTHS_MAX = 1200;
    private static final long DAYS_MAX = 36_525;

    private final InputErrors errors;
    private final List<UnclaimedPolicy> policies = new ArrayList<>();
    private final Map<String, List<Line<Validity>>> byTerritory = new HashMap<>();

    UnclaimedPoliciesFile(InputErrors errors) {
        this.errors = errors;
    }

    /** In the order of the file. */
    List<UnclaimedPolicy> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        return List.copyOf(policies);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String territory = cells.territory("territory");
        List<String> reasons = cells.parsedOrNull("reasons", UnclaimedPoliciesFile::parseReasons);
        Long months = cells.whole("term_months", 1, MONTHS_MAX);
        Long days = cells.whole("announce_days", 1, DAYS_MAX);
        String destination = cells.name("destination");
        Validity validity = cells.validity();
        String source = cells.textOrNull("source");
        if (!cells.good() || overlaps(cells, territory, validity)) {
            return;
        }
        policies.add(UnclaimedPolicy.newBuilder()
                .setTerritory(territory)
                .setReasons(reasons == null ? REASONS_DEFAULT : reasons)
                .setTermMonths(months.intValue())
                .setAnnounceDays(days.intValue())
                .setDestination(destination)
                .setValidFrom(validity.from())
                .setValidTo(validity.to())
                .setSource(source)
                .build());
    }

    private boolean overlaps(Cells cells, String territory, Validity validity) {
        List<Line<Validity>> others = byTerritory.computeIfAbsent(territory, t -> new ArrayList<>());
        for (Line<Validity> other : others) {
            if (other.value().overlaps(validity)) {
                cells.fault("overlaps the policy of " + territory + " in line " + other.line() + ", valid "
                        + other.value() + "; a policy ends where the next one begins: set valid_to");
                return true;
            }
        }
        others.add(cells.line(validity));
        return false;
    }

    private static List<String> parseReasons(String text) {
        List<String> reasons = Arrays.stream(text.split("\\|", -1)).distinct().sorted().toList();
        for (String reason : reasons) {
            if (!REASONS.contains(reason)) {
                throw new IllegalArgumentException("has '" + reason + "', which is none of "
                        + REASONS.stream().collect(Collectors.joining(", ")) + "; join several by |");
            }
        }
        return reasons;
    }
}
