package angklung.proof;

import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import angklung.log.TilePath;
import angklung.publish.PublishedLog;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log of which a part is published; tiles by the definitions of c2sp.org/tlog-tiles over the naive tree. */
final class MemoryLog implements PublishedLog {
    final List<byte[]> entries = new ArrayList<>();
    final SigningKey key;
    int published = -1;

    MemoryLog(SigningKey key) {
        this.key = key;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        if (published < 0) {
            return Optional.empty();
        }
        String text = key.verifier().name() + "\n" + published + "\n"
                + SampleProof.base64(NaiveTree.root(entries.subList(0, published))) + "\n";
        List<NoteSignature> signatures = List.of(key.sign(text));
        return Optional.of(new Note(text, signatures).toBytes());
    }

    @Override
    public byte[] read(TilePath path) {
        long leaves = 1L << 8 * path.level();
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        for (int i = 0; i < path.width(); i++) {
            long from = (path.index() * 256 + i) * leaves;
            if (from + leaves > published) {
                throw new UncheckedIOException(new FileNotFoundException(path.toString()));
            }
            tile.writeBytes(NaiveTree.root(entries.subList((int) from, (int) (from + leaves))));
        }
        return tile.toByteArray();
    }

    @Override
    public String toString() {
        return "memory";
    }
}
