package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.PeriodState;
import angklung.avro.Statement;
import angklung.avro.UnclaimedNotice;
import angklung.ledger.LedgerChain;
import angklung.ledger.LedgerHead;
import angklung.model.HoldAccount;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The ledger partition of this task: seals lines, sends them, and adds them to the accounts of parties and to holds.
 * The account that was used last stays in memory until another one is used or the turn ends, because a party's lines
 * come together.
 */
final class Book {
    private static final int FORMAT = 1;
    private static final Bytes HEAD = StoreKey.of("head").toBytes();

    private final ProcessorContext<String, SpecificRecord> context;
    private final KeyValueStore<Bytes, byte[]> chainStore;
    private final KeyValueStore<Bytes, Account> accounts;
    private final KeyValueStore<Bytes, Hold> holds;
    private final LedgerChain chain;
    private Account open;

    Book(SettlementStores stores, ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.chainStore = stores.chain.get(context);
        this.accounts = stores.accounts.get(context);
        this.holds = stores.holds.get(context);
        byte[] saved = chainStore.get(HEAD);
        this.chain = new LedgerChain(saved == null ? LedgerHead.empty(partition()) : decode(saved));
    }

    int partition() {
        return context.taskId().partition();
    }

    LedgerHead head() {
        return chain.head();
    }

    /**
     * Writes a line and adds it to the account of its party, or to the hold that it is about. The record's time is the
     * booking time, so that readers can start at a date.
     */
    void write(LedgerLine draft) {
        LedgerLine line = chain.seal(draft);
        if (line.getPartyId() != null) {
            account(line.getPartyId()).add(line);
        } else {
            addToHold(line);
        }
        long bookedAt = line.getBookedAt().toEpochMilli();
        context.forward(new Record<>(line.getLineId(), line, bookedAt), SettlementTopology.LEDGER);
    }

    /** Sends a statement, with the time of its lines. */
    void send(Statement statement) {
        context.forward(
                new Record<>(
                        statement.getPartyId(),
                        statement,
                        statement.getBookedAt().toEpochMilli()),
                SettlementTopology.STATEMENTS);
    }

    /** Sends a notice; its time is that of the command. */
    void send(UnclaimedNotice notice, Instant time) {
        context.forward(
                new Record<>(notice.getHoldAccount(), notice, time.toEpochMilli()), SettlementTopology.NOTICES);
    }

    /** A hold account; a blank one if nothing is kept about it. */
    Hold hold(String account) {
        Hold stored = holds.get(Keys.hold(account));
        return stored == null ? Hold.BLANK : stored;
    }

    private void addToHold(LedgerLine line) {
        String account = HoldAccount.isOne(line.getDebitAccount()) ? line.getDebitAccount() : line.getCreditAccount();
        Hold hold = hold(account).add(account, line);
        holds.put(Keys.hold(account), hold.isBlank() ? null : hold);
    }

    /** The account of a party; a blank one if nothing is kept about it. It is valid until another one is used. */
    Account account(String partyId) {
        if (open == null || !open.partyId().equals(partyId)) {
            Account stored = accounts.get(Keys.account(partyId));
            open(stored == null ? new Account(partyId) : stored);
        }
        return open;
    }

    /** Makes an account that was just read the one that lines are added to. */
    void open(Account account) {
        release();
        open = account;
    }

    /** Reports a fact; its time is 0 like that of the commands, which decides nothing. */
    void report(String key, PeriodState fact) {
        fact.setPartition(partition());
        fact.setLedgerSeq(head().seq());
        fact.setLedgerHash(head().seq() < 0 ? null : head().hash());
        context.forward(new Record<>(key, fact, 0), SettlementTopology.PERIOD_STATE);
    }

    /** Keeps the head and the account in memory; to be called at the end of every turn and job. */
    void save() {
        release();
        LedgerHead head = head();
        chainStore.put(
                HEAD, new StateWriter(FORMAT).number(head.seq()).text(head.hash()).toBytes());
    }

    /** Keeps the account in memory, and forgets it: between two turns others may change what is stored. */
    void release() {
        if (open != null && open.isChanged()) {
            accounts.put(Keys.account(open.partyId()), open.isBlank() ? null : open);
        }
        open = null;
    }

    private LedgerHead decode(byte[] saved) {
        StateReader reader = new StateReader(saved, FORMAT);
        return new LedgerHead(partition(), reader.number(), reader.text());
    }
}
