package angklung.settlement;

import angklung.avro.Party;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.close.Facts;
import angklung.stage.Budget;
import angklung.stage.StoreKeyReader;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Pays every balance that is due, by party and currency, as the parties are on the booking date (UTC). */
final class PayoutJob implements Job {
    /** Balances read at a time; bounds what is held in memory. */
    private static final int BATCH = 256;

    private final PeriodControl command;
    private final LocalDate date;
    private final Book book;
    private final KeyValueStore<Bytes, Long> balances;
    private final KeyValueStore<Bytes, Party> parties;
    private PayoutCursor cursor;

    PayoutJob(
            PeriodControl command, PayoutCursor cursor, Book book, SettlementStores stores, ProcessingContext context) {
        this.command = command;
        this.date = LocalDate.ofInstant(command.getBookedAt(), ZoneOffset.UTC);
        this.cursor = cursor;
        this.book = book;
        this.balances = stores.balances.get(context);
        this.parties = stores.parties.get(context);
    }

    @Override
    public byte[] cursor() {
        return cursor.encode();
    }

    @Override
    public Progress advance(Budget budget) {
        while (budget.isLeft()) {
            List<KeyValue<Bytes, Long>> batch = read(Math.min(BATCH, budget.itemsLeft()));
            if (batch.isEmpty()) {
                book.report(Facts.paid(command.getPeriod(), command.getRunId(), book.partition()), fact());
                return Progress.DONE;
            }
            for (KeyValue<Bytes, Long> row : batch) {
                if (!budget.take()) {
                    return Progress.MORE;
                }
                pay(row);
            }
        }
        return Progress.MORE;
    }

    private List<KeyValue<Bytes, Long>> read(int limit) {
        List<KeyValue<Bytes, Long>> batch = new ArrayList<>();
        try (KeyValueIterator<Bytes, Long> rows = balances.range(cursor.from(), null)) {
            while (rows.hasNext() && batch.size() < limit) {
                batch.add(rows.next());
            }
        }
        return batch;
    }

    private void pay(KeyValue<Bytes, Long> row) {
        StoreKeyReader key = new StoreKeyReader(row.key);
        String partyId = key.text();
        String currency = key.text();
        long amount = SettlementRules.payout(row.value, currency, PartyKeeper.find(parties, partyId, date));
        cursor = cursor.after(row.key);
        if (amount > 0) {
            book.write(SettlementRules.payment(command, partyId, currency, amount));
            book.owe(partyId, currency, Math.negateExact(amount));
            cursor = cursor.paid(currency, amount);
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
                .setRecords(totals.stream().mapToLong(PayoutTotal::getLines).sum())
                .setPayouts(totals)
                .setRecordedAt(command.getBookedAt())
                .build();
    }
}
