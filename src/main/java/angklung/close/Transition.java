package angklung.close;

import angklung.avro.PeriodControl;
import angklung.avro.PeriodState;
import java.util.Optional;

/**
 * What the closer writes in one transaction.
 *
 * @param key of the fact
 * @param fact that records the step
 * @param command that the step stands for, to every partition of its topic; some steps have none
 */
record Transition(String key, PeriodState fact, Optional<PeriodControl> command) {}
