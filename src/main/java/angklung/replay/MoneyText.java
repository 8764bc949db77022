package angklung.replay;

import angklung.money.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Amounts for people: in the digits that the currency is paid in, rounded towards zero, thousands separated. */
public final class MoneyText {
    private MoneyText() {}

    /** 1234567890000 micros of KRW are {@code 1,234,567}. */
    public static String of(BigInteger micros, String currency) {
        return of(new BigDecimal(micros, Micros.SCALE), currency);
    }

    /** @param amount in currency units */
    public static String of(BigDecimal amount, String currency) {
        int digits = PartiesFile.defaultScale(currency);
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(amount);
    }

    /** All six decimals, thousands separated: sums of what is shown add up. */
    public static String exact(BigDecimal amount) {
        return new DecimalFormat("#,##0.000000", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(amount);
    }

    /** A count, thousands separated. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
