package angklung;

import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Seeded random cases: a failure names the seed that repeats it. */
public final class Seeds {
    private Seeds() {}

    /** Runs {@code check} on {@code n} independent generators, all drawn from one seed. */
    public static void cases(int n, Consumer<SplittableRandom> check) {
        cases(n, n, () -> true, check);
    }

    /**
     * Runs {@code check} at least {@code atLeast} times, then until it was {@code enough}, at most {@code atMost} times:
     * for a test that demands that its cases reach something rare.
     */
    public static void cases(int atLeast, int atMost, BooleanSupplier enough, Consumer<SplittableRandom> check) {
        String given = System.getProperty("angklung.seed", "");
        long seed = given.isEmpty() ? new SplittableRandom().nextLong() : Long.parseLong(given);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < atLeast || (i < atMost && !enough.getAsBoolean()); i++) {
            try {
                check.accept(random.split());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("case " + i + ", rerun with -Dangklung.seed=" + seed, e);
            }
        }
    }
}
