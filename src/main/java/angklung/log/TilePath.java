package angklung.log;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile or a bundle of entries is found: c2sp.org/tlog-tiles, "Parameters" and "Merkle Tree".
 *
 * @param level height of the tile in tiles, from 0; {@link #ENTRIES} for a bundle of entries
 * @param index from 0
 * @param width hashes or entries in it: 256, or fewer at the edge of a tree
 */
public record TilePath(int level, long index, int width) {
    /** The level of bundles of entries. */
    public static final int ENTRIES = -1;

    /** Hashes in a full tile, entries in a full bundle. */
    public static final int FULL = 256;

    /** Levels of the tree that a tile spans. */
    static final int HEIGHT = 8;

    private static final int HIGHEST = (Long.SIZE - 1) / HEIGHT; // a tree has fewer than 2^63 leaves
    private static final int GROUP = 1_000;
    private static final Pattern TEXT =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6})([0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TilePath {
        if (level < ENTRIES || level > HIGHEST || index < 0 || width < 1 || width > FULL) {
            throw new LogFormatException(
                    "There is no tile at level " + level + " and index " + index + " with " + width + " hashes");
        }
    }

    /**
     * The tile at a place of the tree of a size, as wide as that tree makes it.
     *
     * @throws LogFormatException if the tree has nothing there
     */
    public static TilePath in(long size, int level, long index) {
        long hashes = size >> (HEIGHT * Math.max(level, 0));
        boolean there = index <= hashes / FULL; // or the product below might not fit
        return new TilePath(level, index, there ? (int) Math.min(FULL, hashes - index * FULL) : 0);
    }

    /** @throws LogFormatException if it is not the path of a tile, in its one form */
    public static TilePath parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new LogFormatException(Quoted.of(text) + " is not the path of a tile");
        }
        int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
        int width = parts.group(4) == null ? FULL : Integer.parseInt(parts.group(4));
        TilePath path;
        try {
            long index = Long.parseLong(parts.group(2).replaceAll("[x/]", "") + parts.group(3));
            path = new TilePath(level, index, width);
        } catch (NumberFormatException e) {
            throw new LogFormatException(Quoted.of(text) + " is not the path of a tile: no index is so large");
        }
        if (!path.toString().equals(text)) {
            throw new LogFormatException(Quoted.of(text) + " is not the path of a tile, which would be " + path);
        }
        return path;
    }

    public boolean isFull() {
        return width == FULL;
    }

    /** Relative to the root of the log, such as {@code tile/0/x001/234.p/5}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%03d", index % GROUP));
        for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
            text.insert(0, String.format(Locale.ROOT, "x%03d/", rest % GROUP));
        }
        text.insert(0, "tile/" + (level == ENTRIES ? "entries" : String.valueOf(level)) + "/");
        return isFull() ? text.toString() : text + ".p/" + width;
    }
}
