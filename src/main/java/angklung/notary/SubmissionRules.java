package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodState;
import angklung.avro.Statement;
import angklung.avro.SubmissionKind;
import angklung.log.Hash;
import angklung.opening.LeafKind;
import angklung.opening.OpenedStatement;
import angklung.opening.PartyKey;
import angklung.opening.Sealing;
import angklung.opening.StatementRecord;
import angklung.stage.StateWriter;
import java.nio.ByteBuffer;
import java.time.Instant;

/** From what the stages record to what is submitted to the log. The same input gives the same bytes. */
final class SubmissionRules {
    private static final int FORMAT = 1;

    private SubmissionRules() {}

    /** A statement as its commitment, and its opening sealed for its party. */
    static LogSubmission statement(Statement statement, PartyKey key) {
        String leafId = statement.getStatementId();
        Sealing sealing = new Sealing(key);
        OpenedStatement opening = sealing.opening(leafId, StatementRecord.of(statement));
        return leaf(LeafKind.STATEMENT, leafId, statement.getPeriod(), statement.getBookedAt())
                .setRunId(statement.getRunId())
                .setCommitment(ByteBuffer.wrap(opening.commitment()))
                .setPartyId(statement.getPartyId())
                .setKeyGeneration(sealing.generation())
                .setOpening(ByteBuffer.wrap(sealing.seal(leafId, opening)))
                .build();
    }

    /**
     * The end of a payout run in one settlement partition.
     *
     * @param fact PAID
     */
    static LogSubmission runEnd(PeriodState fact) {
        Totals paid = Totals.NONE;
        for (PayoutTotal total : fact.getPayouts()) {
            paid = paid.add(total.getCurrency(), total.getAmountMicros());
        }
        return LogSubmission.newBuilder()
                .setKind(SubmissionKind.RUN_END)
                .setLeafId(LeafId.runEnd(fact.getRunId(), fact.getPartition()))
                .setLeafKind("")
                .setPeriod(fact.getPeriod())
                .setRunId(fact.getRunId())
                .setFacts(paid.toString())
                .setPartition(fact.getPartition())
                .setStatements(fact.getStatements())
                .setRecordedAt(fact.getRecordedAt())
                .build();
    }

    /**
     * Any other leaf.
     *
     * @param facts a JSON object in canonical form
     */
    static LogSubmission leaf(LeafKind kind, String leafId, String period, String facts, Instant recordedAt) {
        return leaf(kind, leafId, period, recordedAt).setFacts(facts).build();
    }

    private static LogSubmission.Builder leaf(LeafKind kind, String leafId, String period, Instant recordedAt) {
        return LogSubmission.newBuilder()
                .setKind(SubmissionKind.LEAF)
                .setLeafId(leafId)
                .setLeafKind(kind.word())
                .setPeriod(period)
                .setRecordedAt(recordedAt);
    }

    /**
     * By which a submission that comes again is told from another one of the same identifier. The time of recording
     * decides nothing, and the opening is in the commitment.
     */
    static byte[] contentHash(LogSubmission submission) {
        ByteBuffer commitment = submission.getCommitment();
        byte[] content = new StateWriter(FORMAT)
                .text(submission.getKind().toString())
                .text(submission.getLeafKind())
                .text(submission.getPeriod())
                .optionalText(submission.getRunId())
                .optionalBytes(commitment == null ? null : bytes(commitment))
                .optionalText(submission.getFacts())
                .optionalText(submission.getPartyId())
                .number(submission.getPartition())
                .number(submission.getStatements())
                .toBytes();
        return Hash.leaf(content).toBytes();
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
