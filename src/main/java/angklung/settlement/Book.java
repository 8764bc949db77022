package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.PeriodState;
import angklung.ledger.LedgerChain;
import angklung.ledger.LedgerHead;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** The ledger partition of this task: seals lines, sends them, and keeps what the parties are owed. */
final class Book {
    private static final int FORMAT = 1;
    private static final Bytes HEAD = StoreKey.of("head").toBytes();

    private final ProcessorContext<String, SpecificRecord> context;
    private final KeyValueStore<Bytes, byte[]> chainStore;
    private final KeyValueStore<Bytes, Long> balances;
    private final LedgerChain chain;

    Book(SettlementStores stores, ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.chainStore = stores.chain.get(context);
        this.balances = stores.balances.get(context);
        byte[] saved = chainStore.get(HEAD);
        this.chain = new LedgerChain(saved == null ? LedgerHead.empty(partition()) : decode(saved));
    }

    int partition() {
        return context.taskId().partition();
    }

    LedgerHead head() {
        return chain.head();
    }

    /** Writes a line; the record's time is the booking time, so that readers can start at a date. */
    void write(LedgerLine draft) {
        LedgerLine line = chain.seal(draft);
        long bookedAt = line.getBookedAt().toEpochMilli();
        context.forward(new Record<>(line.getLineId(), line, bookedAt), SettlementTopology.LEDGER);
    }

    /** Reports a fact; its time is 0 like that of the commands, which decides nothing. */
    void report(String key, PeriodState fact) {
        fact.setPartition(partition());
        fact.setLedgerSeq(head().seq());
        fact.setLedgerHash(head().seq() < 0 ? null : head().hash());
        context.forward(new Record<>(key, fact, 0), SettlementTopology.PERIOD_STATE);
    }

    /** Keeps the head; to be called at the end of every turn that wrote lines. */
    void save() {
        LedgerHead head = head();
        chainStore.put(
                HEAD, new StateWriter(FORMAT).number(head.seq()).text(head.hash()).toBytes());
    }

    /** Changes what a party is owed by {@code micros}. */
    void owe(String partyId, String currency, long micros) {
        Bytes key = Keys.balance(partyId, currency);
        Long before = balances.get(key);
        long balance = Math.addExact(before == null ? 0 : before, micros);
        balances.put(key, balance == 0 ? null : Long.valueOf(balance));
    }

    private LedgerHead decode(byte[] saved) {
        StateReader reader = new StateReader(saved, FORMAT);
        return new LedgerHead(partition(), reader.number(), reader.text());
    }
}
