package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.PlayEvent;
import angklung.avro.RejectReason;
import angklung.model.Identifiers;
import angklung.stage.StoreDef;
import angklung.topic.AvroSerdes;
import angklung.topic.UnreadableValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

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
    private final StoreDef<KeyValueStore<String, Agreement>> agreementStore;
    private ProcessorContext<Void, IntakeInput> context;
    private AgreementStore agreements;
    private Places places;
    private Set<String> knownDsps;

    /** @param sources by name of the topic */
    ValidateProcessor(
            Map<String, Source> sources,
            PlayRules rules,
            StoreDef<KeyValueStore<String, Agreement>> agreementStore) {
        this.sources = sources;
        this.rules = rules;
        this.agreementStore = agreementStore;
    }

    @Override
    public void init(ProcessorContext<Void, IntakeInput> processorContext) {
        this.context = processorContext;
        this.agreements = new AgreementStore(agreementStore.get(processorContext));
        this.places = new Places();
        this.knownDsps = new HashSet<>();
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
                rules.check(event, place != null, record.key(), dsp, this::isKnownDsp, record.timestamp());
        if (refusal != null) {
            return new IntakeInput.Refused(refusal, event, record.key(), record.value());
        }
        if (place == null) {
            place = places.add(event.getDsp(), event.getTerritory(), event.getOffering());
        }
        String isrc = Identifiers.normaliseIsrc(event.getIsrc());
        return new IntakeInput.Play(event, place, isrc, record.key(), record.value());
    }

    /** Agreements are never deleted, so a service that was known stays known. */
    private boolean isKnownDsp(String dsp) {
        return knownDsps.contains(dsp) || (agreements.hasDsp(dsp) && knownDsps.add(dsp));
    }
}
