package angklung.intake;

import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Gives the records of a source the type that the counting node receives. */
final class InputProcessor<V> implements Processor<String, V, Void, IntakeInput> {
    private final Function<V, IntakeInput> input;
    private ProcessorContext<Void, IntakeInput> context;

    InputProcessor(Function<V, IntakeInput> input) {
        this.input = input;
    }

    @Override
    public void init(ProcessorContext<Void, IntakeInput> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<String, V> record) {
        if (record.value() == null) {
            throw new IllegalStateException("A record without a value, key '" + record.key() + "', at "
                    + context.recordMetadata().map(at -> at.topic() + "-" + at.partition() + "@" + at.offset())
                            .orElse("an unknown place") + ": none of this topic is ever deleted");
        }
        context.forward(new Record<>(null, input.apply(record.value()), record.timestamp(), record.headers()));
    }
}
