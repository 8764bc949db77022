package angklung.anchor;

/**
 * Which state of the chain is asked.
 *
 * @param text as JSON-RPC writes it
 */
public record BlockTag(String text) {
    /** After the newest block, which may yet be replaced. */
    public static final BlockTag LATEST = new BlockTag("latest");

    /** With the transactions that wait. */
    public static final BlockTag PENDING = new BlockTag("pending");

    /** After the newest block that the chain itself declares final. */
    public static final BlockTag FINALIZED = new BlockTag("finalized");

    /** After the block of a number. */
    public static BlockTag of(long number) {
        return new BlockTag(HexText.quantity(number));
    }

    @Override
    public String toString() {
        return text;
    }
}
