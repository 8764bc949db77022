package angklung.config;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What no output may show. */
final class Secrets {
    private static final String MASK = "********";

    /** Wider than Kafka's own list of passwords: a masked file name does no harm, a shown password does. */
    private static final Pattern SECRET =
            Pattern.compile("password|passwd|secret|token|credential|jaas|user\\.info|\\.key$|keystore\\.|truststore\\."
                    + "|^chain\\.(rpc|signer)$"); // whose addresses often hold a key

    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/@,]*@");

    private Secrets() {}

    /** The settings, by name, with every secret replaced. */
    static SortedMap<String, String> mask(Map<String, String> settings) {
        SortedMap<String, String> masked = new TreeMap<>();
        settings.forEach((key, value) ->
                masked.put(key, SECRET.matcher(key).find() ? MASK : maskUserInfo(value)));
        return masked;
    }

    /** URLs without the user and password that they may hold. */
    static String maskUserInfo(String urls) {
        return USER_INFO.matcher(urls).replaceAll(MASK + "@");
    }
}
