package angklung.anchor;

/**
 * When a block counts as final.
 *
 * @param confirmations blocks that must follow it; 0: the chain itself says what it finalized
 */
public record Finality(int confirmations) {
    /** The state that is not taken back any more. */
    BlockTag tag(Chain chain) {
        if (confirmations == 0) {
            return BlockTag.FINALIZED;
        }
        long newest = chain.block(BlockTag.LATEST).number();
        return BlockTag.of(Math.max(0, newest - confirmations));
    }
}
