package angklung.rights;

import angklung.avro.ClaimSummary;
import angklung.avro.RightShare;
import angklung.avro.WorkLink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names the rights of a recording by their content: the start of a SHA-256 over every field, each with its length
 * before it, so that no two sequences of fields look alike.
 */
final class RightsDigest {
    /** 64 bits: two sets of one recording collide by chance once in 10¹⁹. */
    private static final int BYTES = 8;

    private final MessageDigest digest;

    private RightsDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Of what money depends on; both in a fixed order. */
    static String version(List<RightShare> shares, List<WorkLink> works) {
        RightsDigest digest = new RightsDigest();
        digest.add(shares.size());
        for (RightShare share : shares) {
            digest.add(share.getRightType(), share.getTerritory(), share.getPartyId(), share.getRole(),
                    share.getShareMicropercent(), share.getValidFrom(), share.getValidTo(), share.getRegistrant(),
                    share.getAuthorship(), share.getAuthorshipSource(), share.getAuthorshipDate(),
                    share.getArtistId(), share.getPerformerId(), share.getIswc());
        }
        works.forEach(work -> digest.add(work.getIswc(), work.getWeightMillionths()));
        return digest.hex();
    }

    /** Of a whole record: its version and how the claims add up. */
    static String content(String version, List<ClaimSummary> statuses) {
        RightsDigest digest = new RightsDigest();
        digest.add(version);
        for (ClaimSummary status : statuses) {
            digest.add(status.getRightType(), status.getTerritory(), status.getIswc(), status.getValidFrom(),
                    status.getValidTo(), status.getStatus(), status.getTotalMicropercent());
        }
        return digest.hex();
    }

    private void add(Object... fields) {
        for (Object field : fields) {
            byte[] utf8 = field == null ? new byte[0] : field.toString().getBytes(StandardCharsets.UTF_8);
            String length = field == null ? "-" : utf8.length + ":";
            digest.update(length.getBytes(StandardCharsets.UTF_8));
            digest.update(utf8);
        }
    }

    private String hex() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
