package angklung.replay;

import angklung.avro.DeliveryReport;
import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RejectedPlay;
import angklung.avro.RejectedRegistration;
import angklung.avro.ScreeningHit;
import angklung.avro.Statement;
import java.util.function.Consumer;

/** What a run has written, read record by record: an export holds sums in memory, never whole topics. */
public interface Outcome {

    /** Takes the lines of the ledger by partition and, within it, in order. */
    interface Lines {
        /**
         * @param key of the record
         * @param line null if the record has no value
         */
        void accept(int partition, long offset, String key, LedgerLine line);
    }

    void ledger(Lines lines);

    /** Earnings and marks of all partitions, each partition in order. */
    void earnings(Consumer<Earning> earnings);

    /** Statements by partition and, within it, in order, so that those of one party follow each other. */
    void statements(Consumer<Statement> statements);

    /** Every plan once. */
    void plans(Consumer<PoolPlan> plans);

    void rejected(Consumer<RejectedPlay> plays);

    void registrations(Consumer<Registration> registrations);

    void rejectedRegistrations(Consumer<RejectedRegistration> registrations);

    /** Takes the rights of recordings; those of one recording in order. */
    interface Rights {
        /** @param rights null if the recording has none any more */
        void accept(String isrc, RecordingRights rights);
    }

    void recordingRights(Rights rights);

    /** The hits of all revisions of all periods. */
    void screeningHits(Consumer<ScreeningHit> hits);

    /** The last report of every partition of every service. */
    void delivery(Consumer<DeliveryReport> reports);

    /** The last record of every fact. */
    void facts(Consumer<PeriodState> facts);
}
