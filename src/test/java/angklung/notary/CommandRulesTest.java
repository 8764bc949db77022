package angklung.notary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.LogSubmission;
import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.avro.SubmissionKind;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import angklung.topic.AvroSerdes;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommandRulesTest {
    private static final String ORIGIN = "log.example.org/royalties";
    private static final SigningKey OLD = SigningKey.of(ORIGIN, KeyType.ED25519, new byte[32]);
    private static final SigningKey NEW = SigningKey.of(ORIGIN, KeyType.ED25519, Samples.sha256());
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final String FACTS = "{\"chain_id\":\"31337\",\"cumulative_total\":\"1000\",\"distributor\":\"0x"
            + "Ab".repeat(20) + "\",\"root\":\"0x" + "0f".repeat(32) + "\"}";

    private final CommandRules rules = new CommandRules(ORIGIN);

    @BeforeAll
    static void trust() {
        AvroSerdes.trustGeneratedClasses();
    }

    @Test
    void shouldRecordARotationThatTheOldKeySigned() throws Exception {
        NotaryCommand command = rotation(OLD, NEW);
        command.setReason("yearly");

        LogSubmission leaf = rules.submission(command);

        assertThat(leaf.getKind()).isEqualTo(SubmissionKind.LEAF);
        assertThat(leaf.getLeafId()).isEqualTo("command/c1");
        assertThat(leaf.getLeafKind()).isEqualTo("key-rotation");
        assertThat(leaf.getPeriod()).isEmpty();
        assertThat(leaf.getRecordedAt()).isEqualTo(NOW);
        assertThat(leaf.getFacts()).isEqualTo("{\"key\":\"" + OLD.verifier() + "\",\"new_key\":\"" + NEW.verifier()
                + "\",\"reason\":\"yearly\",\"signature\":\"" + command.getSignature() + "\"}");
    }

    @Test
    void shouldRefuseARotationThatTheOldKeyDidNotSign() {
        NotaryCommand byTheNewKey = rotation(OLD, NEW);
        byTheNewKey.setSignature(NEW.sign(text(NEW)).toString());
        NotaryCommand ofAnotherKey = rotation(OLD, NEW);
        ofAnotherKey.setSignature(OLD.sign(text(OLD)).toString());
        NotaryCommand nonsense = rotation(OLD, NEW);
        nonsense.setSignature("nonsense");
        NotaryCommand unsigned = rotation(OLD, NEW);
        unsigned.setSignature(null);

        refused(byTheNewKey, "the old key has not signed the new one");
        refused(ofAnotherKey, "the old key has not signed the new one");
        refused(nonsense, "the old key has not signed the new one");
        refused(unsigned, "signature is missing");
    }

    @Test
    void shouldRefuseKeysThatAreNotOfThisLog() {
        SigningKey stranger = SigningKey.of("other.example.org", KeyType.ED25519, new byte[32]);
        SigningKey witness = SigningKey.of(ORIGIN, KeyType.COSIGNATURE, new byte[32]);

        refused(revocation(stranger.verifier().toString()), "key is no key of this log");
        refused(revocation(witness.verifier().toString()), "key is no key of this log");
        refused(revocation("nonsense"), "key: 'nonsense' is no verifier key");
        refused(revocation(null), "key is missing");
        refused(rotation(OLD, OLD), "new_key is key");
    }

    @Test
    void shouldRecordARevocationWithoutANewKey() throws Exception {
        assertThat(rules.submission(revocation(OLD.verifier().toString())).getFacts())
                .isEqualTo("{\"key\":\"" + OLD.verifier() + "\"}");
    }

    @Test
    void shouldRecordTheHashOfAPolicyAndNothingElse() throws Exception {
        NotaryCommand command = command(NotaryCommandKind.POLICY);
        command.setPolicyHash("0f".repeat(32));

        assertThat(rules.submission(command).getFacts()).isEqualTo("{\"policy_hash\":\"" + "0f".repeat(32) + "\"}");

        command.setPolicyHash("0F".repeat(32));
        refused(command, "policy_hash is ");
        command.setPolicyHash(null);
        refused(command, "policy_hash is ");
    }

    @Test
    void shouldRecordADistributionAsItIs() throws Exception {
        LogSubmission leaf = rules.submission(distribution(FACTS, "2026-10"));

        assertThat(leaf.getLeafKind()).isEqualTo("distribution");
        assertThat(leaf.getPeriod()).isEqualTo("2026-10");
        assertThat(leaf.getFacts()).isEqualTo(FACTS);
    }

    @Test
    void shouldRefuseADistributionOfAnyOtherForm() {
        refused(distribution(null, "2026-10"), "facts are null");
        refused(distribution(FACTS.replace("{", "{ "), "2026-10"), "facts are ");
        refused(distribution(FACTS.replace("{", "{\"a\":\"b\","), "2026-10"), "facts are ");
        refused(distribution(FACTS.replace("31337", "031337"), "2026-10"), "facts are ");
        refused(distribution(FACTS + "\n", "2026-10"), "facts are ");
        refused(distribution(FACTS, null), "period is missing");
        refused(distribution(FACTS, "2026-13"), "period: '2026-13' is not a period");
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        NotaryCommand nameless = command(NotaryCommandKind.POLICY);
        nameless.setCommandId("");
        NotaryCommand talkative = revocation(OLD.verifier().toString());
        talkative.setReason("x".repeat(1_001));

        refused(nameless, "it has no command_id");
        refused(command(NotaryCommandKind.UNKNOWN), "its kind is not known here");
        refused(talkative, "reason has more than 1000 characters");
    }

    private void refused(NotaryCommand command, String why) {
        assertThatThrownBy(() -> rules.submission(command))
                .isInstanceOf(RefusedCommandException.class)
                .hasMessageContaining(why);
    }

    /** As the format of the log has it. */
    private static String text(SigningKey next) {
        return "angklung.key-rotation/v1\n" + ORIGIN + "\n" + next.verifier() + "\n";
    }

    private static NotaryCommand rotation(SigningKey old, SigningKey next) {
        NotaryCommand command = command(NotaryCommandKind.ROTATE_KEY);
        command.setKey(old.verifier().toString());
        command.setNewKey(next.verifier().toString());
        command.setSignature(old.sign(text(next)).toString());
        return command;
    }

    private static NotaryCommand revocation(String key) {
        NotaryCommand command = command(NotaryCommandKind.REVOKE_KEY);
        command.setKey(key);
        return command;
    }

    private static NotaryCommand distribution(String facts, String period) {
        NotaryCommand command = command(NotaryCommandKind.DISTRIBUTION);
        command.setFacts(facts);
        command.setPeriod(period);
        return command;
    }

    private static NotaryCommand command(NotaryCommandKind kind) {
        return NotaryCommand.newBuilder()
                .setCommandId("c1")
                .setKind(kind)
                .setRecordedAt(NOW)
                .build();
    }
}
