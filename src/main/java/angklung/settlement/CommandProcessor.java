package angklung.settlement;

import angklung.avro.Command;
import angklung.avro.PeriodControl;
import angklung.stage.Budget;
import angklung.stage.Invariant;
import angklung.stage.WorkLimits;
import java.util.EnumSet;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Carries out the closer's commands, strictly one after another in the order in which they came: a command that
 * waits for marks holds back those behind it, which makes the order of the ledger that of the commands.
 */
final class CommandProcessor implements Processor<String, PeriodControl, String, SpecificRecord> {
    private static final Set<Command> KNOWN =
            EnumSet.of(Command.SETTLE, Command.PAYOUT, Command.ANNOUNCE, Command.EXPIRE);

    private final SettlementStores stores;
    private final WorkLimits limits;
    private ProcessorContext<String, SpecificRecord> context;
    private Invariant invariant;
    private JobQueue queue;
    private Book book;
    private Job job;

    CommandProcessor(SettlementStores stores, WorkLimits limits) {
        this.stores = stores;
        this.limits = limits;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        invariant = new Invariant(context);
        queue = new JobQueue(stores.jobs.get(context));
        book = new Book(stores, context);
        context.schedule(limits.interval(), PunctuationType.WALL_CLOCK_TIME, now -> work());
    }

    @Override
    public void process(Record<String, PeriodControl> record) {
        PeriodControl command = record.value();
        if (command == null) {
            throw invariant.broken("A command without a value, key " + record.key());
        }
        if (!KNOWN.contains(command.getCommand())
                || command.getRunId().isEmpty()
                || command.getBookedAt().toEpochMilli() < 0) {
            throw invariant.broken(
                    "Settlement takes " + KNOWN + " with a run and a booking time, not " + command);
        }
        queue.offer(command);
    }

    /** One turn: as much of the queue as the budget allows. */
    private void work() {
        Budget budget = limits.budget();
        boolean worked = false;
        while (budget.isLeft() && isJobAtHand()) {
            Job.Progress progress = job.advance(budget);
            if (progress == Job.Progress.DONE) {
                worked = true;
                queue.finish();
                job = null;
                book.save(); // the next job reads accounts from their store
                budget.spend();
            } else {
                worked |= queue.save(job.cursor());
            }
            if (progress == Job.Progress.WAITING) {
                break;
            }
        }
        if (worked) {
            book.save();
        } else {
            book.release();
        }
    }

    private boolean isJobAtHand() {
        if (job == null) {
            job = queue.first().map(this::job).orElse(null);
        }
        return job != null;
    }

    private Job job(PeriodControl command) {
        if (command.getCommand() == Command.SETTLE) {
            SettleCursor cursor = queue.cursor().map(SettleCursor::decode).orElse(SettleCursor.START);
            return new SettleJob(command, cursor, book, stores, context);
        }
        RunCursor cursor = queue.cursor().map(RunCursor::decode).orElse(RunCursor.START);
        return command.getCommand() == Command.PAYOUT
                ? new PayoutJob(command, cursor, book, stores, context)
                : new HoldsJob(command, cursor, book, stores, context);
    }
}
