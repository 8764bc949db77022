package angklung.settlement;

import angklung.stage.StoreKey;
import java.time.LocalDate;
import org.apache.kafka.common.utils.Bytes;

/** Keys of the stores of settlement, but for {@link DetailKey}. */
final class Keys {
    private Keys() {}

    /** Of a pool version; everything that is kept about it by more than this starts with it. */
    static Bytes of(PoolVersion pool) {
        return start(pool).toBytes();
    }

    static StoreKey start(PoolVersion pool) {
        return StoreKey.of(pool.pool()).ordered(pool.version());
    }

    /** Of what one tally task sent for a pool version. */
    static Bytes source(PoolVersion pool, int sourcePartition) {
        return start(pool).ordered(sourcePartition).toBytes();
    }

    /** Of a pool and beneficiary, whatever the version. */
    static Bytes lastLine(String pool, Beneficiary beneficiary) {
        return StoreKey.of(pool)
                .oneByte(beneficiary.isHold() ? 1 : 0)
                .text(beneficiary.id())
                .toBytes();
    }

    /** Of the account of a party. */
    static Bytes account(String partyId) {
        return StoreKey.of(partyId).toBytes();
    }

    /** Of a hold account. */
    static Bytes hold(String account) {
        return StoreKey.of(account).toBytes();
    }

    /** By name, then by date; days before 1970 are in their order too, because the sign bit is turned. */
    static Bytes dated(LocalDate date, String... name) {
        long day = Math.max(Integer.MIN_VALUE, date.toEpochDay());
        return StoreKey.of(name)
                .ordered(Math.toIntExact(day) ^ Integer.MIN_VALUE)
                .toBytes();
    }
}
