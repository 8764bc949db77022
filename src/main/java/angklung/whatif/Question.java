package angklung.whatif;

import angklung.avro.Agreement;
import angklung.avro.PoolPlan;
import angklung.avro.Scenario;
import angklung.config.Failure;
import angklung.model.OfferingKey;
import angklung.model.Period;
import angklung.replay.Line;
import angklung.stage.StateSerdes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a closed period's pool would give under another agreement.
 *
 * @param scenario identifier: the same question about the same pool is answered once, and its answer read again
 * @param sheet the rate sheet that is compared with; empty if there is none
 * @param asked month in which it is asked: an answer is not kept much longer, and no stage answers the same question
 *     twice, so that in another month it is another question
 * @param attempt from 0; a question that was refused is another one when it is asked again
 */
record Question(
        String scenario, Period period, Agreement agreement, String sheet, YearMonth asked, int attempt) {

    /**
     * The questions of a file.
     *
     * @throws Failure with exit code 4 if a line is of another service or does not cover the period
     */
    static List<Agreement> agreements(List<Line<Agreement>> lines, String dsp, Period period) {
        StringBuilder faults = new StringBuilder();
        for (Line<Agreement> line : lines) {
            String reason = fault(line.value(), dsp, period);
            if (reason != null) {
                faults.append(faults.isEmpty() ? "" : "\n").append(line.file()).append(':').append(line.line())
                        .append(": ").append(reason);
            }
        }
        if (!faults.isEmpty()) {
            throw Failure.input(faults.toString());
        }
        return lines.stream().map(Line::value).toList();
    }

    private static String fault(Agreement agreement, String dsp, Period period) {
        if (!agreement.getDsp().equals(dsp)) {
            return "dsp is " + agreement.getDsp() + ", but the question is about " + dsp + "; leave the line out";
        }
        boolean begins = !agreement.getValidFrom().isAfter(period.lastDay());
        boolean lasts = agreement.getValidTo() == null || agreement.getValidTo().isAfter(period.firstDay());
        return begins && lasts
                ? null
                : "the agreement covers no day of " + period + "; change valid_from or valid_to, or leave the line out";
    }

    /**
     * @param actual the pool's rate sheet, with whose restatement the question becomes another; none if it has none
     */
    static Question of(Period period, Agreement agreement, Optional<PoolPlan> actual, YearMonth asked) {
        return of(period, agreement, actual.map(PoolPlan::getRateSheetId).orElse(""), asked, 0);
    }

    /** The same once more: what it was refused for may have changed. */
    Question again() {
        return of(period, agreement, sheet, asked, attempt + 1);
    }

    private static Question of(
            Period period, Agreement agreement, String sheet, YearMonth asked, int attempt) {
        byte[] terms = StateSerdes.<Agreement>avro(Agreement.getClassSchema()).serializer().serialize("", agreement);
        String id = sha256(
                period.toString().getBytes(StandardCharsets.UTF_8),
                sheet.getBytes(StandardCharsets.UTF_8),
                terms,
                asked.toString().getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(Integer.BYTES).putInt(attempt).array());
        return new Question(id, period, agreement, sheet, asked, attempt);
    }

    /** Over the parts, each with its length before it. */
    private static String sha256(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                sha256.update(part);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    OfferingKey offering() {
        return new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering());
    }

    /** As it is asked. */
    Scenario toRecord() {
        return new Scenario(scenario, period.toString(), agreement);
    }

    /** For people: the offering, the right and the period. */
    String name() {
        return offering() + "/" + period + "/" + agreement.getRightType();
    }
}
