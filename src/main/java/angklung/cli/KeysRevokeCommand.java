package angklung.cli;

import angklung.avro.NotaryCommand;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a key of the log out of use. */
@Command(
        name = "revoke",
        description = {
            "Record in the log that a key signs no more. Whoever publishes checkpoints refuses to sign with it.",
            "Needs the verifier key alone: the private one may be lost, or known to others."
        },
        footer = {
            "",
            "Example:",
            "  angklung keys revoke --key log.example.org/royalties+530d903a+Aeky... --reason \"backup stolen\""
        })
final class KeysRevokeCommand implements Callable<Integer> {
    @Mixin
    private final NotaryOrder order;

    @Option(names = "--key", paramLabel = "VKEY", required = true, description = "Verifier key, never the private one.")
    private String key;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "Why, in words without names: everybody can read it.")
    private String reason;

    KeysRevokeCommand(Map<String, String> environment, Clock clock) {
        this.order = new NotaryOrder(environment, clock);
    }

    @Override
    public Integer call() {
        return order.give(orders -> orders.revoke(key, reason), KeysRevokeCommand::next);
    }

    private static String next(NotaryCommand command) {
        return String.join(
                System.lineSeparator(),
                "Next:",
                "1. Take its file out of log.keys; publishing stops until another key is there.",
                "2. Publish a policy without this line, and record it with 'angklung keys policy FILE':",
                "     log " + command.getKey(),
                "3. If others may have signed with it: compare your checkpoints with those of the witnesses and with",
                "   the last one that is anchored. Trust nothing later that only this key has signed, and go on under",
                "   a new log.origin whose first leaf names the last good checkpoint.");
    }
}
