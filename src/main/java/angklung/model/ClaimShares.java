package angklung.model;

import angklung.model.Shares.Excluded;
import angklung.model.Splits.Overclaim;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares by the claims on one recording, or on one of its works, on one day: first what each claim would be paid, then
 * what the authorship policies make of it. What they exclude is taken out of the whole, so that all others, also what
 * nobody claims or what is in dispute, grow in proportion.
 */
final class ClaimShares {
    private static final BigInteger WHOLE = BigInteger.valueOf(Splits.WHOLE);

    private final int date;
    private final AuthorshipRules authorship;
    private final BigInteger whole; // before anything is excluded
    private final boolean complete;
    private final SortedMap<Recipient, BigInteger> shares = new TreeMap<>();
    private final List<Excluded> excluded = new ArrayList<>(0);
    private BigInteger left;

    private ClaimShares(int date, AuthorshipRules authorship, BigInteger whole, boolean complete) {
        this.date = date;
        this.authorship = authorship;
        this.whole = whole;
        this.complete = complete;
        this.left = whole;
    }

    /** @param claims some of them may apply on other days */
    static Shares of(List<ShareClaim> claims, int date, Splits.Terms terms) {
        List<ShareClaim> valid = claims.stream().filter(claim -> claim.validOn(date)).toList();
        if (valid.isEmpty()) {
            return Shares.allTo(HoldReason.UNMATCHED);
        }
        long total = 0;
        for (ShareClaim claim : valid) {
            total = Math.addExact(total, claim.shareMicropercent());
        }
        if (total <= Splits.WHOLE + Splits.TOLERANCE) {
            return undisputed(valid, total, date, terms.authorship());
        }
        return terms.overclaim() == Overclaim.HOLD_ALL
                ? Shares.allTo(HoldReason.DISPUTE)
                : disputed(valid, total, date, terms.authorship());
    }

    private static Shares undisputed(List<ShareClaim> valid, long total, int date, AuthorshipRules authorship) {
        boolean complete = total >= Splits.WHOLE - Splits.TOLERANCE;
        BigInteger whole = complete ? BigInteger.valueOf(total) : WHOLE;
        ClaimShares shares = new ClaimShares(date, authorship, whole, complete);
        for (ShareClaim claim : valid) {
            shares.pay(claim, BigInteger.valueOf(claim.shareMicropercent()));
        }
        return shares.withRest(HoldReason.UNCLAIMED);
    }

    /**
     * Each party is paid its claims less the excess over the whole, so all together get at most the whole. Each of
     * several claims of one party has its part of that, since policies may differ between them.
     */
    private static Shares disputed(List<ShareClaim> valid, long total, int date, AuthorshipRules authorship) {
        BigInteger excess = BigInteger.valueOf(total - Splits.WHOLE);
        Map<String, BigInteger> claimed = new TreeMap<>();
        BigInteger scale = BigInteger.ONE; // makes the parts of all claims integers
        for (ShareClaim claim : valid) {
            claimed.merge(claim.partyId(), BigInteger.valueOf(claim.shareMicropercent()), BigInteger::add);
        }
        for (BigInteger ofParty : claimed.values()) {
            scale = ofParty.compareTo(excess) > 0 ? scale.divide(scale.gcd(ofParty)).multiply(ofParty) : scale;
        }
        ClaimShares shares = new ClaimShares(date, authorship, WHOLE.multiply(scale), false);
        for (ShareClaim claim : valid) {
            BigInteger ofParty = claimed.get(claim.partyId());
            BigInteger paid = ofParty.subtract(excess);
            if (paid.signum() > 0) {
                BigInteger perShare = paid.multiply(scale).divide(ofParty); // exact
                shares.pay(claim, perShare.multiply(BigInteger.valueOf(claim.shareMicropercent())));
            }
        }
        return shares.withRest(HoldReason.DISPUTE);
    }

    private void pay(ShareClaim claim, BigInteger share) {
        if (share.signum() == 0) {
            return;
        }
        left = left.subtract(share);
        Optional<Policy> decides = authorship.on(claim, date);
        if (decides.isEmpty()) {
            add(Recipient.of(Beneficiary.party(claim.partyId())), share);
            return;
        }
        String tag = decides.get().tag();
        switch (decides.get().effect()) {
            case TAG -> add(new Recipient(Beneficiary.party(claim.partyId()), tag), share);
            case HOLD -> add(new Recipient(Beneficiary.hold(HoldReason.AUTHORSHIP), tag), share);
            case EXCLUDE -> excluded.add(new Excluded(tag, share, whole));
            case PAY -> throw new IllegalStateException("Nothing is decided by " + tag);
        }
    }

    private void add(Recipient recipient, BigInteger share) {
        shares.merge(recipient, share, BigInteger::add);
    }

    private Shares withRest(HoldReason reason) {
        if (left.signum() > 0) {
            add(Recipient.of(reason), left);
        }
        BigInteger gone = BigInteger.ZERO;
        for (Excluded one : excluded) {
            gone = gone.add(one.share());
        }
        if (gone.compareTo(whole) < 0) {
            return new Shares(shares, whole.subtract(gone), excluded, false);
        }
        for (Excluded one : excluded) {
            add(new Recipient(Beneficiary.hold(HoldReason.AUTHORSHIP), one.policy()), one.share());
        }
        return new Shares(shares, whole, excluded, complete);
    }
}
