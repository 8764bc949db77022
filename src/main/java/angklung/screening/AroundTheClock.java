package angklung.screening;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * F11: a device that plays around the clock on several days. Of each device on its own, because a family with one
 * account is awake longer than a person. Finds that device's plays of those days.
 */
final class AroundTheClock implements SubscriberRule {
    @Override
    public void judge(Listening listening, RuleTerms terms, Marks marks) {
        long hours = terms.least("hours");
        long days = terms.least("days");
        if (daysWithHours(listening, hours) < days) {
            return;
        }
        BitSet awake = new BitSet();
        int most = 0;
        for (Map.Entry<DeviceDay, Integer> entry : listening.hoursByDevice().entrySet()) {
            if (entry.getValue() >= hours) {
                awake.set(entry.getKey().day());
                most = Math.max(most, entry.getValue());
            }
        }
        if (!awake.isEmpty() && awake.cardinality() >= days) {
            marks.period(
                    plays(listening, hours),
                    terms.observed("hours", most),
                    terms.observed("days", awake.cardinality()));
        }
    }

    /** Over all devices together: what this does not reach, none of them reaches. */
    private static long daysWithHours(Listening listening, long hours) {
        return Arrays.stream(listening.hoursByDay())
                .filter(active -> active >= hours)
                .count();
    }

    private static BitSet plays(Listening listening, long hours) {
        Map<DeviceDay, Integer> active = listening.hoursByDevice();
        BitSet found = new BitSet();
        for (int i = 0; i < listening.size(); i++) {
            if (active.get(listening.deviceDay(i)) >= hours) {
                found.set(i);
            }
        }
        return found;
    }
}
