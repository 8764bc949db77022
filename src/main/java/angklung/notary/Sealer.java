package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.avro.Statement;
import angklung.opening.PartyKeys;
import angklung.stage.Invariant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Submits every statement, sealed under the key of its party. */
final class Sealer implements Processor<String, Statement, String, LogSubmission> {
    private final PartyKeys keys;
    private ProcessorContext<String, LogSubmission> context;
    private Invariant invariant;

    Sealer(PartyKeys keys) {
        this.keys = keys;
    }

    @Override
    public void init(ProcessorContext<String, LogSubmission> processorContext) {
        context = processorContext;
        invariant = new Invariant(context);
    }

    @Override
    public void process(Record<String, Statement> record) {
        Statement statement = record.value();
        if (statement == null) {
            throw invariant.broken("A statement without a value, key " + record.key());
        }
        LogSubmission submission = SubmissionRules.statement(statement, keys.key(statement.getPartyId()));
        context.forward(Submitted.record(submission, context));
    }
}
