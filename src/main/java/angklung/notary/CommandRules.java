package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.avro.NotaryCommand;
import angklung.keys.KeyRotation;
import angklung.log.CanonicalJson;
import angklung.log.KeyType;
import angklung.log.LogFormatException;
import angklung.log.UnverifiedException;
import angklung.log.VerifierKey;
import angklung.model.Period;
import angklung.opening.LeafKind;
import java.util.regex.Pattern;

/**
 * From a command to its leaf. What a leaf says stands for ever and everybody may read it, so nothing is taken over that
 * is not checked: keys are keys of this log, a rotation is signed by the old key, a distribution has four members of
 * known form and no other.
 */
final class CommandRules {
    private static final int REASON_MAX = 1_000;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** Numbers are below 2^64 and 2^256. */
    private static final Pattern DISTRIBUTION = Pattern.compile("\\{\"chain_id\":\"(0|[1-9][0-9]{0,19})\","
            + "\"cumulative_total\":\"(0|[1-9][0-9]{0,77})\","
            + "\"distributor\":\"0x[0-9A-Fa-f]{40}\","
            + "\"root\":\"0x[0-9a-f]{64}\"}");

    private final String origin;

    /** @param origin of the log, which its keys are named after */
    CommandRules(String origin) {
        this.origin = origin;
    }

    /** @throws RefusedCommandException if it cannot become a leaf */
    LogSubmission submission(NotaryCommand command) throws RefusedCommandException {
        require(!command.getCommandId().isEmpty(), "it has no command_id");
        return switch (command.getKind()) {
            case ROTATE_KEY -> leaf(LeafKind.KEY_ROTATION, command, rotation(command).toString());
            case REVOKE_KEY -> leaf(LeafKind.KEY_ROTATION, command, revocation(command).toString());
            case POLICY -> leaf(LeafKind.POLICY, command, policy(command).toString());
            case DISTRIBUTION -> leaf(LeafKind.DISTRIBUTION, command, distribution(command));
            case UNKNOWN -> throw new RefusedCommandException(
                    "its kind is not known here; if a later version has sent it, start that version");
        };
    }

    private CanonicalJson rotation(NotaryCommand command) throws RefusedCommandException {
        VerifierKey old = logKey("key", command.getKey());
        VerifierKey next = logKey("new_key", command.getNewKey());
        require(!old.equals(next), "new_key is key");
        require(command.getSignature() != null, "signature is missing");
        try {
            new KeyRotation(origin, next).verify(old, command.getSignature());
        } catch (LogFormatException | UnverifiedException e) {
            throw new RefusedCommandException("the old key has not signed the new one: " + e.getMessage());
        }
        return new CanonicalJson()
                .add("key", old.toString())
                .add("new_key", next.toString())
                .addIfThere("reason", reason(command))
                .add("signature", command.getSignature());
    }

    private CanonicalJson revocation(NotaryCommand command) throws RefusedCommandException {
        return new CanonicalJson()
                .add("key", logKey("key", command.getKey()).toString())
                .addIfThere("reason", reason(command));
    }

    private static CanonicalJson policy(NotaryCommand command) throws RefusedCommandException {
        String hash = command.getPolicyHash();
        require(hash != null && SHA_256.matcher(hash).matches(),
                "policy_hash is " + hash + ", and not a SHA-256 in hexadecimal");
        return new CanonicalJson().add("policy_hash", hash).addIfThere("reason", reason(command));
    }

    private static String distribution(NotaryCommand command) throws RefusedCommandException {
        String facts = command.getFacts();
        require(facts != null && DISTRIBUTION.matcher(facts).matches(),
                "facts are " + facts + ", and not the canonical JSON of chain_id, cumulative_total, distributor and "
                        + "root");
        require(command.getPeriod() != null, "period is missing");
        return facts;
    }

    private VerifierKey logKey(String field, String text) throws RefusedCommandException {
        require(text != null, field + " is missing");
        VerifierKey key;
        try {
            key = VerifierKey.parse(text);
        } catch (LogFormatException e) {
            throw new RefusedCommandException(field + ": " + e.getMessage());
        }
        require(key.name().equals(origin) && key.type() == KeyType.ED25519,
                field + " is no key of this log, whose keys are named " + origin + ": " + text);
        return key;
    }

    private static String reason(NotaryCommand command) throws RefusedCommandException {
        String reason = command.getReason();
        require(reason == null || reason.length() <= REASON_MAX,
                "reason has more than " + REASON_MAX + " characters");
        return reason;
    }

    private static LogSubmission leaf(LeafKind kind, NotaryCommand command, String facts)
            throws RefusedCommandException {
        return SubmissionRules.leaf(
                kind, LeafId.command(command.getCommandId()), period(command), facts, command.getRecordedAt());
    }

    private static String period(NotaryCommand command) throws RefusedCommandException {
        if (command.getPeriod() == null) {
            return "";
        }
        try {
            return Period.parse(command.getPeriod()).toString();
        } catch (IllegalArgumentException e) {
            throw new RefusedCommandException("period: " + e.getMessage());
        }
    }

    private static void require(boolean holds, String otherwise) throws RefusedCommandException {
        if (!holds) {
            throw new RefusedCommandException(otherwise);
        }
    }
}
