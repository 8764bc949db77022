package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.topic.AvroSerdes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** The expected hashes were computed by another program, from the documented form alone. */
class LedgerHashTest {
    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String ACCRUAL_ID = "4239de3578b608e121c853cac23537d7e2782bc5443e3c34a2ec14b3f641544a";

    @Test
    void shouldHashTheDocumentedCanonicalForm() {
        assertThat(LedgerHash.canonical(line())).hasSize(782);
        assertThat(LedgerHash.of(line()))
                .isEqualTo("96ef6fe6e18d1755fc5ed17e573df29c52237e338dfde22ecc04bf090146c73b");
    }

    @Test
    void shouldNotDependOnTheHashItself() {
        LedgerLine line = line();
        line.setHash("anything");
        assertThat(LedgerHash.of(line)).isEqualTo(LedgerHash.of(line()));
    }

    @Test
    void shouldSurviveSerialisation() {
        LedgerLine line = line();
        line.setHash(LedgerHash.of(line));
        Serde<LedgerLine> serde = new AvroSerdes("mock://ledger-hash").values();
        LedgerLine copy = serde.deserializer()
                .deserialize("ledger", serde.serializer().serialize("ledger", line));
        assertThat(LedgerHash.of(copy)).isEqualTo(line.getHash());
    }

    @Test
    void shouldIdentifyLinesByTheirBusinessKey() {
        assertThat(LineId.ofPool(LineKind.ACCRUAL, POOL, 1, "p1")).isEqualTo(ACCRUAL_ID);
        assertThat(LineId.ofPayout("payout/2026-10", "p1", "IDR"))
                .isEqualTo("8ccd44d5d9bc4f3a151f681d3d4b5b383aa6744d97c5f4803e45897fe19df1e7");
        assertThat(LineId.recomputed(line())).contains(ACCRUAL_ID);
    }

    @Test
    void shouldRefuseToRecomputeAnIdentifierWithoutItsParts() {
        LedgerLine line = line();
        line.setPoolVersion(null);
        assertThatThrownBy(() -> LineId.recomputed(line)).hasMessageContaining("pool_version");
    }

    @Test
    void shouldHaveNoRuleForKindsThatAreNotWrittenYet() {
        LedgerLine line = line();
        line.setKind(LineKind.REVERSAL);
        assertThat(LineId.recomputed(line)).isEmpty();
    }

    @Test
    void shouldKeepIdentifiersLikeASet() {
        Seeds.cases(20, random -> {
            LineIdSet ids = new LineIdSet();
            Set<String> expected = new HashSet<>();
            for (int i = 0; i < 5_000; i++) {
                // Few high halves and zeros in the low one, so that slots collide.
                String id = String.format("%016x%016x%032x", random.nextInt(40), random.nextInt(100), 0);
                assertThat(ids.contains(id)).isEqualTo(expected.contains(id));
                assertThat(ids.add(id)).isEqualTo(expected.add(id));
            }
        });
    }

    private static LedgerLine line() {
        LedgerLine line = new LedgerLine();
        line.setLineId(ACCRUAL_ID);
        line.setPartition(3);
        line.setPartitionSeq(7);
        line.setPrevHash(LedgerChain.START);
        line.setKind(LineKind.ACCRUAL);
        line.setDebitAccount("pool:" + POOL);
        line.setCreditAccount("party:p1:payable");
        line.setAmountMicros(1_250_000);
        line.setAmount(new BigDecimal("1.250000"));
        line.setCurrency("IDR");
        line.setPeriod("2026-10");
        line.setOriginPeriod("2026-10");
        line.setRunId("nada/2026-10/1");
        line.setPartyId("p1");
        line.setDsp("nada");
        line.setTerritory("ID");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        line.setPoolVersion(1);
        line.setPlays(42L);
        line.setRateSheetId(POOL + "@v1");
        line.setFxRate(new BigDecimal("0.000061000000"));
        line.setFxDate(LocalDate.of(2026, 11, 1));
        line.setBookedAt(Instant.parse("2026-11-01T00:00:00Z"));
        return line;
    }
}
