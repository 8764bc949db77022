package angklung.replay;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.Registration;
import java.util.List;

/** What decides who shares: registrations, in the order of their subjects, and policies on authorship. */
public record RightsInput(List<Registration> registrations, List<AuthorshipPolicy> policies) {

    boolean isEmpty() {
        return registrations.isEmpty() && policies.isEmpty();
    }
}
