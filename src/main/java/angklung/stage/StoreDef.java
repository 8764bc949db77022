package angklung.stage;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A state store as one typed value. The builder is added to a topology once and processors connect to it by
 * name: one builder handed out by two processors makes two subtopologies (KAFKA-20464).
 */
public record StoreDef<S extends StateStore>(StoreBuilder<S> builder) {

    public String name() {
        return builder.name();
    }

    public S get(ProcessingContext context) {
        return context.getStateStore(name());
    }
}
