package angklung.rights;

import angklung.avro.Registration;
import angklung.avro.RegistrationFault;
import angklung.avro.RejectedRegistration;
import angklung.model.Identifiers;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes the record of a refused registration: reason, origin and raw bytes. */
final class RejectedRegistrations {
    /**
     * The raw bytes travel inside another record, which has to stay below the limit of 1 MB that producers and
     * brokers have by default. A value this long is no registration.
     */
    static final int MAX_VALUE_BYTES = 768 * 1024;

    private static final int MAX_KEY_CHARS = 4_096;

    private RejectedRegistrations() {}

    /** @param registration null if it cannot be read */
    static RejectedRegistration of(
            RegistrationFault reason, String detail, Registration registration, byte[] value, RecordMetadata at) {
        return RejectedRegistration.newBuilder()
                .setRegistrationId(registration == null ? null : limited(registration.getRegistrationId()))
                .setSubject(registration == null ? null : limited(registration.getSubject()))
                .setRegistrant(registration == null ? null : limited(registration.getRegistrant()))
                .setReason(reason)
                .setDetail(detail + cutNote(value))
                .setSourcePartition(at.partition())
                .setSourceOffset(at.offset())
                .setValue(value == null ? null : ByteBuffer.wrap(value, 0, Math.min(value.length, MAX_VALUE_BYTES)))
                .build();
    }

    /** The raw key, cut short if it is none that the contract knows. */
    static String key(String key) {
        return key == null || key.length() <= MAX_KEY_CHARS ? key : key.substring(0, MAX_KEY_CHARS);
    }

    private static String limited(String text) {
        return text == null || text.length() <= Identifiers.MAX_LENGTH
                ? text
                : text.substring(0, Identifiers.MAX_LENGTH);
    }

    private static String cutNote(byte[] value) {
        return value == null || value.length <= MAX_VALUE_BYTES
                ? ""
                : "; only the first " + MAX_VALUE_BYTES + " of " + value.length + " bytes are kept";
    }
}
