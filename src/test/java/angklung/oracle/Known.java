package angklung.oracle;

import java.time.YearMonth;
import java.util.List;

/** All that a version of a pool rests on besides its report and its agreement, as known when it is made. */
record Known(Usage usage, Shares shares, Policies policies, Verdicts verdicts) {

    /** Nothing is screened, and there are no policies. */
    static Known of(Usage usage, Shares shares) {
        return new Known(usage, shares, Policies.NONE, new Verdicts());
    }

    /** The plays of a period that take part in the pools of a screening policy. */
    List<Usage.Heard> counting(Group group, YearMonth period, String screening) {
        return usage.heard(group, period).stream()
                .filter(heard -> screening.equals("NONE")
                        || !verdicts.isConfirmed(group.dsp(), heard)
                                && (screening.equals("HOLD") || !verdicts.isOpen(group.dsp(), heard)))
                .toList();
    }
}
