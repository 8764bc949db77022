package angklung.close;

import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;

/** What settlement is ordered to do beside the close of a period, each of its partitions for itself. */
enum OrderKind {
    PAYOUT(PeriodFact.PAID, "payout run"),
    /** An announcement or an expiry of holds. */
    HOLDS(PeriodFact.HOLDS, "run over holds");

    private final PeriodFact answer;
    private final String text;

    OrderKind(PeriodFact answer, String text) {
        this.answer = answer;
        this.text = text;
    }

    /** Of the run that a fact is about; an order is told by its key alone. */
    static OrderKind of(String key, PeriodState fact) {
        boolean holds = fact.getKind() == PeriodFact.HOLDS
                || key.equals(HOLDS.orderedKey(fact.getPeriod(), fact.getRunId()));
        return holds ? HOLDS : PAYOUT;
    }

    /** The fact by which a partition answers. */
    PeriodFact answer() {
        return answer;
    }

    String orderedKey(String period, String runId) {
        return this == PAYOUT ? Facts.payoutOrdered(period, runId) : Facts.holdsOrdered(period, runId);
    }

    String answerKey(String period, String runId, int partition) {
        return Facts.ofRun(answer, period, runId, partition);
    }

    @Override
    public String toString() {
        return text;
    }
}
