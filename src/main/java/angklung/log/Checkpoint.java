package angklung.log;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a log commits to: c2sp.org/tlog-checkpoint.
 *
 * @param origin which log, a URL without scheme and the name of its key
 * @param size leaves
 * @param root of the tree of that size
 * @param extensions further lines; this log writes none, because lines that differ cannot share cosignatures
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
    private static final int LINES = 3;
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");

    public Checkpoint {
        extensions = List.copyOf(extensions);
        if (origin.isEmpty() || size < 0 || extensions.contains("")) {
            throw new LogFormatException("A checkpoint has an origin, a size from 0 and no empty line");
        }
        if (origin.contains("\n") || extensions.stream().anyMatch(line -> line.contains("\n"))) {
            throw new LogFormatException("The lines of a checkpoint have no LF inside");
        }
        if (size == 0 && !root.equals(Hash.EMPTY_ROOT)) {
            throw new LogFormatException("The checkpoint of " + Quoted.of(origin) + " has no leaf, and not the root of none");
        }
    }

    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /** @throws LogFormatException unless it is the text of a checkpoint, in its one form */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        int count = lines.length - 1; // behind the last LF is nothing
        if (count < LINES || !lines[count].isEmpty()) {
            throw new LogFormatException("A checkpoint has the lines origin, size and root, each of which ends in LF");
        }
        return new Checkpoint(
                lines[0], decimal("size of a checkpoint", lines[1]), Hash.parseBase64(lines[2]),
                List.of(lines).subList(LINES, count));
    }

    /** @throws LogFormatException unless it is a number up to 2^63 - 1 without sign and leading zeroes */
    static long decimal(String what, String text) {
        try {
            if (DECIMAL.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // too large
        }
        throw new LogFormatException(Quoted.of(text) + " is no " + what + ", a decimal below 2^63 without leading zeroes");
    }

    /** The text of the note that commits to it. */
    public String text() {
        StringBuilder text = new StringBuilder(origin + "\n" + size + "\n" + root.toBase64() + "\n");
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
