package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.LatePlays;
import java.time.LocalDate;
import java.util.List;

/** Whether late plays of an offering restate their own period. */
final class LateTerms {
    private final List<Agreement> agreements;

    /** @param agreements all of the offering */
    LateTerms(List<Agreement> agreements) {
        this.agreements = List.copyOf(agreements);
    }

    /**
     * Whether plays of a local date do: all agreements that cover it say so. A play is counted once for all rights, so
     * they have to agree; if they do not, or if there is none, late plays count in the next period.
     */
    boolean restate(int epochDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        boolean covered = false;
        for (Agreement agreement : agreements) {
            if (TimeZones.covers(agreement, date)) {
                if (agreement.getLatePlays() != LatePlays.RESTATE) {
                    return false;
                }
                covered = true;
            }
        }
        return covered;
    }
}
