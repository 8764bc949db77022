package angklung.publish;

import angklung.config.Failure;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The trust root of a log as it is published: whose signatures a checkpoint has, and whose it must have. */
public final class PublishedPolicy {
    private final String text;
    private final LogPolicy policy;

    private PublishedPolicy(String text, LogPolicy policy) {
        this.text = text;
        this.policy = policy;
    }

    /** @throws Failure unless the file can be read and is a policy */
    public static PublishedPolicy read(Path file) {
        try {
            String text = Files.readString(file);
            return new PublishedPolicy(text, LogPolicy.parse(text));
        } catch (NoSuchFileException e) {
            throw Failure.usage("There is no policy at " + file);
        } catch (IOException e) {
            throw Failure.usage("The policy " + file + " cannot be read: " + e);
        } catch (LogFormatException e) {
            throw Failure.usage(file + ": " + e.getMessage());
        }
    }

    /** That of a log without witnesses: its own signature is enough. */
    public static PublishedPolicy ofLogAlone(CheckpointSigner signer) {
        StringBuilder text = new StringBuilder();
        signer.verifiers().forEach(key -> text.append("log ").append(key).append('\n'));
        text.append("quorum none\n");
        return new PublishedPolicy(text.toString(), LogPolicy.parse(text.toString()));
    }

    public LogPolicy policy() {
        return policy;
    }

    byte[] toBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Failure if nobody who trusts this policy would take what these keys sign */
    void requireKeyOf(CheckpointSigner signer) {
        List<VerifierKey> keys = signer.verifiers();
        if (policy.logs().stream().noneMatch(keys::contains)) {
            throw Failure.usage("log.policy names none of the keys that sign: add the line 'log " + keys.get(0) + "'");
        }
    }
}
