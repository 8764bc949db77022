package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Advance;
import angklung.avro.Deduction;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.RightType;
import angklung.avro.TaxProfile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reference data that makes no sense is refused before it decides anything. */
class ReferenceTest {
    private static final LocalDate FROM = LocalDate.parse("2026-01-01");
    private static final long WHOLE = 1_000_000;

    @TempDir
    Path dir;

    @Test
    void shouldTakeWhatIsProper() {
        assertThat(ReferenceRules.fault(party(p -> {}))).isEmpty();
        assertThat(ReferenceRules.fault(chain("LMKN:operations:0.08>WAMI:fee:1", null, "LMKN", "operations", WHOLE)))
                .isEmpty(); // a chain's name is no part of an account
        assertThat(ReferenceRules.fault(chain("none", FROM.plusDays(1), "LMKN", "operations", 0))).isEmpty();
        assertThat(ReferenceRules.fault(tax(null, "ID", "PPh23", WHOLE, 0, 6))).isEmpty();
        assertThat(ReferenceRules.fault(rate("USD", "IDR", "0.000000000001"))).isEmpty();
    }

    @Test
    void shouldRefuseChainsOutsideTheirRanges() {
        refused(ReferenceRules.fault(chain("", null, "LMKN", "operations", 1)), "has no name");
        refused(ReferenceRules.fault(chain("id", FROM, "LMKN", "operations", 1)), "ends before it begins");
        refused(ReferenceRules.fault(chain("id", null, "LM:KN", "operations", 1)), "proper body and name");
        refused(ReferenceRules.fault(chain("id", null, "LMKN", "", 1)), "proper body and name");
        refused(ReferenceRules.fault(chain("id", null, "LMKN", "operations", -1)), "outside 0 to 1,000,000");
        refused(ReferenceRules.fault(chain("id", null, "LMKN", "operations", WHOLE + 1)), "outside 0 to 1,000,000");
    }

    @Test
    void shouldRefuseTaxProfilesOutsideTheirRanges() {
        refused(ReferenceRules.fault(tax(FROM, "ID", "PPh23", 1, 1, 0)), "ends before it begins");
        refused(ReferenceRules.fault(tax(null, "UK", "PPh23", 1, 1, 0)), "proper country");
        refused(ReferenceRules.fault(tax(null, "ID", "a:b", 1, 1, 0)), "kind of tax");
        refused(ReferenceRules.fault(tax(null, "ID", "PPh23", WHOLE + 1, 1, 0)), "base or rate");
        refused(ReferenceRules.fault(tax(null, "ID", "PPh23", 1, -1, 0)), "base or rate");
        refused(ReferenceRules.fault(tax(null, "ID", "PPh23", 1, 1, 7)), "scale");
    }

    @Test
    void shouldRefuseRatesThatConvertNothing() {
        refused(ReferenceRules.fault(rate("USD", "Rp", "1")), "ISO 4217");
        refused(ReferenceRules.fault(rate("USD", "USD", "1")), "to itself");
        refused(ReferenceRules.fault(rate("USD", "IDR", "0")), "not positive");
        refused(ReferenceRules.fault(rate("USD", "IDR", "-1")), "not positive");
    }

    @Test
    void shouldRefusePartiesOutsideTheirRanges() {
        refused(ReferenceRules.fault(party(p -> p.setPartyId("a:b"))), "proper identifier");
        refused(ReferenceRules.fault(party(p -> p.setPayoutCurrency("Rp"))), "ISO 4217");
        refused(ReferenceRules.fault(party(p -> p.setPayoutScale(-1))), "payout scale");
        refused(ReferenceRules.fault(party(p -> p.setPayoutThresholdMicros(-1))), "negative payout threshold");
        refused(ReferenceRules.fault(party(p -> p.setReserveMillionths(WHOLE + 1))), "reserve outside");
        refused(ReferenceRules.fault(party(p -> p.setReserveMillionths(1))), "reserves for 0 periods");
        refused(ReferenceRules.fault(party(p -> p.setReservePeriods(-1))), "reserves for -1 periods");
        Advance one = new Advance("a", 1L, "", List.of());
        refused(ReferenceRules.fault(party(p -> p.setAdvances(List.of(one, one)))), "identifiers of their own");
        refused(advance(new Advance("", 1L, "", List.of())), "identifiers of their own");
        refused(advance(new Advance("a", -1L, "", List.of())), "negative advance a");
        refused(advance(new Advance("a", 1L, "", List.of(RightType.UNKNOWN))), "unknown right");
    }

    private static Optional<String> advance(Advance advance) {
        return ReferenceRules.fault(party(p -> p.setAdvances(List.of(advance))));
    }

    @Test
    void shouldStopAtWhatIsRefused() {
        try (Settlement settlement = new Settlement(dir)) {
            assertThatThrownBy(() -> settlement.send(rate("USD", "IDR", "0")))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Exchange rate USD/IDR is not positive");
        }
    }

    @Test
    void shouldReplaceARecordOfTheSameDate() {
        try (Settlement settlement = new Settlement(dir)) {
            settlement.send(rate("USD", "IDR", "16000"));
            settlement.send(rate("USD", "IDR", "16250"));
            settlement.send(chain("id", null, "LMKN", "operations", 1));
            settlement.send(chain("id", null, "LMKN", "operations", 2));
            settlement.send(tax(null, "ID", "PPh23", 1, 1, 0));
            settlement.send(tax(null, "ID", "PPh23", 1, 2, 0));
            assertThat(settlement.entries("settlement-fx-rates")).isEqualTo(1);
            assertThat(settlement.entries("settlement-deductions")).isEqualTo(1);
            assertThat(settlement.entries("settlement-tax-profiles")).isEqualTo(1);
        }
    }

    private static void refused(Optional<String> fault, String because) {
        assertThat(fault).hasValueSatisfying(text -> assertThat(text).contains(because));
    }

    private static DeductionChain chain(String name, LocalDate to, String body, String what, long rate) {
        return new DeductionChain(name, FROM, to, List.of(new Deduction(body, what, rate)), null);
    }

    private static TaxProfile tax(LocalDate to, String country, String kind, long base, long rate, int scale) {
        return new TaxProfile("wht", FROM, to, country, kind, base, rate, scale, null);
    }

    private static FxRate rate(String base, String quote, String rate) {
        return new FxRate(FROM, base, quote, new BigDecimal(rate).setScale(12), "bank");
    }

    private static Party party(Consumer<Party> change) {
        Party party = Party.newBuilder()
                .setPartyId("p")
                .setName("")
                .setPayoutCurrency("IDR")
                .build();
        change.accept(party);
        return party;
    }
}
