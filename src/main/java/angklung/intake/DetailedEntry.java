package angklung.intake;

import angklung.avro.Engagement;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.function.Consumer;

/**
 * What one subscriber played of one screened offering between two commits: every play by itself, in about fifteen
 * bytes, encoded as it comes. The other form of a stored entry is {@link SubscriberEntry}.
 *
 * <p>Fields of a play, all but the first relative to the play before: a number made of the track's minutes, the
 * engagement, whether it was heard to its end, and whether the device is another one; then that device, if so; recording; start; how many days the
 * local date is from that of UTC; seconds played.
 */
final class DetailedEntry {
    private static final int FORMAT = 2;

    private static final Engagement[] ENGAGEMENTS = Engagement.values();

    private static final int SECONDS_PER_DAY = 86_400;

    private final StateWriter writer = new StateWriter(FORMAT);
    private long lastStart;
    private long lastDevice;

    /** Whether a stored entry has this form. */
    static boolean isOne(byte[] value) {
        return value[0] == FORMAT;
    }

    void add(FollowedPlay play) {
        boolean otherDevice = play.device() != lastDevice;
        long kind = (long) play.trackMinutes() * ENGAGEMENTS.length + play.engagement().ordinal();
        writer.number(4 * kind + (play.complete() ? 2 : 0) + (otherDevice ? 1 : 0));
        if (otherDevice) {
            writer.number(play.device());
            lastDevice = play.device();
        }
        writer.number(IsrcNumber.of(play.isrc()));
        writer.number(zigzag(play.startSecond() - lastStart));
        lastStart = play.startSecond();
        writer.number(zigzag(play.epochDay() - Math.floorDiv(play.startSecond(), (long) SECONDS_PER_DAY)));
        writer.number(play.playedSeconds());
    }

    byte[] encode() {
        return writer.toBytes();
    }

    /** Hands out the plays that were encoded, in the order in which they came. */
    static void decode(byte[] value, Consumer<FollowedPlay> receiver) {
        StateReader reader = new StateReader(value, FORMAT);
        long start = 0;
        long device = 0;
        while (reader.hasMore()) {
            long flags = reader.number();
            if ((flags & 1) == 1) {
                device = reader.number();
            }
            long kind = flags >>> 2;
            String isrc = IsrcNumber.toIsrc(reader.number());
            start += unzigzag(reader.number());
            int day = Math.toIntExact(Math.floorDiv(start, (long) SECONDS_PER_DAY) + unzigzag(reader.number()));
            receiver.accept(new FollowedPlay(
                    isrc, day, ENGAGEMENTS[(int) (kind % ENGAGEMENTS.length)],
                    (int) (kind / ENGAGEMENTS.length), start, reader.number(), (flags & 2) == 2,
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
