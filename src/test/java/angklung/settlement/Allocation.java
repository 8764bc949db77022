package angklung.settlement;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PoolToSettle;
import angklung.avro.RightType;
import angklung.avro.ShareMark;
import angklung.ledger.EarningHash;
import angklung.model.PoolKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the tally tasks send to the only settlement partition of a test for one version of one pool. */
final class Allocation {
    private final String pool;
    private final int version;
    private final int sources;
    private final long previous;
    private final List<Earning> earnings = new ArrayList<>();

    Allocation(String pool, int version, int sources, long previous) {
        this.pool = pool;
        this.version = version;
        this.sources = sources;
        this.previous = previous;
    }

    /** A version that follows one of the amount {@code previous}, sent by two tally tasks. */
    static Allocation of(String pool, int version, long previous) {
        return new Allocation(pool, version, 2, previous);
    }

    Allocation party(int source, String party, String isrc, long plays, long amount) {
        Earning earning = earning(source, isrc, plays, amount);
        earning.setPartyId(party);
        earnings.add(earning);
        return this;
    }

    Allocation hold(int source, String account, String isrc, long plays, long amount) {
        Earning earning = earning(source, isrc, plays, amount);
        earning.setHoldAccount(account);
        earnings.add(earning);
        return this;
    }

    /** Gives the earning that was added last an authorship policy. */
    Allocation by(String policy) {
        earnings.get(earnings.size() - 1).setAuthorshipPolicy(policy);
        return this;
    }

    long difference() {
        return earnings.stream().mapToLong(Earning::getAmountMicros).sum();
    }

    long amount() {
        return previous + difference();
    }

    List<Earning> earnings() {
        return earnings;
    }

    List<Earning> marks() {
        List<Earning> marks = new ArrayList<>();
        for (int source = 0; source < sources; source++) {
            marks.add(mark(source));
        }
        return marks;
    }

    PoolToSettle toSettle() {
        return new PoolToSettle(pool, version, difference(), version == 1 ? "ORIGINAL" : "RESTATED_REVENUE");
    }

    Earning mark(int source) {
        EarningHash hashing = new EarningHash();
        byte[] hash = EarningHash.start();
        long records = 0;
        long amount = 0;
        for (Earning earning : earnings) {
            if (earning.getSourcePartition() == source) {
                hash = hashing.next(hash, earning);
                records++;
                amount += earning.getAmountMicros();
            }
        }
        Earning mark = earning(source, null, 0, 0);
        mark.setKind(EarningKind.MARK);
        mark.setRightsVersion(null);
        mark.setMark(new ShareMark(
                sources, amount(), previous, List.of(records), List.of(amount), List.of(ByteBuffer.wrap(hash)), List.of()));
        return mark;
    }

    private Earning earning(int source, String isrc, long plays, long amount) {
        PoolKey key = PoolKey.parse(pool);
        Earning earning = new Earning();
        earning.setKind(EarningKind.EARNING);
        earning.setDsp(key.offering().dsp());
        earning.setTerritory(key.offering().territory());
        earning.setOffering(key.offering().offering());
        earning.setPeriod(key.period().toString());
        earning.setRightType(RightType.valueOf(key.rightType()));
        earning.setCurrency(key.currency());
        earning.setPool(pool);
        earning.setVersion(version);
        earning.setRateSheetId(pool + "@v" + version);
        earning.setSourcePartition(source);
        earning.setIsrc(isrc);
        earning.setPlays(plays);
        earning.setAmountMicros(amount);
        earning.setRightsVersion(isrc == null ? null : "rights of " + isrc);
        return earning;
    }
}
