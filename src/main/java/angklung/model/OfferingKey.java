package angklung.model;

/** What agreements and revenue are keyed by: one offering of one service in one territory. */
public record OfferingKey(String dsp, String territory, String offering) implements Comparable<OfferingKey> {

    /** The record key, {@code dsp/territory/offering}; no part holds a slash ({@link Identifiers}). */
    @Override
    public String toString() {
        return dsp + "/" + territory + "/" + offering;
    }

    @Override
    public int compareTo(OfferingKey other) {
        int byDsp = dsp.compareTo(other.dsp);
        int byTerritory = byDsp != 0 ? byDsp : territory.compareTo(other.territory);
        return byTerritory != 0 ? byTerritory : offering.compareTo(other.offering);
    }
}
