package angklung.publish;

/** What the publisher has just done, in the order of one turn. */
public enum Step {
    /** The tiles and bundles of the new size are on the disk. */
    TILES_WRITTEN,
    /** The directory holds the tree that the entries make, and it only appends to the last signed one. */
    CHECKED,
    /** The new checkpoint is signed; nobody else has it. */
    SIGNED,
    /** What was signed is committed, so that no other size and root can follow that does not append to it. */
    COMMITTED,
    /** Cosignatures were asked for; whether there are enough is not known yet. */
    COSIGNED,
    /** Everybody can read the new checkpoint. */
    PUBLISHED
}
