package angklung.screening;

import angklung.avro.ScreeningSubject;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Whose plays are judged.
 *
 * @param id an ISRC, else a digest that tells no subscriber or device
 */
public record Subject(ScreeningSubject kind, String id) implements Comparable<Subject> {
    private static final Comparator<Subject> ORDER =
            Comparator.comparing(Subject::kind).thenComparing(Subject::id);

    public Subject {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
    }

    static Subject recording(String isrc) {
        return new Subject(ScreeningSubject.RECORDING, isrc);
    }

    static Subject device(long digest) {
        return new Subject(ScreeningSubject.DEVICE, deviceId(digest));
    }

    static String deviceId(long digest) {
        return HexFormat.of().toHexDigits(digest);
    }

    static Subject cohort(String id) {
        return new Subject(ScreeningSubject.COHORT, id);
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }
}
