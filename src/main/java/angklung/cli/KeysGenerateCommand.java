package angklung.cli;

import angklung.keys.SigningKeyFile;
import angklung.log.KeyType;
import angklung.log.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a private key in a file. */
@Command(
        name = "generate",
        description = {
            "Make a private key in a file that nobody else may read, and print its verifier key, which is public.",
            "An existing file is never replaced."
        },
        footer = {
            "",
            "Examples:",
            "  angklung keys generate --type log --name log.example.org/royalties --out log.key",
            "  angklung keys generate --type witness --name witness.example.net --out witness.key"
        })
final class KeysGenerateCommand implements Callable<Integer> {
    /** What a key is for; it is used for nothing else. */
    private enum Use {
        LOG(KeyType.ED25519),
        WITNESS(KeyType.COSIGNATURE);

        private final KeyType type;

        Use(KeyType type) {
            this.type = type;
        }
    }

    private final SecureRandom random;

    @Spec
    private CommandSpec spec;

    @Option(names = "--type", paramLabel = "TYPE", required = true, description = "What it signs for: log or witness.")
    private Use use;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Name of the key, a URL without scheme; of a log's key it is log.origin.")
    private String name;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to make.")
    private Path file;

    KeysGenerateCommand(SecureRandom random) {
        this.random = random;
    }

    @Override
    public Integer call() {
        SigningKey key = SigningKeyFile.generate(file, name, use.type, random);
        spec.commandLine().getOut().println(key.verifier());
        spec.commandLine()
                .getErr()
                .println("The private key is in " + file + "; keep a copy where nobody else reads it.");
        return ExitCode.DONE.code();
    }
}
