package angklung.intake;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serde;

/** What came in about the artists of one revision of a service's period, by the intake task that sent it. */
final class StandingReceipts {
    private static final int FORMAT = 1;

    /** Instead of a number of records: the mark is in, and it said as many as came. */
    private static final long COMPLETE = -1;

    private final long[] counts;
    private final long[] standings;
    private boolean joined;

    StandingReceipts(int intakePartitions) {
        this(new long[intakePartitions], new long[intakePartitions]);
    }

    private StandingReceipts(long[] counts, long[] standings) {
        this.counts = counts;
        this.standings = standings;
    }

    /** Whether this task takes part in the exchange. */
    boolean isJoined() {
        return joined;
    }

    void join() {
        joined = true;
    }

    /** COUNT records received. */
    long counts(int source) {
        return counts[source];
    }

    void count(int source) {
        counts[source]++;
    }

    boolean isCounted(int source) {
        return counts[source] == COMPLETE;
    }

    void completeCounts(int source) {
        counts[source] = COMPLETE;
    }

    boolean areAllCounted() {
        return Arrays.stream(counts).allMatch(records -> records == COMPLETE);
    }

    /** STANDING records received. */
    long standings(int source) {
        return standings[source];
    }

    void standing(int source) {
        standings[source]++;
    }

    boolean isStandingTold(int source) {
        return standings[source] == COMPLETE;
    }

    void completeStandings(int source) {
        standings[source] = COMPLETE;
    }

    boolean areAllStandingsTold() {
        return Arrays.stream(standings).allMatch(records -> records == COMPLETE);
    }

    static Serde<StandingReceipts> serde() {
        return StateSerdes.fields(FORMAT, StandingReceipts::encode, StandingReceipts::decode);
    }

    private void encode(StateWriter writer) {
        writer.flag(joined).numbers(counts).numbers(standings);
    }

    private static StandingReceipts decode(StateReader reader) {
        boolean joined = reader.flag();
        StandingReceipts receipts = new StandingReceipts(reader.numbers(), reader.numbers());
        receipts.joined = joined;
        return receipts;
    }
}
