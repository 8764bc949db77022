package angklung.intake;

import angklung.avro.PlayEvent;
import angklung.avro.RejectReason;
import angklung.model.Identifiers;
import angklung.topic.AvroSerdes;
import angklung.topic.UnreadableValue;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The first node of plays: decodes and judges, writes no state and forwards exactly one outcome a record. A play
 * that is refused is data; a registry that does not answer is an exception, which stops the process before any
 * effect of the record.
 */
final class ValidateProcessor implements Processor<byte[], byte[], Void, IntakeInput> {

    /** A topic of plays. */
    record Source(String dsp, Deserializer<PlayEvent> deserializer) {}

    private final Map<String, Source> sources;
    private final PlayRules rules;
    /**
     * The services whose plays are read. Not those that have an agreement: agreements come by another topic, so a play
     * could be refused or not by which of the two was fetched first.
     */
    private final Set<String> knownDsps;

    private ProcessorContext<Void, IntakeInput> context;
    private Places places;

    /** @param sources by name of the topic */
    ValidateProcessor(Map<String, Source> sources, PlayRules rules) {
        this.sources = sources;
        this.rules = rules;
        this.knownDsps = sources.values().stream().map(Source::dsp).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void init(ProcessorContext<Void, IntakeInput> processorContext) {
        this.context = processorContext;
        this.places = new Places();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        Source source = sources.get(at.topic());
        IntakeInput outcome;
        try {
            PlayEvent event = AvroSerdes.read(source.deserializer(), PlayEvent.class, at.topic(), record.value());
            outcome = judge(event, source.dsp(), record);
        } catch (UnreadableValue e) {
            Refusal refusal = new Refusal(RejectReason.UNDECODABLE, e.getMessage());
            outcome = new IntakeInput.Refused(refusal, null, record.key(), record.value());
        }
        context.forward(new Record<>(null, outcome, record.timestamp(), record.headers()));
    }

    private IntakeInput judge(PlayEvent event, String dsp, Record<byte[], byte[]> record) {
        Place place = places.find(event.getDsp(), event.getTerritory(), event.getOffering());
        Refusal refusal =
                rules.check(event, place != null, record.key(), dsp, knownDsps::contains, record.timestamp());
        if (refusal != null) {
            return new IntakeInput.Refused(refusal, event, record.key(), record.value());
        }
        if (place == null) {
            place = places.add(event.getDsp(), event.getTerritory(), event.getOffering());
        }
        String isrc = Identifiers.normaliseIsrc(event.getIsrc());
        return new IntakeInput.Play(event, place, isrc, record.key(), record.value());
    }
}
