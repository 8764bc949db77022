package angklung.tally;

import java.util.List;
import java.util.Optional;

/** The weightings that the tally reports, in the order of the reports. */
record Weightings(List<Weighting> all) {

    Weightings {
        all = List.copyOf(all);
    }

    Optional<Weighting> named(String name) {
        return all.stream().filter(weighting -> weighting.name().equals(name)).findFirst();
    }
}
