package angklung.witness;

import angklung.log.Checkpoint;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.LogFormatException;
import angklung.log.Note;
import angklung.log.Prover;
import angklung.log.TileSource;
import angklung.log.Tiles;
import java.util.List;
import java.util.Optional;

/**
 * Two histories signed by one log. What shows it to a stranger are the two notes, and a proof that the larger tree
 * begins with another tree of the smaller size than the one that was signed.
 *
 * @param smaller the checkpoint of fewer leaves
 * @param larger the checkpoint of more leaves, or of as many
 * @param prefix root of the first leaves of the larger tree, as many as the smaller one has
 * @param path consistency proof from there to the larger tree; empty if the trees are of one size
 */
public record Fork(Note smaller, Note larger, Hash prefix, List<Hash> path) {
    /** @throws IllegalArgumentException if it shows no fork; the signatures are not looked at */
    public Fork {
        path = List.copyOf(path);
        Checkpoint small = Checkpoint.parse(smaller.text());
        Checkpoint large = Checkpoint.parse(larger.text());
        boolean shown = small.origin().equals(large.origin())
                && !prefix.equals(small.root())
                && new ConsistencyProof(small.size(), large.size(), path).proves(prefix, large.root());
        if (!shown) {
            throw new IllegalArgumentException("This does not show two histories of one log:\n" + smaller + larger);
        }
    }

    /** Of two checkpoints of one size with different roots. */
    static Fork ofOneSize(Note one, Note other) {
        return new Fork(one, other, Checkpoint.parse(other.text()).root(), List.of());
    }

    /**
     * Whether two signed checkpoints of one log contradict each other.
     *
     * @param tiles of the larger tree; not believed, and not read if the notes alone tell
     * @return the fork; none if the larger tree begins with the smaller one
     * @throws LogFormatException if the tiles are not of the larger tree, so that nothing is known
     * @throws java.io.UncheckedIOException if they cannot be read, so that nothing is known
     */
    static Optional<Fork> between(Note smaller, Note larger, TileSource tiles) {
        Checkpoint small = Checkpoint.parse(smaller.text());
        Checkpoint large = Checkpoint.parse(larger.text());
        if (small.size() == 0) {
            return Optional.empty(); // every tree begins with none
        }
        if (small.size() == large.size()) {
            return small.root().equals(large.root()) ? Optional.empty() : Optional.of(ofOneSize(smaller, larger));
        }
        Prover prover = new Prover(new Tiles(tiles, large.size()));
        Hash prefix = prover.root(small.size());
        ConsistencyProof proof = prover.consistency(small.size(), large.size());
        if (!proof.proves(prefix, large.root())) {
            throw new LogFormatException("the tiles there do not make the root of the " + large.size()
                    + " leaves that the log has signed");
        }
        return prefix.equals(small.root())
                ? Optional.empty()
                : Optional.of(new Fork(smaller, larger, prefix, proof.path()));
    }
}
