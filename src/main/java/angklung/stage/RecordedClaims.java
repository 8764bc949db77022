package angklung.stage;

import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.model.ShareClaim;
import java.util.List;
import java.util.OptionalInt;

/** The claims to one recording, as the rules that divide by them take them. */
public final class RecordedClaims {
    private RecordedClaims() {}

    /** @param known null if no rights are known */
    public static List<ShareClaim> of(RecordingRights known, RightType right) {
        if (known == null) {
            return List.of();
        }
        return known.getShares().stream()
                .filter(share -> share.getRightType() == right)
                .map(RecordedClaims::claim)
                .toList();
    }

    private static ShareClaim claim(RightShare share) {
        return new ShareClaim(
                share.getPartyId(),
                share.getShareMicropercent(),
                Math.toIntExact(share.getValidFrom().toEpochDay()),
                share.getValidTo() == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Math.toIntExact(share.getValidTo().toEpochDay())),
                share.getRegistrant());
    }
}
