package angklung.bench;

import angklung.avro.Agreement;
import angklung.avro.PlayEvent;
import angklung.close.CloseListener;
import angklung.close.CloseResult;
import angklung.close.Closer;
import angklung.close.CloserOptions;
import angklung.config.Failure;
import angklung.config.Properties;
import angklung.config.Settings;
import angklung.model.Period;
import angklung.rights.RegistrationRules;
import angklung.runtime.Drained;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.Pipeline;
import angklung.runtime.Stage;
import angklung.runtime.TopicAdmin;
import angklung.runtime.Topologies;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Measures in one run, against one broker in the same JVM, how many plays a second pass through ever more of the
 * pipeline. Figures of different machines or runs say little; the ratios inside one run are what counts.
 */
public final class Bench {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final BenchOptions options;
    private final Path directory;
    private final java.util.function.Consumer<String> progress;

    /**
     * @param directory for the broker's data and the stages' state; the caller deletes it
     * @param progress gets a line before each measurement
     */
    public Bench(BenchOptions options, Path directory, java.util.function.Consumer<String> progress) {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
    }

    /** Runs every way once a round, so that a change of the machine's load touches all of them. */
    public BenchReport run() {
        Map<Way, List<Long>> reached = new EnumMap<>(Way.class);
        try (EmbeddedKafka broker = EmbeddedKafka.start(directory.resolve("broker"))) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Way way : Way.values()) {
                    progress.accept("round " + round + " of " + options.rounds() + ": " + way.label());
                    Settings settings = settings(broker, way, round);
                    new TopicAdmin(settings).apply();
                    send(settings, way);
                    mergeRights(settings);
                    long nanos = measure(way, settings);
                    reached.computeIfAbsent(way, w -> new ArrayList<>())
                            .add(options.plays() * 1_000_000_000L / nanos);
                }
            }
        }
        return BenchReport.of(
                options,
                reached.entrySet().stream()
                        .map(e -> new Measurement(e.getKey().label(), e.getValue()))
                        .toList());
    }

    /** Rights are there before the plays are read, as the catalogue of a service is: they are no part of a measurement. */
    private static void mergeRights(Settings settings) {
        try (Pipeline pipeline = Pipeline.start(settings, Topologies.of(settings, EnumSet.of(Stage.RIGHTS)));
                Drained drained = new Drained(settings.clients(), pipeline::failure, PATIENCE)) {
            pipeline.awaitRunning(PATIENCE);
            drained.awaitRights(pipeline.groupId(Stage.RIGHTS), settings.topics());
        }
    }

    /** Topics of its own for each measurement: a stage that starts anew reads all plays, and only those. */
    private Settings settings(EmbeddedKafka broker, Way way, int round) {
        String name = "bench-" + way.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + round;
        Map<String, String> keys = new HashMap<>();
        keys.put("bootstrap.servers", broker.bootstrapServers());
        keys.put("schema.registry.url", "mock://bench");
        keys.put("topic.prefix", name);
        keys.put("application.id.prefix", name);
        keys.put("dsps", BenchPlays.OFFERING.dsp());
        keys.put("state.dir", directory.resolve(name).toString());
        keys.put("threads", Integer.toString(options.threads()));
        keys.put("replication.factor", "1");
        keys.put("min.insync.replicas", "1");
        keys.put(Properties.PROVISIONAL_INTERVAL.name(), "0"); // what is measured is settled
        for (String kind : List.of("intake", "tally", "pool", "settlement")) {
            keys.put("partitions." + kind, Integer.toString(options.partitions()));
        }
        return Settings.of(keys);
    }

    private long measure(Way way, Settings settings) {
        return switch (way) {
            case RAW -> consume(settings, Serdes.ByteArray());
            case DECODE -> consume(settings, plays(settings.topics()).value());
            case INTAKE, INTAKE_SCREENED, INTAKE_USER_CENTRIC -> run(settings, EnumSet.of(Stage.INTAKE));
            case PIPELINE, PIPELINE_SCREENED, PIPELINE_USER_CENTRIC -> run(settings, Topologies.stages(settings));
        };
    }

    private <V> long consume(Settings settings, Serde<V> values) {
        TopicDef<String, PlayEvent> plays = plays(settings.topics());
        TopicDef<byte[], V> read =
                new TopicDef<>(plays.name(), Serdes.ByteArray(), values, plays.partitions(), plays.settings());
        try (Consumer<byte[], V> consumer = settings.clients().consumer(read)) {
            List<TopicPartition> all = partitions(plays);
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long start = System.nanoTime();
            for (long left = options.plays(); left > 0; ) {
                left -= consumer.poll(Duration.ofSeconds(1)).count();
            }
            return System.nanoTime() - start;
        }
    }

    /**
     * From the moment that the stages have their partitions until every play is committed and, where settlement runs,
     * until the last ledger line is.
     */
    private long run(Settings settings, Set<Stage> stages) {
        Topics topics = settings.topics();
        try (Pipeline pipeline = Pipeline.start(settings, Topologies.of(settings, stages));
                Drained drained = new Drained(settings.clients(), pipeline::failure, PATIENCE)) {
            pipeline.awaitRunning(PATIENCE);
            long start = System.nanoTime();
            drained.await(pipeline.groupId(Stage.INTAKE), plays(topics));
            if (stages.contains(Stage.SETTLEMENT)) {
                close(settings, pipeline);
            }
            return System.nanoTime() - start;
        }
    }

    private static void close(Settings settings, Pipeline pipeline) {
        CloserOptions options = new CloserOptions(
                settings.applicationIdPrefix(), PATIENCE, Duration.ofMillis(50), CloseListener.NONE);
        try (Closer closer = new Closer(
                settings.clients(), settings.topics(), pipeline.groupId(Stage.INTAKE), options)) {
            Period period = Period.parse(BenchPlays.PERIOD);
            CloseResult result = closer.close(period, List.of(BenchPlays.OFFERING.dsp()), Instant.EPOCH);
            if (!result.done()) {
                throw Failure.notReady("The benchmark's period did not close: " + result.missing());
            }
        }
    }

    private void send(Settings settings, Way way) {
        Topics topics = settings.topics();
        BenchPlays source = new BenchPlays(options.seed(), options.plays(), options.recordings());
        try (Producer<String, byte[]> producer = settings.clients().producer("bench")) {
            String offering = BenchPlays.OFFERING.toString();
            Agreement agreement = source.agreement(way);
            int pool = Partitioning.ofKey(offering, topics.agreements.partitions());
            send(producer, topics.agreements, pool, offering, agreement, 0);
            send(producer, topics.revenue, pool, offering, source.revenue(), 0);
            int payee = Partitioning.ofKey(BenchPlays.PARTY, topics.parties.partitions());
            send(producer, topics.parties, payee, BenchPlays.PARTY, source.party(), 0);
            source.registrations().forEach(registration -> {
                String key = RegistrationRules.key(registration);
                int partition = Partitioning.ofKey(key, topics.registrations.partitions());
                send(producer, topics.registrations, partition, key, registration, 0);
            });
            multicastAgreement(producer, topics, offering, agreement);
            sendPlays(producer, plays(topics), source);
        }
    }

    /** The zone and the model are there before the stages start, as the plays are: every round counts by the same days. */
    private static void multicastAgreement(
            Producer<String, byte[]> producer, Topics topics, String offering, Agreement agreement) {
        IntStream.range(0, topics.intakeAgreements.partitions())
                .forEach(p -> send(producer, topics.intakeAgreements, p, offering, agreement, 0));
        producer.flush();
    }

    private void sendPlays(
            Producer<String, byte[]> producer, TopicDef<String, PlayEvent> topic, BenchPlays source) {
        for (long n = 0; n < options.plays(); n++) {
            PlayEvent play = source.play(n);
            int partition = Partitioning.ofKey(play.getSubscriberId(), topic.partitions());
            send(producer, topic, partition, play.getSubscriberId(), play, play.getStartedAt().toEpochMilli());
        }
        producer.flush();
    }

    private static <V extends SpecificRecord> void send(
            Producer<String, byte[]> producer, TopicDef<String, V> topic, int partition, String key, V value,
            long timestamp) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), partition, timestamp, key, bytes));
    }

    private static TopicDef<String, PlayEvent> plays(Topics topics) {
        return topics.plays(BenchPlays.OFFERING.dsp());
    }

    private static List<TopicPartition> partitions(TopicDef<?, ?> topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(p -> new TopicPartition(topic.name(), p))
                .toList();
    }
}
