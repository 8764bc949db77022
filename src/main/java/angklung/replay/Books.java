package angklung.replay;

import angklung.avro.LedgerLine;
import angklung.avro.RejectedPlay;
import angklung.ledger.AuditReport;
import java.util.function.Consumer;

/**
 * The sums of all that a run has written.
 *
 * @param audit of the whole ledger
 */
public record Books(
        PlayCounts plays,
        RateSheets sheets,
        LedgerBook ledger,
        EarningsBook earnings,
        WaitingPools waiting,
        AuditReport audit) {

    /**
     * Reads everything once.
     *
     * @param line also gets every line of the ledger, in order
     * @param rejected also gets every rejected play
     */
    public static Books read(
            Outcome outcome, RunFacts run, Consumer<LedgerLine> line, Consumer<RejectedPlay> rejected) {
        PlayCounts plays = new PlayCounts(run);
        RateSheets sheets = new RateSheets();
        LedgerBook ledger = new LedgerBook();
        EarningsBook earnings = new EarningsBook();
        WaitingPools waiting = new WaitingPools();
        outcome.ledger((partition, offset, key, value) -> {
            ledger.accept(partition, offset, key, value);
            if (value != null) { // the audit has found it
                line.accept(value);
            }
        });
        outcome.earnings(earnings);
        outcome.plans(sheets);
        outcome.delivery(plays);
        outcome.rejected(play -> {
            plays.seen(play);
            rejected.accept(play);
        });
        outcome.facts(waiting);
        return new Books(plays, sheets, ledger, earnings, waiting, ledger.report());
    }
}
