package angklung.anchor;

import angklung.config.Failure;
import angklung.keys.SecretFile;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A private key of a chain in a file with one line: 64 hexadecimal digits, with or without 0x. */
public final class ChainKey implements Signer {
    private final BigInteger secret;
    private final Address address;

    private ChainKey(BigInteger secret) {
        this.secret = secret;
        this.address = Secp256k1.address(secret);
    }

    /** @throws Failure if there is no such file, others may read it, or it holds no key */
    public static ChainKey read(Path file) {
        try {
            return parse(SecretFile.read(file));
        } catch (NoSuchFileException e) {
            throw Failure.usage("There is no file " + file + " with the key of the chain");
        } catch (IllegalArgumentException e) {
            throw Failure.input("The file " + file + " holds no key of a chain, which is 64 hexadecimal digits");
        }
    }

    /**
     * Makes a key and its file.
     *
     * @throws Failure if there is a file already
     */
    public static ChainKey create(Path file, SecureRandom random) {
        byte[] bytes = new byte[Words.LENGTH];
        do {
            random.nextBytes(bytes);
        } while (!Secp256k1.isKey(new BigInteger(1, bytes)));
        try {
            SecretFile.create(file, HexFormat.of().formatHex(bytes));
        } catch (FileAlreadyExistsException e) {
            throw Failure.usage("There is a file " + file + " already; a key is never overwritten");
        }
        return new ChainKey(new BigInteger(1, bytes));
    }

    /** @throws IllegalArgumentException unless it is a key; the message tells nothing of it */
    static ChainKey parse(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        boolean hex = digits.length() == 2 * Words.LENGTH && digits.chars().allMatch(HexFormat::isHexDigit);
        BigInteger secret = hex ? new BigInteger(digits, 16) : BigInteger.ZERO;
        if (!Secp256k1.isKey(secret)) {
            throw new IllegalArgumentException("This is no key of a chain");
        }
        return new ChainKey(secret);
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public SignedTransaction sign(Transaction transaction) {
        return SignedTransaction.of(transaction, Secp256k1.sign(secret, transaction.digest()));
    }

    /** Tells only the address. */
    @Override
    public String toString() {
        return "key of " + address;
    }
}
