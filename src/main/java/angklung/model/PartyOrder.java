package angklung.model;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The order that decides ties between parties: numeric identifiers compare as numbers and come before all
 * others, which compare by code point.
 */
public final class PartyOrder implements Comparator<String> {
    public static final PartyOrder INSTANCE = new PartyOrder();

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private PartyOrder() {}

    @Override
    public int compare(String a, String b) {
        boolean numericA = NUMBER.matcher(a).matches();
        boolean numericB = NUMBER.matcher(b).matches();
        if (numericA != numericB) {
            return numericA ? -1 : 1;
        }
        int byValue = numericA ? new BigInteger(a).compareTo(new BigInteger(b)) : 0;
        return byValue != 0 ? byValue : a.compareTo(b); // identifiers are ASCII: code units are code points
    }
}
