package angklung.screening.generator;

import angklung.screening.Rule;
import angklung.screening.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tables of docs/screening.md that are measured. */
public final class MeasuredTables {
    /** World that the documentation shows. */
    public static final long SEED = 20_260_401;

    private final Measurement measured;

    public MeasuredTables(Measurement measured) {
        this.measured = measured;
    }

    /** Prints the tables without a build: for trying out thresholds. */
    public static void main(String[] args) {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : SEED;
        MeasuredTables tables = new MeasuredTables(Measurement.of(new World(seed), Thresholds.standard()));
        System.out.println(String.join("\n", tables.rules()));
        System.out.println(String.join("\n", tables.spared()));
        System.out.println(String.join("\n", tables.caught()));
    }

    /** Precision and recall of each rule. */
    public List<String> rules() {
        List<String> rows = new ArrayList<>();
        rows.add("| rule | plays found | of them artificial | of all artificial | subscribers found"
                + " | of them artificial | of all artificial |");
        rows.add("|---|---:|---:|---:|---:|---:|---:|");
        for (Rule rule : Rule.values()) {
            rows.add(row(rule.id(), measured.score(rule)));
        }
        rows.add(row("any", measured.score()));
        return rows;
    }

    private static String row(String name, Measurement.Score score) {
        return "| " + name + " | " + number(score.plays()) + " | " + percent(score.rightPlays(), score.plays()) + " | "
                + percent(score.rightPlays(), score.allPlays()) + " | " + number(score.accounts()) + " | "
                + percent(score.rightAccounts(), score.accounts()) + " | "
                + percent(score.rightAccounts(), score.allAccounts()) + " |";
    }

    /** What is found of people who are honest: every false positive by kind. */
    public List<String> spared() {
        List<String> rows = new ArrayList<>();
        rows.add("| honest | subscribers | plays | subscribers found | plays found | of their plays | by |");
        rows.add("|---|---:|---:|---:|---:|---:|---|");
        for (Kind kind : Kind.values()) {
            Measurement.Found all = measured.total(kind);
            Measurement.Found found = measured.found(kind);
            if (!kind.isArtificial() || found.honestPlays() > 0) {
                rows.add("| " + kind.text() + (kind.isArtificial() ? " (the owner's plays)" : "") + " | "
                        + number(all.accounts()) + " | " + number(all.honestPlays()) + " | "
                        + number(found.accounts()) + " | " + number(found.honestPlays()) + " | "
                        + percent(found.honestPlays(), all.honestPlays()) + " | " + by(kind, false) + " |");
            }
        }
        return rows;
    }

    /** What is found of machines, by kind. */
    public List<String> caught() {
        List<String> rows = new ArrayList<>();
        rows.add("| artificial | subscribers | artificial plays | subscribers found | artificial plays found"
                + " | of all | by |");
        rows.add("|---|---:|---:|---:|---:|---:|---|");
        for (Kind kind : Kind.values()) {
            if (kind.isArtificial()) {
                Measurement.Found all = measured.total(kind);
                Measurement.Found found = measured.found(kind);
                rows.add("| " + kind.text() + " | " + number(all.accounts()) + " | "
                        + number(all.artificialPlays()) + " | " + number(found.accounts()) + " | "
                        + number(found.artificialPlays()) + " | "
                        + percent(found.artificialPlays(), all.artificialPlays()) + " | " + by(kind, true) + " |");
            }
        }
        return rows;
    }

    private String by(Kind kind, boolean artificial) {
        return java.util.Arrays.stream(Rule.values())
                .filter(rule -> plays(rule, kind, artificial) > 0)
                .map(rule -> rule.id() + " " + percent(
                        plays(rule, kind, artificial),
                        artificial ? measured.total(kind).artificialPlays() : measured.total(kind).honestPlays()))
                .collect(Collectors.joining(", "));
    }

    private long plays(Rule rule, Kind kind, boolean artificial) {
        Measurement.Found found = measured.found(rule, kind);
        return artificial ? found.artificialPlays() : found.honestPlays();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With one decimal, rounded down so that 100.0 % means all; nothing of nothing is a dash. */
    private static String percent(long part, long whole) {
        if (whole == 0) {
            return "–";
        }
        long thousandths = part * 1_000 / whole;
        return part > 0 && thousandths == 0 ? "< 0.1 %" : thousandths / 10 + "." + thousandths % 10 + " %";
    }
}
