package angklung.screening;

import angklung.ledger.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cohorts that a set of recordings belongs to, so that subscribers with nearly the same set meet in one of them
 * without being compared with each other. A min-hash: of two sets the minimum of a hash over the elements is the same
 * with the probability of their similarity (common elements / all elements). A cohort is eight minima together, and
 * each set belongs to four: sets that are 95 % alike meet in one of them in 99 of 100 cases, sets that are half alike
 * in 2 of 100.
 *
 * <p>Tasks compare what other tasks made, so the functions must never change.
 */
final class CohortSketch {
    private static final int COHORTS = 4;
    private static final int MINIMA = 8;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final long[] minima = new long[COHORTS * MINIMA];

    CohortSketch() {
        Arrays.fill(minima, Long.MAX_VALUE);
    }

    void add(String isrc) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < isrc.length(); i++) {
            hash = (hash ^ isrc.charAt(i)) * FNV_PRIME;
        }
        for (int i = 0; i < minima.length; i++) {
            hash += GOLDEN;
            minima[i] = Math.min(minima[i], mixed(hash));
        }
    }

    /** The finalizer of SplitMix64: every bit of the input changes half of the output. */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    /** Digests of 32 hexadecimal digits, ascending. */
    List<String> cohorts() {
        List<String> cohorts = new ArrayList<>();
        for (int cohort = 0; cohort < COHORTS; cohort++) {
            ByteBuffer bytes = ByteBuffer.allocate((1 + MINIMA) * Long.BYTES).putLong(cohort);
            for (int i = 0; i < MINIMA; i++) {
                bytes.putLong(minima[cohort * MINIMA + i]);
            }
            cohorts.add(new Sha256().raw(bytes.array()).hex().substring(0, 32));
        }
        cohorts.sort(null);
        return cohorts;
    }
}
