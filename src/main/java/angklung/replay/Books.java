package angklung.replay;

import angklung.avro.LedgerLine;
import angklung.avro.RejectedPlay;
import angklung.avro.Statement;
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
        PaymentBook payments,
        StatementBook statements,
        WaitingPools waiting,
        RegistrationCounts registrations,
        ClaimsBook claims,
        ScreeningBook screening,
        PolicyEffects effects,
        AuditReport audit) {

    /**
     * Reads everything once.
     *
     * @param line also gets every line of the ledger, in order
     * @param statement also gets every statement, in order
     * @param rejected also gets every rejected play
     */
    public static Books read(
            Outcome outcome,
            RunFacts run,
            Consumer<LedgerLine> line,
            Consumer<Statement> statement,
            Consumer<RejectedPlay> rejected) {
        PlayCounts plays = new PlayCounts(run);
        RateSheets sheets = new RateSheets();
        LedgerBook ledger = new LedgerBook();
        EarningsBook earnings = new EarningsBook();
        PaymentBook payments = new PaymentBook();
        StatementBook statements = new StatementBook();
        WaitingPools waiting = new WaitingPools();
        RegistrationCounts registrations = new RegistrationCounts();
        ClaimsBook claims = new ClaimsBook();
        ScreeningBook screening = new ScreeningBook();
        PolicyEffects effects = new PolicyEffects();
        outcome.ledger((partition, offset, key, value) -> {
            ledger.accept(partition, offset, key, value);
            if (value != null) { // the audit has found it
                payments.accept(value);
                line.accept(value);
            }
        });
        outcome.earnings(earnings.andThen(effects));
        outcome.statements(statements.andThen(statement));
        outcome.plans(sheets);
        outcome.delivery(plays);
        outcome.rejected(play -> {
            plays.seen(play);
            rejected.accept(play);
        });
        outcome.registrations(registration -> registrations.seen());
        outcome.rejectedRegistrations(registrations::rejected);
        outcome.recordingRights(claims);
        outcome.screeningHits(screening);
        outcome.facts(fact -> {
            waiting.accept(fact);
            screening.accept(fact);
        });
        return new Books(
                plays, sheets, ledger, earnings, payments, statements, waiting, registrations, claims, screening,
                effects, ledger.report());
    }
}
