package angklung.runtime;

/**
 * Closes things whole on a thread that was interrupted: an interrupt ends the work, and must not also end the
 * clean-up after it halfway.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Runs the clean-up without the interrupt, and restores it afterwards. */
    public static void run(Runnable cleanUp) {
        boolean interrupted = Thread.interrupted();
        try {
            cleanUp.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
