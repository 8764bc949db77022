package angklung.explain;

import angklung.explain.ShareRules.Basis;
import angklung.explain.ShareRules.Finding;
import angklung.model.Weight;
import java.math.BigInteger;

/** What the rows of a sum came to when they were computed again. */
final class SumCheck {
    private final Sheet priced;
    private long exact;
    private long besideHeld;
    private long changing;
    private long held;
    private long unknown;
    private long quotas;
    private long weights;
    private String brokenShare;
    private String brokenQuota;

    SumCheck(Sheet priced) {
        this.priced = priced;
    }

    /** The share was computed again. */
    void share(String isrc, Basis basis) {
        switch (basis) {
            case EXACT -> exact++;
            case BESIDE_HELD -> besideHeld++;
            case CHANGING -> changing++;
            case UNKNOWN -> held++;
            case BROKEN -> brokenShare(isrc);
        }
    }

    /** The rights that were applied are not known; nobody gets more than the whole all the same. */
    void unknownShare(String isrc, boolean notMoreThanAll) {
        unknown++;
        if (!notMoreThanAll) {
            brokenShare(isrc);
        }
    }

    private void brokenShare(String isrc) {
        brokenShare = brokenShare == null ? isrc : brokenShare;
    }

    /** What a recording weighs is not in the records. */
    void unknownWeight() {
        weights++;
    }

    /** Prefix sums give a recording the floor or ceiling of plays × rate; more plays than one share covers give more. */
    void quota(Part part, Recording recording, Finding finding) {
        if (part.isrc().isEmpty() || part.plays() < 0 || recording.plays() <= 0) {
            return;
        }
        BigInteger total = Weight.toUnits(priced.totalWeight());
        BigInteger due = BigInteger.valueOf(priced.amountMicros()).multiply(Weight.ofPlays(recording.plays()));
        BigInteger over = BigInteger.valueOf(recording.amountMicros()).multiply(total).subtract(due);
        boolean enough = over.compareTo(total.negate()) > 0;
        boolean notTooMuch = over.compareTo(total) < 0 || finding.basis() == Basis.CHANGING;
        quotas++;
        if (!(enough && notTooMuch) && brokenQuota == null) {
            brokenQuota = part.isrc();
        }
    }

    void report(Story story) {
        if (brokenQuota != null) {
            story.check(false, "quota", Value.code(brokenQuota), new Value.Count(quotas));
        } else if (quotas > 0) {
            story.check(true, "quota", Value.NONE, new Value.Count(quotas));
        }
        if (weights > 0) {
            story.open("weight");
        }
        if (brokenShare != null) {
            story.check(false, "share", Value.code(brokenShare), new Value.Count(exact));
        } else if (exact > 0) {
            story.check(true, "share", Value.NONE, new Value.Count(exact));
        }
        if (besideHeld > 0) {
            story.check(true, "share-beside-held", new Value.Count(besideHeld));
        }
        if (held > 0) {
            story.open("held-weight", new Value.Counted("recordings", held));
        }
        if (changing > 0) {
            story.check(true, "share-changing", new Value.Count(changing));
        }
        if (unknown > 0) {
            story.open("share", new Value.Counted("recordings", unknown));
        }
    }
}
