package angklung.cli;

import angklung.config.Failure;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;

/**
 * Long work on the calling thread that a signal ends in order, so that brokers and stages stop and temporary
 * directories go: the signal interrupts the thread, and the process ends when the work has unwound.
 */
final class Stoppable {
    private final Thread worker = Thread.currentThread();
    private final StopSignal signal;
    private boolean interruptible;

    private Stoppable(StopSignal signal) {
        this.signal = signal;
        signal.requested().thenRun(this::interrupt);
    }

    /** Work that can be stopped. */
    interface Work {
        ExitCode run(Stoppable stoppable);
    }

    /** @return the exit code of the work */
    static int run(PrintWriter err, Work work) {
        try (StopSignal signal = new StopSignal()) {
            Stoppable stoppable = new Stoppable(signal);
            ExitCode code = stoppable.unlessStopped(err, work);
            signal.stopped(code);
            return code.code();
        }
    }

    /**
     * From now on a signal interrupts the work, also one that came before. A broker that is interrupted while it
     * starts would leave files behind.
     */
    synchronized void mayBeInterrupted() {
        interruptible = true;
        if (signal.requested().isDone()) {
            interrupt();
        }
    }

    /** From now on a signal interrupts nothing; the work ends by itself when this completes. */
    synchronized CompletableFuture<Void> endsByItself() {
        interruptible = false;
        return signal.requested();
    }

    private ExitCode unlessStopped(PrintWriter err, Work work) {
        try {
            return work.run(this);
        } catch (Failure e) {
            throw e;
        } catch (RuntimeException e) {
            if (!signal.requested().isDone()) {
                throw e;
            }
            err.println("angklung: stopped by a signal; nothing was written");
            return ExitCode.UNEXPECTED;
        } finally {
            endsByItself();
            Thread.interrupted(); // so that what comes after is not taken for interrupted
        }
    }

    private synchronized void interrupt() {
        if (interruptible) {
            worker.interrupt();
        }
    }
}
