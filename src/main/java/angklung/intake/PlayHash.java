package angklung.intake;

import angklung.avro.PlayEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Hashes of plays for deduplication: 128 bits of the identifier, so that two identifiers of one service never
 * meet in practice, and 64 bits of everything else, so that an identifier used twice shows. Murmur3 x64 with seed
 * 0 over bytes that depend on nothing but the fields: not on the writer's schema, nor on how the ISRC is written.
 * Not thread-safe: it writes the bytes into one buffer.
 */
final class PlayHash {
    private static final int SEED = 0;

    /** Marks an optional field that is absent; a text has a length instead, which is not negative. */
    private static final int ABSENT = -1;

    private byte[] buffer = new byte[1024];
    private int length;

    /** Both halves of the hash of an identifier. */
    long[] ofPlayId(String playId) {
        length = 0;
        text(playId);
        return MurmurHash3.hash128x64(buffer, 0, length, SEED);
    }

    /** The hash of a device, 0 for none. */
    long ofDevice(String device) {
        if (device == null) {
            return 0;
        }
        length = 0;
        text(device);
        long hash = MurmurHash3.hash128x64(buffer, 0, length, SEED)[0];
        return hash == 0 ? 1 : hash;
    }

    /** The hash of what the play says besides its identifier and service. */
    long ofPayload(PlayEvent play, String isrc) {
        length = 0;
        text(play.getSubscriberId());
        text(isrc);
        text(play.getTerritory());
        text(play.getOffering());
        number(play.getStartedAt().toEpochMilli());
        number(play.getPlayedMs());
        optional(play.getTrackMs());
        text(play.getEngagement().name());
        optional(play.getDeviceId());
        return MurmurHash3.hash128x64(buffer, 0, length, SEED)[0];
    }

    private void optional(Long value) {
        if (value == null) {
            ordinal(ABSENT);
        } else {
            ordinal(Long.BYTES);
            number(value);
        }
    }

    private void optional(String value) {
        if (value == null) {
            ordinal(ABSENT);
        } else {
            text(value);
        }
    }

    /** Length in bytes, then UTF-8. */
    private void text(String value) {
        int lengthAt = length;
        reserve(Integer.BYTES + value.length());
        int at = length + Integer.BYTES;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                encoded(value);
                return;
            }
            buffer[at++] = (byte) c;
        }
        length = lengthAt;
        ordinal(value.length());
        length = at;
    }

    private void encoded(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        ordinal(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, buffer, length, utf8.length);
        length += utf8.length;
    }

    private void number(long value) {
        ordinal((int) (value >>> 32));
        ordinal((int) value);
    }

    private void ordinal(int value) {
        reserve(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >>> shift);
        }
    }

    private void reserve(int bytes) {
        if (length + bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes));
        }
    }
}
