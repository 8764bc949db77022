package angklung.cli;

import angklung.avro.NotaryCommand;
import angklung.keys.SigningKeyFile;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Names a new key of the log, signed by the old one. */
@Command(
        name = "rotate",
        description = {
            "Let a new key follow an old one: the log records the new verifier key, signed by the old key.",
            "Prints what to do next, so that nobody who trusts the old key alone is left behind."
        },
        footer = {
            "",
            "For a key that others may know use 'angklung keys revoke': what it signs now proves nothing.",
            "",
            "Example:",
            "  angklung keys rotate --old log.key --new log-2027.key"
        })
final class KeysRotateCommand implements Callable<Integer> {
    @Mixin
    private final NotaryOrder order;

    @Option(names = "--old", paramLabel = "FILE", required = true, description = "File with the key that signs now.")
    private Path oldFile;

    @Option(names = "--new", paramLabel = "FILE", required = true, description = "File with the key that follows it.")
    private Path newFile;

    KeysRotateCommand(Map<String, String> environment, Clock clock) {
        this.order = new NotaryOrder(environment, clock);
    }

    @Override
    public Integer call() {
        SigningKey old = SigningKeyFile.read(oldFile, KeyType.ED25519);
        SigningKey successor = SigningKeyFile.read(newFile, KeyType.ED25519);
        return order.give(orders -> orders.rotate(old, successor), this::next);
    }

    private String next(NotaryCommand command) {
        return String.join(
                System.lineSeparator(),
                "Next, in this order:",
                "1. Set log.keys=" + newFile + "," + oldFile + " where checkpoints are published: both keys sign.",
                "2. Publish a policy that has both lines, and record it with 'angklung keys policy FILE':",
                "     log " + command.getNewKey(),
                "     log " + command.getKey(),
                "   Give the new key to every witness and to whoever runs a monitor.",
                "3. When all of them have it: set log.keys=" + newFile + ", publish a policy without the old line,",
                "   record it as well, and destroy " + oldFile + ".");
    }
}
