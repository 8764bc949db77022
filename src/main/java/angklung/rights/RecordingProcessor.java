package angklung.rights;

import angklung.avro.RecordingRights;
import angklung.stage.StoreDef;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * Puts the rights of each recording together and sends them when they change. A recording waits until each of its
 * works and performers is answered, registered or not: else it would be sent without its authors first, and a pool
 * might be divided so. Answers may come late, twice, or for a link that is no more: what counts is what the store of
 * answers holds of the links of now.
 */
final class RecordingProcessor implements Processor<String, Part, String, RecordingRights> {
    private final StoreDef<KeyValueStore<String, RecordingState>> store;
    private final String answersName;
    private final RecordingRules rules;
    private ProcessorContext<String, RecordingRights> context;
    private KeyValueStore<String, RecordingState> recordings;
    private TimestampedKeyValueStore<String, SubjectClaims> answers;

    /** @param answersName name of the store of answers, by {@link Part#keyOfLink}, which the join writes */
    RecordingProcessor(
            StoreDef<KeyValueStore<String, RecordingState>> store, String answersName, RecordingRules rules) {
        this.store = store;
        this.answersName = answersName;
        this.rules = rules;
    }

    @Override
    public void init(ProcessorContext<String, RecordingRights> processorContext) {
        this.context = processorContext;
        this.recordings = store.get(processorContext);
        this.answers = processorContext.getStateStore(answersName);
    }

    @Override
    public void process(Record<String, Part> record) {
        String isrc = Part.isrc(record.key());
        RecordingState before = Objects.requireNonNullElse(recordings.get(isrc), RecordingState.NONE);
        Own own = record.value() instanceof Part.OfRecording recording ? recording.own() : before.own();
        Map<String, SubjectClaims> linked = linked(isrc, own);
        String published = before.published();
        if (linked != null) {
            published = publish(isrc, rules.derive(isrc, own, linked), published, record.timestamp());
        }
        RecordingState now = new RecordingState(own, published);
        if (!now.equals(before)) {
            recordings.put(isrc, now.isEmpty() ? null : now);
        }
    }

    /** The claims on each work and performer that the recording depends on; null if one is not answered yet. */
    private Map<String, SubjectClaims> linked(String isrc, Own own) {
        Map<String, SubjectClaims> linked = new HashMap<>();
        for (String subject : own.links()) {
            ValueAndTimestamp<SubjectClaims> answer = answers.get(Part.keyOfLink(isrc, subject));
            if (answer == null) {
                return null;
            }
            linked.put(subject, answer.value());
        }
        return linked;
    }

    /**
     * Sends the rights unless they were the last that were sent.
     *
     * @param rights null: there are none
     * @param before content that was sent last
     * @return content that is sent now
     */
    private String publish(String isrc, RecordingRights rights, String before, long timestamp) {
        String content = rights == null ? null : RightsDigest.content(rights.getVersion(), rights.getStatuses());
        if (!Objects.equals(content, before)) {
            context.forward(new Record<>(isrc, rights, timestamp));
        }
        return content;
    }
}
