package angklung.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries as tlog-tiles bundles them: two bytes of length, big-endian, then the entry. */
public final class EntryBundle {
    /** Bytes that an entry has at most. */
    public static final int LONGEST_ENTRY = 65_535;

    private EntryBundle() {}

    /** @throws IllegalArgumentException if an entry is too long, or there are more than 256 */
    public static byte[] encode(List<byte[]> entries) {
        if (entries.size() > TilePath.FULL) {
            throw new IllegalArgumentException("A bundle has 256 entries at most, not " + entries.size());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > LONGEST_ENTRY) {
                throw new IllegalArgumentException("An entry has 65535 bytes at most, not " + entry.length);
            }
            bytes.write(entry.length >> Byte.SIZE);
            bytes.write(entry.length);
            bytes.writeBytes(entry);
        }
        return bytes.toByteArray();
    }

    /**
     * @param path whose bytes they are
     * @throws LogFormatException unless it holds as many entries as the path says and nothing else
     */
    public static List<byte[]> decode(byte[] bytes, TilePath path) {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int start = at + Short.BYTES;
            int end = start > bytes.length ? start : start + length(bytes, at);
            if (end > bytes.length) {
                throw new LogFormatException(path + " ends inside its entry " + entries.size());
            }
            entries.add(Arrays.copyOfRange(bytes, start, end));
            at = end;
        }
        if (entries.size() != path.width()) {
            throw new LogFormatException(path + " has " + entries.size() + " entries instead of " + path.width());
        }
        return entries;
    }

    private static int length(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 1]);
    }
}
