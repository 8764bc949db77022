package angklung.replay;

import angklung.avro.DeductionChain;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Cuts the validity of one chain where the chain before it changes. */
final class ChainStretches {
    private ChainStretches() {}

    /** The stretches of {@code whole}, in order; in each of them one version of {@code before}, or none, is in force. */
    static List<Validity> of(Validity whole, List<DeductionChain> before) {
        SortedSet<LocalDate> starts = new TreeSet<>();
        starts.add(whole.from());
        for (DeductionChain chain : before) {
            addInside(starts, whole, chain.getValidFrom());
            if (chain.getValidTo() != null) {
                addInside(starts, whole, chain.getValidTo());
            }
        }
        List<LocalDate> ordered = new ArrayList<>(starts);
        List<Validity> stretches = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            stretches.add(new Validity(ordered.get(i), i + 1 < ordered.size() ? ordered.get(i + 1) : whole.to()));
        }
        return stretches;
    }

    static Validity validity(DeductionChain chain) {
        return new Validity(chain.getValidFrom(), chain.getValidTo());
    }

    private static void addInside(SortedSet<LocalDate> starts, Validity whole, LocalDate date) {
        if (whole.covers(date)) {
            starts.add(date);
        }
    }
}
