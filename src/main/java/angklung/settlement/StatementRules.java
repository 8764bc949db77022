package angklung.settlement;

import angklung.avro.Statement;
import angklung.ledger.StatementId;

/** From a balance to the statement that ends with it. */
final class StatementRules {
    private StatementRules() {}

    /**
     * The statement of what happened since the one before.
     *
     * @param batchId of the payment, null if nothing was paid
     * @param waits why nothing was paid, null if something was or nothing could be
     * @throws IllegalStateException if the closing balance is not what the movements say, or if advances or reserves
     *     are not what the ledger says
     */
    static Statement statement(PayoutOrder order, Account account, String currency, String batchId, String waits) {
        Balance balance = account.balance(currency);
        check(order, account, currency, balance);
        return Statement.newBuilder()
                .setStatementId(StatementId.of(order.runId(), account.partyId(), currency))
                .setPartyId(account.partyId())
                .setCurrency(currency)
                .setRunId(order.runId())
                .setPeriod(order.period().toString())
                .setOpeningMicros(balance.opening())
                .setEarningsMicros(balance.sum(Movement.EARNINGS))
                .setAdjustmentsMicros(balance.sum(Movement.ADJUSTMENTS))
                .setDeductionsMicros(balance.sum(Movement.DEDUCTIONS))
                .setRecoupedMicros(balance.sum(Movement.RECOUPED))
                .setReservedMicros(balance.sum(Movement.RESERVED))
                .setReleasedMicros(balance.sum(Movement.RELEASED))
                .setConvertedInMicros(balance.sum(Movement.CONVERTED_IN))
                .setConvertedOutMicros(balance.sum(Movement.CONVERTED_OUT))
                .setTaxMicros(balance.sum(Movement.TAX))
                .setPaymentsMicros(balance.sum(Movement.PAYMENTS))
                .setClosingMicros(balance.payable())
                .setAdvanceMicros(balance.advance())
                .setReserveMicros(balance.reserve())
                .setLines(balance.lines())
                .setLinesHash(balance.linesRoot().toString())
                .setBatchId(batchId)
                .setWaits(waits)
                .setBookedAt(order.bookedAt())
                .build();
    }

    private static void check(PayoutOrder order, Account account, String currency, Balance balance) {
        long closing = balance.opening();
        for (Movement movement : Movement.values()) {
            closing = Math.addExact(closing, movement.sign * balance.sum(movement));
        }
        long advances = account.advances(currency).stream()
                .mapToLong(OpenAdvance::outstanding)
                .reduce(0, Math::addExact);
        long reserves = balance.reserves().stream().mapToLong(Reserve::amount).reduce(0, Math::addExact);
        if (closing != balance.payable() || advances != balance.advance() || reserves != balance.reserve()) {
            throw new IllegalStateException("The statement of party " + account.partyId() + " in " + currency
                    + " by run " + order.runId() + " does not add up, in micros: opening " + balance.opening()
                    + " and its movements give " + closing + ", the ledger " + balance.payable()
                    + "; advances outstanding " + advances + ", in the ledger " + balance.advance()
                    + "; reserves " + reserves + ", in the ledger " + balance.reserve());
        }
    }
}
