package angklung.keys;

import angklung.config.Failure;
import angklung.log.StrictBase64;
import angklung.opening.PartyKey;
import angklung.opening.PartyKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The parties' keys, in a directory that is private to its owner. Of each party and generation there is
 * {@code <SHA-256 of the party>.<generation>} with the key, and once that is erased
 * {@code <SHA-256 of the party>.<generation>.erased} with date and reason. Several threads and processes may work on a
 * directory at the same time: they agree on one key, and an erased one never comes back.
 */
public final class SubjectKeys implements PartyKeys {
    private static final String FORMAT = "angklung.subject-key/v1";

    private final Path directory;
    private final SecureRandom random;

    /** @param directory made on first use; it holds what opens every statement and belongs into a backup */
    public SubjectKeys(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    public SubjectKeys(Path directory) {
        this(directory, new SecureRandom());
    }

    /**
     * The party's key of today; made, and durable before it is returned, if there is none.
     *
     * @throws Failure if the directory or the file cannot be used, or others may read them
     */
    @Override
    public PartyKey key(String party) {
        try {
            prepare();
            for (int generation = 1; ; generation++) {
                Optional<PartyKey> key = keyOf(party, generation);
                if (key.isPresent()) {
                    return key.get();
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw unusable(e);
        }
    }

    /** The key of that generation, if it was made and is not erased. */
    public Optional<PartyKey> find(String party, int generation) {
        try {
            return isErased(party, generation) ? Optional.empty() : Optional.of(read(party, generation));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** When and why keys of the party were erased, oldest first: date and reason. */
    public List<String> erasures(String party) {
        List<String> erasures = new ArrayList<>();
        for (int generation = 1; isErased(party, generation); generation++) {
            try {
                erasures.add(SecretFile.read(tombstone(party, generation)));
            } catch (NoSuchFileException e) {
                throw new IllegalStateException("Nobody removes " + tombstone(party, generation), e);
            }
        }
        return List.copyOf(erasures);
    }

    /**
     * Erases the party's key: it is overwritten and removed, date and reason stay. What was sealed under it opens for
     * nobody any more. Backups and copies of the directory are the caller's to mind.
     *
     * @param reason one line, in words
     * @return the generation that was erased
     * @throws Failure if the party has no key
     */
    public int erase(String party, LocalDate date, String reason) {
        Reason.check("the reason", reason);
        try {
            int generation = erasures(party).size() + 1;
            if (find(party, generation).isEmpty()) {
                finish(party, generation - 1);
                throw Failure.usage("The party " + party + " has no key in " + directory
                        + (generation == 1 ? ": nothing was sealed for it" : " any more: " + erasures(party)));
            }
            // The record first: a process that ends between the two leaves a key that counts as erased and that the
            // next one destroys, never a key that is gone without a word.
            SecretFile.create(tombstone(party, generation), date + " " + reason);
            finish(party, generation);
            return generation;
        } catch (FileAlreadyExistsException e) {
            throw Failure.usage("The key of the party " + party + " is being erased by another process");
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Empty if that generation is erased. */
    private Optional<PartyKey> keyOf(String party, int generation) throws IOException {
        while (!isErased(party, generation)) {
            try {
                return Optional.of(read(party, generation));
            } catch (NoSuchFileException e) {
                make(party, generation);
            } catch (Failure e) {
                if (!isErased(party, generation)) { // or it was read while it was overwritten
                    throw e;
                }
            }
        }
        finish(party, generation);
        return Optional.empty();
    }

    /** After it there is a key, of this process or of another that was faster. */
    private void make(String party, int generation) throws IOException {
        byte[] key = new byte[PartyKey.LENGTH];
        random.nextBytes(key);
        try {
            SecretFile.create(file(party, generation), FORMAT + " " + generation + " " + StrictBase64.encode(key));
        } catch (FileAlreadyExistsException e) {
            SecretFile.sync(directory); // the other's key may not be durable yet, and is about to be used
        }
    }

    /** Destroys what is left of an erased key. */
    private void finish(String party, int generation) throws IOException {
        if (generation > 0 && Files.exists(file(party, generation), LinkOption.NOFOLLOW_LINKS)) {
            SecretFile.destroyDrafts(file(party, generation));
            SecretFile.destroy(file(party, generation));
        }
    }

    private PartyKey read(String party, int generation) throws NoSuchFileException {
        Path file = file(party, generation);
        String[] words = SecretFile.read(file).split(" ", -1);
        try {
            if (words.length == 3 && words[0].equals(FORMAT) && words[1].equals(Integer.toString(generation))) {
                return new PartyKey(generation, StrictBase64.decode(words[2]));
            }
        } catch (IllegalArgumentException e) {
            // not base64, or of another length; its message would hold the key, so that it ends here
        }
        throw Failure.input("The file " + file + " is damaged: it has no key of generation " + generation
                + "; restore it from a backup, or nothing that was sealed under it can be opened");
    }

    private boolean isErased(String party, int generation) {
        return Files.exists(tombstone(party, generation), LinkOption.NOFOLLOW_LINKS);
    }

    private void prepare() throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        SecretFile.checkPrivate(directory);
    }

    private Path file(String party, int generation) {
        return directory.resolve(name(party) + "." + generation);
    }

    private Path tombstone(String party, int generation) {
        return directory.resolve(name(party) + "." + generation + ".erased");
    }

    /** A name of any length and script as the name of a file; who may list the directory may know it anyway. */
    private static String name(String party) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(party.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private Failure unusable(Exception e) {
        return new Failure(
                Failure.INPUT, "The directory " + directory + " of the parties' keys cannot be used: " + e, e);
    }

    /** The directory and nothing of what is in it. */
    @Override
    public String toString() {
        return "keys of parties in " + directory;
    }
}
