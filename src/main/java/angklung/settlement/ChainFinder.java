package angklung.settlement;

import angklung.avro.DeductionChain;
import angklung.avro.Party;
import angklung.model.Period;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the deduction chains of a settlement: of a party as it is on the booking date, valid on the last day of the
 * period that the earnings come from. Chains are remembered for one turn, because many parties have the same.
 */
final class ChainFinder {
    private final ReferenceBook references;
    private final LocalDate booked;
    private final Map<String, DeductionChain> found = new HashMap<>();
    private String missing;

    /** @param booked the booking date */
    ChainFinder(ReferenceBook references, LocalDate booked) {
        this.references = references;
        this.booked = booked;
    }

    /** Forgets what may have changed since the turn before. */
    void startTurn() {
        found.clear();
        missing = null;
    }

    /** The chain of a party; empty if it has none, and also if it should have one that {@link #isMissing}. */
    Optional<DeductionChain> find(String partyId, Period origin) {
        Optional<String> name = references.party(partyId, booked).map(Party::getDeductionChain);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        LocalDate earned = origin.lastDay();
        String key = name.get() + " " + earned;
        if (!found.containsKey(key)) {
            references
                    .chain(name.get(), earned)
                    .ifPresentOrElse(
                            chain -> found.put(key, chain),
                            () -> missing = "party " + partyId + " has the deduction chain " + name.get()
                                    + ", of which no version is valid on " + earned);
        }
        return Optional.ofNullable(found.get(key));
    }

    /** Whether a chain was looked for in this turn and is not there. */
    boolean isMissing() {
        return missing != null;
    }

    /** Which one, in words. */
    String missing() {
        return missing;
    }
}
