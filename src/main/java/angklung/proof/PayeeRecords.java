package angklung.proof;

import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a proof for one payee is made from. Each call reads what it needs and no more. */
public interface PayeeRecords {
    /** Statements of the party in all currencies, oldest first. */
    List<Statement> statements(String party);

    /** Every statement of everybody: what a message for somebody who mistook a name needs. */
    void allStatements(Consumer<Statement> each);

    /** Sealed openings of the party, oldest first. */
    List<angklung.avro.Opening> openings(String party);

    /** Ledger lines of the party in the currency, in ledger order. */
    List<LedgerLine> lines(String party, String currency);

    /** What the pools gave the party, as far as it is wanted. */
    List<Earning> earnings(String party, Predicate<Earning> wanted);
}
