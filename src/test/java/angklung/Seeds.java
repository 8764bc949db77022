package angklung;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Seeded random cases: a failure names the seed that repeats it. */
public final class Seeds {
    private Seeds() {}

    /** Runs {@code check} on {@code n} independent generators, all drawn from one seed. */
    public static void cases(int n, Consumer<SplittableRandom> check) {
        String given = System.getProperty("angklung.seed", "");
        long seed = given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < n; i++) {
            try {
                check.accept(random.split());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("case " + i + " of " + n + ", rerun with -Dangklung.seed=" + seed, e);
            }
        }
    }
}
