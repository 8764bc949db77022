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
     * What says them and all that they depend on: the offering, the period, the revision of its usage, the weighing,
     * the minimum and the window. How many totals of the periods before there are goes with a window: plays that come
     * to them later may lift a recording over the minimum, so that an answer from before does not hold any more.
     */
    String identifier(Offering offering) {
        String request = offering.key() + "/" + offering.period() + "@r" + offering.revision() + "/" + weighing;
        if (minimum == null) {
            return request;
        }
        String excluding = request + "/" + minimum + "x" + window;
        return window == 1 ? excluding : excluding + "#" + offering.answers().earlierTotals(window);
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
