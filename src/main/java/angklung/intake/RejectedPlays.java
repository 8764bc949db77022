package angklung.intake;

import angklung.avro.PlayEvent;
import angklung.avro.RejectedPlay;
import angklung.model.Identifiers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes the record of a refused play: reason, origin and raw bytes. */
final class RejectedPlays {
    /**
     * The raw bytes travel inside another record, which has to stay below the limit of 1 MB that producers and
     * brokers have by default. A value this long is no play.
     */
    static final int MAX_VALUE_BYTES = 768 * 1024;

    static final int MAX_KEY_BYTES = 16 * 1024;

    private RejectedPlays() {}

    /**
     * @param topicDsp the service of the topic, for a play that cannot be read
     * @param recordTime of the play's record, in epoch millis
     */
    static RejectedPlay of(IntakeInput.Refused refused, String topicDsp, RecordMetadata at, long recordTime) {
        PlayEvent event = refused.event();
        return RejectedPlay.newBuilder()
                .setPlayId(event == null ? null : limited(event.getPlayId()))
                .setDsp(event == null || !Identifiers.isDsp(event.getDsp()) ? topicDsp : event.getDsp())
                .setReason(refused.refusal().reason())
                .setDetail(refused.refusal().detail() + cutNote("value", refused.value(), MAX_VALUE_BYTES)
                        + cutNote("key", refused.key(), MAX_KEY_BYTES))
                .setSourceTopic(at.topic())
                .setSourcePartition(at.partition())
                .setSourceOffset(at.offset())
                .setRecordTime(Instant.ofEpochMilli(recordTime))
                .setKey(limited(refused.key(), MAX_KEY_BYTES))
                .setValue(limited(refused.value(), MAX_VALUE_BYTES))
                .build();
    }

    /** The raw key as text; empty if there is none, or none that is UTF-8 of a reasonable length. */
    static String keyOf(byte[] key) {
        if (key == null || key.length > MAX_KEY_BYTES) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }

    private static String limited(String text) {
        return text.length() > Identifiers.MAX_LENGTH ? text.substring(0, Identifiers.MAX_LENGTH) : text;
    }

    private static ByteBuffer limited(byte[] bytes, int limit) {
        return bytes == null ? null : ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, limit));
    }

    private static String cutNote(String what, byte[] bytes, int limit) {
        return bytes == null || bytes.length <= limit
                ? ""
                : "; only the first " + limit + " of " + bytes.length + " bytes of the " + what + " are kept";
    }
}
