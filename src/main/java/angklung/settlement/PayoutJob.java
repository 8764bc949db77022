package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Party;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.Statement;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Takes one party after another through a payout run, by {@link PayoutRules}, and reports what was paid. */
final class PayoutJob extends RunJob<Account> {
    private final PayoutOrder order;
    private final ReferenceBook references;

    PayoutJob(
            PeriodControl command, RunCursor cursor, Book book, SettlementStores stores, ProcessingContext context) {
        super(command, PeriodFact.PAID, stores.accounts.get(context), cursor, book);
        this.order = PayoutOrder.of(command);
        this.references = new ReferenceBook(stores, context);
    }

    @Override
    void take(Bytes key, Account account) {
        book.open(account);
        Party party = references.party(account.partyId(), order.date()).orElse(null);
        List<Statement> statements = new PayoutRules(order, references, account, party, this::write).settle();
        statements.forEach(book::send);
        addStatements(statements.size());
    }

    private void write(LedgerLine draft) {
        book.write(draft);
        addLine();
        if (draft.getKind() == LineKind.PAYOUT) {
            addAmount(draft.getCurrency(), draft.getAmountMicros());
        }
    }
}
