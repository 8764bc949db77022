package angklung.replay;

import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** What took part in a run. */
public final class Versions {
    private Versions() {}

    /** By name. */
    public static Map<String, String> all() {
        String own = Versions.class.getPackage().getImplementationVersion();
        return Map.of("angklung", own == null ? "from source" : own, "kafka", AppInfoParser.getVersion());
    }
}
