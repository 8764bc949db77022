package angklung.replay;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.model.PartyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The payments of the ledger, each with the tax that its run withheld from it. Memory: one entry a payment. */
public final class PaymentBook implements Consumer<LedgerLine> {
    private static final Comparator<Payment> ORDER = Comparator.comparing(Payment::batchId)
            .thenComparing(Payment::partyId, PartyOrder.INSTANCE)
            .thenComparing(Payment::currency)
            .thenComparing(Payment::lineId);

    private final List<Payment> paid = new ArrayList<>();
    private final Map<Run, Long> withheld = new HashMap<>();
    private final Map<String, Run> runs = new HashMap<>();

    private record Run(String runId, String partyId, String currency) {}

    /**
     * One payment.
     *
     * @param batchId empty if the line names none
     * @param amountMicros what was paid, the tax not counted
     */
    public record Payment(
            String batchId, String partyId, String currency, long amountMicros, long taxMicros, String lineId) {}

    @Override
    public void accept(LedgerLine line) {
        Run run = new Run(line.getRunId(), line.getPartyId(), line.getCurrency());
        if (line.getKind() == LineKind.WITHHOLDING) {
            withheld.merge(run, line.getAmountMicros(), Math::addExact);
        } else if (line.getKind() == LineKind.PAYOUT) {
            runs.put(line.getLineId(), run);
            paid.add(new Payment(
                    line.getBatchId() == null ? "" : line.getBatchId(), line.getPartyId(), line.getCurrency(),
                    line.getAmountMicros(), 0, line.getLineId()));
        }
    }

    /** By batch, party and currency. */
    List<Payment> payments() {
        return paid.stream()
                .map(p -> new Payment(p.batchId(), p.partyId(), p.currency(), p.amountMicros(),
                        withheld.getOrDefault(runs.get(p.lineId()), 0L), p.lineId()))
                .sorted(ORDER)
                .toList();
    }
}
