package angklung.anchor;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** An account or a contract of a chain. */
public final class Address implements Comparable<Address> {
    /** In bytes. */
    static final int LENGTH = 20;

    private final byte[] bytes;

    private Address(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads one as people write it.
     *
     * @throws IllegalArgumentException unless it is 0x and 40 digits whose case, where it is mixed, fits (EIP-55)
     */
    public static Address parse(String text) {
        byte[] bytes;
        try {
            bytes = HexText.bytes(text, LENGTH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no address, which is 0x and 40 hexadecimal digits", e);
        }
        Address address = new Address(bytes);
        String digits = text.substring(2);
        boolean mixed = !digits.equals(digits.toLowerCase(Locale.ROOT)) && !digits.equals(digits.toUpperCase(Locale.ROOT));
        if (mixed && !address.toString().equals(text)) {
            throw new IllegalArgumentException("The address '" + text + "' is mistyped: its upper and lower case do not"
                    + " fit its digits (EIP-55)");
        }
        return address;
    }

    static Address of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("An address has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new Address(bytes.clone());
    }

    /** The last 20 bytes of a word of 32. */
    static Address ofWord(byte[] word) {
        return new Address(Arrays.copyOfRange(word, word.length - LENGTH, word.length));
    }

    static Address of(com.esaulpaugh.headlong.abi.Address address) {
        return parse(address.toString());
    }

    com.esaulpaugh.headlong.abi.Address toAbi() {
        return com.esaulpaugh.headlong.abi.Address.wrap(toString());
    }

    byte[] toBytes() {
        return bytes.clone();
    }

    BigInteger toNumber() {
        return new BigInteger(1, bytes);
    }

    /** 0x and 40 lower-case digits. */
    public String lowerCase() {
        return HexText.of(bytes);
    }

    @Override
    public int compareTo(Address other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** With the check that is in the case of the letters: EIP-55. */
    @Override
    public String toString() {
        String digits = HexFormat.of().formatHex(bytes);
        String hash = HexFormat.of().formatHex(Keccak.hash(digits.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            text.append(hash.charAt(i) >= '8' ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }
}
