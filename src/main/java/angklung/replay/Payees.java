package angklung.replay;

import angklung.avro.Authorship;
import angklung.avro.RightType;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whom claims can be for: parties, and AI performers where their part goes to those who control them.
 *
 * @param isParty whether {@code parties.csv} has the party
 * @param performers that {@code ai_performers.csv} has
 */
record Payees(Predicate<String> isParty, Set<String> performers) {

    /** Reports a claim that nobody could be paid for. */
    void check(Cells cells, String party, RightType right, Authorship authorship) {
        if (party == null || isParty.test(party)) {
            return;
        }
        if (!performers.contains(party)) {
            cells.fault("party_id '" + party + "' is not in parties.csv; add the party there");
        } else if (right != RightType.RECORDING || authorship != Authorship.AI_GENERATED) {
            cells.fault("party_id '" + party + "' is an AI performer and not in parties.csv; only its RECORDING claims"
                    + " of authorship AI_GENERATED go to who controls it: correct the row, or add it to parties.csv");
        }
    }
}
