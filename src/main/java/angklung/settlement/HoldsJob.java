package angklung.settlement;

import angklung.avro.Command;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.model.HoldAccount;
import angklung.stage.StoreKeyReader;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes one hold account after another through an ANNOUNCE or an EXPIRE, by {@link HoldRules}, and reports what was
 * announced or moved.
 */
final class HoldsJob extends RunJob<Hold> {
    private final LocalDate date;
    private final ReferenceBook references;
    private final KeyValueStore<Bytes, Hold> holds;
    private final KeyValueStore<Bytes, String> lastLines;

    HoldsJob(PeriodControl command, RunCursor cursor, Book book, SettlementStores stores, ProcessingContext context) {
        super(command, PeriodFact.HOLDS, stores.holds.get(context), cursor, book);
        this.date = LocalDate.ofInstant(command.getBookedAt(), ZoneOffset.UTC);
        this.references = new ReferenceBook(stores, context);
        this.holds = stores.holds.get(context);
        this.lastLines = stores.lastLines.get(context);
    }

    @Override
    void take(Bytes key, Hold hold) {
        String account = new StoreKeyReader(key).text();
        if (command.getCommand() == Command.ANNOUNCE) {
            announce(account, hold);
        } else {
            expire(account, hold);
        }
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
                    addAmount(notice.getCurrency(), notice.getAmountMicros());
                });
    }

    private void expire(String account, Hold hold) {
        String pool = HoldAccount.parse(account).pool().toString();
        Bytes beneficiary = Keys.lastLine(pool, Beneficiary.hold(account));
        HoldRules.expiry(account, hold, date, command, lastLines.get(beneficiary)).ifPresent(line -> {
            book.write(line);
            addLine();
            addAmount(line.getCurrency(), line.getAmountMicros());
        });
    }
}
