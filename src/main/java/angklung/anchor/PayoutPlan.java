package angklung.anchor;

import angklung.config.Failure;
import angklung.opening.PartyKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the distributor is to pay after a payout run: for each party that opted in all that the ledger says it was ever
 * paid, rounded down to the token. The same run and the same choices give the same plan, byte for byte: salts are drawn
 * from the parties' keys.
 */
public final class PayoutPlan {
    private static final int MICROS = 6; // decimal places of a micro
    private static final String SALT = "angklung.distribution/v1\n";

    private final String currency;
    private final Distribution distribution;
    private final List<Share> shares;
    private final List<String> unpaid;

    private PayoutPlan(String currency, Distribution distribution, List<Share> shares, List<String> unpaid) {
        this.currency = currency;
        this.distribution = distribution;
        this.shares = List.copyOf(shares);
        this.unpaid = List.copyOf(unpaid);
    }

    /**
     * What one party gets.
     *
     * @param micros that it was ever paid, in millionths of the currency
     * @param remainder of that which no unit of the token is small enough for, in millionths; it adds to the next
     */
    public record Share(String party, Payee payee, long micros, long remainder) {}

    /**
     * Where and in what it is paid.
     *
     * @param month as yyyymm
     * @param decimals of the token, whose unit of currency is one of the ledger's
     */
    public record Target(long chainId, Address distributor, int month, int decimals) {}

    /**
     * A plan.
     *
     * @param wanted currency; empty: the only one in which the run paid these parties
     * @throws Failure if that is not one, or nobody was paid anything
     */
    public static PayoutPlan of(
            PaidAmounts paid, OptIns optIns, Optional<String> wanted, Target target, PartyKeys keys) {
        String currency = wanted.orElseGet(() -> only(paid.currencies(optIns), paid, optIns));
        Map<String, Long> micros = paid.micros(optIns, currency);
        List<Share> shares = new ArrayList<>();
        List<String> unpaid = new ArrayList<>();
        for (OptIns.OptIn optIn : optIns.all()) {
            long amount = micros.getOrDefault(optIn.party(), 0L);
            BigInteger units = units(amount, target.decimals());
            if (units.signum() == 0) {
                unpaid.add(optIn.party());
            } else {
                Bytes salt = salt(paid.runId(), optIn, target, keys);
                shares.add(new Share(optIn.party(), new Payee(optIn.account(), units, salt), amount,
                        remainder(amount, target.decimals())));
            }
        }
        if (shares.isEmpty()) {
            throw Failure.input("Until the run " + paid.runId() + " none of the parties in " + optIns
                    + " was paid anything in " + currency + " that a unit of the token is small enough for");
        }
        Distribution distribution = new Distribution(target.chainId(), target.distributor(), target.month(),
                shares.stream().map(Share::payee).toList());
        return new PayoutPlan(currency, distribution, shares, unpaid);
    }

    private static String only(TreeSet<String> currencies, PaidAmounts paid, OptIns optIns) {
        if (currencies.size() == 1) {
            return currencies.first();
        }
        throw Failure.usage(currencies.isEmpty()
                ? "The run " + paid.runId() + " paid none of the parties in " + optIns + "; name the currency of the"
                        + " token with --currency"
                : "The run " + paid.runId() + " paid the parties in " + optIns + " in " + currencies
                        + ", and a token is of one currency: name it with --currency");
    }

    private static BigInteger units(long micros, int decimals) {
        BigInteger amount = BigInteger.valueOf(micros);
        return decimals >= MICROS
                ? amount.multiply(BigInteger.TEN.pow(decimals - MICROS))
                : amount.divide(BigInteger.TEN.pow(MICROS - decimals));
    }

    private static long remainder(long micros, int decimals) {
        return decimals >= MICROS
                ? 0
                : BigInteger.valueOf(micros).mod(BigInteger.TEN.pow(MICROS - decimals)).longValueExact();
    }

    /** Another one for each distribution: a claim shows it, and must not help to guess the amounts of the next. */
    private static Bytes salt(String runId, OptIns.OptIn optIn, Target target, PartyKeys keys) {
        String text = SALT + target.chainId() + "\n" + target.distributor().lowerCase() + "\n"
                + optIn.account().lowerCase() + "\n" + runId;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.key(optIn.party()).key(), "HmacSHA256"));
            return Bytes.of(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    public String currency() {
        return currency;
    }

    public Distribution distribution() {
        return distribution;
    }

    public List<Share> shares() {
        return shares;
    }

    /** Parties that opted in and have no leaf yet, because they were paid nothing. */
    public List<String> unpaid() {
        return unpaid;
    }

    /** Empty: the party has no leaf. */
    public Optional<Share> of(String party) {
        return shares.stream().filter(share -> share.party().equals(party)).findFirst();
    }

    /** All remainders together, in millionths. */
    public long remainder() {
        return shares.stream().mapToLong(Share::remainder).reduce(0, Math::addExact);
    }
}
