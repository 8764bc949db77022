package angklung.proof;

import angklung.log.CanonicalJson;
import angklung.log.Hash;
import angklung.log.InclusionProof;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry of the tree that a statement or a ledger line commits to, with the path to the root.
 *
 * @param entry all values as text
 * @param index in the tree, from 0
 * @param size entries of the tree
 * @param path the entry's sibling first
 */
public record OpenedEntry(SortedMap<String, String> entry, long index, long size, List<Hash> path) {
    public OpenedEntry {
        entry = Collections.unmodifiableSortedMap(new TreeMap<>(entry));
        path = List.copyOf(path);
    }

    /** Whether it is in the tree with that root. */
    boolean isIn(Hash root) {
        return new InclusionProof(index, size, path).proves(Hash.leaf(object(entry).toBytes()), root);
    }

    CanonicalJson json() {
        return new CanonicalJson()
                .add("entry", object(entry))
                .add("index", Long.toString(index))
                .add("path", path.stream().map(Hash::toBase64).toList())
                .add("size", Long.toString(size));
    }

    /** An object of texts. */
    static CanonicalJson object(SortedMap<String, String> members) {
        CanonicalJson json = new CanonicalJson();
        members.forEach(json::add);
        return json;
    }
}
