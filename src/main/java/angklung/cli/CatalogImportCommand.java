package angklung.cli;

import angklung.avro.Party;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.replay.CatalogueFiles;
import angklung.replay.Feed;
import angklung.replay.RightsInput;
import angklung.rights.Catalogue;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a catalogue, or says what it would change. */
@Command(
        name = "import",
        description = {
            "Import claims from files: rights*.csv, works*.csv, recording_works.csv, ai_performers.csv and",
            "authorship_policies.csv of a directory, with the columns that replay takes. The claims of one registrant on",
            "one recording or work replace its earlier ones; what is known already is not sent again. Nothing is sent if",
            "any row is wrong. Says how the claims on every recording concerned add up then."
        },
        footer = {
            "",
            "Examples:",
            "  angklung catalog import ./catalogue --dry-run",
            "  angklung catalog import ./catalogue --json"
        })
final class CatalogImportCommand implements Callable<Integer> {
    @Mixin
    private final ReportOptions options;

    @Parameters(paramLabel = "DIR", description = "Directory with the files.")
    private Path directory;

    @Option(names = "--dry-run", description = "Send nothing.")
    private boolean dryRun;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "Conflicts and under-claims to list; ${DEFAULT-VALUE} by default.")
    private int top;

    CatalogImportCommand(Map<String, String> environment) {
        this.options = new ReportOptions(environment);
    }

    @Override
    public Integer call() {
        if (top < 0) {
            throw Failure.usage("--top " + top + ": at least 0");
        }
        Settings settings = options.load();
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(topics.registrations, topics.parties, topics.authorshipPolicies);
        RightsInput input = CatalogueFiles.read(directory, parties(settings)::contains);
        Catalogue catalogue = new Catalogue(settings.minorOverclaimPercent());
        read(settings, catalogue);
        Map<Catalogue.Change, Integer> changes = new EnumMap<>(Catalogue.Change.class);
        List<Registration> next = new ArrayList<>();
        for (Registration registration : input.registrations()) {
            Catalogue.Change change = catalogue.judge(registration);
            changes.merge(change, 1, Integer::sum);
            if (change != Catalogue.Change.UNCHANGED) {
                next.add(catalogue.next(registration));
            }
        }
        List<RecordingRights> concerned = catalogue.concerned();
        if (!dryRun) {
            send(settings, next, input);
        }
        CatalogImportReport report =
                new CatalogImportReport(dryRun, changes, input.policies().size(), concerned, top);
        options.print(report::text, report::json);
        return ExitCode.DONE.code();
    }

    private static Set<String> parties(Settings settings) {
        Set<String> parties = new HashSet<>();
        try (TopicReader<String, Party> reader = new TopicReader<>(settings.clients(), settings.topics().parties)) {
            reader.readDecided(record -> parties.add(record.value().getPartyId()));
        }
        return parties;
    }

    private static void read(Settings settings, Catalogue catalogue) {
        try (TopicReader<String, Registration> reader =
                new TopicReader<>(settings.clients(), settings.topics().registrations)) {
            reader.readDecided(record -> {
                if (record.value() != null) {
                    catalogue.known(record.value());
                }
            });
        }
    }

    private static void send(Settings settings, List<Registration> registrations, RightsInput input) {
        try (Feed feed = new Feed(settings.clients(), settings.topics())) {
            registrations.forEach(feed::send);
            input.policies().forEach(feed::send);
            feed.flush();
        }
    }
}
