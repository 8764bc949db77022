package angklung.intake;

import angklung.avro.Engagement;
import angklung.screening.ScreenedPlay;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * What one subscriber played of one screened offering between two commits: every play by itself, in about fifteen
 * bytes, encoded as it comes. The other form of a stored entry is {@link SubscriberEntry}.
 *
 * <p>Fields of a play, all but the first relative to the play before: a number made of the track's minutes, the
 * engagement, whether it was heard to its end, and whether the device is another one; then that device, if so;
 * recording; start; how many days the local date is from that of UTC; seconds played.
 */
final class DetailedEntry {
    private static final int FORMAT = 2;

    private static final int OTHER_DEVICE = 1;
    private static final int COMPLETE = 2;
    private static final int FLAGS = 4;

    private static final Engagement[] ENGAGEMENTS = Engagement.values();

    private static final int SECONDS_PER_DAY = 86_400;

    private final StateWriter writer = new StateWriter(FORMAT);
    private long lastStart;
    private long lastDevice = ScreenedPlay.UNKNOWN_DEVICE;

    /** Whether a stored entry has this form. */
    static boolean isOne(byte[] value) {
        return value[0] == FORMAT;
    }

    /** Adds one play; the arguments are as in {@link ScreenedPlay}. */
    void add(
            String isrc, Engagement engagement, int day, int trackMinutes, long startSecond, int playedSeconds,
            boolean complete, long device) {
        long kind = (long) trackMinutes * ENGAGEMENTS.length + engagement.ordinal();
        int flags = (complete ? COMPLETE : 0) + (device != lastDevice ? OTHER_DEVICE : 0);
        writer.number(FLAGS * kind + flags);
        if (device != lastDevice) {
            writer.number(device);
            lastDevice = device;
        }
        writer.number(IsrcNumber.of(isrc));
        writer.number(zigzag(startSecond - lastStart));
        lastStart = startSecond;
        writer.number(zigzag(day - Math.floorDiv(startSecond, (long) SECONDS_PER_DAY)));
        writer.number(playedSeconds);
    }

    byte[] encode() {
        return writer.toBytes();
    }

    /**
     * Hands out the plays that were encoded, in the order in which they came.
     *
     * @param isrcs see {@link IsrcNumber#toIsrc}
     */
    static void decode(
            byte[] value, String territory, String offering, LongFunction<String> isrcs,
            Consumer<ScreenedPlay> receiver) {
        StateReader reader = new StateReader(value, FORMAT);
        long start = 0;
        long device = ScreenedPlay.UNKNOWN_DEVICE;
        while (reader.hasMore()) {
            long number = reader.number();
            long flags = number % FLAGS;
            long kind = number / FLAGS;
            if ((flags & OTHER_DEVICE) != 0) {
                device = reader.number();
            }
            String isrc = isrcs.apply(reader.number());
            start += unzigzag(reader.number());
            int day = Math.toIntExact(Math.floorDiv(start, (long) SECONDS_PER_DAY) + unzigzag(reader.number()));
            receiver.accept(new ScreenedPlay(
                    territory, offering, isrc, ENGAGEMENTS[(int) (kind % ENGAGEMENTS.length)], day,
                    Math.toIntExact(kind / ENGAGEMENTS.length), start, reader.integer(), (flags & COMPLETE) != 0,
                    device));
        }
    }

    /** Small numbers of either sign become small ones without: 0, -1, 1, -2 … are 0, 1, 2, 3 … */
    private static long zigzag(long value) {
        return value << 1 ^ value >> Long.SIZE - 1;
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}
