package angklung.screening;

import angklung.model.Period;
import java.util.Objects;

/** What a period of a service is screened by. */
public record ScreeningTerms(String dsp, Period period, Thresholds thresholds, Catalogue catalogue) {
    public ScreeningTerms {
        Objects.requireNonNull(dsp);
        Objects.requireNonNull(period);
        Objects.requireNonNull(thresholds);
        Objects.requireNonNull(catalogue);
    }

    int firstDay() {
        return Math.toIntExact(period.firstDay().toEpochDay());
    }

    int lastDay() {
        return Math.toIntExact(period.lastDay().toEpochDay());
    }
}
