package angklung.proof;

import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.Statement;
import angklung.config.Failure;
import angklung.ledger.DetailEntry;
import angklung.ledger.LineEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the line of a statement, and the detail of the line, that a payee asks for. */
final class LineFinder {
    private static final int SHORTEST = 8;

    private final PayeeRecords records;
    private final Statement statement;
    private final List<LedgerLine> lines;
    private final EntryTree tree;

    /** A line that fits, and its detail if a recording was asked for. */
    record Found(OpenedEntry line, Optional<OpenedEntry> detail) {
        private String text() {
            return "line " + line.entry().get("line_id") + ", " + line.entry().get("kind")
                    + detail.map(one -> " of " + one.entry().get("pool") + ", "
                                    + one.entry().getOrDefault("policy", "no policy"))
                            .orElse("");
        }
    }

    /** The details of a line all have these. */
    private record PoolVersion(String pool, int version) {
        private static PoolVersion of(LedgerLine line) {
            return new PoolVersion(
                    String.join("/", line.getDsp(), line.getTerritory(), line.getOffering(), line.getOriginPeriod(),
                            line.getRightType(), line.getCurrency()),
                    line.getPoolVersion());
        }

        private static PoolVersion of(Earning earning) {
            return new PoolVersion(earning.getPool(), earning.getVersion());
        }
    }

    /**
     * A finder of lines on one statement.
     *
     * @param all statements of the party, oldest first
     * @throws Failure if the ledger has not the lines that the statement commits to
     */
    LineFinder(PayeeRecords records, Statement statement, List<Statement> all) {
        this.records = records;
        this.statement = statement;
        this.lines = onStatement(all);
        this.tree = new EntryTree(lines.stream().map(line -> new LineEntry(line).leaf()).toList());
        if (!tree.root().toString().equals(statement.getLinesHash())) {
            throw Failure.verification("The ledger lines of statement " + statement.getStatementId()
                    + " are not those that it commits to; 'angklung ledger verify' tells what happened to the ledger");
        }
    }

    /** A statement has the lines since the one before it in its currency. */
    private List<LedgerLine> onStatement(List<Statement> all) {
        List<LedgerLine> ledger = records.lines(statement.getPartyId(), statement.getCurrency());
        long from = 0;
        for (Statement before : all) {
            if (before.getStatementId().equals(statement.getStatementId())) {
                break;
            }
            from += before.getCurrency().equals(statement.getCurrency()) ? before.getLines() : 0;
        }
        long to = from + statement.getLines();
        if (to > ledger.size()) {
            throw Failure.verification("Statement " + statement.getStatementId() + " has lines up to the " + to
                    + "th of its account, and the ledger has " + ledger.size());
        }
        return ledger.subList(Math.toIntExact(from), Math.toIntExact(to));
    }

    /** @throws Failure unless exactly one fits */
    Found find(Wanted wanted) {
        List<Integer> places = places(wanted.line());
        List<Found> found = wanted.recording().isPresent()
                ? withDetail(places, wanted.recording().get())
                : places.stream().map(at -> new Found(lineEntry(at), Optional.empty())).toList();
        if (found.isEmpty()) {
            throw Failure.usage("No line of statement " + statement.getStatementId() + " has an earning of recording "
                    + wanted.recording().orElse("") + wanted.line().map(line -> " and begins with " + line).orElse(""));
        }
        int nth = wanted.nth().orElse(1);
        if (nth < 1 || nth > found.size() || (wanted.nth().isEmpty() && found.size() > 1)) {
            StringBuilder choices = new StringBuilder();
            for (int i = 0; i < found.size(); i++) {
                choices.append(i == 0 ? " " : "; ").append(i + 1).append(": ").append(found.get(i).text());
            }
            throw Failure.usage(found.size() + " fit; say which with --nth:" + choices);
        }
        return found.get(nth - 1);
    }

    private List<Integer> places(Optional<String> begins) {
        if (begins.isPresent() && begins.get().length() < SHORTEST) {
            throw Failure.usage("Give at least " + SHORTEST + " digits of the line: '" + begins.get() + "'");
        }
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).getLineId().startsWith(begins.orElse(""))) {
                places.add(i);
            }
        }
        if (places.isEmpty() && begins.isPresent()) {
            throw Failure.usage("Statement " + statement.getStatementId() + " has no line " + begins.get());
        }
        return places;
    }

    private List<Found> withDetail(List<Integer> places, String isrc) {
        Map<PoolVersion, List<DetailEntry>> details = details(places, isrc);
        List<Found> found = new ArrayList<>();
        for (int at : places) {
            LedgerLine line = lines.get(at);
            List<DetailEntry> ofLine =
                    line.getStatementHash() == null ? null : details.get(PoolVersion.of(line));
            if (ofLine != null) {
                addDetails(at, line, ofLine, isrc, found);
            }
        }
        return found;
    }

    private void addDetails(int at, LedgerLine line, List<DetailEntry> ofLine, String isrc, List<Found> found) {
        EntryTree detailTree = new EntryTree(ofLine.stream().map(DetailEntry::leaf).toList());
        if (!detailTree.root().toString().equals(line.getStatementHash())) {
            throw Failure.verification("The earnings behind line " + line.getLineId()
                    + " are not those that it commits to; 'angklung explain' tells more of it");
        }
        for (int i = 0; i < ofLine.size(); i++) {
            if (isrc.equals(ofLine.get(i).isrc())) {
                found.add(new Found(lineEntry(at), Optional.of(new OpenedEntry(
                        OpeningReader.members(ofLine.get(i).json().toBytes()), i, ofLine.size(), detailTree.path(i)))));
            }
        }
    }

    /** Of the pools that have the recording on this statement, all details, in the order of settlement. */
    private Map<PoolVersion, List<DetailEntry>> details(List<Integer> places, String isrc) {
        Set<PoolVersion> settled = new HashSet<>();
        places.stream().map(lines::get).filter(line -> line.getStatementHash() != null).forEach(line ->
                settled.add(PoolVersion.of(line)));
        Set<PoolVersion> concerned = new HashSet<>();
        records.earnings(statement.getPartyId(), earning -> isrc.equals(earning.getIsrc()))
                .forEach(earning -> concerned.add(PoolVersion.of(earning)));
        concerned.retainAll(settled);
        Map<PoolVersion, List<DetailEntry>> details = new HashMap<>();
        records.earnings(statement.getPartyId(), earning -> concerned.contains(PoolVersion.of(earning)))
                .forEach(earning -> details.computeIfAbsent(PoolVersion.of(earning), key -> new ArrayList<>())
                        .add(entry(earning)));
        Comparator<DetailEntry> bySettlement = Comparator
                .comparing((DetailEntry detail) -> bytes(detail.isrc()), Arrays::compareUnsigned)
                .thenComparing(detail -> bytes(detail.policy()), Arrays::compareUnsigned);
        details.values().forEach(ofLine -> ofLine.sort(bySettlement));
        return details;
    }

    private static DetailEntry entry(Earning earning) {
        return new DetailEntry(
                earning.getPool(), earning.getVersion(), earning.getIsrc(), earning.getAuthorshipPolicy(),
                earning.getPlays(), earning.getAmountMicros(), earning.getRightsVersion());
    }

    private static byte[] bytes(String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private OpenedEntry lineEntry(int at) {
        return new OpenedEntry(
                OpeningReader.members(new LineEntry(lines.get(at)).json().toBytes()), at, tree.size(),
                tree.path(at));
    }
}
