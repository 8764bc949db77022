package angklung.screening;

import angklung.avro.ScreeningSubject;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording, device or cohort that a rule found. Whose plays it concerns each task finds out for its own subscribers.
 *
 * @param version of the thresholds
 * @param territory that the thresholds are for; null: the general ones
 * @param from first local epoch day that was looked at
 * @param to last local epoch day that was looked at
 * @param minimum what a subscriber must at least have for the finding to concern the subscriber: of a recording, plays
 *     of it; of a cohort, recordings; 0: no condition
 */
public record SubjectFinding(
        String hitId,
        Rule rule,
        String version,
        String territory,
        Subject subject,
        int from,
        int to,
        List<Evidence> evidence,
        long minimum) {
    private static final int FORMAT = 1;

    public SubjectFinding {
        evidence = List.copyOf(evidence);
    }

    /** For the wire between tasks; equal findings have equal bytes. */
    public byte[] encode() {
        StateWriter writer = new StateWriter(FORMAT)
                .text(hitId)
                .text(rule.id())
                .text(version)
                .optionalText(territory)
                .text(subject.kind().name())
                .text(subject.id())
                .number(from)
                .number(to)
                .number(minimum)
                .number(evidence.size());
        for (Evidence each : evidence) {
            writer.text(each.name()).bytes(millionths(each.threshold())).bytes(millionths(each.observed()));
        }
        return writer.toBytes();
    }

    /** Of what {@link #encode} wrote. */
    public static SubjectFinding decode(byte[] bytes) {
        StateReader reader = new StateReader(bytes, FORMAT);
        String hitId = reader.text();
        Rule rule = Rule.ofId(reader.text());
        String version = reader.text();
        String territory = reader.optionalText();
        Subject subject = new Subject(ScreeningSubject.valueOf(reader.text()), reader.text());
        int from = reader.integer();
        int to = reader.integer();
        long minimum = reader.number();
        List<Evidence> evidence = new ArrayList<>();
        for (int left = reader.integer(); left > 0; left--) {
            evidence.add(new Evidence(reader.text(), decimal(reader.bytes()), decimal(reader.bytes())));
        }
        return new SubjectFinding(hitId, rule, version, territory, subject, from, to, evidence, minimum);
    }

    private static byte[] millionths(BigDecimal value) {
        return value.unscaledValue().toByteArray();
    }

    private static BigDecimal decimal(byte[] millionths) {
        return new BigDecimal(new BigInteger(millionths), Evidence.SCALE);
    }
}
