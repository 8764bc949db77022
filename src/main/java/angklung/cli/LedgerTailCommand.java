package angklung.cli;

import angklung.avro.LedgerLine;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.TopicDef;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints committed ledger lines. */
@Command(
        name = "tail",
        description = "Print the last lines of each ledger partition.",
        footer = {
            "",
            "A line: partition/sequence, period, kind, amount, currency, debit -> credit, run.",
            "",
            "Examples:",
            "  angklung ledger tail -n 20",
            "  angklung ledger tail --follow --json",
            "  angklung ledger tail --from-beginning --json > ledger.jsonl"
        })
final class LedgerTailCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @ArgGroup
    private Start start = new Start();

    @Option(names = "--follow", description = "Go on with new lines until stopped.")
    private boolean follow;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    /** Where to start: one of the two. */
    private static final class Start {
        @Option(names = "--from-beginning", description = "Print the whole ledger.")
        private boolean fromBeginning;

        @Option(
                names = "-n",
                paramLabel = "N",
                description = "Lines of each partition; ${DEFAULT-VALUE} by default.",
                defaultValue = "10")
        private int count = 10;
    }

    LedgerTailCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        if (start.count < 1) {
            throw Failure.usage("-n " + start.count + ": at least 1");
        }
        Settings settings = options.load();
        TopicDef<String, LedgerLine> ledger = settings.topics().ledger;
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(ledger);
        try (TopicReader<String, LedgerLine> reader = new TopicReader<>(settings.clients(), ledger)) {
            print(reader);
        }
        return ExitCode.DONE.code();
    }

    private void print(TopicReader<String, LedgerLine> reader) {
        if (start.fromBeginning) {
            reader.readToEnd(this::print);
        } else {
            reader.readLast(start.count).forEach(this::print);
        }
        // A reader that went away, such as head, is the end of a tail.
        while (follow && !spec.commandLine().getOut().checkError()) {
            reader.readSome(PATIENCE).forEach(this::print);
        }
    }

    private void print(ConsumerRecord<String, LedgerLine> record) {
        PrintWriter out = spec.commandLine().getOut();
        LedgerLine line = record.value();
        if (line == null) {
            throw Failure.verification("Ledger partition " + record.partition() + " offset " + record.offset()
                    + " has no value: a ledger line was overwritten; run 'angklung ledger verify'");
        }
        out.println(json ? RecordJson.of(line).toString() : text(line));
    }

    private static String text(LedgerLine line) {
        return line.getPartition() + "/" + line.getPartitionSeq() + "  " + line.getPeriod() + "  " + line.getKind()
                + "  " + line.getAmount().toPlainString() + " " + line.getCurrency() + "  " + line.getDebitAccount()
                + " -> " + line.getCreditAccount() + "  " + line.getRunId();
    }
}
