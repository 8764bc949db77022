package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.LogEntry;
import angklung.avro.Opening;
import angklung.avro.Statement;
import angklung.client.TopicReader;
import angklung.config.Settings;
import angklung.keys.SubjectKeys;
import angklung.log.NaiveTree;
import angklung.opening.OpenedStatement;
import angklung.opening.PartyKey;
import angklung.opening.Sealing;
import angklung.topic.TopicDef;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What must hold of the leaves that the notary has made. The tree is that of the definition. */
final class LeafAudit {
    private final Settings settings;
    private final List<byte[]> entries = new ArrayList<>();
    private final List<JsonNode> leaves;

    /** @param settings of the installation, with the directory of the parties' keys */
    LeafAudit(Settings settings) {
        this.settings = settings;
        for (LogEntry record : read(settings, settings.topics().logEntries)) {
            assertThat(record.getSeq()).as("without a gap").isEqualTo(entries.size());
            entries.add(bytes(record.getEntry()));
        }
        this.leaves = entries.stream().map(LeafAudit::json).toList();
        for (int seq = 0; seq < leaves.size(); seq++) {
            assertThat(leaves.get(seq).get("seq").asInt()).isEqualTo(seq);
        }
    }

    /** All committed records of a topic. */
    static <V> List<V> read(Settings settings, TopicDef<String, V> topic) {
        List<V> values = new ArrayList<>();
        try (TopicReader<String, V> reader = new TopicReader<>(settings.clients(), topic)) {
            reader.readDecided(record -> values.add(record.value()));
        }
        return values;
    }

    List<byte[]> entries() {
        return entries;
    }

    List<JsonNode> leaves() {
        return leaves;
    }

    /** Numbers of leaves by kind. */
    Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        leaves.forEach(leaf -> kinds.merge(leaf.get("kind").asText(), 1, Integer::sum));
        return kinds;
    }

    /**
     * Every statement is committed to by one leaf, and its one opening opens that leaf; the statements of a payout run
     * stand together, and the leaf of the run behind them.
     *
     * @param statements by their identifiers
     * @param runs numbers of statements by payout run
     */
    void assertStatements(Map<String, Statement> statements, Map<String, Integer> runs) {
        assertThat(kinds().getOrDefault("statement", 0)).isEqualTo(statements.size());
        SubjectKeys keys = new SubjectKeys(settings.log().subjectKeys());
        Map<Integer, String> runOfLeaf = new HashMap<>();
        Set<String> opened = new HashSet<>();
        for (Opening opening : read(settings, settings.topics().openings)) {
            Statement statement = statements.get(opening.getStatementId());
            assertThat(opened.add(opening.getStatementId())).as("opened once: %s", opening).isTrue();
            PartyKey key = keys.find(opening.getPartyId(), opening.getKeyGeneration()).orElseThrow();
            OpenedStatement open = new Sealing(key).open(opening.getStatementId(), bytes(opening.getSealed()));
            JsonNode leaf = leaves.get((int) opening.getSeq());
            assertThat(leaf.get("c").asText()).isEqualTo(commitment(open));
            JsonNode record = json(open.record());
            assertThat(record.get("statement_id").asText()).isEqualTo(statement.getStatementId());
            assertThat(record.get("party_id").asText()).isEqualTo(statement.getPartyId());
            assertThat(record.get("payments_micros").asText()).isEqualTo("" + statement.getPaymentsMicros());
            assertThat(runOfLeaf.put((int) opening.getSeq(), statement.getRunId())).isNull();
        }
        assertThat(opened).isEqualTo(statements.keySet());
        assertRunsStandTogether(runs, runOfLeaf);
    }

    private void assertRunsStandTogether(Map<String, Integer> runs, Map<Integer, String> runOfLeaf) {
        NaiveTree tree = NaiveTree.of(entries);
        Set<String> ended = new HashSet<>();
        for (int seq = 0; seq < leaves.size(); seq++) {
            if (leaves.get(seq).get("kind").asText().equals("payout-run")) {
                JsonNode facts = leaves.get(seq).get("facts");
                String run = facts.get("run").asText();
                int first = seq - runs.get(run);
                assertThat(ended.add(run)).isTrue();
                assertThat(facts.get("first").asInt()).isEqualTo(first);
                assertThat(facts.get("statements").asInt()).isEqualTo(seq - first);
                assertThat(facts.get("tree").asText()).isEqualTo(tree.root(seq).toBase64());
                List<byte[]> commitments = new ArrayList<>();
                for (int at = first; at < seq; at++) {
                    assertThat(runOfLeaf.get(at)).isEqualTo(run);
                    commitments.add(Base64.getDecoder().decode(leaves.get(at).get("c").asText()));
                }
                assertThat(commitments).isSortedAccordingTo(Arrays::compareUnsigned);
            }
        }
        assertThat(ended).isEqualTo(runs.keySet());
    }

    private static String commitment(OpenedStatement open) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("royalty-commit/v1\n".getBytes(StandardCharsets.US_ASCII));
            sha256.update(open.salt());
            return Base64.getEncoder().encodeToString(sha256.digest(open.record()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(byte[] text) {
        try {
            return new ObjectMapper().readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
