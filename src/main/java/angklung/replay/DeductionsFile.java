package angklung.replay;

import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads {@code deductions.csv}: one row a step. The rows of one chain with one {@code valid_from} are the steps of
 * one version, in the order of the file, behind the steps of the chain that {@code after} names.
 */
final class DeductionsFile {
    private static final Columns COLUMNS = new Columns(
            List.of("chain", "body", "name", "rate", "valid_from"), List.of("after", "valid_to", "source"));

    private final Map<String, List<DeductionChain>> shipped;
    private final InputErrors errors;
    private final SortedMap<String, List<Version>> chains = new TreeMap<>();
    private final List<Version> inFileOrder = new ArrayList<>();

    /** What one file says of one chain for some time. */
    private static final class Version {
        private final Line<String> chain;
        private final Validity validity;
        private final List<Deduction> steps = new ArrayList<>();
        private final Set<String> sources = new LinkedHashSet<>();
        private String after;
        private long afterLine;

        Version(Line<String> chain, Validity validity) {
            this.chain = chain;
            this.validity = validity;
        }
    }

    /** @param shipped chains that {@code after} may name too */
    DeductionsFile(Map<String, List<DeductionChain>> shipped, InputErrors errors) {
        this.shipped = shipped;
        this.errors = errors;
    }

    /** Versions by chain with all their steps; empty if the file has an error. */
    SortedMap<String, List<DeductionChain>> read(InputFile file) {
        long before = errors.count();
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        refuseUnknownAfter();
        refuseCycles();
        SortedMap<String, List<DeductionChain>> flat = new TreeMap<>();
        if (errors.count() == before) {
            chains.forEach((name, versions) -> flat.put(name, flattened(versions)));
        }
        return errors.count() == before ? flat : new TreeMap<>();
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String chain = cells.name("chain");
        String body = cells.name("body");
        String name = cells.name("name");
        BigDecimal rate = cells.decimal("rate", Decimals.PART);
        String after = row.get("after").isEmpty() ? null : cells.name("after");
        Validity validity = cells.validity();
        String source = cells.textOrNull("source");
        if (!cells.good()) {
            return;
        }
        Version version = version(cells, chain, validity);
        if (version == null) {
            return;
        }
        if (after != null && version.after != null && !after.equals(version.after)) {
            cells.fault("after '" + after + "' differs from '" + version.after + "' in line " + version.afterLine
                    + "; all rows of one version come after one chain");
            return;
        }
        if (after != null && version.after == null) {
            version.after = after;
            version.afterLine = row.line();
        }
        if (source != null) {
            version.sources.add(source);
        }
        version.steps.add(step(body, name, rate));
    }

    /** The version that a row belongs to; null, reported, if its validity contradicts another row's. */
    private Version version(Cells cells, String chain, Validity validity) {
        List<Version> versions = chains.computeIfAbsent(chain, k -> new ArrayList<>());
        for (Version other : versions) {
            if (other.validity.equals(validity)) {
                return other;
            }
            if (other.validity.overlaps(validity)) {
                cells.fault("overlaps the version of chain " + chain + " in line " + other.chain.line() + ", valid "
                        + other.validity + "; the steps of one version have one valid_from and valid_to, and a"
                        + " version ends where the next one begins");
                return null;
            }
        }
        Version version = new Version(cells.line(chain), validity);
        versions.add(version);
        inFileOrder.add(version);
        return version;
    }

    static Deduction step(String body, String name, BigDecimal rate) {
        return Deduction.newBuilder()
                .setBody(body)
                .setName(name)
                .setRateMillionths(Micros.exact(rate))
                .build();
    }

    private void refuseUnknownAfter() {
        for (Version version : inFileOrder) {
            String after = version.after;
            if (after != null && !chains.containsKey(after) && !shipped.containsKey(after)) {
                errors.add(version.chain.file(), version.afterLine, "after '" + after + "' is unknown; this file has "
                        + chains.keySet() + ", the program ships " + new TreeSet<>(shipped.keySet())
                        + ". Name one of them, or leave it empty");
            }
        }
    }

    /** Reports each cycle once, at the row that closes it as the file is read. */
    private void refuseCycles() {
        Set<String> reported = new TreeSet<>();
        for (Version version : inFileOrder) {
            List<String> path = pathBackTo(version.chain.value(), version.after);
            if (!path.isEmpty() && reported.add(new TreeSet<>(path).toString())) {
                errors.add(version.chain.file(), version.afterLine, "after '" + version.after + "' is cyclic: "
                        + String.join(" after ", path) + "; a chain cannot come after itself: clear one of them");
            }
        }
    }

    /** {@code chain}, {@code after}, … {@code chain}; empty if there is no such way. */
    private List<String> pathBackTo(String chain, String after) {
        if (after == null) {
            return List.of();
        }
        Map<String, String> reachedFrom = new LinkedHashMap<>();
        reachedFrom.put(after, null);
        List<String> open = new ArrayList<>(List.of(after));
        for (int i = 0; i < open.size() && !reachedFrom.containsKey(chain); i++) {
            String here = open.get(i);
            for (String next : afterOf(here)) {
                if (!reachedFrom.containsKey(next)) {
                    reachedFrom.put(next, here);
                    open.add(next);
                }
            }
        }
        if (!reachedFrom.containsKey(chain)) {
            return List.of();
        }
        List<String> path = new ArrayList<>();
        for (String at = chain; at != null; at = reachedFrom.get(at)) {
            path.add(0, at);
        }
        path.add(0, chain);
        return path;
    }

    private SortedSet<String> afterOf(String chain) {
        SortedSet<String> all = new TreeSet<>();
        for (Version version : chains.getOrDefault(chain, List.of())) {
            if (version.after != null) {
                all.add(version.after);
            }
        }
        return all;
    }

    private List<DeductionChain> flattened(List<Version> versions) {
        List<DeductionChain> flat = new ArrayList<>();
        for (Version version : versions) {
            for (DeductionChain piece : flattened(version)) {
                if (!refuseReturn(version, piece)) {
                    flat.add(piece);
                }
            }
        }
        return flat;
    }

    /** One record for each stretch of time in which the chain before it does not change. */
    private List<DeductionChain> flattened(Version version) {
        String name = version.chain.value();
        List<DeductionChain> before = version.after == null
                ? List.of()
                : chains.containsKey(version.after)
                        ? flattened(chains.get(version.after))
                        : shipped.get(version.after);
        List<DeductionChain> pieces = new ArrayList<>();
        for (Validity stretch : ChainStretches.of(version.validity, before)) {
            List<Deduction> steps = new ArrayList<>();
            Set<String> sources = new LinkedHashSet<>();
            before.stream()
                    .filter(chain -> ChainStretches.validity(chain).covers(stretch.from()))
                    .forEach(chain -> {
                        steps.addAll(chain.getSteps());
                        if (chain.getSource() != null) {
                            sources.add(chain.getSource());
                        }
                    });
            steps.addAll(version.steps);
            sources.addAll(version.sources);
            pieces.add(chain(name, stretch, steps, sources.isEmpty() ? null : String.join("; ", sources)));
        }
        return pieces;
    }

    static DeductionChain chain(String name, Validity validity, List<Deduction> steps, String source) {
        return DeductionChain.newBuilder()
                .setChain(name)
                .setValidFrom(validity.from())
                .setValidTo(validity.to())
                .setSteps(steps)
                .setSource(source)
                .build();
    }

    /** Money that comes to a body again after another body has taken its part runs in a circle. */
    private boolean refuseReturn(Version version, DeductionChain piece) {
        Set<String> seen = new LinkedHashSet<>();
        Set<String> purposes = new LinkedHashSet<>();
        String last = null;
        for (Deduction step : piece.getSteps()) {
            String body = step.getBody();
            boolean again = !body.equals(last) && !seen.add(body);
            if (again || !purposes.add(body + ":" + step.getName())) {
                errors.add(version.chain.file(), version.chain.line(), "chain " + version.chain.value()
                        + " is cyclic: " + (again ? body + " takes a part again after " + last
                                : body + " takes its part for " + step.getName() + " twice")
                        + "; steps in order are " + names(piece) + ". Leave one of them out");
                return true;
            }
            last = body;
        }
        return false;
    }

    private static List<String> names(DeductionChain chain) {
        return chain.getSteps().stream()
                .map(step -> step.getBody() + ":" + step.getName())
                .toList();
    }
}
