package angklung.cli;

import angklung.replay.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** Progress on one line that overwrites itself; for a terminal only. */
final class ProgressLine implements Progress, AutoCloseable {
    /** Back to the first column, and nothing left of what stood there. */
    private static final String CLEAR = "\r\u001B[K";

    private final PrintWriter terminal;

    private ProgressLine(PrintWriter terminal) {
        this.terminal = terminal;
    }

    /** A line if somebody watches, else silence. */
    static ProgressLine on(PrintWriter err) {
        return new ProgressLine(System.console() == null ? null : err);
    }

    /** Whether somebody watches. */
    boolean isShown() {
        return terminal != null;
    }

    @Override
    public void step(String what) {
        show(what);
    }

    @Override
    public void plays(long sent, long total) {
        show(String.format(Locale.ROOT, "sending plays: %,d of %,d (%d %%)", sent, total, sent * 100 / total));
    }

    /** Leaves nothing behind. */
    @Override
    public void close() {
        if (terminal != null) {
            terminal.print(CLEAR);
            terminal.flush();
        }
    }

    private void show(String text) {
        if (terminal != null) {
            terminal.print(CLEAR + text + " ...");
            terminal.flush();
        }
    }
}
