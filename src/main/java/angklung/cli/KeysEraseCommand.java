package angklung.cli;

import angklung.avro.Statement;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.keys.Retention;
import angklung.keys.SubjectKeys;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Destroys the key of a party. */
@Command(
        name = "erase",
        description = {
            "Destroy the key of a party, and with it the salts and openings of its statements: the log still verifies,",
            "and nobody can show any more what its leaves about the party say. It cannot be undone.",
            "Refused, and the request recorded, while the law wants a statement to stay readable (log.retention-years)."
        },
        footer = {
            "",
            "Copies of the key in backups of log.subject-keys have to be destroyed too. Statements, ledger and payout",
            "files themselves stay where they are; what is to be erased of them is decided elsewhere.",
            "",
            "Examples:",
            "  angklung keys erase --party P-1029 --reason \"request of 2037-03-01, ticket 118\"",
            "  angklung keys erase --party P-1029 --reason \"ticket 118\" --despite-retention \"court order 7/2027\""
        })
final class KeysEraseCommand implements Callable<Integer> {
    private final Clock clock;

    @Mixin
    private final ReportOptions options;

    @Option(names = "--party", paramLabel = "PARTY", required = true, description = "The rightsholder.")
    private String party;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; kept beside the erased key.")
    private String reason;

    @Option(
            names = "--despite-retention",
            paramLabel = "WHY",
            description = "What goes before the duty to keep; kept as well.")
    private String why;

    KeysEraseCommand(Map<String, String> environment, Clock clock) {
        this.options = new ReportOptions(environment);
        this.clock = clock;
    }

    @Override
    public Integer call() {
        Settings settings = options.load();
        SubjectKeys keys = new SubjectKeys(settings.log().require().subjectKeys());
        Retention retention = new Retention(settings.log().retentionYears());
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Optional<LocalDate> held = lastBooked(settings)
                .filter(booked -> retention.holds(booked, today))
                .map(retention::endsOn);
        if (held.isPresent() && why == null) {
            throw Failure.usage("The key of " + party + " must stay until " + held.get() + ", " + retention.years()
                    + " years after its last statement (log.retention-years). Recorded: "
                    + keys.hold(party, today, held.get(), reason)
                    + ". If something goes before that duty, say what with --despite-retention");
        }
        int generation = held.isPresent()
                ? keys.eraseDespite(held.get(), why, party, today, reason)
                : keys.erase(party, today, reason);
        String record = keys.erasures(party).get(generation - 1);
        options.print(() -> text(generation, record, settings), () -> json(generation, record));
        return ExitCode.DONE.code();
    }

    /** When the last statement of the party was booked, UTC. */
    private Optional<LocalDate> lastBooked(Settings settings) {
        TopicDef<String, Statement> statements = settings.topics().statements;
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(statements);
        AtomicReference<LocalDate> last = new AtomicReference<>();
        List<Integer> partition = List.of(Partitioning.ofKey(party, statements.partitions()));
        try (TopicReader<String, Statement> reader = new TopicReader<>(settings.clients(), statements, partition)) {
            reader.readDecided(record -> {
                LocalDate booked = LocalDate.ofInstant(record.value().getBookedAt(), ZoneOffset.UTC);
                if (party.equals(record.key()) && (last.get() == null || booked.isAfter(last.get()))) {
                    last.set(booked);
                }
            });
        }
        return Optional.ofNullable(last.get());
    }

    private String text(int generation, String record, Settings settings) {
        return "Erased: key " + generation + " of " + party + " (" + record + ")." + System.lineSeparator()
                + "The leaves of its statements open for nobody any more. Destroy the copies of "
                + settings.log().subjectKeys() + " in backups as well.";
    }

    private String json(int generation, String record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return json.put("party", party).put("generation", generation).put("record", record).toPrettyString();
    }
}
