package angklung.anchor;

import angklung.config.Failure;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks again and again until something is there, but not for ever. */
public final class Waiting {
    private final int rounds;
    private final Runnable pause;
    private final Consumer<String> say;

    /**
     * Looks.
     *
     * @param pause between two of them
     * @param say gets what is waited for, once
     */
    public Waiting(int rounds, Runnable pause, Consumer<String> say) {
        this.rounds = rounds;
        this.pause = pause;
        this.say = say;
    }

    /**
     * What is there at last.
     *
     * @param what is waited for, and what has to run for it
     * @throws Failure if it does not come
     */
    public <T> T until(String what, Supplier<Optional<T>> look) {
        Optional<T> found = look.get();
        for (int round = 1; found.isEmpty() && round < rounds; round++) {
            if (round == 1) {
                say.accept("waiting for " + what);
            }
            pause.run();
            found = look.get();
        }
        return found.orElseThrow(() -> Failure.notReady("Still waiting for " + what
                + "; run the command again, it goes on from here"));
    }
}
