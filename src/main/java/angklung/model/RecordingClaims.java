package angklung.model;

import java.util.List;

/**
 * All that is claimed of one right in one recording, in one territory.
 *
 * @param claims in any order
 * @param works that the recording embodies, if each is divided by the claims on it alone: two or more, of an authors'
 *     right only; otherwise none
 */
public record RecordingClaims(List<ShareClaim> claims, List<Work> works) {
    public static final RecordingClaims NONE = new RecordingClaims(List.of(), List.of());

    /**
     * One of several works in a recording.
     *
     * @param weightMillionths part of the recording that it makes up, positive
     */
    public record Work(String iswc, long weightMillionths) {
        public Work {
            if (weightMillionths <= 0) {
                throw new IllegalArgumentException(
                        "A work makes up some of the recording: " + weightMillionths + " millionths of " + iswc);
            }
        }
    }

    public RecordingClaims {
        claims = List.copyOf(claims);
        works = works.size() < 2 ? List.of() : List.copyOf(works);
    }

    /** Claims on a recording that is no medley. */
    public static RecordingClaims of(List<ShareClaim> claims) {
        return new RecordingClaims(claims, List.of());
    }

    /** Claims on that work: those about it, and those that are about none of the recording's works. */
    List<ShareClaim> on(Work work) {
        return claims.stream()
                .filter(claim -> work.iswc().equals(claim.iswc()) || !names(claim.iswc()))
                .toList();
    }

    private boolean names(String iswc) {
        return iswc != null && works.stream().anyMatch(work -> work.iswc().equals(iswc));
    }
}
