package angklung.settlement;

import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.ledger.LineId;
import angklung.model.Accounts;
import angklung.money.Micros;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chain takes from an accrual or an adjustment: step by step a part of what the steps before left, rounded
 * down to micros. What an adjustment takes away from the party, the chain gives back in the same parts.
 */
final class DeductionRules {
    private DeductionRules() {}

    /**
     * The lines of all steps that come to anything, in order.
     *
     * @param from the line of the party that the deductions are taken from
     */
    static List<LedgerLine> lines(LedgerLine from, DeductionChain chain) {
        boolean earned = from.getCreditAccount().equals(Accounts.payable(from.getPartyId()));
        List<LedgerLine> lines = new ArrayList<>();
        long left = from.getAmountMicros();
        int number = 0;
        for (Deduction step : chain.getSteps()) {
            number++;
            long part = Millionths.floor(left, step.getRateMillionths());
            left -= part;
            if (part > 0) {
                lines.add(line(from, earned, part, step, chain.getChain() + "/" + number + "@" + chain.getValidFrom()));
            }
        }
        return lines;
    }

    private static LedgerLine line(LedgerLine from, boolean earned, long amount, Deduction step, String rule) {
        String party = Accounts.payable(from.getPartyId());
        String keeper = Accounts.deduction(step.getBody(), step.getName());
        LedgerLine line = new LedgerLine();
        line.setKind(LineKind.DEDUCTION);
        line.setLineId(LineId.ofDeduction(from.getLineId(), rule));
        line.setDebitAccount(earned ? party : keeper);
        line.setCreditAccount(earned ? keeper : party);
        line.setAmountMicros(amount);
        line.setAmount(Micros.toDecimal(amount));
        line.setCurrency(from.getCurrency());
        line.setPeriod(from.getPeriod());
        line.setOriginPeriod(from.getOriginPeriod());
        line.setRunId(from.getRunId());
        line.setPartyId(from.getPartyId());
        line.setDsp(from.getDsp());
        line.setTerritory(from.getTerritory());
        line.setOffering(from.getOffering());
        line.setRightType(from.getRightType());
        line.setPoolVersion(from.getPoolVersion());
        line.setRateSheetId(from.getRateSheetId());
        line.setAdjustsLineId(from.getLineId());
        line.setReason(from.getReason());
        line.setRule(rule);
        line.setBookedAt(from.getBookedAt());
        return line;
    }
}
