package angklung.bench;

/**
 * Conditions of one benchmark, kept with its result.
 *
 * @param plays sent in each round
 * @param rounds of which the first warms up; 1 or more
 * @param threads of each stage
 * @param partitions of every topic
 * @param recordings in the catalogue, 1 to 100,000
 * @param seed of the plays
 */
public record BenchOptions(long plays, int rounds, int threads, int partitions, int recordings, long seed) {

    public BenchOptions {
        if (plays < 1 || rounds < 1 || threads < 1 || partitions < 1 || recordings < 1 || recordings > 100_000) {
            throw new IllegalArgumentException("plays, rounds, threads and partitions are positive, recordings are 1"
                    + " to 100,000: " + plays + ", " + rounds + ", " + threads + ", " + partitions + ", "
                    + recordings);
        }
    }
}
