package angklung.cli;

import angklung.avro.ClaimStatus;
import angklung.avro.ClaimSummary;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.rights.Catalogue;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an import changes, and how the claims add up then. */
final class CatalogImportReport {
    private static final Set<ClaimStatus> GOOD = EnumSet.of(ClaimStatus.CompleteClaim, ClaimStatus.IncompleteClaim);

    private final boolean dryRun;
    private final Map<Catalogue.Change, Integer> changes;
    private final int policies;
    private final int recordings;
    private final SortedMap<String, Long> statuses = new TreeMap<>();
    private final List<Concern> concerns = new ArrayList<>();
    private final int top;

    /** Claims on one right that add up to more or less than the whole. */
    private record Concern(String isrc, ClaimSummary status, List<RightShare> shares) {}

    /**
     * @param policies that the files have
     * @param concerned rights of the recordings that the import changes something of
     * @param top concerns to list
     */
    CatalogImportReport(
            boolean dryRun,
            Map<Catalogue.Change, Integer> changes,
            int policies,
            List<RecordingRights> concerned,
            int top) {
        this.dryRun = dryRun;
        this.changes = changes;
        this.policies = policies;
        this.recordings = concerned.size();
        this.top = top;
        concerned.forEach(this::add);
        concerns.sort(Comparator.comparing(
                        (Concern concern) -> concern.status().getTotalMicropercent(), Comparator.reverseOrder())
                .thenComparing(Concern::isrc)
                .thenComparing(Concern::status));
    }

    private void add(RecordingRights rights) {
        for (ClaimSummary status : rights.getStatuses()) {
            statuses.merge(status.getRightType() + " " + status.getStatus(), 1L, Math::addExact);
            if (!GOOD.contains(status.getStatus())) {
                concerns.add(new Concern(rights.getIsrc(), status, rights.getShares().stream()
                        .filter(share -> share.getRightType() == status.getRightType())
                        .toList()));
            }
        }
    }

    private int count(Catalogue.Change change) {
        return changes.getOrDefault(change, 0);
    }

    String text() {
        StringBuilder text = new StringBuilder(String.format(
                "%sregistrations: %d new, %d changed, %d known already; %d policies; %d recordings concerned%n",
                dryRun ? "dry run, nothing was sent; " : "", count(Catalogue.Change.NEW),
                count(Catalogue.Change.CHANGED), count(Catalogue.Change.UNCHANGED), policies, recordings));
        TextRows sums = new TextRows("RIGHT", "CLAIMS", ">RECORDINGS AND DATES");
        statuses.forEach((key, count) -> sums.add(key.split(" ")[0], key.split(" ")[1], count.toString()));
        text.append(System.lineSeparator()).append(sums.text());
        if (!concerns.isEmpty() && top > 0) {
            TextRows rows = new TextRows("RECORDING", "RIGHT", "CLAIMS", ">TOTAL", "FROM", "TO", "CLAIMANTS");
            concerns.stream().limit(top).forEach(concern -> rows.add(
                    concern.isrc(),
                    concern.status().getRightType().name(),
                    concern.status().getStatus().name(),
                    ClaimText.percent(concern.status().getTotalMicropercent()),
                    concern.status().getValidFrom().toString(),
                    concern.status().getValidTo() == null ? "" : concern.status().getValidTo().toString(),
                    concern.shares().stream().map(ClaimText::claim).collect(Collectors.joining(", "))));
            text.append(System.lineSeparator()).append(System.lineSeparator()).append(rows.text());
        }
        return text.toString();
    }

    String json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("dry_run", dryRun);
        node.putObject("registrations")
                .put("new", count(Catalogue.Change.NEW))
                .put("changed", count(Catalogue.Change.CHANGED))
                .put("unchanged", count(Catalogue.Change.UNCHANGED));
        node.put("policies", policies).put("recordings", recordings);
        ObjectNode claims = node.putObject("claims");
        statuses.forEach(claims::put);
        ArrayNode list = node.putArray("concerns");
        concerns.stream().limit(top).forEach(concern -> {
            ObjectNode row = list.addObject().put("isrc", concern.isrc());
            row.set("status", RecordJson.of(concern.status()));
            ArrayNode shares = row.putArray("shares");
            concern.shares().forEach(share -> shares.add(RecordJson.of(share)));
        });
        return node.toPrettyString();
    }
}
