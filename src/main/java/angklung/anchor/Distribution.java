package angklung.anchor;

import angklung.log.CanonicalJson;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a distributor is to pay after a month: every account with all that it was ever to get. */
public final class Distribution {
    private static final int MONTHS = 12;

    private final long chainId;
    private final Address distributor;
    private final int period;
    private final List<Payee> payees;
    private final DistributionTree tree;

    /**
     * A distribution.
     *
     * @param chainId of the distributor's chain
     * @param period year and month as yyyymm
     * @throws IllegalArgumentException if it has no payee, an account twice, or no month
     */
    public Distribution(long chainId, Address distributor, int period, List<Payee> payees) {
        boolean month = period >= 100_001 && period <= 999_912 && period % 100 >= 1 && period % 100 <= MONTHS;
        if (!month) {
            throw new IllegalArgumentException("A month is yyyymm, not " + period);
        }
        this.chainId = chainId;
        this.distributor = distributor;
        this.period = period;
        this.payees = List.copyOf(payees);
        Set<Address> accounts = new HashSet<>();
        for (Payee payee : payees) {
            if (!accounts.add(payee.account())) { // two leaves would pay the larger amount, not both
                throw new IllegalArgumentException("The account " + payee.account() + " is there twice");
            }
        }
        this.tree = new DistributionTree(payees.stream().map(payee -> payee.leaf(chainId, distributor)).toList());
    }

    public int period() {
        return period;
    }

    public List<Payee> payees() {
        return payees;
    }

    public DistributionTree tree() {
        return tree;
    }

    /** All amounts together, in units of the token. */
    public BigInteger total() {
        return payees.stream().map(Payee::cumulative).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** @throws IllegalArgumentException if the distribution has no such payee */
    public List<Bytes> proof(Payee payee) {
        return tree.proof(payee.leaf(chainId, distributor));
    }

    /** The month as the log writes it: yyyy-mm. */
    public String month() {
        return month(period);
    }

    static String month(int yyyymm) {
        return String.format("%d-%02d", yyyymm / 100, yyyymm % 100);
    }

    /**
     * Facts of the entry of kind "distribution" which the log must hold before the distributor takes the root. The
     * contract builds the same bytes from its arguments.
     */
    public CanonicalJson facts() {
        return new CanonicalJson()
                .add("chain_id", Long.toString(chainId))
                .add("cumulative_total", total().toString())
                .add("distributor", distributor.lowerCase())
                .add("root", tree.root().toString());
    }
}
