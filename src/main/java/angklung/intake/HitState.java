package angklung.intake;

import angklung.avro.HitDecision;
import angklung.avro.HitStatus;
import angklung.avro.ScreeningDecision;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.time.Instant;

/**
 * What became of a hit by the decisions that count.
 *
 * @param operator who decided; null, as the rest, if nobody did
 */
record HitState(HitStatus status, String operator, String reason, Instant decidedAt) {
    static final HitState OPEN = new HitState(HitStatus.OPEN, null, null, null);

    /** @param decision null if there is none */
    static HitState of(ScreeningDecision decision) {
        if (decision == null) {
            return OPEN;
        }
        HitStatus status =
                decision.getDecision() == HitDecision.CONFIRM ? HitStatus.CONFIRMED : HitStatus.RELEASED;
        return new HitState(status, decision.getOperator(), decision.getReason(), decision.getDecidedAt());
    }

    void encode(StateWriter writer) {
        writer.text(status.name());
        if (status != HitStatus.OPEN) {
            writer.text(operator).text(reason).number(decidedAt.toEpochMilli());
        }
    }

    static HitState decode(StateReader reader) {
        HitStatus status = HitStatus.valueOf(reader.text());
        return status == HitStatus.OPEN
                ? OPEN
                : new HitState(status, reader.text(), reader.text(), Instant.ofEpochMilli(reader.number()));
    }
}
