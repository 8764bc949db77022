package angklung.cli;

import angklung.replay.Progress;
import java.io.PrintWriter;

/** Progress for logs: a line a quarter. */
final class PlainProgress implements Progress {
    private final PrintWriter err;
    private long quarters;

    PlainProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void plays(long sent, long total) {
        if (sent * 4 / total > quarters) {
            quarters = sent * 4 / total;
            err.println("angklung: " + quarters * 25 + " % of the plays sent");
        }
    }
}
