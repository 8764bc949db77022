package angklung.replay;

import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names a set of shares by its content: the start of a SHA-256 over the shares in sorted order. The order of the
 * rows in a file changes nothing, any other change does.
 */
public final class RightsVersion {
    /** 64 bits: two sets of one recording collide by chance once in 10¹⁹. */
    private static final int BYTES = 8;

    private RightsVersion() {}

    /** The record of a recording with its shares in sorted order. */
    public static RecordingRights rights(String isrc, List<RightShare> shares) {
        List<RightShare> sorted = shares.stream().sorted().toList(); // the order of the schema: field by field
        return RecordingRights.newBuilder()
                .setIsrc(isrc)
                .setVersion(of(sorted))
                .setShares(sorted)
                .build();
    }

    private static String of(List<RightShare> sorted) {
        MessageDigest digest = sha256();
        for (RightShare share : sorted) {
            for (Object field : List.of(
                    share.getRightType(), share.getPartyId(), share.getRole(), share.getShareMicropercent(),
                    share.getValidFrom(), String.valueOf(share.getValidTo()), String.valueOf(share.getRegistrant()),
                    share.getAuthorship(), String.valueOf(share.getArtistId()), String.valueOf(share.getIswc()))) {
                byte[] utf8 = field.toString().getBytes(StandardCharsets.UTF_8);
                digest.update((utf8.length + ":").getBytes(StandardCharsets.UTF_8)); // no two sequences look alike
                digest.update(utf8);
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
