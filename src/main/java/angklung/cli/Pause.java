package angklung.cli;

import angklung.anchor.Patience;
import angklung.config.Failure;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Time between two looks, which a signal cuts short. */
final class Pause implements Runnable {
    private final StopSignal signal;
    private final Patience patience;

    Pause(StopSignal signal, Patience patience) {
        this.signal = signal;
        this.patience = patience;
    }

    /** @throws Failure if a signal came */
    @Override
    public void run() {
        if (isStoppedWithin(patience.look())) {
            throw Failure.notReady("Stopped by a signal; run the command again, it goes on from here");
        }
    }

    /** Looks, all in all. */
    int rounds() {
        return patience.rounds();
    }

    /** Whether a signal came in that time. */
    boolean isStoppedWithin(Duration time) {
        try {
            signal.requested().get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A signal does not fail", e);
        }
    }
}
