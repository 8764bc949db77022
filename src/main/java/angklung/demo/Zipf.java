package angklung.demo;

import java.util.SplittableRandom;

/** Draws ranks as hits are heard: the second half as often as the first, the third a third as often, and so on. */
final class Zipf {
    private static final long SCALE = 1_000_000_000L;

    private final long[] cumulative;

    /** @param size number of ranks, positive */
    Zipf(int size) {
        this.cumulative = new long[size];
        long sum = 0;
        for (int rank = 0; rank < size; rank++) {
            sum += SCALE / (rank + 1); // rounded down: whole numbers give the same draws on every platform
            cumulative[rank] = sum;
        }
    }

    /** A rank from 0, the most frequent. */
    int next(SplittableRandom random) {
        long at = random.nextLong(cumulative[cumulative.length - 1]);
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
