package angklung.stage;

import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.WorkLink;
import angklung.model.RecordingClaims;
import angklung.model.RecordingClaims.Work;
import angklung.model.ShareClaim;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;

/** The claims to one recording, as the rules that divide by them take them. */
public final class RecordedClaims {
    private RecordedClaims() {}

    /**
     * @param known null if no rights are known
     * @param territory place of listening
     */
    public static RecordingClaims of(RecordingRights known, RightType right, String territory) {
        if (known == null) {
            return RecordingClaims.NONE;
        }
        List<ShareClaim> claims = known.getShares().stream()
                .filter(share -> share.getRightType() == right && isAbout(territory, share))
                .map(RecordedClaims::claim)
                .toList();
        return new RecordingClaims(claims, isAuthors(right) ? works(known) : List.of());
    }

    private static boolean isAbout(String territory, RightShare share) {
        return share.getTerritory() == null || share.getTerritory().equals(territory);
    }

    /** Works are written by authors; those of the master share in the recording, whatever was recorded. */
    private static boolean isAuthors(RightType right) {
        return right == RightType.MECHANICAL || right == RightType.PERFORMANCE;
    }

    private static List<Work> works(RecordingRights known) {
        List<WorkLink> works = known.getWorks();
        return works.size() < 2
                ? List.of()
                : works.stream().map(work -> new Work(work.getIswc(), work.getWeightMillionths())).toList();
    }

    private static ShareClaim claim(RightShare share) {
        return new ShareClaim(
                share.getPartyId(),
                share.getShareMicropercent(),
                epochDay(share.getValidFrom()),
                share.getValidTo() == null ? OptionalInt.empty() : OptionalInt.of(epochDay(share.getValidTo())),
                share.getRegistrant(),
                share.getTerritory(),
                AgreedPolicies.authorship(share.getAuthorship()),
                share.getIswc());
    }

    private static int epochDay(LocalDate date) {
        return Math.toIntExact(date.toEpochDay());
    }
}
