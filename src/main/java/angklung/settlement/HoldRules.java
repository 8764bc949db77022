package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodControl;
import angklung.avro.UnclaimedNotice;
import angklung.avro.UnclaimedPolicy;
import angklung.ledger.LineId;
import angklung.model.Accounts;
import angklung.model.HoldAccount;
import angklung.model.Period;
import angklung.model.PoolKey;
import angklung.model.UnclaimedTerm;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of held money that nobody claims: it is announced, then it moves to where the policy of its territory
 * says, and it comes back as far as a later version of the pool needs it. Lines are drafts, as those of
 * {@link SettlementRules}.
 */
final class HoldRules {
    /** Why money comes back from where it went when its term was over. */
    static final String CLAIMED_AFTER_TERM = "CLAIMED_AFTER_TERM";

    private HoldRules() {}

    /**
     * The notice that the money of a hold will move.
     *
     * @param policy valid on the last day of the money's period
     * @return empty if it was announced before, the policy is not about it, or its term does not end soon
     */
    static Optional<UnclaimedNotice> notice(
            String account, Hold hold, UnclaimedPolicy policy, LocalDate date, String runId) {
        HoldAccount name = HoldAccount.parse(account);
        Period period = name.pool().period();
        UnclaimedTerm term = new UnclaimedTerm(policy.getTermMonths(), policy.getAnnounceDays());
        boolean concerned = hold.balance() > 0 && hold.notice() == null
                && policy.getReasons().contains(name.reason());
        if (!concerned || !term.isNear(period, date)) {
            return Optional.empty();
        }
        return Optional.of(UnclaimedNotice.newBuilder()
                .setHoldAccount(account)
                .setPool(name.pool().toString())
                .setCurrency(name.pool().currency())
                .setAmountMicros(hold.balance())
                .setPeriod(period.toString())
                .setAnnouncedOn(date)
                .setDueOn(term.due(period, date))
                .setDestination(Accounts.unclaimed(policy.getTerritory(), policy.getDestination()))
                .setPolicy(policy.getTerritory() + "@" + policy.getValidFrom())
                .setRunId(runId)
                .build());
    }

    /**
     * The line that moves all that is held, if it was announced and its time has come.
     *
     * @param lastLineId the last line of this pool and hold
     */
    static Optional<LedgerLine> expiry(
            String account, Hold hold, LocalDate date, PeriodControl command, String lastLineId) {
        Hold.Notice notice = hold.notice();
        if (notice == null || hold.balance() <= 0 || notice.due().isAfter(date)) {
            return Optional.empty();
        }
        LedgerLine line = SettlementRules.draft(
                account, notice.destination(), hold.balance(), HoldAccount.parse(account).pool(), command);
        line.setKind(LineKind.EXPIRY);
        line.setLineId(LineId.ofExpiry(command.getRunId(), account));
        line.setPeriod(command.getPeriod());
        line.setAdjustsLineId(lastLineId);
        line.setReason(notice.policy());
        return Optional.of(line);
    }

    /**
     * The lines that bring back what has expired, the last first, as far as a version takes more out of a hold than is
     * left in it: whoever claims after the term is paid as well.
     *
     * @param amount what the version changes in the hold, in micros
     * @throws IllegalStateException if not even that is enough
     */
    static List<LedgerLine> returns(String account, Hold hold, long amount, PoolVersion pool, PeriodControl command) {
        long shortage = Math.negateExact(Math.min(0, Math.addExact(hold.balance(), amount)));
        List<LedgerLine> lines = new ArrayList<>();
        for (int i = hold.expired().size() - 1; i >= 0 && shortage > 0; i--) {
            Hold.Expired from = hold.expired().get(i);
            long back = Math.min(shortage, from.amount());
            PoolKey key = PoolKey.parse(pool.pool());
            LedgerLine line = SettlementRules.draft(from.account(), account, back, key, command);
            SettlementRules.describeVersion(line, key, pool);
            line.setKind(LineKind.RELEASE);
            line.setLineId(LineId.ofReturn(pool.pool(), pool.version(), account, from.lineId()));
            line.setPeriod(command.getBookingPeriod());
            line.setAdjustsLineId(from.lineId());
            line.setReason(CLAIMED_AFTER_TERM);
            lines.add(line);
            shortage = Math.subtractExact(shortage, back);
        }
        if (shortage > 0) {
            throw new IllegalStateException("Pool " + pool + " takes " + Math.negateExact(amount) + " micros from "
                    + account + ", which has " + hold.balance() + ", and " + hold.expired() + " has expired");
        }
        return lines;
    }
}
