package angklung.publish;

import angklung.config.Failure;
import angklung.log.VerifierKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The keys that leaves of the log revoke: no checkpoint that covers such a leaf is signed with its key. */
final class RevokedKeys {
    private static final String KIND = "key-rotation";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Long> revoked = new HashMap<>();

    /** Looks at one leaf. A rotation names the new key beside the old one, a revocation does not. */
    void see(long index, byte[] entry) {
        String text = new String(entry, StandardCharsets.UTF_8);
        if (!text.contains(KIND)) { // spares nearly all leaves the parsing
            return;
        }
        JsonNode leaf = parse(index, text);
        JsonNode facts = leaf.path("facts");
        if (leaf.path("kind").asText().equals(KIND) && facts.path("key").isTextual() && !facts.has("new_key")) {
            revoked.putIfAbsent(facts.get("key").textValue(), index);
        }
    }

    /** @throws Failure if one of the signer's keys is revoked */
    void refuse(CheckpointSigner signer) {
        for (VerifierKey key : signer.verifiers()) {
            Long index = revoked.get(key.toString());
            if (index != null) {
                throw Failure.usage("The key " + key + " is revoked by leaf " + index
                        + " of the log; take its file out of log.keys");
            }
        }
    }

    private JsonNode parse(long index, String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw Failure.verification("Leaf " + index + " is not JSON: " + e.getOriginalMessage());
        }
    }
}
