package angklung.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * UTF-8 text that is read whole or not at all: malformed bytes end it with the line that they are on, instead of
 * turning into a replacement character that would change a name in silence. A byte order mark at the start is
 * left out.
 *
 * <p>The text that was read and not yet passed is kept, so that a row can be had as it stands in the file
 * ({@link #rawRow}). Not thread-safe.
 */
final class StrictText extends Reader {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CHARACTER_BYTES_MAX = 4;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final boolean keepRows;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES).flip();
    private final RowWindow window = new RowWindow();
    private MalformedText fault;
    private boolean ended;
    private boolean begun;
    private long line = 1;
    private boolean afterReturn;

    /** @param keepRows whether {@link #rawRow} is to be had */
    StrictText(InputStream in, boolean keepRows) {
        this.in = in;
        this.keepRows = keepRows;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (fault != null) {
                throw fault;
            }
            if (ended) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        if (keepRows) {
            window.append(target, offset, count);
        }
        return count;
    }

    /** Decodes the next characters; those before a fault are handed out first. */
    private void decode() throws IOException {
        boolean last = bytes.remaining() < CHARACTER_BYTES_MAX && !fill();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, last);
        chars.flip();
        if (!begun && chars.hasRemaining()) {
            begun = true;
            if (chars.get(0) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
        countLines();
        if (result.isError()) {
            fault = malformed(result.length());
        } else if (last && result.isUnderflow()) {
            ended = true;
        }
    }

    /** Reads more bytes behind those left over; false at the end of the file. */
    private boolean fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read > 0) {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
        return read >= 0;
    }

    private void countLines() {
        for (int i = chars.position(); i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\r' || c == '\n' && !afterReturn) {
                line++;
            }
            afterReturn = c == '\r';
        }
    }

    private MalformedText malformed(int length) {
        byte[] wrong = new byte[Math.min(length, bytes.remaining())];
        bytes.duplicate().get(wrong);
        return new MalformedText(
                line, "bytes " + HexFormat.of().formatHex(wrong) + " (hexadecimal) are not UTF-8; save the file as UTF-8");
    }

    /**
     * Moves on to the row that starts on the given line.
     *
     * @param startLine from 1; not before that of an earlier call
     */
    void forgetBefore(long startLine) {
        if (keepRows) {
            window.moveTo(startLine);
        }
    }

    /** The row moved on to last, as it stands in the file, without the line break that ends it. */
    String rawRow() {
        if (!keepRows) {
            throw new IllegalStateException("Rows are not kept");
        }
        return window.row();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Text from the last row that was asked for to the last character that was read. */
    private static final class RowWindow {
        private final StringBuilder text = new StringBuilder();
        private int start;
        private long line = 1;

        void append(char[] source, int offset, int length) {
            text.delete(0, start);
            start = 0;
            text.append(source, offset, length);
        }

        void moveTo(long startLine) {
            while (line < startLine) {
                start = afterBreak(lineEnd());
                line++;
            }
        }

        String row() {
            return text.substring(start, rowEnd());
        }

        private int lineEnd() {
            int i = start;
            while (i < text.length() && !isBreak(text.charAt(i))) {
                i++;
            }
            return i;
        }

        /** As {@link #lineEnd}, but past the line breaks inside quotes. */
        private int rowEnd() {
            boolean quoted = false;
            boolean mayOpen = true; // a quote opens at the start of a field, or again right after it closed
            for (int i = start; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' && (quoted || mayOpen)) {
                    quoted = !quoted;
                    mayOpen = true;
                } else if (!quoted && isBreak(c)) {
                    return i;
                } else {
                    mayOpen = c == ',';
                }
            }
            return text.length();
        }

        private int afterBreak(int end) {
            boolean two = end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
            return Math.min(text.length(), end + (two ? 2 : 1));
        }

        private static boolean isBreak(char c) {
            return c == '\r' || c == '\n';
        }
    }
}
