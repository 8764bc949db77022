package angklung.settlement;

import angklung.avro.Command;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.close.Facts;
import angklung.model.HoldAccount;
import angklung.stage.Budget;
import angklung.stage.StoreKeyReader;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes one hold account after another through an ANNOUNCE or an EXPIRE, by {@link HoldRules}, and reports what was
 * announced or moved.
 */
final class HoldsJob implements Job {
    /** Accounts read at a time; bounds what is held in memory. */
    private static final int BATCH = 256;

    private final PeriodControl command;
    private final LocalDate date;
    private final Book book;
    private final ReferenceBook references;
    private final KeyValueStore<Bytes, Hold> holds;
    private final KeyValueStore<Bytes, String> lastLines;
    private RunCursor cursor;

    HoldsJob(PeriodControl command, RunCursor cursor, Book book, SettlementStores stores, ProcessingContext context) {
        this.command = command;
        this.date = LocalDate.ofInstant(command.getBookedAt(), ZoneOffset.UTC);
        this.cursor = cursor;
        this.book = book;
        this.references = new ReferenceBook(stores, context);
        this.holds = stores.holds.get(context);
        this.lastLines = stores.lastLines.get(context);
    }

    @Override
    public byte[] cursor() {
        return cursor.encode();
    }

    @Override
    public Progress advance(Budget budget) {
        while (budget.isLeft()) {
            List<KeyValue<Bytes, Hold>> batch = read(Math.min(BATCH, budget.itemsLeft()));
            if (batch.isEmpty()) {
                book.report(Facts.holds(command.getPeriod(), command.getRunId(), book.partition()), fact());
                return Progress.DONE;
            }
            for (KeyValue<Bytes, Hold> row : batch) {
                if (!budget.take()) {
                    return Progress.MORE;
                }
                String account = new StoreKeyReader(row.key).text();
                if (command.getCommand() == Command.ANNOUNCE) {
                    announce(account, row.value);
                } else {
                    expire(account, row.value);
                }
                cursor = cursor.after(row.key);
            }
        }
        return Progress.MORE;
    }

    private List<KeyValue<Bytes, Hold>> read(int limit) {
        List<KeyValue<Bytes, Hold>> batch = new ArrayList<>();
        try (KeyValueIterator<Bytes, Hold> rows = holds.range(cursor.from(), null)) {
            while (rows.hasNext() && batch.size() < limit) {
                batch.add(rows.next());
            }
        }
        return batch;
    }

    private void announce(String account, Hold hold) {
        HoldAccount name = HoldAccount.parse(account);
        references.unclaimedPolicy(
                        name.pool().offering().territory(), name.pool().period().lastDay())
                .flatMap(policy -> HoldRules.notice(account, hold, policy, date, command.getRunId()))
                .ifPresent(notice -> {
                    book.send(notice, command.getBookedAt());
                    holds.put(Keys.hold(account), hold.announced(new Hold.Notice(
                            notice.getDueOn(), notice.getDestination(), notice.getPolicy())));
                    cursor = cursor.paid(notice.getCurrency(), notice.getAmountMicros());
                });
    }

    private void expire(String account, Hold hold) {
        String pool = HoldAccount.parse(account).pool().toString();
        Bytes beneficiary = Keys.lastLine(pool, Beneficiary.hold(account));
        HoldRules.expiry(account, hold, date, command, lastLines.get(beneficiary)).ifPresent(line -> {
            book.write(line);
            cursor = cursor.withLine().paid(line.getCurrency(), line.getAmountMicros());
        });
    }

    private PeriodState fact() {
        List<PayoutTotal> totals = new ArrayList<>();
        cursor.totals().forEach((currency, total) ->
                totals.add(new PayoutTotal(currency, total.amount(), total.lines())));
        return PeriodState.newBuilder()
                .setKind(PeriodFact.HOLDS)
                .setDsp("")
                .setPeriod(command.getPeriod())
                .setRunId(command.getRunId())
                .setRecords(cursor.lines())
                .setPayouts(totals)
                .setRecordedAt(command.getBookedAt())
                .build();
    }
}
