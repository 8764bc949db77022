package angklung.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineAccountsTest {
    private static final String POOL = "pool:nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String PAYABLE = "party:p1:payable";
    private static final List<String> ACCOUNTS = List.of(
            POOL,
            PAYABLE,
            "party:p1:advance",
            "party:p1:reserve",
            "party:p1:payout",
            "party:p2:payable",
            "party:p2:payout",
            "hold:unmatched:nada",
            "deduction:LMKN:operations",
            "tax:ID:PPh23",
            "fx:USD/IDR");

    /** Debit, then credit; with an equals sign, either way. */
    private static final Map<LineKind, String> RULES = new EnumMap<>(Map.of(
            LineKind.ACCRUAL, POOL + " > " + PAYABLE,
            LineKind.DEDUCTION, PAYABLE + " = deduction:LMKN:operations",
            LineKind.FX, PAYABLE + " = fx:USD/IDR",
            LineKind.ADJUSTMENT, PAYABLE + " = " + POOL,
            LineKind.ADVANCE, "party:p1:advance > party:p1:payout",
            LineKind.RECOUPMENT, PAYABLE + " > party:p1:advance",
            LineKind.RESERVE, PAYABLE + " > party:p1:reserve",
            LineKind.RELEASE, "party:p1:reserve > " + PAYABLE,
            LineKind.WITHHOLDING, PAYABLE + " > tax:ID:PPh23",
            LineKind.PAYOUT, PAYABLE + " > party:p1:payout"));

    private static final Set<LineKind> OTHERS =
            EnumSet.of(LineKind.UNKNOWN, LineKind.REVERSAL, LineKind.HOLD, LineKind.EXPIRY);

    @Test
    void shouldKnowWhatEveryKindMovesMoneyBetween() {
        for (LineKind kind : EnumSet.complementOf(EnumSet.copyOf(OTHERS))) {
            for (String debit : ACCOUNTS) {
                for (String credit : ACCOUNTS) {
                    String rule = RULES.get(kind);
                    boolean expected = rule.equals(debit + " > " + credit)
                            || rule.equals(debit + " = " + credit)
                            || rule.equals(credit + " = " + debit);
                    assertThat(LineAccounts.fit(line(kind, "p1", debit, credit)))
                            .as("%s from %s to %s", kind, debit, credit)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldKnowHoldsByTheirMissingParty() {
        String hold = "hold:unmatched:nada";
        assertThat(LineAccounts.fit(line(LineKind.HOLD, null, POOL, hold))).isTrue();
        assertThat(LineAccounts.fit(line(LineKind.HOLD, null, hold, POOL))).isFalse();
        assertThat(LineAccounts.fit(line(LineKind.ADJUSTMENT, null, hold, POOL))).isTrue();
        assertThat(LineAccounts.fit(line(LineKind.ADJUSTMENT, null, POOL, hold))).isTrue();
        assertThat(LineAccounts.fit(line(LineKind.ADJUSTMENT, null, POOL, PAYABLE))).isFalse();
    }

    @Test
    void shouldReleaseAHoldOnlyToItsOwnPoolAndExpireItOnlyToUnclaimedMoney() {
        String hold = "hold:unmatched:" + POOL.substring("pool:".length());
        String other = "hold:unmatched:other";
        String fund = "unclaimed:ID:fund";
        assertThat(LineAccounts.fit(line(LineKind.RELEASE, null, hold, POOL))).isTrue();
        assertThat(LineAccounts.fit(line(LineKind.RELEASE, null, other, POOL))).isFalse();
        assertThat(LineAccounts.fit(line(LineKind.RELEASE, null, POOL, hold))).isFalse();
        assertThat(LineAccounts.fit(line(LineKind.RELEASE, null, hold, PAYABLE))).isFalse();
        assertThat(LineAccounts.fit(line(LineKind.RELEASE, null, fund, hold))).isTrue();
        assertThat(LineAccounts.fit(line(LineKind.RELEASE, null, fund, POOL))).isFalse();
        assertThat(LineAccounts.fit(line(LineKind.EXPIRY, null, hold, fund))).isTrue();
        assertThat(LineAccounts.fit(line(LineKind.EXPIRY, null, fund, hold))).isFalse();
        assertThat(LineAccounts.fit(line(LineKind.EXPIRY, null, hold, PAYABLE))).isFalse();
    }

    private static LedgerLine line(LineKind kind, String party, String debit, String credit) {
        LedgerLine line = new LedgerLine();
        line.setKind(kind);
        line.setPartyId(party);
        line.setDebitAccount(debit);
        line.setCreditAccount(credit);
        return line;
    }
}
