package angklung.settlement;

import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.Party;
import angklung.avro.PeriodControl;
import angklung.ledger.EarningHash;
import angklung.ledger.LineId;
import angklung.ledger.RightsHash;
import angklung.model.Accounts;
import angklung.model.PoolKey;
import angklung.money.Micros;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the ledger says: from the details of a beneficiary to a line, from a balance to a payment. Lines are drafts
 * without a place in the ledger, which {@link angklung.ledger.LedgerChain} gives them.
 *
 * <p>Not thread-safe.
 */
final class SettlementRules {
    /** The reason of an adjustment, as long as restated revenue is all that makes a new version of a pool. */
    static final String RESTATED = "RESTATED_REVENUE";

    private final EarningHash earningHash = new EarningHash();
    private final RightsHash rightsHash = new RightsHash();

    /**
     * The statement with one more detail; details come by ISRC.
     *
     * @param isrc empty for a pool without plays
     */
    Statement add(Statement statement, PoolVersion pool, String isrc, Detail detail) {
        return new Statement(
                statement.beneficiary(),
                Math.addExact(statement.plays(), detail.plays()),
                Math.addExact(statement.amount(), detail.amount()),
                earningHash.next(statement.hash(), earning(statement.beneficiary(), pool, isrc, detail)),
                rights(statement.rightsHash(), isrc, detail.rightsVersion()));
    }

    /**
     * The line that settles a statement; none if it adds up to nothing. The first version of a pool accrues to
     * parties and holds the rest; a later one adjusts by the difference, in the booking period of the command.
     *
     * @param lastLineId the last line of this pool and beneficiary, null if there is none
     * @throws IllegalStateException if a first version takes money away
     */
    Optional<LedgerLine> line(PoolVersion pool, Statement statement, PeriodControl command, String lastLineId) {
        if (statement.amount() == 0) {
            return Optional.empty();
        }
        boolean first = pool.version() == 1;
        if (first && statement.amount() < 0) {
            throw new IllegalStateException("The first version of " + pool.pool() + " takes "
                    + Math.negateExact(statement.amount()) + " micros from " + statement.beneficiary());
        }
        Beneficiary beneficiary = statement.beneficiary();
        PoolKey key = PoolKey.parse(pool.pool());
        LedgerLine line = transfer(
                Accounts.pool(pool.pool()), beneficiary.account(), statement.amount(), key.currency(), command);
        line.setKind(!first ? LineKind.ADJUSTMENT : beneficiary.isHold() ? LineKind.HOLD : LineKind.ACCRUAL);
        line.setLineId(LineId.ofPool(line.getKind(), pool.pool(), pool.version(), beneficiary.id()));
        line.setPartyId(beneficiary.isHold() ? null : beneficiary.id());
        describePool(line, key, pool);
        line.setPlays(statement.plays());
        line.setRightsVersion(statement.rightsHash() == null ? null : hex(statement.rightsHash()));
        line.setStatementHash(hex(statement.hash()));
        line.setOriginPeriod(key.period().toString());
        line.setPeriod(first ? line.getOriginPeriod() : command.getBookingPeriod());
        line.setAdjustsLineId(first ? null : lastLineId);
        line.setReason(first ? null : RESTATED);
        return Optional.of(line);
    }

    /**
     * What is paid of a balance, in micros: nothing unless the party is known, is paid in this currency, and the
     * balance is positive and reaches the party's threshold; then the balance rounded down to the party's payout
     * scale. What is not paid stays in the balance.
     *
     * @param balance in micros, negative if an adjustment took more than was left
     * @param party null if unknown
     */
    static long payout(long balance, String currency, Party party) {
        boolean due = party != null
                && party.getPayoutCurrency().equals(currency)
                && balance > 0
                && balance >= party.getPayoutThresholdMicros();
        return due ? Micros.floorToScale(balance, party.getPayoutScale()) : 0;
    }

    /**
     * The line that pays a party.
     *
     * @param amount in micros, positive
     */
    static LedgerLine payment(PeriodControl command, String partyId, String currency, long amount) {
        LedgerLine line =
                transfer(Accounts.payable(partyId), Accounts.payout(partyId), amount, currency, command);
        String period = command.getBookingPeriod() != null ? command.getBookingPeriod() : command.getPeriod();
        line.setKind(LineKind.PAYOUT);
        line.setLineId(LineId.ofPayout(command.getRunId(), partyId, currency));
        line.setPartyId(partyId);
        line.setPeriod(period);
        line.setOriginPeriod(period);
        return line;
    }

    /** A negative amount goes the other way. */
    private static LedgerLine transfer(
            String debit, String credit, long amount, String currency, PeriodControl command) {
        LedgerLine line = new LedgerLine();
        line.setDebitAccount(amount > 0 ? debit : credit);
        line.setCreditAccount(amount > 0 ? credit : debit);
        line.setAmountMicros(Math.absExact(amount));
        line.setAmount(Micros.toDecimal(line.getAmountMicros()));
        line.setCurrency(currency);
        line.setRunId(command.getRunId());
        line.setBookedAt(command.getBookedAt());
        return line;
    }

    private static void describePool(LedgerLine line, PoolKey key, PoolVersion pool) {
        line.setDsp(key.offering().dsp());
        line.setTerritory(key.offering().territory());
        line.setOffering(key.offering().offering());
        line.setRightType(key.rightType());
        line.setPoolVersion(pool.version());
        line.setRateSheetId(key.rateSheetId(pool.version()));
    }

    /** What the detail was made of, as far as its hash needs. */
    private static Earning earning(Beneficiary beneficiary, PoolVersion pool, String isrc, Detail detail) {
        Earning earning = new Earning();
        earning.setPool(pool.pool());
        earning.setVersion(pool.version());
        earning.setIsrc(isrc.isEmpty() ? null : isrc);
        earning.setPartyId(beneficiary.isHold() ? null : beneficiary.id());
        earning.setHoldAccount(beneficiary.isHold() ? beneficiary.id() : null);
        earning.setPlays(detail.plays());
        earning.setAmountMicros(detail.amount());
        earning.setRightsVersion(detail.rightsVersion());
        return earning;
    }

    private byte[] rights(byte[] hash, String isrc, String rightsVersion) {
        if (rightsVersion == null) {
            return hash;
        }
        return rightsHash.next(hash == null ? EarningHash.start() : hash, isrc, rightsVersion);
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
