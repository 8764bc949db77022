package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Party;
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
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Takes one party after another through a payout run, by {@link PayoutRules}, and reports what was paid. */
final class PayoutJob implements Job {
    /** Accounts read at a time; bounds what is held in memory. */
    private static final int BATCH = 256;

    private final PeriodControl command;
    private final PayoutOrder order;
    private final Book book;
    private final ReferenceBook references;
    private final KeyValueStore<Bytes, Account> accounts;
    private RunCursor cursor;

    PayoutJob(
            PeriodControl command, RunCursor cursor, Book book, SettlementStores stores, ProcessingContext context) {
        this.command = command;
        this.order = PayoutOrder.of(command);
        this.cursor = cursor;
        this.book = book;
        this.references = new ReferenceBook(stores, context);
        this.accounts = stores.accounts.get(context);
    }

    @Override
    public byte[] cursor() {
        return cursor.encode();
    }

    @Override
    public Progress advance(Budget budget) {
        while (budget.isLeft()) {
            List<KeyValue<Bytes, Account>> batch = read(Math.min(BATCH, budget.itemsLeft()));
            if (batch.isEmpty()) {
                book.report(Facts.paid(command.getPeriod(), command.getRunId(), book.partition()), fact());
                return Progress.DONE;
            }
            for (KeyValue<Bytes, Account> row : batch) {
                if (!budget.take()) {
                    return Progress.MORE;
                }
                settle(row.value);
                cursor = cursor.after(row.key);
            }
        }
        return Progress.MORE;
    }

    private List<KeyValue<Bytes, Account>> read(int limit) {
        List<KeyValue<Bytes, Account>> batch = new ArrayList<>();
        try (KeyValueIterator<Bytes, Account> rows = accounts.range(cursor.from(), null)) {
            while (rows.hasNext() && batch.size() < limit) {
                batch.add(rows.next());
            }
        }
        return batch;
    }

    private void settle(Account account) {
        book.open(account);
        Party party = references.party(account.partyId(), order.date()).orElse(null);
        new PayoutRules(order, references, account, party, this::write).settle().forEach(book::send);
    }

    private void write(LedgerLine draft) {
        book.write(draft);
        cursor = cursor.withLine();
        if (draft.getKind() == LineKind.PAYOUT) {
            cursor = cursor.paid(draft.getCurrency(), draft.getAmountMicros());
        }
    }

    private PeriodState fact() {
        List<PayoutTotal> totals = new ArrayList<>();
        cursor.totals().forEach((currency, total) ->
                totals.add(new PayoutTotal(currency, total.amount(), total.lines())));
        return PeriodState.newBuilder()
                .setKind(PeriodFact.PAID)
                .setDsp("")
                .setPeriod(command.getPeriod())
                .setRunId(command.getRunId())
                .setRecords(cursor.lines())
                .setPayouts(totals)
                .setRecordedAt(command.getBookedAt())
                .build();
    }
}
