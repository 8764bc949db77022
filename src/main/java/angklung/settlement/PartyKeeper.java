package angklung.settlement;

import angklung.avro.Party;
import angklung.stage.Invariant;
import angklung.topic.Partitioning;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps every party by the date that its record applies from. Import refuses records that do not make sense. */
final class PartyKeeper implements Processor<String, Party, Void, Void> {
    private final SettlementStores stores;
    private final int partitions;
    private Invariant invariant;
    private int partition;
    private KeyValueStore<Bytes, Party> parties;
    private KeyValueStore<Bytes, Account> accounts;

    /** @param partitions of settlement */
    PartyKeeper(SettlementStores stores, int partitions) {
        this.stores = stores;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        invariant = new Invariant(context);
        partition = context.taskId().partition();
        parties = stores.parties.get(context);
        accounts = stores.accounts.get(context);
    }

    @Override
    public void process(Record<String, Party> record) {
        Party party = record.value();
        if (party == null) {
            throw invariant.broken("A party without a value, key " + record.key());
        }
        invariant.require(
                Partitioning.ofKey(party.getPartyId(), partitions) == partition,
                () -> "Party " + party.getPartyId() + " belongs to another partition");
        ReferenceRules.fault(party).ifPresent(fault -> {
            throw invariant.broken("Party " + party.getPartyId() + " from " + party.getEffectiveFrom() + " " + fault);
        });
        parties.put(Keys.dated(party.getEffectiveFrom(), party.getPartyId()), party);
        expect(party);
    }

    /** So that settling a line looks for a deduction chain, and a payout run for advances, only where there are any. */
    private void expect(Party party) {
        boolean deducted = party.getDeductionChain() != null;
        boolean advanced = !party.getAdvances().isEmpty();
        if (deducted || advanced) {
            Bytes key = Keys.account(party.getPartyId());
            Account known = accounts.get(key);
            Account account = known == null ? new Account(party.getPartyId()) : known;
            account.expect(deducted, advanced);
            if (account.isChanged()) {
                accounts.put(key, account);
            }
        }
    }
}
