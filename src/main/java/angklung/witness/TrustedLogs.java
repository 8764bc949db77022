package angklung.witness;

import angklung.log.KeyType;
import angklung.log.LogFormatException;
import angklung.log.VerifierKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The logs that a witness watches, and the keys by which it knows their checkpoints. */
public final class TrustedLogs {
    private static final String LOG = "log";
    private static final Set<String> OF_READERS = Set.of("witness", "group", "quorum");

    private final Map<String, List<VerifierKey>> keys; // by origin

    private TrustedLogs(Map<String, List<VerifierKey>> keys) {
        this.keys = keys;
    }

    /**
     * Reads the lines {@code log <vkey> [<url>]} of a tlog-policy; a policy as the log publishes it will do, and its
     * other lines, which tell readers whom else to trust, mean nothing to a witness.
     *
     * @throws LogFormatException with the line, unless there is a log and every line is one of a policy
     */
    public static TrustedLogs parse(String text) {
        Map<String, List<VerifierKey>> keys = new TreeMap<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                add(line.split("[ \t]+"), keys);
            } catch (LogFormatException e) {
                throw new LogFormatException("line " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (keys.isEmpty()) {
            throw new LogFormatException("there is no line 'log <verifier key>', so nothing to watch");
        }
        return new TrustedLogs(keys);
    }

    /** Origins of all logs, in order. */
    public Set<String> origins() {
        return keys.keySet();
    }

    /** The keys of a log, several while they are rotated; none of a log that is not watched. */
    public List<VerifierKey> keys(String origin) {
        return List.copyOf(keys.getOrDefault(origin, List.of()));
    }

    /** Whether a log signs with the same 32 bytes, under whatever name and type. */
    boolean signWith(VerifierKey key) {
        return keys.values().stream().flatMap(List::stream).anyMatch(log -> samePublicKey(log, key));
    }

    private static void add(String[] words, Map<String, List<VerifierKey>> keys) {
        if (OF_READERS.contains(words[0])) {
            return;
        }
        if (!words[0].equals(LOG) || words.length < 2 || words.length > 3) {
            throw new LogFormatException("it is not 'log <verifier key>', with or without a URL");
        }
        VerifierKey key = VerifierKey.parse(words[1]);
        if (key.type() != KeyType.ED25519) {
            throw new LogFormatException("the key of " + key.name() + " is a witness's, not a log's");
        }
        if (keys.values().stream().flatMap(List::stream).anyMatch(known -> samePublicKey(known, key))) {
            throw new LogFormatException("the public key of " + key.name() + " is there already");
        }
        keys.computeIfAbsent(key.name(), origin -> new ArrayList<>()).add(key);
    }

    private static boolean samePublicKey(VerifierKey one, VerifierKey other) {
        return Arrays.equals(one.publicKey(), other.publicKey());
    }
}
