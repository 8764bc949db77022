package angklung.replay;

import angklung.avro.RejectedRegistration;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many registrations came, and what became of them. */
public final class RegistrationCounts {
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private long received;

    void seen() {
        received++;
    }

    void rejected(RejectedRegistration registration) {
        rejected.merge(registration.getReason().name(), 1L, Long::sum);
    }

    long received() {
        return received;
    }

    /** Those that were not refused; a later one of the same registrant replaces an earlier one. */
    long accepted() {
        return received - rejectedTotal();
    }

    long rejectedTotal() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** By reason. */
    SortedMap<String, Long> rejected() {
        return rejected;
    }
}
