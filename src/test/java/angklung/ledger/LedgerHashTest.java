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
    void shouldIdentifyLinesOfADeductionByTheLineThatTheyAreTakenFrom() {
        LedgerLine line = line(LineKind.DEDUCTION, "party:p1:payable", "deduction:LMKN:operations");
        line.setAdjustsLineId("ab".repeat(32));
        line.setRule("id/1@2026-01-01");
        assertThat(LineId.recomputed(line))
                .contains("94caf9c77b463127aabe8d0611aed5e428101d93372d6f6fb5d6d514d440a339")
                .contains(LineId.ofDeduction("ab".repeat(32), "id/1@2026-01-01"));
        line.setRule(null);
        assertThatThrownBy(() -> LineId.recomputed(line)).hasMessageContaining("rule");
    }

    @Test
    void shouldIdentifyLinesOfAPayoutRunByWhatTellsThemApart() {
        LedgerLine advance = line(LineKind.ADVANCE, "party:p1:advance", "party:p1:payout");
        advance.setRule("opening");
        assertThat(LineId.recomputed(advance))
                .contains("eaa715880bd3b93c58253127bd0b21d24415deb00f71c8865f0dd59ee0be5db1");
        LedgerLine release = line(LineKind.RELEASE, "party:p1:reserve", "party:p1:payable");
        release.setOriginPeriod("2026-08");
        assertThat(LineId.recomputed(release))
                .contains("a878320169ca773bf16f5948ec4c403b26ed7f90189a0483e03ef9a0c67bae50");
        String conversion = "17624414e8f9ab716d3adf3178c345044146d60629fbf119f57c917c6d641386";
        assertThat(LineId.recomputed(line(LineKind.FX, "party:p1:payable", "fx:USD/IDR")))
                .contains(conversion);
        assertThat(LineId.recomputed(line(LineKind.FX, "fx:USD/IDR", "party:p1:payable")))
                .contains(conversion);
        assertThat(LineId.recomputed(line(LineKind.WITHHOLDING, "party:p1:payable", "tax:ID:PPh23")))
                .contains("20353b2ee50b42f290ff6b2d3f95e633e8b1ea9fa2766d0124096834f5590b4b");
        advance.setPartyId(null);
        assertThatThrownBy(() -> LineId.recomputed(advance)).hasMessageContaining("party_id");
    }

    @Test
    void shouldIdentifyStatementsByTheirBusinessKey() {
        assertThat(StatementId.of("payout/2026-10", "p1", "IDR"))
                .isEqualTo("a08431099602f59cbcfc2bf711227538b68eb056a499a0a2507223fcf79821a7");
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

    private static LedgerLine line(LineKind kind, String debit, String credit) {
        LedgerLine line = line();
        line.setKind(kind);
        line.setRunId("payout/2026-10");
        line.setDebitAccount(debit);
        line.setCreditAccount(credit);
        return line;
    }

    static LedgerLine line() {
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
