package angklung.replay;

import angklung.avro.Advance;
import angklung.avro.DeductionChain;
import angklung.avro.Party;
import angklung.avro.TaxProfile;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code parties.csv}: one row a rightsholder. */
final class PartiesFile {
    private static final Columns COLUMNS = new Columns(
            List.of("party_id", "name", "payout_currency"),
            List.of("payout_scale", "payout_threshold", "tax_profile", "advance", "deduction_chain"));

    /** ISO 4217 gives the rupiah two decimals that nobody has paid in for decades. */
    private static final Map<String, Integer> PAID_SCALES = Map.of("IDR", 0, "KRW", 0, "JPY", 0);

    /** A party has one row and so one advance; however often the party is sent, it counts once. */
    private static final String ADVANCE_ID = "opening";

    private final Terms<TaxProfile> taxes;
    private final Terms<DeductionChain> chains;
    private final InputErrors errors;
    private final Map<String, Line<Party>> parties = new LinkedHashMap<>();

    PartiesFile(Terms<TaxProfile> taxes, Terms<DeductionChain> chains, InputErrors errors) {
        this.taxes = taxes;
        this.chains = chains;
        this.errors = errors;
    }

    /** By identifier, in the order of the file. */
    Map<String, Line<Party>> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        return parties;
    }

    /** Decimals that a payment in the currency has unless agreed otherwise, 0 to 6. */
    static int defaultScale(String currency) {
        int digits = PAID_SCALES.getOrDefault(
                currency, Currency.getInstance(currency).getDefaultFractionDigits());
        return Math.max(0, Math.min(Micros.SCALE, digits)); // −1: no digits are defined, as for gold
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String id = cells.name("party_id");
        String name = cells.text("name");
        String currency = cells.currency("payout_currency");
        Long scale = cells.wholeOr("payout_scale", currency == null ? 0L : defaultScale(currency), 0, Micros.SCALE);
        BigDecimal threshold = orZero(cells.decimalOrNull("payout_threshold", Decimals.AMOUNT));
        BigDecimal advance = orZero(cells.decimalOrNull("advance", Decimals.AMOUNT));
        String tax = taxes.named(cells, "tax_profile");
        String chain = chains.named(cells, "deduction_chain");
        if (!cells.good()) {
            return;
        }
        Line<Party> line = cells.line(Party.newBuilder()
                .setPartyId(id)
                .setName(name)
                .setEffectiveFrom(LocalDate.EPOCH)
                .setPayoutCurrency(currency)
                .setPayoutScale(scale.intValue())
                .setPayoutThresholdMicros(Micros.exact(threshold))
                .setTaxProfile(tax)
                .setAdvances(advances(Micros.exact(advance)))
                .setDeductionChain(chain)
                .build());
        Line<Party> same = parties.putIfAbsent(id, line);
        if (same != null) {
            cells.fault("party '" + id + "' is in line " + same.line()
                    + " already; which one counts? remove the other");
        }
    }

    /** An advance of one column is recouped from all rights. */
    private static List<Advance> advances(long micros) {
        return micros == 0
                ? List.of()
                : List.of(Advance.newBuilder()
                        .setAdvanceId(ADVANCE_ID)
                        .setAmountMicros(micros)
                        .build());
    }

    private static BigDecimal orZero(BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }
}
