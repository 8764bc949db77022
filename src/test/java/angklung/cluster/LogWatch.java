package angklung.cluster;

import angklung.log.Checkpoint;
import angklung.log.Note;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Looks at what is published and at what witnesses keep all the time, as anybody can, and remembers it in order. */
final class LogWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final Map<Path, List<Note>> seen = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::watch, "log-watch");
    private volatile boolean stopped;
    private volatile Throwable failed;

    /** @param directories of logs and of witnesses */
    LogWatch(List<Path> directories) {
        directories.forEach(directory -> seen.put(directory, new ArrayList<>()));
        thread.start();
    }

    /** Every other note that was seen there, in order. To be asked after {@link #close}. */
    List<Note> seen(Path directory) {
        return List.copyOf(seen.get(directory));
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (failed != null) {
            throw new AssertionError("what was seen cannot be right", failed);
        }
    }

    private void watch() {
        try {
            while (!stopped) {
                look();
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
            look();
        } catch (IOException | RuntimeException | AssertionError e) {
            failed = e;
        }
    }

    private void look() throws IOException {
        for (Map.Entry<Path, List<Note>> place : seen.entrySet()) {
            for (Path file : files(place.getKey())) {
                byte[] bytes;
                try {
                    bytes = Files.readAllBytes(file);
                } catch (IOException e) {
                    continue; // its directory is lost this moment
                }
                add(file, place.getValue(), Note.parse(bytes));
            }
        }
    }

    /** Whoever has seen a checkpoint is never shown a smaller one, nor another of its size. */
    private static void add(Path file, List<Note> before, Note note) {
        Checkpoint now = Checkpoint.parse(note.text());
        if (!before.isEmpty()) {
            Note lastNote = before.get(before.size() - 1);
            if (note.equals(lastNote)) {
                return;
            }
            Checkpoint last = Checkpoint.parse(lastNote.text());
            if (now.size() < last.size() || (now.size() == last.size() && !now.equals(last))) {
                throw new AssertionError(file + " had " + last + " and then " + now);
            }
        }
        before.add(note);
    }

    private static List<Path> files(Path directory) {
        Path log = directory.resolve("checkpoint");
        if (Files.exists(log)) {
            return List.of(log);
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".checkpoint")).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // not made yet, or lost this moment
        }
    }
}
