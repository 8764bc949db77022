package angklung.cli;

import angklung.config.Failure;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that works on a cluster. */
final class SettingsOptions {
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    private final Map<String, String> environment;

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file.")
    private Path file;

    @Option(names = "--bootstrap-servers", paramLabel = "HOST:PORT", description = "Brokers to start from.")
    private String bootstrapServers;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting; goes before the environment and the file. Repeatable.")
    private Map<String, String> keys = new LinkedHashMap<>();

    SettingsOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether any of them was given. */
    boolean given() {
        return file != null || bootstrapServers != null || !keys.isEmpty();
    }

    /** @throws Failure if a setting is unknown or wrong */
    Settings load() {
        Map<String, String> flags = new LinkedHashMap<>(keys);
        if (bootstrapServers != null && flags.put(BOOTSTRAP_SERVERS, bootstrapServers) != null) {
            throw Failure.usage("--bootstrap-servers and --set " + BOOTSTRAP_SERVERS + " are the same; give one");
        }
        return new SettingsLoader(environment).load(file, flags);
    }
}
