package angklung.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The application as a process of its own, which can be killed. */
final class Child implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command with the given configuration keys, by the class path of the test. */
    static Child start(Path directory, String name, Map<String, String> keys, String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--config", config(directory, name, keys).toString()));
        return java(directory, name, "angklung.cli.Main", line.toArray(String[]::new));
    }

    /** The file of a process's configuration keys. */
    static Path config(Path directory, String name, Map<String, String> keys) {
        try {
            return Files.write(
                    directory.resolve(name + ".properties"),
                    keys.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts any class by the class path of the test. */
    static Child java(Path directory, String name, String mainClass, String... arguments) {
        try {
            Path log = directory.resolve(name + ".log");
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-cp", System.getProperty("java.class.path"), mainClass));
            line.addAll(List.of(arguments));
            return new Child(
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start(),
                    log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: no shutdown hook, no last commit. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM. Returns the exit code. */
    int terminate() {
        process.destroy();
        return awaitEnd();
    }

    int awaitEnd() {
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError("the process goes on: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
