package angklung.rights;

import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.stage.StoreDef;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The stage that makes the rights of recordings from registrations.
 *
 * <p>Two subtopologies. The first, by subject, judges each registration, keeps those that count, and has what is
 * claimed of each work and AI performer as a table. The second, by recording, has one row for every work or performer
 * that a recording depends on; Kafka Streams' foreign-key join keeps each row's answer up to date, so that a change of
 * one work reaches its recordings and no others. The last node puts a recording's own claims and its answers together.
 *
 * <p>A row's key says which work or performer it is about and its value never changes. So all that the join sends for
 * one row goes through one partition, in order, and the last answer is the right one; only the answer to a row that was
 * deleted takes another way, and the join drops it if the row is back by then.
 */
public final class RightsTopology implements Supplier<Topology> {
    private static final String PARTS = "rights-parts";
    private static final String JOIN = "rights-join";
    private static final String ANSWERS = "rights-answers";

    private final Topics topics;
    private final RecordingRules rules;

    /** @param minorOverclaimPercent the greatest sum of claims that is a minor over-claim */
    public RightsTopology(Topics topics, int minorOverclaimPercent) {
        this.topics = topics;
        this.rules = new RecordingRules(ClaimRules.upTo(minorOverclaimPercent));
    }

    /**
     * The topics that a registration passes on its way to recordings' rights, in this order: once the stage has
     * consumed what each of them holds, one after the other, all that it was sent is in its output.
     *
     * @param applicationId of the stage
     */
    public static List<TopicDef<?, ?>> way(Topics topics, String applicationId) {
        return List.of(
                topics.registrations,
                internal(applicationId, PARTS + "-repartition", topics),
                internal(applicationId, JOIN + "-subscription-registration-topic", topics),
                internal(applicationId, JOIN + "-subscription-response-topic", topics));
    }

    private static TopicDef<?, ?> internal(String applicationId, String name, Topics topics) {
        return new TopicDef<>(
                applicationId + "-" + name, Serdes.ByteArray(), Serdes.ByteArray(), topics.registrations.partitions(),
                Map.of());
    }

    @Override
    public Topology get() {
        StreamsBuilder builder = new StreamsBuilder(naming());
        KStream<String, RightsInput> merged = merge(builder);
        sendRefused(merged);
        KTable<String, SubjectClaims> subjects = merged
                .filter((key, input) -> input instanceof RightsInput.Claimed, Named.as("rights-claimed"))
                .mapValues(input -> ((RightsInput.Claimed) input).claims(), Named.as("rights-claims"))
                .toTable(Named.as("rights-keep-subjects"), table("rights-subjects", RightsSerdes.subjectClaims()));
        sendRights(builder, parts(merged), subjects);
        return builder.build();
    }

    /** A generated name changes with the topology and would orphan state; only the builder can refuse it. */
    private static TopologyConfig naming() {
        return new TopologyConfig(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "rights", // the builder wants one; the application's own holds
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092",
                StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true)));
    }

    private KStream<String, RightsInput> merge(StreamsBuilder builder) {
        StoreDef<KeyValueStore<String, Registrations>> store =
                store("rights-registrations", RightsSerdes.registrations());
        builder.addStateStore(store.builder());
        Serde<Registration> registrations = topics.registrations.value();
        return builder
                .stream(
                        topics.registrations.name(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray())
                                .withName("rights-source")
                                // a record without a time is no reason to stop
                                .withTimestampExtractor((record, time) -> Math.max(0, record.timestamp())))
                .processValues(
                        () -> new ValidateProcessor(registrations.deserializer()), Named.as("rights-validate"))
                .processValues(() -> new MergeProcessor(store), Named.as("rights-merge"), store.name());
    }

    private void sendRefused(KStream<String, RightsInput> merged) {
        merged.filter((key, input) -> input instanceof RightsInput.Refused, Named.as("rights-refused"))
                .mapValues(input -> ((RightsInput.Refused) input).rejected(), Named.as("rights-rejected"))
                .selectKey((key, rejected) -> RejectedRegistrations.key(key), Named.as("rights-rejected-key"))
                .to(topics.rejectedRegistrations.name(),
                        Produced.with(topics.rejectedRegistrations.key(), topics.rejectedRegistrations.value())
                                .withName("rights-rejected-sink"));
    }

    /** What each recording is made of, where the recording is. */
    private KStream<String, Part> parts(KStream<String, RightsInput> merged) {
        StreamPartitioner<String, Part> ofRecording =
                (topic, key, part, partitions) -> toOne(Partitioning.ofIsrc(Part.isrc(key), partitions));
        return merged
                .filter((key, input) -> input instanceof RightsInput.Recorded, Named.as("rights-recorded"))
                .flatMap((key, input) -> ((RightsInput.Recorded) input).parts(), Named.as("rights-divide"))
                .repartition(Repartitioned.<String, Part>as(PARTS)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(RightsSerdes.parts())
                        .withNumberOfPartitions(topics.registrations.partitions())
                        .withStreamPartitioner(ofRecording));
    }

    private void sendRights(
            StreamsBuilder builder, KStream<String, Part> parts, KTable<String, SubjectClaims> subjects) {
        StoreDef<KeyValueStore<String, RecordingState>> store = store("rights-recordings", RightsSerdes.recordings());
        builder.addStateStore(store.builder());
        KStream<String, Part> answers = parts
                .filter((key, part) -> Part.isLink(key), Named.as("rights-is-link"))
                .toTable(Named.as("rights-keep-links"), table("rights-links", RightsSerdes.parts()))
                .leftJoin(
                        subjects,
                        (key, link) -> Part.subject(key),
                        (link, claims) -> claims == null ? SubjectClaims.NONE : claims,
                        TableJoined.as(JOIN),
                        table(ANSWERS, RightsSerdes.subjectClaims()))
                .toStream(Named.as("rights-answer"))
                .mapValues(claims -> new Part.Answered(), Named.as("rights-answered"));
        StreamPartitioner<String, RecordingRights> ofRecording =
                (topic, isrc, rights, partitions) -> toOne(Partitioning.ofIsrc(isrc, partitions));
        parts.filterNot((key, part) -> Part.isLink(key), Named.as("rights-is-recording"))
                .merge(answers, Named.as("rights-together"))
                .process(
                        () -> new RecordingProcessor(store, ANSWERS, rules),
                        Named.as("rights-recording"),
                        store.name(),
                        ANSWERS)
                .to(topics.recordingRights.name(),
                        Produced.with(topics.recordingRights.key(), topics.recordingRights.value())
                                .withName("rights-sink")
                                .withStreamPartitioner(ofRecording));
    }

    private static Optional<Set<Integer>> toOne(int partition) {
        return Optional.of(Set.of(partition));
    }

    private static <V> StoreDef<KeyValueStore<String, V>> store(String name, Serde<V> values) {
        return new StoreDef<>(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values)
                .withLoggingEnabled(Map.of()));
    }

    /** Without a cache: it would hold back what its node forwards until the next commit. */
    private static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> table(String name, Serde<V> values) {
        return Materialized.<String, V, KeyValueStore<Bytes, byte[]>>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(values)
                .withCachingDisabled();
    }
}
