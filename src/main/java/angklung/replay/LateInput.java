package angklung.replay;

import angklung.avro.ScreeningDecision;
import java.util.List;

/**
 * What is sent when the periods of the plays are closed.
 *
 * @param decisions on what screening found when they were closed
 */
public record LateInput(List<InputFile> plays, RightsInput rights, List<ScreeningDecision> decisions) {

    boolean isEmpty() {
        return plays.isEmpty() && !concernsAll();
    }

    /** Whether it may change any closed period, rather than those that late plays fall into. */
    boolean concernsAll() {
        return !rights.isEmpty() || !decisions.isEmpty();
    }
}
