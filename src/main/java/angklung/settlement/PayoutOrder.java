package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodControl;
import angklung.model.Period;
import angklung.money.Micros;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A payout run as far as its lines and rules need it.
 *
 * @param period that the lines are booked in
 */
record PayoutOrder(String runId, Period period, Instant bookedAt) {

    static PayoutOrder of(PeriodControl command) {
        String period = command.getBookingPeriod() != null ? command.getBookingPeriod() : command.getPeriod();
        return new PayoutOrder(command.getRunId(), Period.parse(period), command.getBookedAt());
    }

    /** The booking date, UTC: parties, taxes and rates are taken as they are on it. */
    LocalDate date() {
        return LocalDate.ofInstant(bookedAt, ZoneOffset.UTC);
    }

    /** The payments of this run in one currency. */
    String batchId(String currency) {
        return runId + "/" + currency;
    }

    /**
     * A line of this run that lacks its identifier, which may need fields that are not set yet.
     *
     * @param amount in micros, positive
     */
    LedgerLine draft(LineKind kind, String partyId, String debit, String credit, long amount, String currency) {
        LedgerLine line = new LedgerLine();
        line.setKind(kind);
        line.setDebitAccount(debit);
        line.setCreditAccount(credit);
        line.setAmountMicros(amount);
        line.setAmount(Micros.toDecimal(amount));
        line.setCurrency(currency);
        line.setPeriod(period.toString());
        line.setOriginPeriod(period.toString());
        line.setRunId(runId);
        line.setPartyId(partyId);
        line.setBookedAt(bookedAt);
        return line;
    }
}
