package angklung.settlement;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodControl;
import angklung.ledger.DetailEntry;
import angklung.ledger.EarningHash;
import angklung.ledger.LineId;
import angklung.ledger.RightsHash;
import angklung.model.Accounts;
import angklung.model.PoolKey;
import angklung.money.Micros;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the ledger says of a pool: from the details of a beneficiary to a line. Lines are drafts without a place in
 * the ledger, which {@link angklung.ledger.LedgerChain} gives them.
 *
 * <p>Not thread-safe.
 */
final class SettlementRules {
    private final RightsHash rightsHash = new RightsHash();

    /**
     * Adds one more detail to an entitlement; details come by ISRC, then by policy.
     *
     * @param isrc empty for a pool without plays
     * @param policy the authorship policy, empty for none
     */
    void add(Entitlement entitlement, PoolVersion pool, String isrc, String policy, Detail detail) {
        DetailEntry entry = new DetailEntry(
                pool.pool(), pool.version(), isrc, policy, detail.plays(), detail.amount(), detail.rightsVersion());
        byte[] rights = rights(entitlement.rightsHash(), isrc, detail.rightsVersion());
        entitlement.add(detail, entry.leaf(), rights);
    }

    /**
     * The line that settles an entitlement; none if it adds up to nothing. The first version of a pool accrues to
     * parties and holds the rest; a later one adjusts by the difference, in the booking period of the command. What it
     * takes out of a hold is released.
     *
     * @param reason why the version was made
     * @param lastLineId the last line of this pool and beneficiary, null if there is none
     * @throws IllegalStateException if a first version takes money away
     */
    Optional<LedgerLine> line(
            PoolVersion pool, Entitlement entitlement, PeriodControl command, String reason, String lastLineId) {
        if (entitlement.amount() == 0) {
            return Optional.empty();
        }
        boolean first = pool.version() == 1;
        if (first && entitlement.amount() < 0) {
            throw new IllegalStateException("The first version of " + pool.pool() + " takes "
                    + Math.negateExact(entitlement.amount()) + " micros from " + entitlement.beneficiary());
        }
        Beneficiary beneficiary = entitlement.beneficiary();
        PoolKey key = PoolKey.parse(pool.pool());
        LedgerLine line = draft(Accounts.pool(pool.pool()), beneficiary.account(), entitlement.amount(), key, command);
        describeVersion(line, key, pool);
        line.setKind(kind(first, beneficiary.isHold(), entitlement.amount()));
        line.setLineId(LineId.ofPool(line.getKind(), pool.pool(), pool.version(), beneficiary.id()));
        line.setPartyId(beneficiary.isHold() ? null : beneficiary.id());
        line.setPlays(entitlement.plays());
        line.setRightsVersion(entitlement.rightsHash() == null ? null : hex(entitlement.rightsHash()));
        line.setStatementHash(entitlement.root().toString());
        line.setPeriod(first ? line.getOriginPeriod() : command.getBookingPeriod());
        line.setAdjustsLineId(first ? null : lastLineId);
        line.setReason(first ? null : reason);
        return Optional.of(line);
    }

    private static LineKind kind(boolean first, boolean hold, long amount) {
        if (first) {
            return hold ? LineKind.HOLD : LineKind.ACCRUAL;
        }
        return hold && amount < 0 ? LineKind.RELEASE : LineKind.ADJUSTMENT;
    }

    /** What every line on the money of a pool says. A negative amount goes the other way. */
    static LedgerLine draft(String debit, String credit, long amount, PoolKey pool, PeriodControl command) {
        LedgerLine line = new LedgerLine();
        line.setDebitAccount(amount > 0 ? debit : credit);
        line.setCreditAccount(amount > 0 ? credit : debit);
        line.setAmountMicros(Math.absExact(amount));
        line.setAmount(Micros.toDecimal(line.getAmountMicros()));
        line.setCurrency(pool.currency());
        line.setDsp(pool.offering().dsp());
        line.setTerritory(pool.offering().territory());
        line.setOffering(pool.offering().offering());
        line.setRightType(pool.rightType());
        line.setOriginPeriod(pool.period().toString());
        line.setRunId(command.getRunId());
        line.setBookedAt(command.getBookedAt());
        return line;
    }

    /** Names the version of the pool that a line rests on. */
    static void describeVersion(LedgerLine line, PoolKey key, PoolVersion pool) {
        line.setPoolVersion(pool.version());
        line.setRateSheetId(key.rateSheetId(pool.version()));
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
