package angklung.keys;

import angklung.config.Failure;
import angklung.log.KeyType;
import angklung.log.LogFormatException;
import angklung.log.SigningKey;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A private key of a log or a witness in its file. */
public final class SigningKeyFile {
    private static final int SEED_LENGTH = 32;

    private SigningKeyFile() {}

    /**
     * Makes a key and its file.
     *
     * @param name of the key: the origin of the log, or the name of the witness
     * @throws Failure if there is such a file, which stays as it is, it cannot be written, or no key may have the name
     */
    public static SigningKey generate(Path file, String name, KeyType type, SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        try {
            SigningKey key = SigningKey.of(name, type, seed);
            SecretFile.create(file, key.secret());
            return key;
        } catch (LogFormatException e) {
            throw Failure.usage(e.getMessage());
        } catch (FileAlreadyExistsException e) {
            throw Failure.usage("The file " + file + " is there already, and no key is ever replaced:"
                    + " give the new one another name");
        }
    }

    /** @throws Failure if there is no such file, others may read it, or it has no private key */
    public static SigningKey read(Path file) {
        try {
            return SigningKey.parse(SecretFile.read(file));
        } catch (NoSuchFileException e) {
            throw Failure.usage("There is no key file " + file + "; 'angklung keys generate' makes one");
        } catch (LogFormatException e) { // not shown: nobody knows what is in the file
            throw Failure.input("The file " + file + " has no private key of a log or a witness, or was damaged");
        }
    }

    /**
     * As {@link #read(Path)}, of a key that is for one thing.
     *
     * @throws Failure if it is for another
     */
    public static SigningKey read(Path file, KeyType type) {
        SigningKey key = read(file);
        if (key.verifier().type() != type) {
            throw Failure.usage("The key in " + file + " is one of a "
                    + (type == KeyType.ED25519 ? "witness, not of a log" : "log, not of a witness")
                    + "; a key is used for one thing only");
        }
        return key;
    }
}
