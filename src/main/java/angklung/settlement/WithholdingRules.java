package angklung.settlement;

import angklung.avro.TaxProfile;
import angklung.model.Accounts;
import angklung.money.Micros;
import java.math.BigInteger;

/** What is withheld of a payment. */
final class WithholdingRules {
    private static final BigInteger WHOLE_SQUARED =
            BigInteger.valueOf(Millionths.WHOLE).pow(2);

    private WithholdingRules() {}

    /**
     * Base and rate of the gross payment, rounded down once, as the tax authority does: ⌊gross · base · rate⌋
     * to the decimals of the profile. Never more than the payment.
     *
     * @param gross in micros, not negative
     */
    static long tax(long gross, TaxProfile profile) {
        long exact = BigInteger.valueOf(gross)
                .multiply(BigInteger.valueOf(profile.getBaseMillionths()))
                .multiply(BigInteger.valueOf(profile.getRateMillionths()))
                .divide(WHOLE_SQUARED)
                .longValueExact();
        return Micros.floorToScale(exact, profile.getScale());
    }

    /** The account of the tax. */
    static String account(TaxProfile profile) {
        return Accounts.tax(profile.getCountry(), profile.getKind());
    }

    /** The profile and the first day of its version, as ledger lines name it. */
    static String rule(TaxProfile profile) {
        return profile.getProfile() + "@" + profile.getValidFrom();
    }
}
