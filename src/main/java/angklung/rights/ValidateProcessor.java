package angklung.rights;

import angklung.avro.Registration;
import angklung.avro.RegistrationFault;
import angklung.topic.AvroSerdes;
import angklung.topic.UnreadableValue;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The first node: decodes and judges, writes no state and forwards exactly one outcome a record. A registration that
 * is refused is data; a registry that does not answer is an exception, which stops the process before any effect of
 * the record.
 */
final class ValidateProcessor implements FixedKeyProcessor<String, byte[], RightsInput> {
    private final Deserializer<Registration> deserializer;
    private FixedKeyProcessorContext<String, RightsInput> context;

    ValidateProcessor(Deserializer<Registration> deserializer) {
        this.deserializer = deserializer;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, RightsInput> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(FixedKeyRecord<String, byte[]> record) {
        context.forward(record.withValue(judge(record.key(), record.value(), context.recordMetadata().orElseThrow())));
    }

    private RightsInput judge(String key, byte[] value, RecordMetadata at) {
        Registration registration;
        try {
            registration = AvroSerdes.read(deserializer, Registration.class, at.topic(), value);
        } catch (UnreadableValue e) {
            return new RightsInput.Refused(RejectedRegistrations.of(
                    RegistrationFault.UNDECODABLE, e.getMessage(), null, value, at));
        }
        List<RegistrationRules.Fault> faults = RegistrationRules.check(key, registration);
        if (faults.isEmpty()) {
            return new RightsInput.Accepted(registration, value);
        }
        RegistrationRules.Fault first = faults.get(0);
        String others = faults.size() == 1 ? "" : "; and " + (faults.size() - 1) + " more";
        return new RightsInput.Refused(
                RejectedRegistrations.of(first.reason(), first.detail() + others, registration, value, at));
    }
}
