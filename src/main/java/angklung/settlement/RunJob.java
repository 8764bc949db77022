package angklung.settlement;

import angklung.avro.PayoutTotal;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.close.Facts;
import angklung.stage.Budget;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Takes one row after another of a store through a run, and reports the run's totals by currency. */
abstract class RunJob<V> implements Job {
    /** Rows read at a time; bounds what is held in memory. */
    private static final int BATCH = 256;

    final PeriodControl command;
    final Book book;
    private final PeriodFact reported;
    private final KeyValueStore<Bytes, V> rows;
    private RunCursor cursor;

    /**
     * @param reported what the run is when no row is left: PAID or HOLDS
     * @param rows whose values the run may change, and no other row's than the one that it takes
     */
    RunJob(PeriodControl command, PeriodFact reported, KeyValueStore<Bytes, V> rows, RunCursor cursor, Book book) {
        this.command = command;
        this.reported = reported;
        this.rows = rows;
        this.cursor = cursor;
        this.book = book;
    }

    /** Takes one row through the run. */
    abstract void take(Bytes key, V value);

    /** Counts a line that was written. */
    final void addLine() {
        cursor = cursor.withLine();
    }

    /** Counts statements that were made. */
    final void addStatements(int more) {
        cursor = cursor.withStatements(more);
    }

    /** Adds to what is reported in a currency. */
    final void addAmount(String currency, long micros) {
        cursor = cursor.paid(currency, micros);
    }

    @Override
    public final byte[] cursor() {
        return cursor.encode();
    }

    @Override
    public final Progress advance(Budget budget) {
        while (budget.isLeft()) {
            List<KeyValue<Bytes, V>> batch = read(Math.min(BATCH, budget.itemsLeft()));
            if (batch.isEmpty()) {
                book.report(factId(), fact());
                return Progress.DONE;
            }
            for (KeyValue<Bytes, V> row : batch) {
                if (!budget.take()) {
                    return Progress.MORE;
                }
                take(row.key, row.value);
                cursor = cursor.after(row.key);
            }
        }
        return Progress.MORE;
    }

    private List<KeyValue<Bytes, V>> read(int limit) {
        List<KeyValue<Bytes, V>> batch = new ArrayList<>();
        try (KeyValueIterator<Bytes, V> left = rows.range(cursor.from(), null)) {
            while (left.hasNext() && batch.size() < limit) {
                batch.add(left.next());
            }
        }
        return batch;
    }

    private String factId() {
        return Facts.ofRun(reported, command.getPeriod(), command.getRunId(), book.partition());
    }

    private PeriodState fact() {
        List<PayoutTotal> totals = new ArrayList<>();
        cursor.totals().forEach((currency, total) ->
                totals.add(new PayoutTotal(currency, total.amount(), total.lines())));
        return PeriodState.newBuilder()
                .setKind(reported)
                .setDsp("")
                .setPeriod(command.getPeriod())
                .setRunId(command.getRunId())
                .setRecords(cursor.lines())
                .setPayouts(totals)
                .setStatements(cursor.statements())
                .setRecordedAt(command.getBookedAt())
                .build();
    }
}
