package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.SignedCheckpoint;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.LogPolicy;
import angklung.log.NaiveTree;
import angklung.log.Note;
import angklung.log.SigningKey;
import angklung.log.VerifierKey;
import angklung.publish.Fsck;
import angklung.publish.LogDirectory;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must hold of a log at the end, whatever happened to those who keep it. The tree is that of the definition. */
final class LogAudit {
    private final LeafAudit leaves;
    private final List<SignedCheckpoint> signed;
    private final NaiveTree tree;
    private final LogPolicy policy;

    LogAudit(LogRig rig) {
        this.leaves = new LeafAudit(rig.settings());
        this.signed = rig.signed();
        this.tree = NaiveTree.of(leaves.entries());
        this.policy = rig.policy();
    }

    /** Every leaf once. */
    void assertLeavesAreWhatWasSent(LogFeed feed) {
        Map<String, Integer> expected = new TreeMap<>(feed.others());
        expected.put("statement", feed.statements().size());
        expected.put("payout-run", feed.runs().size());
        assertThat(leaves.kinds()).isEqualTo(expected);
        leaves.assertStatements(feed.statements(), feed.runs());
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
                    .isEqualTo(Hash.of(LeafAudit.bytes(record.getRoot())));
            before = checkpoint.size();
        }
    }

    /** The last is everything, and whoever looked at any time saw what was signed and what a quorum has seen. */
    void assertPublished(Path log, List<Note> seen) {
        assertWasSigned(seen);
        seen.forEach(policy::accept);
        Note last = Note.parse(LogRig.published(log).orElseThrow());
        assertThat(seen).last().isEqualTo(last);
        assertThat(policy.accept(last).checkpoint().size()).isEqualTo(leaves.entries().size());
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
        for (int seq = 0; seq < leaves.leaves().size(); seq++) {
            JsonNode leaf = leaves.leaves().get(seq);
            JsonNode facts = leaf.path("facts");
            if (leaf.get("kind").asText().equals("key-rotation") && !facts.has("new_key")) {
                revocation = seq;
            }
        }
        int last = revocation;
        assertThat(last).isNotNegative();
        assertThat(signed).anyMatch(record -> isSignedBy(record, key));
        assertThat(signed).filteredOn(record -> record.getSize() > last)
                .isNotEmpty()
                .noneMatch(record -> isSignedBy(record, key));
    }

    private static boolean isSignedBy(SignedCheckpoint record, SigningKey key) {
        return Note.parse(record.getNote().getBytes(StandardCharsets.UTF_8)).signatures().stream()
                .anyMatch(line -> line.keyId() == key.verifier().id());
    }
}
