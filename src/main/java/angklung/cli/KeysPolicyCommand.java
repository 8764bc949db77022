package angklung.cli;

import angklung.avro.NotaryCommand;
import angklung.config.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Records which policy is published. */
@Command(
        name = "policy",
        description = {
            "Record the SHA-256 of a published policy in the log, so that nobody can be given another one unseen.",
            "The file is checked first: its log lines must be keys of this log that are not revoked."
        },
        footer = {"", "Example:", "  angklung keys policy log.policy"})
final class KeysPolicyCommand implements Callable<Integer> {
    /** In bytes; a policy with a thousand witnesses has less. */
    private static final int LONGEST = 1 << 20;

    @Mixin
    private final NotaryOrder order;

    @Parameters(paramLabel = "FILE", description = "Policy file, byte for byte as it is published.")
    private Path file;

    KeysPolicyCommand(Map<String, String> environment, Clock clock) {
        this.order = new NotaryOrder(environment, clock);
    }

    @Override
    public Integer call() {
        byte[] policy = read();
        return order.give(orders -> orders.policy(policy), KeysPolicyCommand::next);
    }

    private byte[] read() {
        try {
            if (Files.size(file) > LONGEST) {
                throw Failure.input("The file " + file + " is too long for a policy: " + Files.size(file) + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Failure.input("The policy " + file + " cannot be read: " + e);
        }
    }

    private static String next(NotaryCommand command) {
        return "SHA-256 " + command.getPolicyHash();
    }
}
