package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.model.Accounts;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serde;

/**
 * Everything that settlement keeps about one party: a balance a currency, and the advances that are in the ledger.
 *
 * <p>Mutable, and not thread-safe: one is read, worked on and stored again within one turn.
 */
final class Account {
    private static final int FORMAT = 2;

    private final String partyId;
    private final String payableAccount;
    private final SortedMap<String, Balance> balances = new TreeMap<>();
    private final Map<String, OpenAdvance> advances = new LinkedHashMap<>();
    private boolean deducted;
    private boolean advanced;
    private boolean changed;

    Account(String partyId) {
        this.partyId = partyId;
        this.payableAccount = Accounts.payable(partyId);
    }

    String partyId() {
        return partyId;
    }

    /** Currencies that there is a balance in, sorted. */
    SortedSet<String> currencies() {
        return new TreeSet<>(balances.keySet());
    }

    /** The balance in a currency; a blank one if there is none yet. */
    Balance balance(String currency) {
        return balances.computeIfAbsent(currency, c -> new Balance());
    }

    /** Adds a line of this party, sealed and in ledger order. */
    void add(LedgerLine line) {
        changed = true;
        balance(line.getCurrency()).add(line, payableAccount);
    }

    /** Advances in the order in which they came into the ledger. */
    Collection<OpenAdvance> advances() {
        return Collections.unmodifiableCollection(advances.values());
    }

    /** Those in one currency. */
    List<OpenAdvance> advances(String currency) {
        return advances.values().stream()
                .filter(advance -> advance.currency().equals(currency))
                .toList();
    }

    boolean hasAdvance(String advanceId) {
        return advances.containsKey(advanceId);
    }

    /** Remembers a new advance, or what is left of one. */
    void keep(OpenAdvance advance) {
        changed = true;
        advances.put(advance.id(), advance);
    }

    /** Whether some record of the party names a deduction chain: only then is it worth looking for one. */
    boolean isDeducted() {
        return deducted;
    }

    /**
     * Notes what some record of the party asks for, so that its earnings are deducted and its advances are booked
     * even before it has earned.
     */
    void expect(boolean deductions, boolean someAdvances) {
        changed |= deductions && !deducted || someAdvances && !advanced;
        deducted |= deductions;
        advanced |= someAdvances;
    }

    /** What was earned in one currency so far has been through a payout run. */
    void forgetEarned(String currency) {
        Balance balance = balance(currency);
        changed |= !balance.earned().isEmpty();
        balance.forgetEarned();
    }

    /** Ends the statement in one currency. */
    void nextStatement(String currency) {
        changed = true;
        balances.get(currency).nextStatement();
    }

    /** Drops balances in which there is nothing. */
    void dropBlank() {
        balances.values().removeIf(Balance::isBlank);
    }

    /** Whether there is nothing to keep. */
    boolean isBlank() {
        return balances.isEmpty() && advances.isEmpty() && !deducted && !advanced;
    }

    /** Whether it differs from what was read. */
    boolean isChanged() {
        return changed;
    }

    static Serde<Account> serde() {
        return StateSerdes.fields(FORMAT, Account::encode, Account::decode);
    }

    private void encode(StateWriter writer) {
        writer.text(partyId).flag(deducted).flag(advanced).number(balances.size());
        balances.forEach((currency, balance) -> balance.encode(writer.text(currency)));
        writer.number(advances.size());
        advances.values().forEach(advance -> advance.encode(writer));
    }

    private static Account decode(StateReader reader) {
        Account account = new Account(reader.text());
        account.deducted = reader.flag();
        account.advanced = reader.flag();
        for (long left = reader.number(); left > 0; left--) {
            account.balances.put(reader.text(), Balance.decode(reader));
        }
        for (long left = reader.number(); left > 0; left--) {
            OpenAdvance advance = OpenAdvance.decode(reader);
            account.advances.put(advance.id(), advance);
        }
        return account;
    }
}
