package angklung.cli;

import angklung.log.StrictBase64;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Everything that strangers can read of a run, and a search in every byte of it. */
final class PublicBytes {
    private final Map<String, byte[]> byPlace = new LinkedHashMap<>();

    void add(String place, byte[] bytes) {
        byPlace.merge(place, bytes, (one, other) -> {
            byte[] both = new byte[one.length + other.length];
            System.arraycopy(one, 0, both, 0, one.length);
            System.arraycopy(other, 0, both, one.length, other.length);
            return both;
        });
    }

    void addDirectory(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    add(file.toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    int places() {
        return byPlace.size();
    }

    /**
     * Where the text stands, as it is, in base64, as an Avro number if it is one, or as a hash without a salt, by which
     * whoever guesses the text could tell that it is right.
     */
    List<String> find(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] hash = sha256(plain);
        byte[] number = text.matches("[0-9]{6,18}") ? varint(Long.parseLong(text)) : plain;
        List<String> found = new ArrayList<>();
        for (byte[] form : List.of(
                plain, number, hash, ascii(HexFormat.of().formatHex(hash)), ascii(StrictBase64.encode(hash)),
                ascii(StrictBase64.encode(plain).replace("=", "")))) {
            byPlace.forEach((place, bytes) -> {
                if (holds(bytes, form)) {
                    found.add(place);
                }
            });
        }
        return found;
    }

    private static boolean holds(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            int same = 0;
            while (same < part.length && bytes[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return true;
            }
        }
        return false;
    }

    /** A long as Avro writes it. */
    private static byte[] varint(long number) {
        List<Byte> bytes = new ArrayList<>();
        for (long left = number << 1; ; left >>>= 7) {
            boolean last = left < 0x80;
            bytes.add((byte) (left & 0x7F | (last ? 0 : 0x80)));
            if (last) {
                break;
            }
        }
        byte[] array = new byte[bytes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = bytes.get(i);
        }
        return array;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
