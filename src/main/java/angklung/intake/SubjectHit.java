package angklung.intake;

import angklung.screening.SubjectFinding;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;

/**
 * A hit on a recording, device or cohort, as the task that judged it tells it to all.
 *
 * @param state by the decisions that this task knew at its cut: all tasks follow it, whatever they know themselves
 */
record SubjectHit(SubjectFinding finding, HitState state) {
    private static final int FORMAT = 1;

    byte[] encode() {
        StateWriter writer = new StateWriter(FORMAT).bytes(finding.encode());
        state.encode(writer);
        return writer.toBytes();
    }

    static SubjectHit decode(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        return new SubjectHit(SubjectFinding.decode(reader.bytes()), HitState.decode(reader));
    }
}
