package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Opening;
import angklung.avro.SignedCheckpoint;
import angklung.avro.Statement;
import angklung.keys.SubjectKeys;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.LogPolicy;
import angklung.log.NaiveTree;
import angklung.log.Note;
import angklung.log.SigningKey;
import angklung.log.VerifierKey;
import angklung.opening.OpenedStatement;
import angklung.opening.Sealing;
import angklung.publish.Fsck;
import angklung.publish.LogDirectory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** What must hold of a log at the end, whatever happened to those who keep it. The tree is that of the definition. */
final class LogAudit {
    private final LogRig rig;
    private final List<byte[]> entries;
    private final List<JsonNode> leaves;
    private final List<SignedCheckpoint> signed;
    private final NaiveTree tree;
    private final LogPolicy policy;

    LogAudit(LogRig rig) {
        this.rig = rig;
        this.entries = rig.entries();
        this.leaves = entries.stream().map(LogAudit::json).toList();
        this.signed = rig.signed();
        this.tree = NaiveTree.of(entries);
        this.policy = rig.policy();
    }

    /** Every leaf once, at the place that its number says. */
    void assertLeavesAreWhatWasSent(LogFeed feed) {
        assertThat(leaves).hasSize(feed.leaves());
        for (int seq = 0; seq < leaves.size(); seq++) {
            assertThat(leaves.get(seq).get("seq").asInt()).isEqualTo(seq);
        }
        Map<String, Integer> kinds = new TreeMap<>();
        leaves.forEach(leaf -> kinds.merge(leaf.get("kind").asText(), 1, Integer::sum));
        Map<String, Integer> expected = new TreeMap<>(feed.others());
        expected.put("statement", feed.statements().size());
        expected.put("payout-run", feed.runs().size());
        assertThat(kinds).isEqualTo(expected);
    }

    /** Every statement is committed to by one leaf, and its one opening opens that leaf; runs stand together. */
    void assertStatementsAreOpened(LogFeed feed) {
        SubjectKeys keys = new SubjectKeys(rig.settings().log().subjectKeys());
        Map<Integer, String> runOfLeaf = new HashMap<>();
        Set<String> opened = new HashSet<>();
        for (Opening opening : rig.read(rig.settings().topics().openings)) {
            Statement statement = feed.statements().get(opening.getStatementId());
            assertThat(opened.add(opening.getStatementId())).as("opened once: %s", opening).isTrue();
            OpenedStatement open = new Sealing(keys.find(opening.getPartyId(), opening.getKeyGeneration()).orElseThrow())
                    .open(opening.getStatementId(), bytes(opening.getSealed()));
            JsonNode leaf = leaves.get((int) opening.getSeq());
            assertThat(leaf.get("c").asText()).isEqualTo(commitment(open));
            JsonNode record = json(open.record());
            assertThat(record.get("statement_id").asText()).isEqualTo(statement.getStatementId());
            assertThat(record.get("party_id").asText()).isEqualTo(statement.getPartyId());
            assertThat(record.get("payments_micros").asText()).isEqualTo("" + statement.getPaymentsMicros());
            assertThat(runOfLeaf.put((int) opening.getSeq(), statement.getRunId())).isNull();
        }
        assertThat(opened).isEqualTo(feed.statements().keySet());
        assertRunsStandTogether(feed, runOfLeaf);
    }

    private void assertRunsStandTogether(LogFeed feed, Map<Integer, String> runOfLeaf) {
        Set<String> ended = new HashSet<>();
        for (int seq = 0; seq < leaves.size(); seq++) {
            if (leaves.get(seq).get("kind").asText().equals("payout-run")) {
                JsonNode facts = leaves.get(seq).get("facts");
                String run = facts.get("run").asText();
                int first = seq - feed.runs().get(run);
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
        assertThat(ended).isEqualTo(feed.runs().keySet());
    }

    /** All that was ever signed is of one tree, and its sizes never fall. */
    void assertSignedIsOneHistory() {
        long before = 0;
        for (SignedCheckpoint record : signed) {
            Note note = Note.parse(record.getNote().getBytes(StandardCharsets.UTF_8));
            Checkpoint checkpoint = policy.signedByLog(note);
            assertThat(checkpoint.origin()).isEqualTo(LogRig.ORIGIN).isEqualTo(record.getOrigin());
            assertThat(checkpoint.size()).isEqualTo(record.getSize()).isGreaterThanOrEqualTo(before);
            assertThat(checkpoint.root()).isEqualTo(tree.root((int) checkpoint.size()))
                    .isEqualTo(Hash.of(bytes(record.getRoot())));
            before = checkpoint.size();
        }
    }

    /** The last is everything, and whoever looked at any time saw what was signed and what a quorum has seen. */
    void assertPublished(Path log, List<Note> seen) {
        assertWasSigned(seen);
        seen.forEach(policy::accept);
        Note last = Note.parse(LogRig.published(log).orElseThrow());
        assertThat(seen).last().isEqualTo(last);
        assertThat(policy.accept(last).checkpoint().size()).isEqualTo(entries.size());
        assertIntact(log, last);
    }

    /** A directory that some publisher has left: perhaps without a checkpoint, perhaps behind. */
    void assertLeftBehind(Path log, List<Note> seen) {
        assertWasSigned(seen);
        LogRig.published(log).map(Note::parse).ifPresent(note -> assertIntact(log, note));
    }

    private void assertIntact(Path log, Note note) {
        Checkpoint checkpoint = policy.accept(note).checkpoint();
        assertThat(Fsck.check(new LogDirectory(log), checkpoint).findings()).isEmpty();
        assertThat(Fsck.check(new LogDirectory(log), checkpoint).isIntact()).isTrue();
    }

    /** What the witness kept at any time it had cosigned, after it was committed. */
    void assertWitnessed(VerifierKey witness, List<Note> kept) {
        assertThat(kept).isNotEmpty();
        assertWasSigned(kept);
        kept.forEach(note -> assertThat(note.verified(List.of(witness))).containsOnlyKeys(witness));
    }

    private void assertWasSigned(List<Note> notes) {
        List<String> texts = signed.stream()
                .map(record -> Note.parse(record.getNote().getBytes(StandardCharsets.UTF_8)).text())
                .toList();
        assertThat(notes).allSatisfy(note -> {
            policy.signedByLog(note);
            assertThat(texts).contains(note.text());
        });
    }

    /** Of what covers the leaf that revokes a key, nothing is signed with it; of what came before, something. */
    void assertRevoked(SigningKey key) {
        int revocation = -1;
        for (int seq = 0; seq < leaves.size(); seq++) {
            JsonNode facts = leaves.get(seq).path("facts");
            if (leaves.get(seq).get("kind").asText().equals("key-rotation") && !facts.has("new_key")) {
                revocation = seq;
            }
        }
        int leaf = revocation;
        assertThat(leaf).isNotNegative();
        assertThat(signed).anyMatch(record -> isSignedBy(record, key));
        assertThat(signed).filteredOn(record -> record.getSize() > leaf)
                .isNotEmpty()
                .noneMatch(record -> isSignedBy(record, key));
    }

    private static boolean isSignedBy(SignedCheckpoint record, SigningKey key) {
        return Note.parse(record.getNote().getBytes(StandardCharsets.UTF_8)).signatures().stream()
                .anyMatch(line -> line.keyId() == key.verifier().id());
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

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
