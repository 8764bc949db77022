package angklung.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who has which part of a play of one recording on one day, by claims, works and authorship policies: claim by claim,
 * in exact fractions.
 *
 * @param parts they sum to 1
 * @param excluded by policy, what the claims that it excludes would have had
 * @param nobody whether the claims are complete and all are excluded; then the parts are what would be held of a play
 *     that weighs something all the same
 */
public record PlayShares(SortedMap<Part, Fraction> parts, SortedMap<String, Fraction> excluded, boolean nobody) {
    private static final Fraction TOLERANCE = Fraction.of("0.0006"); // CISAC CWR 2.2

    /**
     * @param share of 1
     * @param to the day after the last one, or null
     * @param registrant empty if nobody is named; so is the work
     */
    public record Claim(
            String party, Fraction share, LocalDate from, LocalDate to, String registrant, String authorship,
            String iswc) {
        boolean isValid(LocalDate day) {
            return covers(from, to, day);
        }
    }

    /**
     * @param kind SOCIETY or TERRITORY
     * @param right empty: all
     * @param to the day after the last one, or null
     */
    public record Policy(
            String kind, String holder, String right, String authorship, String effect, LocalDate from, LocalDate to) {
        public String tag() {
            return kind + " " + holder + "@" + from + " " + authorship + " " + effect;
        }
    }

    /** @param policy tag, empty if no policy marks or holds it */
    public record Part(String beneficiary, String policy) implements Comparable<Part> {
        @Override
        public int compareTo(Part o) {
            return Comparator.comparing(Part::beneficiary, Shares.ORDER).thenComparing(Part::policy).compare(this, o);
        }
    }

    static boolean covers(LocalDate from, LocalDate to, LocalDate day) {
        return !from.isAfter(day) && (to == null || to.isAfter(day));
    }

    /**
     * @param works parts of the recording by ISWC; fewer than two divide nothing
     * @param policies of the territory and right, and of societies
     */
    public static PlayShares on(
            LocalDate day, List<Claim> claims, Map<String, Fraction> works, List<Policy> policies,
            boolean payUndisputed) {
        List<Claim> valid = claims.stream().filter(claim -> claim.isValid(day)).toList();
        if (works.size() < 2) {
            return ofWork(day, valid, policies, payUndisputed);
        }
        Map<String, PlayShares> byWork = new TreeMap<>();
        works.keySet().forEach(work -> byWork.put(work, ofWork(
                day,
                valid.stream().filter(c -> c.iswc.equals(work) || !works.containsKey(c.iswc)).toList(),
                policies,
                payUndisputed)));
        Fraction sum = works.values().stream().reduce(Fraction.ZERO, Fraction::plus);
        Fraction whole = sum.max(Fraction.ONE);
        Fraction rest = whole.minus(sum);
        boolean nobody = rest.signum() == 0 && byWork.values().stream().allMatch(PlayShares::nobody);
        SortedMap<Part, Fraction> parts = new TreeMap<>();
        if (rest.signum() > 0) {
            parts.put(new Part("hold:unmatched", ""), rest);
        }
        SortedMap<String, Fraction> excluded = new TreeMap<>();
        byWork.forEach((work, shares) -> {
            Fraction weight = works.get(work);
            if (nobody || !shares.nobody) {
                shares.parts.forEach((part, share) -> parts.merge(part, share.times(weight), Fraction::plus));
            }
            shares.excluded.forEach((tag, share) ->
                    excluded.merge(tag, share.times(weight).over(whole), Fraction::plus));
        });
        return new PlayShares(scaledToOne(parts), excluded, nobody);
    }

    private static PlayShares ofWork(
            LocalDate day, List<Claim> claims, List<Policy> policies, boolean payUndisputed) {
        if (claims.isEmpty()) {
            return allTo("hold:unmatched");
        }
        Fraction total = claims.stream().map(Claim::share).reduce(Fraction.ZERO, Fraction::plus);
        boolean over = total.compareTo(Fraction.ONE.plus(TOLERANCE)) > 0;
        boolean under = total.compareTo(Fraction.ONE.minus(TOLERANCE)) < 0;
        if (over && !payUndisputed) {
            return allTo("hold:dispute");
        }
        Map<String, Fraction> byParty = new HashMap<>();
        claims.forEach(claim -> byParty.merge(claim.party, claim.share, Fraction::plus));
        SortedMap<Part, Fraction> paid = new TreeMap<>();
        SortedMap<String, Fraction> excluded = new TreeMap<>();
        Fraction left = Fraction.ONE;
        for (Claim claim : claims) {
            Fraction due = under ? claim.share : claim.share.over(total);
            if (over) {
                Fraction ofParty = byParty.get(claim.party);
                Fraction undisputed = Fraction.ONE.minus(total.minus(ofParty)).max(Fraction.ZERO);
                due = ofParty.signum() == 0 ? Fraction.ZERO : undisputed.times(claim.share).over(ofParty);
            }
            left = left.minus(due);
            decide(claim, deciding(claim, day, policies), due, paid, excluded);
        }
        paid.merge(new Part(over ? "hold:dispute" : "hold:unclaimed", ""), left, Fraction::plus);
        paid.values().removeIf(share -> share.signum() == 0);
        excluded.values().removeIf(share -> share.signum() == 0);
        if (!paid.isEmpty()) {
            return new PlayShares(scaledToOne(paid), excluded, false);
        }
        excluded.forEach((tag, share) -> paid.put(new Part("hold:authorship", tag), share));
        return new PlayShares(paid, excluded, !over && !under);
    }

    private static void decide(
            Claim claim, Policy policy, Fraction due, Map<Part, Fraction> paid, Map<String, Fraction> excluded) {
        String effect = policy == null ? "PAY" : policy.effect;
        switch (effect) {
            case "PAY" -> paid.merge(new Part(claim.party, ""), due, Fraction::plus);
            case "TAG" -> paid.merge(new Part(claim.party, policy.tag()), due, Fraction::plus);
            case "HOLD" -> paid.merge(new Part("hold:authorship", policy.tag()), due, Fraction::plus);
            case "EXCLUDE" -> excluded.merge(policy.tag(), due, Fraction::plus);
            default -> throw new IllegalArgumentException("effect " + effect);
        }
    }

    /** A society before a territory, one right before all rights, the latest first day. */
    private static Policy deciding(Claim claim, LocalDate day, List<Policy> policies) {
        return policies.stream()
                .filter(p -> covers(p.from, p.to, day) && p.authorship.equals(claim.authorship))
                .filter(p -> p.kind.equals("TERRITORY") || p.holder.equals(claim.registrant))
                .min(Comparator.comparing((Policy p) -> p.kind.equals("SOCIETY") ? 0 : 1)
                        .thenComparing(p -> p.right.isEmpty() ? 1 : 0)
                        .thenComparing(Policy::from, Comparator.reverseOrder()))
                .orElse(null);
    }

    private static PlayShares allTo(String hold) {
        return new PlayShares(new TreeMap<>(Map.of(new Part(hold, ""), Fraction.ONE)), new TreeMap<>(), false);
    }

    private static SortedMap<Part, Fraction> scaledToOne(SortedMap<Part, Fraction> parts) {
        Fraction sum = parts.values().stream().reduce(Fraction.ZERO, Fraction::plus);
        return parts.entrySet().stream().collect(Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().over(sum), Fraction::plus, TreeMap::new));
    }

    /** Largest remainder; ties to the part that comes first. The quotas sum to the amount. */
    public static SortedMap<Part, Long> round(SortedMap<Part, Fraction> quotas, long amount) {
        SortedMap<Part, Long> result = new TreeMap<>();
        long left = amount;
        for (Map.Entry<Part, Fraction> quota : quotas.entrySet()) {
            long floor = quota.getValue().floor().longValueExact();
            result.put(quota.getKey(), floor);
            left -= floor;
        }
        List<Part> order = new ArrayList<>(quotas.keySet());
        order.sort(Comparator.comparing((Part part) -> quotas.get(part).remainder()).reversed());
        for (int i = 0; i < left; i++) {
            result.merge(order.get(i), 1L, Long::sum);
        }
        return result;
    }
}
