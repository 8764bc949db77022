package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serde;

/** Local epoch days on which authorship policies left nobody a claim on a recording when its weight was asked for. */
record ExcludedDays(SortedSet<Integer> days) {
    static final ExcludedDays NONE = new ExcludedDays(new TreeSet<>());

    private static final int FORMAT = 1;

    ExcludedDays {
        days = Collections.unmodifiableSortedSet(days);
    }

    static Serde<ExcludedDays> serde() {
        return StateSerdes.fields(FORMAT, ExcludedDays::encode, ExcludedDays::decode);
    }

    private void encode(StateWriter writer) {
        writer.numbers(days.stream().mapToLong(day -> day).toArray());
    }

    private static ExcludedDays decode(StateReader reader) {
        SortedSet<Integer> days = new TreeSet<>();
        for (long day : reader.numbers()) {
            days.add(Math.toIntExact(day));
        }
        return new ExcludedDays(days);
    }
}
