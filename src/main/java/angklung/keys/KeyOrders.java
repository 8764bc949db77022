package angklung.keys;

import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.config.Failure;
import angklung.log.KeyType;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.SigningKey;
import angklung.log.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the commands on keys and policies that the log is to record, with regard to those given before. Whoever gives
 * the same command again gets the one that is there.
 */
public final class KeyOrders {
    private static final String PRIVATE = "PRIVATE+KEY+";

    private final String origin;
    private final List<NotaryCommand> before;
    private final Instant now;

    /**
     * @param origin which log it is
     * @param before all commands until now, in order
     */
    public KeyOrders(String origin, List<NotaryCommand> before, Instant now) {
        this.origin = origin;
        this.before = List.copyOf(before);
        this.now = now;
    }

    /** @throws Failure unless both are keys of this log, two different ones, of which none is revoked */
    public NotaryCommand rotate(SigningKey old, SigningKey successor) {
        requireOwn(old.verifier());
        requireOwn(successor.verifier());
        if (old.verifier().equals(successor.verifier())) {
            throw Failure.usage("--old and --new are the same key");
        }
        requireNotRevoked(old.verifier());
        requireNotRevoked(successor.verifier());
        if (gaveWay(successor.verifier())) {
            throw Failure.usage("The key " + successor.verifier() + " gave way to another before; make a new one");
        }
        String id = "rotate " + old.verifier() + " " + successor.verifier();
        return given(id).orElseGet(() -> {
            NotaryCommand command = command(id, NotaryCommandKind.ROTATE_KEY);
            command.setKey(old.verifier().toString());
            command.setNewKey(successor.verifier().toString());
            command.setSignature(new KeyRotation(origin, successor.verifier()).signedBy(old));
            return command;
        });
    }

    /**
     * Revokes a key of this log.
     *
     * @param key as {@link VerifierKey} writes it
     * @param reason one line in words without names; everybody may read it
     * @throws Failure unless it is one
     */
    public NotaryCommand revoke(String key, String reason) {
        Reason.check("--reason", reason);
        VerifierKey revoked = verifier(key);
        requireOwn(revoked);
        String id = "revoke " + revoked;
        return given(id).orElseGet(() -> {
            NotaryCommand command = command(id, NotaryCommandKind.REVOKE_KEY);
            command.setKey(revoked.toString());
            command.setReason(reason);
            return command;
        });
    }

    /**
     * Records the hash of a published policy.
     *
     * @param file its bytes
     * @throws Failure unless it is a policy for this log, none of whose keys is revoked
     */
    public NotaryCommand policy(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        if (text.contains(PRIVATE)) {
            throw Failure.usage("This file holds a private key and is no policy; it must not be published");
        }
        for (VerifierKey key : policy(text).logs()) {
            requireOwn(key);
            requireNotRevoked(key);
        }
        String hash = sha256(file);
        List<NotaryCommand> policies = before.stream()
                .filter(command -> command.getKind() == NotaryCommandKind.POLICY)
                .toList();
        if (!policies.isEmpty() && hash.equals(policies.get(policies.size() - 1).getPolicyHash())) {
            return policies.get(policies.size() - 1);
        }
        // numbered, because an earlier policy may be published again after another one
        NotaryCommand command = command("policy " + policies.size() + " " + hash, NotaryCommandKind.POLICY);
        command.setPolicyHash(hash);
        return command;
    }

    /** Whether a command was given before. */
    public boolean isGiven(NotaryCommand command) {
        return given(command.getCommandId()).isPresent();
    }

    private Optional<NotaryCommand> given(String id) {
        return before.stream().filter(command -> command.getCommandId().equals(id)).findFirst();
    }

    private NotaryCommand command(String id, NotaryCommandKind kind) {
        NotaryCommand command = new NotaryCommand();
        command.setCommandId(id);
        command.setKind(kind);
        command.setRecordedAt(now);
        return command;
    }

    private static VerifierKey verifier(String text) {
        if (text.startsWith(PRIVATE)) {
            throw Failure.usage("--key is a private key, which others may have seen by now; give its verifier key,"
                    + " as 'angklung keys show' prints it, and take the private one out of use");
        }
        try {
            return VerifierKey.parse(text);
        } catch (LogFormatException e) { // not shown: nobody knows what was given
            throw Failure.usage("--key is no verifier key, which is name+key id+base64, as 'angklung keys show'"
                    + " prints it");
        }
    }

    private static LogPolicy policy(String text) {
        try {
            return LogPolicy.parse(text);
        } catch (LogFormatException e) {
            throw Failure.input(e.getMessage());
        }
    }

    private void requireOwn(VerifierKey key) {
        if (key.type() != KeyType.ED25519) {
            throw Failure.usage("The key " + key + " is one of a witness: which witnesses count stands in the policy,"
                    + " not in the log");
        }
        if (!key.name().equals(origin)) {
            throw Failure.usage("The key " + key + " is one of the log '" + key.name() + "', and log.origin is '"
                    + origin + "'");
        }
    }

    private void requireNotRevoked(VerifierKey key) {
        if (isOld(NotaryCommandKind.REVOKE_KEY, key)) {
            throw Failure.usage("The key " + key + " was revoked");
        }
    }

    private boolean gaveWay(VerifierKey key) {
        return isOld(NotaryCommandKind.ROTATE_KEY, key);
    }

    private boolean isOld(NotaryCommandKind kind, VerifierKey key) {
        return before.stream()
                .anyMatch(command -> command.getKind() == kind && Objects.equals(command.getKey(), key.toString()));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
