package angklung.opening;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What opens the leaf of a statement. Private to its party.
 *
 * @param salt 32 bytes
 * @param record canonical JSON, as {@link StatementRecord} writes it
 */
public record OpenedStatement(byte[] salt, byte[] record) {
    public OpenedStatement {
        if (salt.length != Commitment.SALT_LENGTH) {
            throw new IllegalArgumentException("A salt has 32 bytes, not " + salt.length);
        }
        salt = salt.clone();
        record = record.clone();
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] record() {
        return record.clone();
    }

    /** What the leaf must hold. */
    public byte[] commitment() {
        return Commitment.of(salt, record);
    }

    /** The record as text. */
    public String recordText() {
        return new String(record, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpenedStatement that
                && Arrays.equals(salt, that.salt)
                && Arrays.equals(record, that.record);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(record);
    }

    /** Nothing of what it holds. */
    @Override
    public String toString() {
        return "opening of a record of " + record.length + " bytes";
    }
}
