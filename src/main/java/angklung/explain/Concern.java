package angklung.explain;

import angklung.avro.AuthorshipEffect;
import angklung.avro.RecordingRights;
import angklung.avro.ScreeningPolicy;
import angklung.model.Accounts;
import angklung.model.HoldReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What screening and authorship policies have to do with the recordings that a line is about: those that it names, and
 * of a party also those of which it got nothing, because all was held or went to others.
 */
final class Concern {
    private final PoolLine of;
    private final Sheet sheet;
    private final List<ScreenedHit> allHits;
    private final Map<String, Long> heldByAuthorship = new HashMap<>();
    private final SortedSet<String> isrcs = new TreeSet<>();
    private final Map<String, RecordingRights> rights;
    private final Map<String, Recording> recordings;

    Concern(PoolLine of) {
        this.of = of;
        this.sheet = of.priced();
        this.allHits = screens() ? of.records().hits(of.pool()) : List.of();
        isrcs.addAll(of.isrcs());
        rights = new HashMap<>(of.records().rights(of.isrcs()));
        if (isOfParty() && (screens() || hasPolicies())) {
            findOthers();
        }
        recordings = of.records().recordings(of.pool().toString(), isrcs, of.version());
    }

    private void findOthers() {
        Set<String> held = new HashSet<>();
        allHits.forEach(hit -> held.addAll(hit.plays().keySet()));
        held(HoldReason.SCREENING).forEach(one -> held.add(one.isrc()));
        for (Earned one : held(HoldReason.AUTHORSHIP)) {
            held.add(one.isrc());
            heldByAuthorship.merge(one.isrc(), one.amountMicros(), Math::addExact);
        }
        Optional<ClaimPolicies> policies = policies();
        Map<String, RecordingRights> others = of.records().rightsOf(partyId(), known ->
                !isrcs.contains(known.getIsrc())
                        && hasShare(known)
                        && (held.contains(known.getIsrc()) || policies.map(p -> isExcluded(p, known)).orElse(false)));
        rights.putAll(others);
        isrcs.addAll(others.keySet());
    }

    private List<Earned> held(HoldReason reason) {
        String account = Accounts.hold(reason, of.pool().toString());
        List<Earned> earned = new ArrayList<>(of.records().earned(
                of.pool().toString(), new Beneficiary(null, account)));
        earned.removeIf(one -> one.version() > of.version());
        return earned;
    }

    private boolean hasShare(RecordingRights known) {
        return known.getShares().stream().anyMatch(share -> share.getPartyId().equals(partyId())
                && share.getRightType().name().equals(of.pool().rightType())
                && (share.getTerritory() == null || share.getTerritory().equals(of.pool().offering().territory())));
    }

    private boolean isExcluded(ClaimPolicies policies, RecordingRights known) {
        return policies.about(known, partyId()).stream().anyMatch(Concern::isExcluding);
    }

    private static boolean isExcluding(String tag) {
        return PolicyTag.parse(tag).map(policy -> policy.getEffect() == AuthorshipEffect.EXCLUDE).orElse(false);
    }

    boolean isOfParty() {
        return !of.beneficiary().isHold();
    }

    private String partyId() {
        return of.beneficiary().partyId();
    }

    /** Whether the pool cares about plays found artificial. */
    boolean screens() {
        return sheet.screening() == ScreeningPolicy.HOLD || sheet.screening() == ScreeningPolicy.REBASE;
    }

    boolean hasPolicies() {
        return !sheet.policies().isEmpty();
    }

    /** None if it is not kept by which terms the pool is divided. */
    Optional<ClaimPolicies> policies() {
        return sheet.terms().map(terms -> new ClaimPolicies(of.pool(), terms));
    }

    /** The recordings that the line is about. */
    SortedSet<String> isrcs() {
        return isrcs;
    }

    /** What is known of their rights now. */
    Map<String, RecordingRights> rights() {
        return rights;
    }

    Recording recording(String isrc) {
        return recordings.getOrDefault(isrc, Recording.NONE);
    }

    long heldByAuthorship(String isrc) {
        return heldByAuthorship.getOrDefault(isrc, 0L);
    }

    /** Whether nothing of the pool could be divided: all that it leaves out is a reason of that. */
    boolean isOfWholePool() {
        return of.beneficiary().isHeldFor(HoldReason.NO_USAGE);
    }

    /** Hits with plays of these recordings, and these plays alone. */
    List<ScreenedHit> hits() {
        boolean unknown = of.beneficiary().isHeldFor(HoldReason.SCREENING) && !of.records().keepsVersions();
        if (isOfWholePool() || unknown) { // files leave out recordings of which nothing is held any more
            return allHits;
        }
        List<ScreenedHit> own = new ArrayList<>();
        for (ScreenedHit hit : allHits) {
            TreeMap<String, ScreenedHit.Plays> plays = new TreeMap<>(hit.plays());
            plays.keySet().retainAll(isrcs);
            if (!plays.isEmpty()) {
                own.add(new ScreenedHit(
                        hit.id(), hit.rule(), hit.observed(), hit.status(), hit.decision(), plays));
            }
        }
        return own;
    }

    /** By recording, the policies that take claims of the party out. */
    Map<String, SortedSet<String>> exclusions() {
        Map<String, SortedSet<String>> exclusions = new TreeMap<>();
        policies().filter(policies -> isOfParty()).ifPresent(policies -> rights.forEach((isrc, known) -> {
            SortedSet<String> tags = policies.about(known, partyId());
            tags.removeIf(tag -> !isExcluding(tag));
            if (!tags.isEmpty()) {
                exclusions.put(isrc, tags);
            }
        }));
        return exclusions;
    }
}
