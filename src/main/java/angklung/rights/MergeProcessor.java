package angklung.rights;

import angklung.avro.Registration;
import angklung.avro.RegistrationFault;
import angklung.avro.SubjectKind;
import angklung.stage.StoreDef;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the registrations of each subject that count, and forwards what they say together when it changes. */
final class MergeProcessor implements FixedKeyProcessor<String, RightsInput, RightsInput> {
    private final StoreDef<KeyValueStore<String, Registrations>> store;
    private FixedKeyProcessorContext<String, RightsInput> context;
    private KeyValueStore<String, Registrations> subjects;

    MergeProcessor(StoreDef<KeyValueStore<String, Registrations>> store) {
        this.store = store;
    }

    @Override
    public void init(FixedKeyProcessorContext<String, RightsInput> processorContext) {
        this.context = processorContext;
        this.subjects = store.get(processorContext);
    }

    @Override
    public void process(FixedKeyRecord<String, RightsInput> record) {
        if (record.value() instanceof RightsInput.Accepted accepted) {
            merge(record, accepted);
        } else {
            context.forward(record);
        }
    }

    private void merge(FixedKeyRecord<String, RightsInput> record, RightsInput.Accepted accepted) {
        Registration incoming = accepted.registration();
        Registrations known = subjects.get(record.key());
        Registrations before = known == null ? Registrations.NONE : known;
        switch (before.judge(incoming)) {
            case NEW -> {
                Registrations now = before.with(incoming);
                subjects.put(record.key(), now);
                forwardChange(record, incoming, before, now);
            }
            case CONFLICT -> context.forward(record.withValue(refusal(before.of(incoming.getRegistrant()), accepted)));
            case REPEATED, OVERTAKEN -> {
                // nothing new: whoever sends again, or late, is right to do so
            }
        }
    }

    private void forwardChange(
            FixedKeyRecord<String, RightsInput> record, Registration incoming, Registrations before,
            Registrations now) {
        if (incoming.getSubjectKind() == SubjectKind.RECORDING) {
            if (!now.own().equals(before.own())) {
                context.forward(record.withValue(
                        new RightsInput.Recorded(incoming.getSubject(), before.own(), now.own())));
            }
        } else if (!now.claims().equals(before.claims())) {
            context.forward(record.withValue(new RightsInput.Claimed(now.claims())));
        }
    }

    private RightsInput refusal(Registration known, RightsInput.Accepted accepted) {
        String detail = "sequence " + known.getSequence() + " of this registrant is registration "
                + known.getRegistrationId() + ", which says something else; expected a greater sequence";
        return new RightsInput.Refused(RejectedRegistrations.of(
                RegistrationFault.CONFLICT, detail, accepted.registration(), accepted.value(),
                context.recordMetadata().orElseThrow()));
    }
}
