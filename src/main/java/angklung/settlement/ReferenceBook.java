package angklung.settlement;

import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedPolicy;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Finds the record that applies on a date: of those that cover it, the one that began last. */
final class ReferenceBook implements PayoutReference {
    private final KeyValueStore<Bytes, Party> parties;
    private final KeyValueStore<Bytes, DeductionChain> deductions;
    private final KeyValueStore<Bytes, TaxProfile> taxProfiles;
    private final KeyValueStore<Bytes, FxRate> fxRates;
    private final KeyValueStore<Bytes, UnclaimedPolicy> unclaimedPolicies;

    ReferenceBook(SettlementStores stores, ProcessingContext context) {
        this.parties = stores.parties.get(context);
        this.deductions = stores.deductions.get(context);
        this.taxProfiles = stores.taxProfiles.get(context);
        this.fxRates = stores.fxRates.get(context);
        this.unclaimedPolicies = stores.unclaimedPolicies.get(context);
    }

    /** The party as it is on {@code date}. */
    Optional<Party> party(String partyId, LocalDate date) {
        return find(parties, party -> true, date, partyId);
    }

    /** The chain as it is valid on {@code date}. */
    Optional<DeductionChain> chain(String chain, LocalDate date) {
        return find(deductions, found -> isBefore(date, found.getValidTo()), date, chain);
    }

    /** The policy of a territory on unclaimed money as it is valid on {@code date}. */
    Optional<UnclaimedPolicy> unclaimedPolicy(String territory, LocalDate date) {
        return find(unclaimedPolicies, found -> isBefore(date, found.getValidTo()), date, territory);
    }

    @Override
    public Optional<TaxProfile> taxProfile(String profile, LocalDate date) {
        return find(taxProfiles, found -> isBefore(date, found.getValidTo()), date, profile);
    }

    @Override
    public Optional<FxRate> rate(String base, String quote, LocalDate date) {
        return find(fxRates, rate -> true, date, base, quote);
    }

    private static boolean isBefore(LocalDate date, LocalDate end) {
        return end == null || date.isBefore(end);
    }

    private static <V> Optional<V> find(
            KeyValueStore<Bytes, V> store, Predicate<V> covers, LocalDate date, String... name) {
        try (KeyValueIterator<Bytes, V> newestFirst =
                store.reverseRange(Keys.dated(LocalDate.MIN, name), Keys.dated(date, name))) {
            while (newestFirst.hasNext()) {
                V found = newestFirst.next().value;
                if (covers.test(found)) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }
}
