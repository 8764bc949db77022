package angklung.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the files of the input by their names. Files of other names are not looked at. */
final class InputDirectory {
    private static final String PLAIN = ".csv";
    private static final String COMPRESSED = ".csv.gz";

    private final Path directory;
    private final InputErrors errors;
    private final SortedMap<String, InputFile> byStem = new TreeMap<>();

    InputDirectory(Path directory, InputErrors errors) {
        this.directory = directory;
        this.errors = errors;
        for (Path path : list()) {
            InputFile file = new InputFile(path);
            stem(file.name()).ifPresent(stem -> add(stem, file));
        }
    }

    /** The file {@code stem.csv} or {@code stem.csv.gz}; an error if there is none. */
    Optional<InputFile> required(String stem) {
        Optional<InputFile> file = optional(stem);
        if (file.isEmpty()) {
            errors.add(stem + PLAIN, 0, "the file is missing in " + directory + " (" + stem + COMPRESSED + " will do)");
        }
        return file;
    }

    Optional<InputFile> optional(String stem) {
        return Optional.ofNullable(byStem.get(stem));
    }

    /** All files whose name begins with {@code start}, by name. */
    List<InputFile> startingWith(String start) {
        return byStem.entrySet().stream()
                .filter(e -> e.getKey().startsWith(start))
                .map(e -> e.getValue())
                .toList();
    }

    /** As {@link #startingWith}; an error if there is none. */
    List<InputFile> requiredStartingWith(String start) {
        List<InputFile> files = startingWith(start);
        if (files.isEmpty()) {
            errors.add(start + "*" + PLAIN, 0, "no such file in " + directory + "; at least one is needed");
        }
        return files;
    }

    private void add(String stem, InputFile file) {
        InputFile other = byStem.putIfAbsent(stem, file);
        if (other != null) {
            errors.add(file.name(), 0, "both " + other.name() + " and " + file.name()
                    + " are present; which one counts? remove the other");
        }
    }

    private List<Path> list() {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            errors.add(directory.toString(), 0, "the directory cannot be read: " + e);
            return new ArrayList<>();
        }
    }

    private static Optional<String> stem(String name) {
        for (String ending : List.of(PLAIN, COMPRESSED)) {
            if (name.endsWith(ending)) {
                return Optional.of(name.substring(0, name.length() - ending.length()));
            }
        }
        return Optional.empty();
    }
}
