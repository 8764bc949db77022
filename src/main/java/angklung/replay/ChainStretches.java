package angklung.replay;

import angklung.avro.DeductionChain;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The time that the versions of a chain divide between them. */
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

    /**
     * The same versions and, where none of them is in force, versions without a step: settlement does not take silence
     * for consent to pay gross, and here it is known that there is nothing to deduct.
     *
     * @param versions of one chain, none overlapping another
     */
    static List<DeductionChain> withoutGaps(List<DeductionChain> versions) {
        List<DeductionChain> ordered = versions.stream()
                .sorted(Comparator.comparing(DeductionChain::getValidFrom))
                .toList();
        List<DeductionChain> whole = new ArrayList<>();
        LocalDate covered = LocalDate.EPOCH; // long before any play
        for (DeductionChain version : ordered) {
            if (covered.isBefore(version.getValidFrom())) {
                whole.add(nothing(version.getChain(), new Validity(covered, version.getValidFrom())));
            }
            whole.add(version);
            covered = version.getValidTo();
        }
        if (covered != null) {
            whole.add(nothing(ordered.get(0).getChain(), new Validity(covered, null)));
        }
        return whole;
    }

    private static DeductionChain nothing(String chain, Validity validity) {
        return DeductionsFile.chain(chain, validity, List.of(), null);
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
