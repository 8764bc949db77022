package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.model.Accounts;
import org.junit.jupiter.api.Test;

/** The expected identifiers were computed by another program, of the parts of the business keys. */
class LineIdTest {
    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String HOLD = "hold:unmatched:" + POOL;
    private static final String FUND = "unclaimed:ID:fund";
    private static final String EXPIRY = "ab".repeat(32);

    @Test
    void shouldNameAReleaseByPoolVersionAndHold() {
        assertThat(recomputed(LineKind.RELEASE, null, HOLD, Accounts.pool(POOL)))
                .isEqualTo("5b75dd2bb7e60b5321460a2369ea88bfccb1f6375489edce66fab61ef067063d");
    }

    @Test
    void shouldNameWhatComesBackByTheExpiryToo() {
        assertThat(recomputed(LineKind.RELEASE, null, FUND, HOLD))
                .isEqualTo("81794698f6bcc16474451137a473351c5af6748d22304549d5907f25e1f75600");
        LedgerLine without = line(LineKind.RELEASE, null, FUND, HOLD);
        without.setAdjustsLineId(null);
        assertThatThrownBy(() -> LineId.recomputed(without)).hasMessageContaining("adjusts_line_id");
    }

    @Test
    void shouldNameAnExpiryByRunAndHold() {
        assertThat(recomputed(LineKind.EXPIRY, null, HOLD, FUND))
                .isEqualTo("eb05c275ea6ffaaa1a38b00d10ef4c6674c049367a8e3ef87eeeaa94503d60a6");
    }

    @Test
    void shouldNameTheReleaseOfAReserveAsEver() {
        LedgerLine line = line(LineKind.RELEASE, "p1", "party:p1:reserve", "party:p1:payable");
        line.setRunId("payout/2026-10");
        line.setOriginPeriod("2026-07");
        assertThat(LineId.recomputed(line))
                .hasValue("944ebbdf44ceb0747751d4cbb36d2bd9777791312017f4f565827c5bbf0e9b0f");
    }

    private static String recomputed(LineKind kind, String party, String debit, String credit) {
        return LineId.recomputed(line(kind, party, debit, credit)).orElseThrow();
    }

    private static LedgerLine line(LineKind kind, String party, String debit, String credit) {
        LedgerLine line = new LedgerLine();
        line.setKind(kind);
        line.setPartyId(party);
        line.setDebitAccount(debit);
        line.setCreditAccount(credit);
        line.setCurrency("IDR");
        line.setDsp("nada");
        line.setTerritory("ID");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        line.setOriginPeriod("2026-10");
        line.setPoolVersion(2);
        line.setRunId("expire/2028-12-31");
        line.setAdjustsLineId(EXPIRY);
        return line;
    }
}
