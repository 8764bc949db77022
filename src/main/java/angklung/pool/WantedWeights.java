package angklung.pool;

import angklung.avro.Agreement;
import angklung.avro.WeightRequest;
import angklung.model.Weighing;
import angklung.stage.AgreedWeighing;

/**
 * The weights that a pool is divided by.
 *
 * @param minimum plays that a recording needs over the window to take part; null: none
 * @param window periods of that window, this one included; 1 if there is no minimum
 */
record WantedWeights(Weighing weighing, Long minimum, int window) {

    /** Of an agreement without obstacles ({@link PriceabilityRules}). */
    static WantedWeights of(Agreement terms) {
        Long minimum = terms.getMinimumTrackPlays();
        boolean excludes = minimum != null && minimum > 0;
        return new WantedWeights(
                AgreedWeighing.of(terms), excludes ? minimum : null, excludes ? terms.getMinimumTrackWindow() : 1);
    }

    /** Whether the plays that the tally reports of every offering are these weights. */
    boolean arePlays() {
        return weighing.equals(Weighing.PLAYS) && minimum == null;
    }

    /**
     * What says them: the offering, the period, the revision of its usage, the weighing, the minimum and the window. Of
     * the periods before in a window the tally keeps to what it knew when it was first asked, so that the answer holds
     * for as long as this says the same.
     */
    String identifier(Offering offering) {
        String request = offering.key() + "/" + offering.period() + "@r" + offering.revision() + "/" + weighing;
        return minimum == null ? request : request + "/" + minimum + "x" + window;
    }

    WeightRequest request(Offering offering, String identifier) {
        return WeightRequest.newBuilder()
                .setRequest(identifier)
                .setDsp(offering.key().dsp())
                .setTerritory(offering.key().territory())
                .setOffering(offering.key().offering())
                .setPeriod(offering.period().toString())
                .setRevision(offering.revision())
                .setWeighting(weighing.toString())
                .setMinimumTrackPlays(minimum)
                .setMinimumTrackWindow(window)
                .build();
    }
}
