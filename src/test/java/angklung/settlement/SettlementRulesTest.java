package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.LedgerLine;
import angklung.log.Frontier;
import angklung.log.Hash;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class SettlementRulesTest {
    private static final PoolVersion POOL = new PoolVersion("nada/ID/premium/2026-10/RECORDING/IDR", 1);

    /** So that an auditor can recompute it from the earnings themselves, and a payee prove one of them. */
    @Test
    void shouldCommitALineToItsEarningsByIsrcAndPolicy() {
        Allocation allocation = Allocation.of(POOL.pool(), 1, 0)
                .party(0, "p1", "IDA102600001", 3, 30)
                .party(1, "p1", "IDA102600002", 4, 40)
                .party(1, "p1", "IDA102600002", 5, 50).by("tag");
        SettlementRules rules = new SettlementRules();
        Entitlement entitlement = new Entitlement(Beneficiary.party("p1"));
        for (var earning : allocation.earnings()) {
            String policy = earning.getAuthorshipPolicy() == null ? "" : earning.getAuthorshipPolicy();
            rules.add(entitlement, POOL, earning.getIsrc(), policy, Detail.of(earning));
        }
        LedgerLine line = rules.line(POOL, entitlement, Settlement.settleCommand("run", List.of()), "ORIGINAL", null)
                .orElseThrow();
        // RFC 6962 root over the JSON of the three, computed by another program
        assertThat(line.getStatementHash())
                .isEqualTo("aef3f2fadeda27f703bb191baccb16fb2b105d4bee0acf0fe6fe39fa81492ece");
        assertThat(line.getAmountMicros()).isEqualTo(120);
        assertThat(line.getPlays()).isEqualTo(12);
        // SHA-256 three times over length-prefixed ISRC and version, computed by another program
        assertThat(line.getRightsVersion())
                .isEqualTo("734f12c7efaf12bbf5f303c10e6580a0dd397a6d990eb08e6def55f24ab54dc0");
    }

    @Test
    void shouldNameNoRightsIfNoneWereApplied() {
        SettlementRules rules = new SettlementRules();
        Beneficiary hold = Beneficiary.hold("hold:no-usage:" + POOL.pool());
        Entitlement entitlement = new Entitlement(hold);
        rules.add(entitlement, POOL, "", "", new Detail(0, 5, null));
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
            assertThat(SettleCursor.decode(settle.encode()))
                    .usingRecursiveComparison()
                    .withEqualsForType((a, b) -> Arrays.equals(a.toBytes(), b.toBytes()), Frontier.class)
                    .isEqualTo(settle);

            RunCursor payout = RunCursor.START
                    .after(Bytes.wrap(bytes(random)))
                    .withLine()
                    .withStatements(random.nextInt(3))
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
        Entitlement entitlement = new Entitlement(beneficiary(random));
        for (int details = random.nextInt(70); details > 0; details--) {
            byte[] rights = random.nextBoolean() ? null : bytes(random);
            entitlement.add(new Detail(random.nextInt(), random.nextInt(), null), Hash.of(bytes(random)), rights);
        }
        return entitlement;
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
