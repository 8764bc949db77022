package angklung.notary;

import angklung.avro.LogSubmission;
import angklung.avro.NotaryCommand;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits what is commanded. A command that cannot become a leaf is reported and passed over: its topic is kept for
 * ever, and a notary that stopped at it could not be started again.
 */
final class CommandRecorder implements Processor<String, NotaryCommand, String, LogSubmission> {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRecorder.class);

    private final CommandRules rules;
    private ProcessorContext<String, LogSubmission> context;

    /** @param origin of the log */
    CommandRecorder(String origin) {
        this.rules = new CommandRules(origin);
    }

    @Override
    public void init(ProcessorContext<String, LogSubmission> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<String, NotaryCommand> record) {
        try {
            if (record.value() == null) {
                throw new RefusedCommandException("it has no value");
            }
            context.forward(Submitted.record(rules.submission(record.value()), context));
        } catch (RefusedCommandException e) {
            LOG.error("Command {} is not recorded in the log: {}. Send a right one under another command_id",
                    record.key(), e.getMessage());
        }
    }
}
