package angklung.replay;

import angklung.avro.TaxProfile;
import angklung.model.Identifiers;
import angklung.money.Micros;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code tax_profiles.csv}: one row a version of a profile; versions of one profile do not overlap. */
final class TaxProfilesFile {
    /** How a profile is written out in {@code parties.csv}. */
    static final String FORM = "COUNTRY:KIND:RATE or COUNTRY:KIND:RATE*BASE, such as ID:PPh23:0.15*0.4";

    private static final Columns COLUMNS = new Columns(
            List.of("profile", "country", "kind", "rate", "valid_from"),
            List.of("base", "scale", "valid_to", "source"));

    private final InputErrors errors;
    private final SortedMap<String, List<Line<TaxProfile>>> profiles = new TreeMap<>();

    TaxProfilesFile(InputErrors errors) {
        this.errors = errors;
    }

    /** Versions by profile, in the order of the file. */
    SortedMap<String, List<TaxProfile>> read(InputFile file) {
        new CsvTable(file, COLUMNS, errors).forEach(this::row);
        SortedMap<String, List<TaxProfile>> read = new TreeMap<>();
        profiles.forEach((name, versions) ->
                read.put(name, versions.stream().map(Line::value).toList()));
        return read;
    }

    /**
     * A profile that is written out, valid at any time. Its name is its text.
     *
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    static TaxProfile writtenOut(String text) {
        String[] parts = text.split(":", -1);
        String[] factors = parts.length == 3 ? parts[2].split("\\*", -1) : new String[0];
        if (factors.length != 1 && factors.length != 2) {
            throw new IllegalArgumentException("is not of the form " + FORM);
        }
        if (!Identifiers.isTerritory(parts[0])) {
            throw new IllegalArgumentException(
                    "names no country: '" + parts[0] + "' is not an ISO 3166-1 alpha-2 code in upper case");
        }
        if (!Identifiers.isName(parts[1])) {
            throw new IllegalArgumentException("names no kind of tax: '" + parts[1] + "' is not an identifier");
        }
        BigDecimal rate = Written.part("rate", factors[0]);
        BigDecimal base = factors.length == 1 ? BigDecimal.ONE : Written.part("base", factors[1]);
        return profile(
                text, parts[0], parts[1], rate, base, scaleOf(parts[0]), new Validity(LocalDate.EPOCH, null), null);
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String name = cells.name("profile");
        String country = cells.territory("country");
        String kind = cells.name("kind");
        BigDecimal rate = cells.decimal("rate", Decimals.PART);
        BigDecimal base = cells.decimalOrNull("base", Decimals.PART);
        Long scale = cells.wholeOr("scale", country == null ? 0L : (long) scaleOf(country), 0, Micros.SCALE);
        Validity validity = cells.validity();
        String source = cells.textOrNull("source");
        if (!cells.good()) {
            return;
        }
        List<Line<TaxProfile>> versions = profiles.computeIfAbsent(name, k -> new ArrayList<>());
        for (Line<TaxProfile> other : versions) {
            Validity others = new Validity(other.value().getValidFrom(), other.value().getValidTo());
            if (others.overlaps(validity)) {
                cells.fault("overlaps the version of profile " + name + " in line " + other.line() + ", valid " + others
                        + "; a version ends where the next one begins: set valid_to");
                return;
            }
        }
        versions.add(cells.line(profile(
                name, country, kind, rate, base == null ? BigDecimal.ONE : base, scale.intValue(), validity, source)));
    }

    private static TaxProfile profile(
            String name, String country, String kind, BigDecimal rate, BigDecimal base, int scale,
            Validity validity, String source) {
        return TaxProfile.newBuilder()
                .setProfile(name)
                .setCountry(country)
                .setKind(kind)
                .setRateMillionths(Micros.exact(rate))
                .setBaseMillionths(Micros.exact(base))
                .setScale(scale)
                .setValidFrom(validity.from())
                .setValidTo(validity.to())
                .setSource(source)
                .build();
    }

    /** A tax authority asks for no coin that its country does not pay with: ID 0, KR 0, US 2. */
    private static int scaleOf(String country) {
        Currency currency = Currency.getInstance(new Locale("", country));
        return currency == null ? 0 : PartiesFile.defaultScale(currency.getCurrencyCode());
    }
}
