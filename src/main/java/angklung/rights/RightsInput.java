package angklung.rights;

import angklung.avro.Registration;
import angklung.avro.RejectedRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;

/** What passes between the nodes that read registrations. */
sealed interface RightsInput {

    /**
     * A registration that is good by itself.
     *
     * @param value raw value of the record, in case that the registration conflicts with an earlier one
     */
    record Accepted(Registration registration, byte[] value) implements RightsInput {}

    /** A registration that is refused. */
    record Refused(RejectedRegistration rejected) implements RightsInput {}

    /** All claims on a work or a performer, which have changed. */
    record Claimed(SubjectClaims claims) implements RightsInput {}

    /** What is registered of a recording itself, which has changed. */
    record Recorded(String isrc, Own before, Own now) implements RightsInput {

        /** The recording first: whoever answers its links finds it there. */
        List<KeyValue<String, Part>> parts() {
            List<KeyValue<String, Part>> parts = new ArrayList<>();
            parts.add(KeyValue.pair(isrc, new Part.OfRecording(now)));
            SortedSet<String> old = before.links();
            SortedSet<String> links = now.links();
            without(old, links).forEach(subject -> parts.add(KeyValue.pair(Part.keyOfLink(isrc, subject), null)));
            without(links, old).forEach(subject ->
                    parts.add(KeyValue.pair(Part.keyOfLink(isrc, subject), new Part.Link())));
            return parts;
        }

        private static SortedSet<String> without(SortedSet<String> all, SortedSet<String> others) {
            SortedSet<String> rest = new TreeSet<>(all);
            rest.removeAll(others);
            return rest;
        }
    }
}
