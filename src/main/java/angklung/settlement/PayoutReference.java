package angklung.settlement;

import angklung.avro.FxRate;
import angklung.avro.TaxProfile;
import java.time.LocalDate;
import java.util.Optional;

/** What a payout run looks up. */
interface PayoutReference {
    /** The newest rate of a pair that was published by {@code date}. */
    Optional<FxRate> rate(String base, String quote, LocalDate date);

    /** The profile as it is valid on {@code date}. */
    Optional<TaxProfile> taxProfile(String profile, LocalDate date);
}
