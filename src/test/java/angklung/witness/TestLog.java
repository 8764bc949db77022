package angklung.witness;

import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.KeyType;
import angklung.log.Note;
import angklung.log.Prover;
import angklung.log.SigningKey;
import angklung.log.TilePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A log in memory that signs whatever it is asked to, with others of the same key for other histories. */
public final class TestLog {
    public static final String ORIGIN = "log.example/angklung";

    private final SigningKey key;
    private final List<Hash> leaves = new ArrayList<>();
    private final Map<String, Hash> nodes = new ConcurrentHashMap<>();

    private TestLog(SigningKey key) {
        this.key = key;
    }

    public static TestLog of(String origin, int seed, int size) {
        TestLog log = new TestLog(key(origin, KeyType.ED25519, seed));
        log.grow("leaf", size);
        return log;
    }

    public static TestLog of(int size) {
        return of(ORIGIN, 1, size);
    }

    public static SigningKey key(String name, KeyType type, int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return SigningKey.of(name, type, bytes);
    }

    /** Another history by the same key: the same leaves up to a size, then others. */
    public TestLog fork(int from) {
        TestLog other = new TestLog(key);
        other.leaves.addAll(leaves.subList(0, from));
        other.grow("forked leaf", leaves.size());
        return other;
    }

    /** The same history and another key. */
    TestLog signedBy(SigningKey other) {
        TestLog log = new TestLog(other);
        log.leaves.addAll(leaves);
        return log;
    }

    public String vkey() {
        return key.verifier().toString();
    }

    public Hash root(int size) {
        return new Prover(this::node).root(size);
    }

    Checkpoint checkpoint(int size) {
        return new Checkpoint(key.verifier().name(), size, root(size));
    }

    public Note signed(int size) {
        return signed(checkpoint(size).text());
    }

    Note signed(String text) {
        return new Note(text, List.of(key.sign(text)));
    }

    List<Hash> proof(int from, int to) {
        return from == 0 ? List.of() : new Prover(this::node).consistency(from, to).path();
    }

    public AddCheckpoint request(int from, int to) {
        return new AddCheckpoint(from, proof(from, to), signed(to));
    }

    /** Writes checkpoint and tiles of a size as plain files. */
    public void publish(Path directory, int size) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("checkpoint"), signed(size).toBytes());
        for (int level = 0; size >> 8 * level > 0; level++) {
            for (long index = 0; index << 8 < size >> 8 * level; index++) {
                TilePath path = TilePath.in(size, level, index);
                Path file = directory.resolve(path.toString());
                Files.createDirectories(file.getParent());
                Files.write(file, tile(path));
            }
        }
    }

    /** The bytes of a tile. */
    byte[] tile(TilePath path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < path.width(); i++) {
            bytes.writeBytes(node(8 * path.level(), path.index() * TilePath.FULL + i).toBytes());
        }
        return bytes.toByteArray();
    }

    private void grow(String text, int size) {
        for (int i = leaves.size(); i < size; i++) {
            leaves.add(Hash.leaf((text + " " + i).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private Hash node(int level, long index) {
        if (level == 0) {
            return leaves.get((int) index);
        }
        String place = level + "/" + index;
        Hash known = nodes.get(place);
        if (known == null) {
            known = Hash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            nodes.put(place, known);
        }
        return known;
    }
}
