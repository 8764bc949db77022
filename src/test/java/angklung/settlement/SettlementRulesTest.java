package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.LedgerLine;
import angklung.ledger.EarningHash;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class SettlementRulesTest {
    private static final PoolVersion POOL = new PoolVersion("nada/ID/premium/2026-10/RECORDING/IDR", 1);

    /** So that an auditor can recompute it from the earnings themselves. */
    @Test
    void shouldCommitAStatementToItsEarningsByIsrc() {
        Allocation allocation = Allocation.of(POOL.pool(), 1, 0)
                .party(0, "p1", "IDA102600001", 3, 30)
                .party(1, "p1", "IDA102600002", 4, 40);
        SettlementRules rules = new SettlementRules();
        Entitlement entitlement = Entitlement.of(Beneficiary.party("p1"));
        byte[] hash = EarningHash.start();
        for (var earning : allocation.earnings()) {
            entitlement = rules.add(entitlement, POOL, earning.getIsrc(), "", Detail.of(earning));
            hash = new EarningHash().next(hash, earning);
        }
        LedgerLine line = rules.line(POOL, entitlement, Settlement.settleCommand("run", List.of()), "ORIGINAL", null)
                .orElseThrow();
        assertThat(line.getStatementHash()).isEqualTo(HexFormat.of().formatHex(hash));
        assertThat(line.getAmountMicros()).isEqualTo(70);
        assertThat(line.getPlays()).isEqualTo(7);
        // SHA-256 twice over length-prefixed ISRC and version, computed by another program
        assertThat(line.getRightsVersion())
                .isEqualTo("eb4dda8dc8e0fe6ff5100feb105f77bd7d58d89bdcd265e4b78f3d637bf10d70");
    }

    @Test
    void shouldNameNoRightsIfNoneWereApplied() {
        SettlementRules rules = new SettlementRules();
        Beneficiary hold = Beneficiary.hold("hold:no-usage:" + POOL.pool());
        Entitlement entitlement = rules.add(Entitlement.of(hold), POOL, "", "", new Detail(0, 5, null));
        LedgerLine line = rules.line(POOL, entitlement, Settlement.settleCommand("run", List.of()), "ORIGINAL", null)
                .orElseThrow();
        assertThat(line.getRightsVersion()).isNull();
        assertThat(line.getPlays()).isZero();
    }

    @Test
    void shouldReadBackWhatStoresKeep() {
        Seeds.cases(2_000, random -> {
            DetailKey key = new DetailKey(
                    new PoolVersion(POOL.pool(), random.nextInt(Integer.MAX_VALUE)), beneficiary(random), text(random),
                    random.nextBoolean() ? "" : text(random));
            assertThat(DetailKey.parse(key.pool(), key.toBytes())).isEqualTo(key);

            String rights = random.nextBoolean() ? null : text(random);
            Detail detail = new Detail(random.nextLong(), random.nextLong(), rights);
            assertThat(there(Detail.serde(), detail)).isEqualTo(detail);

            List<Hold.Expired> expired = random.ints(random.nextInt(3))
                    .mapToObj(i -> new Hold.Expired(text(random), text(random), random.nextLong()))
                    .toList();
            Hold hold = new Hold(random.nextLong(), random.nextBoolean() ? null : notice(random), expired);
            assertThat(there(Hold.serde(), hold)).isEqualTo(hold);

            Received received = new Received(random.nextLong(), random.nextLong(), bytes(random), null);
            assertThat(there(Received.serde(), received)).usingRecursiveComparison().isEqualTo(received);
            Received ended = received.ended(
                    new Received.Mark(random.nextInt(), random.nextLong(), random.nextLong(), random.nextLong()));
            assertThat(there(Received.serde(), ended)).usingRecursiveComparison().isEqualTo(ended);

            SettleCursor settle = new SettleCursor(
                    random.nextInt(),
                    random.nextInt(),
                    random.nextBoolean() ? null : Bytes.wrap(bytes(random)),
                    random.nextBoolean() ? null : entitlement(random),
                    random.nextLong(),
                    random.nextLong(),
                    random.nextLong());
            assertThat(SettleCursor.decode(settle.encode())).usingRecursiveComparison().isEqualTo(settle);

            RunCursor payout = RunCursor.START
                    .after(Bytes.wrap(bytes(random)))
                    .withLine()
                    .paid("USD", random.nextInt())
                    .paid("IDR", random.nextInt())
                    .paid("USD", random.nextInt());
            assertThat(RunCursor.decode(payout.encode())).isEqualTo(payout);
        });
    }

    private static <T> T there(Serde<T> serde, T value) {
        return serde.deserializer().deserialize("t", serde.serializer().serialize("t", value));
    }

    private static Hold.Notice notice(SplittableRandom random) {
        return new Hold.Notice(LocalDate.ofEpochDay(random.nextInt(100_000)), text(random), text(random));
    }

    private static Entitlement entitlement(SplittableRandom random) {
        byte[] rights = random.nextBoolean() ? null : bytes(random);
        return new Entitlement(beneficiary(random), random.nextLong(), random.nextLong(), bytes(random), rights);
    }

    private static Beneficiary beneficiary(SplittableRandom random) {
        return new Beneficiary(random.nextBoolean(), text(random));
    }

    private static String text(SplittableRandom random) {
        return "é".repeat(random.nextInt(3)) + Integer.toString(random.nextInt(), 36);
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
