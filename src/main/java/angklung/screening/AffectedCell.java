package angklung.screening;

import java.util.Comparator;

/** What affected plays are counted by. */
public record AffectedCell(String territory, String offering, String isrc, int day)
        implements Comparable<AffectedCell> {
    private static final Comparator<AffectedCell> ORDER = Comparator.comparing(AffectedCell::territory)
            .thenComparing(AffectedCell::offering)
            .thenComparing(AffectedCell::isrc)
            .thenComparingInt(AffectedCell::day);

    @Override
    public int compareTo(AffectedCell other) {
        return ORDER.compare(this, other);
    }
}
