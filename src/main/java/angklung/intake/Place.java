package angklung.intake;

/**
 * One offering of one service in one territory, as one object for all its plays. Compared by identity: two
 * objects for the same offering may exist, and then their plays are only combined less.
 */
final class Place {
    private final String dsp;
    private final String territory;
    private final String offering;
    private PlaceTerms terms;
    private long termsVersion = -1;

    Place(String dsp, String territory, String offering) {
        this.dsp = dsp;
        this.territory = territory;
        this.offering = offering;
    }

    String dsp() {
        return dsp;
    }

    String territory() {
        return territory;
    }

    String offering() {
        return offering;
    }

    /** The terms that were set for this version of the agreements, or null. */
    PlaceTerms terms(long version) {
        return termsVersion == version ? terms : null;
    }

    void terms(long version, PlaceTerms value) {
        this.termsVersion = version;
        this.terms = value;
    }

    @Override
    public String toString() {
        return dsp + "/" + territory + "/" + offering;
    }
}
