package angklung.intake;

import angklung.avro.ArtistUsage;
import angklung.avro.ArtistUsageKind;
import angklung.avro.RecordingArtists;
import angklung.avro.Usage;
import angklung.avro.UsageKind;
import angklung.stage.FirstInLine;
import angklung.stage.StoreDef;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stage 1. Decodes and validates plays, drops duplicates, and counts what is left by offering, period, recording,
 * local day and engagement; at the close of a period it sends the mark that ends the period's counts.
 *
 * <p>Three subtopologies. The first two copy every agreement, and the artists of every recording, to every partition
 * of plays, because each task needs all of them. In the third, task p reads partition p of every topic of plays, of
 * these copies, of the closer's commands, of the rules of screening and the decisions on its hits, and of what the
 * tasks themselves say about artists and the subjects of screening at a close; all but the plays first.
 */
public final class IntakeTopology implements Supplier<Topology> {
    private static final String AGREEMENTS = "intake-agreements-source";
    private static final String PLAYS = "intake-plays";
    private static final String VALIDATE = "intake-validate";
    private static final String TERMS = "intake-terms";
    private static final String TERMS_INPUT = "intake-terms-input";
    private static final String COMMANDS = "intake-commands";
    private static final String COMMANDS_INPUT = "intake-commands-input";
    private static final String RIGHTS = "intake-recording-rights";
    private static final String CREDITS = "intake-credits";
    private static final String ARTISTS = "intake-artists";
    private static final String ARTISTS_INPUT = "intake-artists-input";
    private static final String STANDING = "intake-standing";
    private static final String STANDING_INPUT = "intake-standing-input";
    private static final String RULES = "intake-rules";
    private static final String RULES_INPUT = "intake-rules-input";
    private static final String DECISIONS = "intake-decisions";
    private static final String DECISIONS_INPUT = "intake-decisions-input";
    private static final String COUNT = "intake-count";

    private final Topics topics;
    private final IntakeOptions options;

    public IntakeTopology(Topics topics, IntakeOptions options) {
        if (topics.dsps().isEmpty()) {
            throw new IllegalArgumentException("No service is configured, so there are no plays to read");
        }
        this.topics = topics;
        this.options = options;
    }

    @Override
    public Topology get() {
        Topology topology = new Topology();
        addCopyOfAgreements(topology);
        addCopyOfCredits(topology);
        addSources(topology);
        addProcessors(topology);
        addSinks(topology);
        return topology;
    }

    private void addCopyOfAgreements(Topology topology) {
        topology.addSource(
                AutoOffsetReset.earliest(), AGREEMENTS, topics.agreements.key().deserializer(),
                topics.agreements.value().deserializer(), topics.agreements.name());
        topology.addSink(
                "intake-agreements-sink", topics.intakeAgreements.name(), topics.intakeAgreements.key().serializer(),
                topics.intakeAgreements.value().serializer(), Partitioning.multicast(), AGREEMENTS);
    }

    private void addCopyOfCredits(Topology topology) {
        addFirstInLine(topology, RIGHTS, topics.recordingRights);
        StoreDef<KeyValueStore<String, RecordingArtists>> told = IntakeStores.defineCredits();
        topology.addProcessor(CREDITS, () -> new CreditsProcessor(told), RIGHTS);
        topology.addStateStore(told.builder(), CREDITS);
        topology.addSink(
                "intake-credits-sink", topics.intakeArtists.name(), topics.intakeArtists.key().serializer(),
                topics.intakeArtists.value().serializer(), Partitioning.multicast(), CREDITS);
    }

    private void addSources(Topology topology) {
        topology.addSource(
                AutoOffsetReset.earliest(), PLAYS, new PlayTime(), new ByteArrayDeserializer(),
                new ByteArrayDeserializer(), topics.playTopics().toArray(String[]::new));
        addFirstInLine(topology, TERMS, topics.intakeAgreements);
        addFirstInLine(topology, COMMANDS, topics.periodControl);
        addFirstInLine(topology, ARTISTS, topics.intakeArtists);
        addFirstInLine(topology, STANDING, topics.artistUsage);
        addFirstInLine(topology, RULES, topics.screeningRules);
        addFirstInLine(topology, DECISIONS, topics.screeningDecisions);
    }

    private static <V> void addFirstInLine(Topology topology, String name, TopicDef<String, V> topic) {
        topology.addSource(
                AutoOffsetReset.earliest(), name, new FirstInLine(), topic.key().deserializer(),
                topic.value().deserializer(), topic.name());
    }

    private void addProcessors(Topology topology) {
        IntakeStores stores = IntakeStores.define();
        Map<String, ValidateProcessor.Source> sources = playSources();
        PlayRules rules = new PlayRules(options.dedupHorizonDays(), options.clockTolerance());
        topology.addProcessor(VALIDATE, () -> new ValidateProcessor(sources, rules), PLAYS);
        topology.addProcessor(TERMS_INPUT, () -> new InputProcessor<>(IntakeInput.Terms::new), TERMS);
        topology.addProcessor(COMMANDS_INPUT, () -> new InputProcessor<>(IntakeInput.Command::new), COMMANDS);
        topology.addProcessor(ARTISTS_INPUT, () -> new InputProcessor<>(IntakeInput.Artists::new), ARTISTS);
        topology.addProcessor(STANDING_INPUT, () -> new InputProcessor<>(IntakeInput.Standing::new), STANDING);
        topology.addProcessor(RULES_INPUT, () -> new InputProcessor<>(IntakeInput.Rule::new), RULES);
        topology.addProcessor(DECISIONS_INPUT, () -> new InputProcessor<>(IntakeInput.Decision::new), DECISIONS);
        topology.addProcessor(
                COUNT, () -> new CountProcessor(topics, options, stores), VALIDATE, TERMS_INPUT, COMMANDS_INPUT,
                ARTISTS_INPUT, STANDING_INPUT, RULES_INPUT, DECISIONS_INPUT);
        for (StoreDef<?> store : stores.all()) {
            topology.addStateStore(store.builder(), COUNT);
        }
    }

    private void addSinks(Topology topology) {
        topology.addSink(
                CountProcessor.USAGE, topics.usage.name(), topics.usage.key().serializer(),
                topics.usage.value().serializer(),
                Partitioning.marksMulticastOthersByIsrc(IntakeTopology::isMark, UsageSender::anyIsrc),
                COUNT);
        topology.addSink(
                CountProcessor.ARTIST_USAGE, topics.artistUsage.name(), topics.artistUsage.key().serializer(),
                topics.artistUsage.value().serializer(),
                Partitioning.marksMulticastOthersByIsrc(IntakeTopology::isForAll, ArtistSender::anySubject),
                COUNT);
        addSink(topology, CountProcessor.REJECTED, topics.rejected);
        addSink(topology, CountProcessor.DELIVERY, topics.delivery);
        addSink(topology, CountProcessor.PERIOD_STATE, topics.periodState);
        addSink(topology, CountProcessor.HITS, topics.screeningHits);
    }

    private static <V> void addSink(Topology topology, String name, TopicDef<String, V> topic) {
        topology.addSink(name, topic.name(), topic.key().serializer(), topic.value().serializer(), COUNT);
    }

    private static boolean isForAll(ArtistUsage usage) {
        return usage.getKind() != ArtistUsageKind.COUNT;
    }

    private static boolean isMark(Usage usage) {
        return usage.getKind() == UsageKind.MARK;
    }

    private Map<String, ValidateProcessor.Source> playSources() {
        Map<String, ValidateProcessor.Source> sources = new HashMap<>();
        for (String dsp : topics.dsps()) {
            sources.put(topics.plays(dsp).name(),
                    new ValidateProcessor.Source(dsp, topics.plays(dsp).value().deserializer()));
        }
        return Map.copyOf(sources);
    }
}
