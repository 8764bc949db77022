package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.ScreeningPolicy;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.List;

/** The local days of one offering whose plays are screened: those that an agreement with a policy for it covers. */
final class ScreenedDays {
    static final ScreenedDays NONE = new ScreenedDays(new long[0], new long[0]);

    private final long[] first;
    private final long[] end;

    private ScreenedDays(long[] first, long[] end) {
        this.first = first;
        this.end = end;
    }

    /** @param agreements all of the offering */
    static ScreenedDays of(List<Agreement> agreements) {
        List<Agreement> screening = agreements.stream().filter(ScreenedDays::isScreening).toList();
        if (screening.isEmpty()) {
            return NONE;
        }
        return new ScreenedDays(
                screening.stream().mapToLong(agreement -> agreement.getValidFrom().toEpochDay()).toArray(),
                screening.stream().mapToLong(ScreenedDays::end).toArray());
    }

    /** Whether what is found artificial matters to an agreement. */
    static boolean isScreening(Agreement agreement) {
        return agreement.getScreening() == ScreeningPolicy.REBASE || agreement.getScreening() == ScreeningPolicy.HOLD;
    }

    boolean contains(int epochDay) {
        for (int i = 0; i < first.length; i++) {
            if (epochDay >= first[i] && epochDay < end[i]) {
                return true;
            }
        }
        return false;
    }

    void encode(StateWriter writer) {
        writer.numbers(first).numbers(end);
    }

    static ScreenedDays decode(StateReader reader) {
        return new ScreenedDays(reader.numbers(), reader.numbers());
    }

    private static long end(Agreement agreement) {
        return agreement.getValidTo() == null ? Integer.MAX_VALUE : agreement.getValidTo().toEpochDay();
    }
}
