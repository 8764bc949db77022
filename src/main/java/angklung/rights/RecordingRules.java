package angklung.rights;

import angklung.avro.ClaimSummary;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rights of one recording, from what is registered of it, of its works and of its performers. */
final class RecordingRules {
    private final ClaimRules claims;

    RecordingRules(ClaimRules claims) {
        this.claims = claims;
    }

    /**
     * @param linked the claims on each of {@link Own#links}
     * @return null if nothing is known
     */
    RecordingRights derive(String isrc, Own own, Map<String, SubjectClaims> linked) {
        if (own.isEmpty()) {
            return null;
        }
        List<RightShare> shares = shares(own, linked);
        if (shares.isEmpty() && own.works().isEmpty()) {
            return null; // a performer's only claim, on dates on which nobody controls it
        }
        List<ClaimSummary> statuses = claims.statuses(
                shares, own.works().stream().map(WorkLink::getIswc).toList(),
                (right, work) -> expected(own, linked, right, work));
        return RecordingRights.newBuilder()
                .setIsrc(isrc)
                .setVersion(RightsDigest.version(shares, own.works()))
                .setShares(shares)
                .setWorks(own.works())
                .setStatuses(statuses)
                .build();
    }

    private static List<RightShare> shares(Own own, Map<String, SubjectClaims> linked) {
        List<RightShare> shares = new ArrayList<>();
        for (RightShare share : own.claims().shares()) {
            shares.addAll(Own.mayBePerformer(share)
                    ? PerformerRules.replace(share, linked.get(Own.performer(share)).shares())
                    : List.of(share));
        }
        for (WorkLink work : own.works()) {
            shares.addAll(ofWork(linked, work.getIswc()).shares());
        }
        shares.sort(null); // the order of the schema: whoever registered first, the record is the same
        return shares;
    }

    /**
     * Those who are expected are expected to register the subject on which the claims are: of an author's right the
     * work, and the recording too if it has claims on that right itself.
     */
    private static Expected expected(
            Own own, Map<String, SubjectClaims> linked, RightType right, String work) {
        List<Expected> parts = new ArrayList<>();
        if (own.claims().shares().stream().anyMatch(share -> share.getRightType() == right)) {
            parts.add(own.claims().expected());
        }
        if (right != RightType.RECORDING) {
            own.works().stream()
                    .filter(link -> work == null || link.getIswc().equals(work))
                    .forEach(link -> parts.add(ofWork(linked, link.getIswc()).expected()));
        }
        return Expected.of(parts);
    }

    private static SubjectClaims ofWork(Map<String, SubjectClaims> linked, String iswc) {
        return linked.get(RegistrationRules.key(SubjectKind.WORK, iswc));
    }
}
