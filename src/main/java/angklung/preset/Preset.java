package angklung.preset;

import java.util.List;
import java.util.Optional;

/**
 * A tariff or a form of deal as it is shipped.
 *
 * @param name of its file, without the ending
 * @param title what it is, and for when
 * @param sources addresses where the figures are published; at least one
 * @param verified which figures were checked against the sources, and which doubts remain
 * @param notes what to know before using it
 * @param unverified figures that were checked against no source; a preset with any is for nobody's default
 * @param takesRatio whether every term may be multiplied by the part of the works that the society administers
 * @param variants at least one; the first is taken if none is named
 */
public record Preset(
        String name,
        String title,
        List<String> sources,
        String verified,
        List<String> notes,
        List<String> unverified,
        boolean takesRatio,
        List<Variant> variants) {

    public Preset {
        sources = List.copyOf(sources);
        notes = List.copyOf(notes);
        unverified = List.copyOf(unverified);
        variants = List.copyOf(variants);
    }

    /**
     * The terms for one kind of offering.
     *
     * @param name unique in the preset
     * @param agreements one for each right and time, in the order of the file
     */
    public record Variant(String name, String title, List<Terms> agreements) {
        public Variant {
            agreements = List.copyOf(agreements);
        }
    }

    /** Whether every figure is printed in a source. */
    public boolean isVerified() {
        return unverified.isEmpty();
    }

    /** @param variant null: the first */
    public Optional<Variant> variant(String variant) {
        return variants.stream()
                .filter(each -> variant == null || each.name().equals(variant))
                .findFirst();
    }
}
