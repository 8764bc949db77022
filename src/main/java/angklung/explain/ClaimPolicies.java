package angklung.explain;

import angklung.avro.RecordingRights;
import angklung.avro.RightType;
import angklung.model.PoolKey;
import angklung.model.RecordingClaims;
import angklung.model.ShareClaim;
import angklung.model.Splits;
import angklung.model.Splits.PolicyEffect;
import angklung.stage.RecordedClaims;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which authorship policies of a pool decide about claims on a recording, on some day of its period. */
final class ClaimPolicies {
    private static final Splits.Day ONE_PLAY = new Splits.Day(1, BigInteger.ONE);
    private static final long SOME_AMOUNT = 1_000_000;

    private final PoolKey pool;
    private final Splits.Terms terms;

    ClaimPolicies(PoolKey pool, Splits.Terms terms) {
        this.pool = pool;
        this.terms = terms;
    }

    /** Tags of those about any claim. */
    SortedSet<String> about(RecordingRights rights) {
        SortedSet<String> tags = new TreeSet<>();
        claims(rights).forEach(claim -> tags.addAll(about(claim)));
        return tags;
    }

    /** Tags of those about a claim of that party. */
    SortedSet<String> about(RecordingRights rights, String partyId) {
        SortedSet<String> tags = new TreeSet<>();
        claims(rights).stream()
                .filter(claim -> claim.partyId().equals(partyId))
                .forEach(claim -> tags.addAll(about(claim)));
        return tags;
    }

    private List<ShareClaim> claims(RecordingRights rights) {
        RightType right = RightType.valueOf(pool.rightType());
        return RecordedClaims.of(rights, right, pool.offering().territory()).claims().stream()
                .filter(this::mayBeDecided)
                .toList();
    }

    private boolean mayBeDecided(ShareClaim claim) {
        return terms.authorship().policies().stream().anyMatch(policy -> policy.authorship() == claim.authorship());
    }

    /** By the rules themselves: each decides about a claim of its own. */
    private SortedSet<String> about(ShareClaim claim) {
        SortedSet<String> tags = new TreeSet<>();
        int last = Math.toIntExact(pool.period().lastDay().toEpochDay());
        for (int day = Math.toIntExact(pool.period().firstDay().toEpochDay()); day <= last; day++) {
            Splits.divide(SOME_AMOUNT, new TreeMap<>(Map.of(day, ONE_PLAY)), RecordingClaims.of(List.of(claim)), terms)
                    .effects()
                    .stream()
                    .map(PolicyEffect::policy)
                    .forEach(tags::add);
        }
        return tags;
    }
}
