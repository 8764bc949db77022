package angklung.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * SIGTERM and SIGINT as something to wait for. Java ends with 128 plus the signal's number even after a clean stop,
 * and a supervisor takes that for a crash; so the process is halted with the command's own exit code as soon as the
 * command has stopped. A second signal while it stops has no effect; SIGKILL ends at once, and loses nothing.
 */
final class StopSignal implements AutoCloseable {
    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "angklung-signal");
    private volatile int exitCode = ExitCode.UNEXPECTED.code();

    /** From now on a signal no longer ends the process by itself. */
    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Completed by the first signal. */
    CompletableFuture<Void> requested() {
        return requested.copy();
    }

    /** The command has stopped by itself; if a signal asked for it, the process ends with this code. */
    void stopped(ExitCode code) {
        exitCode = code.code();
    }

    @Override
    public void close() {
        stopped.countDown();
        if (!requested.isDone()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The signal came this moment: the hook sees that the command has stopped, and ends the process.
                return;
            }
        }
    }

    private void onShutdown() {
        requested.complete(null);
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
