package angklung.screening;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * F2: more time listened to than there is. Either the seconds of a day exceed what its devices can play, then the
 * day's plays are found; or one device played several recordings at once for too long, then that device's plays of
 * the day are.
 *
 * <p>A play belongs to the day on which it started, and one that begins before midnight goes on after it. So the day
 * is counted up to 24 hours after its first play: what one device plays one after the other never exceeds them.
 */
final class ListeningTime implements SubscriberRule {
    private static final long DAY_SECONDS = 86_400;
    private static final BigDecimal HOUR_SECONDS = BigDecimal.valueOf(3_600);
    private static final long NEVER = Long.MIN_VALUE;

    /** Time that one device played more than one recording, and the longest stretch of it. */
    private static final class Overlap {
        private long seconds;
        private long longest;

        void add(long stretch, long crossfade) {
            seconds += stretch - crossfade;
            longest = Math.max(longest, stretch);
        }
    }

    /**
     * Time listened to on one day.
     *
     * @param unknown devices that plays without a device may come from; 0 if the day has none
     */
    private record Day(long seconds, long devices, long unknown) {
        boolean exceeds(BigDecimal hours) {
            return BigDecimal.valueOf(seconds).compareTo(allowed(hours)) > 0;
        }

        private BigDecimal allowed(BigDecimal hours) {
            return hours.multiply(HOUR_SECONDS).multiply(BigDecimal.valueOf(devices));
        }

        BigDecimal hoursPerDevice() {
            BigDecimal hour = HOUR_SECONDS.multiply(BigDecimal.valueOf(devices));
            return BigDecimal.valueOf(seconds).divide(hour, Evidence.SCALE, RoundingMode.DOWN);
        }
    }

    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        Map<DeviceDay, Overlap> overlaps = overlaps(listening, terms.most("crossfade_seconds"));
        BitSet busy = busyPlays(listening, overlaps, terms.most("overlap_seconds"));
        long[] seconds = secondsByDay(listening);
        for (int day = 0; day < listening.days(); day++) {
            Day time = time(listening, terms, day, seconds[day]);
            BitSet found = listening.onDay(day);
            if (!time.exceeds(terms.value("hours_per_day"))) {
                found.and(busy);
            }
            if (!found.isEmpty()) {
                Overlap worst = worst(overlaps, day);
                marks.day(
                        listening.day(day),
                        found,
                        terms.observed("hours_per_day", time.hoursPerDevice()),
                        terms.observed("unknown_devices", time.unknown()),
                        terms.observed("overlap_seconds", worst.seconds),
                        terms.observed("crossfade_seconds", worst.longest));
            }
        }
    }

    /** Devices are counted only where one would not do. */
    private static Day time(Listening listening, RuleTerms terms, int day, long seconds) {
        Day ofOne = new Day(seconds, 1, 0);
        if (!ofOne.exceeds(terms.value("hours_per_day"))) {
            return ofOne;
        }
        long unknown = listening.hasUnknownDevice(day) ? terms.most("unknown_devices") : 0;
        return new Day(seconds, Math.max(1, listening.knownDevices(day) + unknown), unknown);
    }

    private static long[] secondsByDay(Listening listening) {
        long[] seconds = new long[listening.days()];
        long[] end = new long[listening.days()];
        Arrays.fill(end, NEVER);
        for (int i = 0; i < listening.size(); i++) {
            ScreenedPlay play = listening.play(i);
            int day = listening.dayOf(i);
            if (end[day] == NEVER) {
                end[day] = play.startSecond() + DAY_SECONDS;
            }
            seconds[day] += Math.max(0, Math.min(play.endSecond(), end[day]) - play.startSecond());
        }
        return seconds;
    }

    private static Map<DeviceDay, Overlap> overlaps(Listening listening, long crossfade) {
        long[] busyUntil = new long[listening.devices()];
        Arrays.fill(busyUntil, NEVER);
        Map<DeviceDay, Overlap> overlaps = new HashMap<>();
        for (int i = 0; i < listening.size(); i++) {
            ScreenedPlay play = listening.play(i);
            int device = listening.deviceOf(i);
            if (play.device() == ScreenedPlay.UNKNOWN_DEVICE) {
                continue;
            }
            if (play.startSecond() < busyUntil[device]) {
                long both = Math.min(play.endSecond(), busyUntil[device]) - play.startSecond();
                if (both > crossfade) {
                    overlaps.computeIfAbsent(listening.deviceDay(i), key -> new Overlap())
                            .add(both, crossfade);
                }
            }
            busyUntil[device] = Math.max(busyUntil[device], play.endSecond());
        }
        return overlaps;
    }

    /** Plays of devices that played too much at once, on the days on which they did. */
    private static BitSet busyPlays(Listening listening, Map<DeviceDay, Overlap> overlaps, long most) {
        BitSet found = new BitSet();
        if (overlaps.values().stream().anyMatch(overlap -> overlap.seconds > most)) {
            for (int i = 0; i < listening.size(); i++) {
                Overlap overlap = overlaps.get(listening.deviceDay(i));
                if (overlap != null && overlap.seconds > most) {
                    found.set(i);
                }
            }
        }
        return found;
    }

    private static Overlap worst(Map<DeviceDay, Overlap> overlaps, int day) {
        Overlap worst = new Overlap();
        overlaps.forEach((where, overlap) -> {
            if (where.day() == day) {
                worst.seconds = Math.max(worst.seconds, overlap.seconds);
                worst.longest = Math.max(worst.longest, overlap.longest);
            }
        });
        return worst;
    }
}
