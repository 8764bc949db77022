package angklung.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.config.Failure;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class KeyOrdersTest {
    private static final String ORIGIN = "EnochRoot";
    private static final Instant FIRST = Instant.parse("2026-11-05T03:00:00Z");
    private static final Instant LATER = FIRST.plusSeconds(3_600);

    /** Published test key: 32 zero bytes. */
    private static final SigningKey OLD = key(0);

    private static final String OLD_PUBLIC = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private static final SigningKey NEW = key(1);

    private final List<NotaryCommand> given = new ArrayList<>();

    @Test
    void shouldLetAKeyFollowAnotherThatSignsIt() {
        NotaryCommand command = orders(FIRST).rotate(OLD, NEW);

        assertThat(command.getKind()).isEqualTo(NotaryCommandKind.ROTATE_KEY);
        assertThat(command.getKey()).isEqualTo(OLD_PUBLIC);
        assertThat(command.getNewKey()).isEqualTo(NEW.verifier().toString());
        assertThat(command.getRecordedAt()).isEqualTo(FIRST);
        new KeyRotation(ORIGIN, NEW.verifier()).verify(OLD.verifier(), command.getSignature());
        assertThat(command.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void shouldGiveTheSameCommandAgainForTheSameWish() {
        given.add(orders(FIRST).rotate(OLD, NEW));
        given.add(orders(FIRST).revoke(OLD_PUBLIC, "backup stolen"));
        given.add(orders(FIRST).policy(policy(NEW)));

        assertThat(orders(LATER).revoke(OLD_PUBLIC, "another reason")).isSameAs(given.get(1));
        assertThat(orders(LATER).policy(policy(NEW))).isSameAs(given.get(2));
        assertThat(orders(LATER).isGiven(given.get(1))).isTrue();
        given.remove(1);
        assertThat(orders(LATER).rotate(OLD, NEW)).isSameAs(given.get(0));
        assertThat(orders(LATER).isGiven(orders(LATER).revoke(OLD_PUBLIC, "backup stolen"))).isFalse();
    }

    @Test
    void shouldRefuseToRotateToAKeyThatIsNoNewOne() {
        assertRefused(() -> orders(FIRST).rotate(OLD, OLD), "the same key");
        given.add(orders(FIRST).rotate(OLD, NEW));
        assertRefused(() -> orders(FIRST).rotate(NEW, OLD), "gave way");
    }

    @Test
    void shouldRefuseKeysOfAnotherLogOrOfAWitness() {
        SigningKey foreign = SigningKey.of("other.example.org", KeyType.ED25519, new byte[32]);
        SigningKey witness = SigningKey.of(ORIGIN, KeyType.COSIGNATURE, new byte[32]);
        for (SigningKey key : List.of(foreign, witness)) {
            String why = key == foreign ? "log.origin" : "witness";
            assertRefused(() -> orders(FIRST).rotate(OLD, key), why);
            assertRefused(() -> orders(FIRST).rotate(key, NEW), why);
            assertRefused(() -> orders(FIRST).revoke(key.verifier().toString(), "why"), why);
        }
        assertRefused(() -> orders(FIRST).policy(policy(foreign)), "log.origin");
    }

    @Test
    void shouldUseARevokedKeyForNothing() {
        given.add(orders(FIRST).revoke(OLD_PUBLIC, "backup stolen"));

        assertRefused(() -> orders(LATER).rotate(OLD, NEW), "was revoked");
        assertRefused(() -> orders(LATER).rotate(NEW, OLD), "was revoked");
        assertRefused(() -> orders(LATER).policy(policy(OLD)), "was revoked");
    }

    @Test
    void shouldRecordTheHashOfAPolicyEachTimeThatItChanges() {
        NotaryCommand first = orders(FIRST).policy(policy(OLD));
        given.add(first);
        given.add(orders(FIRST).policy(policy(OLD, NEW)));
        NotaryCommand again = orders(LATER).policy(policy(OLD));

        // sha256sum of the file
        assertThat(first.getPolicyHash())
                .isEqualTo("2d1fbc1cd5c1788094cde39856d4b5257a7389327a4937307417376c43438011");
        assertThat(again.getPolicyHash()).isEqualTo(first.getPolicyHash());
        assertThat(again.getCommandId()).isNotEqualTo(first.getCommandId());
        assertThat(orders(LATER).isGiven(again)).isFalse();
    }

    @Test
    void shouldNameTheLineOfAPolicyThatIsWrong() {
        assertRefused(() -> orders(FIRST).policy("quorum none\nlogg x\n".getBytes(StandardCharsets.UTF_8)), "Line 2");
        assertRefused(() -> orders(FIRST).policy(new byte[] {-1, 0, 7}), "Line 1");
    }

    /** Given where a public key belongs, a private one is not shown again on the screen or in a log. */
    @Test
    void shouldNotRepeatAPrivateKeyThatIsGivenByMistake() {
        String secret = OLD.secret();
        String tail = secret.substring(secret.lastIndexOf('+') + 1);
        for (String given : List.of(secret, " " + secret, tail, ORIGIN + "+af0cfe78+" + tail, "x+" + secret)) {
            assertThatThrownBy(() -> orders(FIRST).revoke(given, "why"))
                    .isInstanceOf(Failure.class)
                    .hasMessageNotContaining(tail)
                    .hasNoCause();
        }
        for (String file : List.of(secret, "log " + secret + "\nquorum none\n", "# " + secret)) {
            assertThatThrownBy(() -> orders(FIRST).policy(file.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("private key")
                    .hasMessageNotContaining(tail);
        }
    }

    @Test
    void shouldRefuseAReasonThatIsNotOneLine() {
        for (String reason : List.of("", "  ", "two\nlines", "x".repeat(501))) {
            assertRefused(() -> orders(FIRST).revoke(OLD_PUBLIC, reason), "--reason");
        }
    }

    private KeyOrders orders(Instant now) {
        return new KeyOrders(ORIGIN, given, now);
    }

    private static SigningKey key(int filling) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) filling);
        return SigningKey.of(ORIGIN, KeyType.ED25519, seed);
    }

    private static byte[] policy(SigningKey... logs) {
        StringBuilder policy = new StringBuilder();
        for (SigningKey log : logs) {
            policy.append("log ").append(log.verifier()).append('\n');
        }
        return policy.append("quorum none\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(ThrowingCallable order, String why) {
        assertThatThrownBy(order).isInstanceOf(Failure.class).hasMessageContaining(why);
    }
}
