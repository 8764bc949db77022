package angklung.runtime;

import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.TopicState.Difference;
import angklung.topic.TopicDef;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the topics on the brokers with the catalogue, and makes them so. */
public final class TopicAdmin {
    /** A broker learns of a new topic a moment after the controller has it. */
    private static final Duration PROPAGATION = Duration.ofSeconds(30);

    private final Settings settings;
    private final List<TopicDef<?, ?>> topics;

    public TopicAdmin(Settings settings) {
        this.settings = settings;
        this.topics = settings.topics().all();
    }

    /** Every topic of the catalogue, as it is now. */
    public List<TopicState> plan() {
        try (Admin admin = settings.clients().admin()) {
            return plan(admin);
        }
    }

    /**
     * Creates what is missing and sets what differs. Applying again changes nothing.
     *
     * @return the topics as they were before
     * @throws Failure if a topic has other partitions than the contract says; then nothing is touched
     */
    public List<TopicState> apply() {
        try (Admin admin = settings.clients().admin()) {
            List<TopicState> before = plan(admin);
            refuseOtherPartitions(before);
            create(admin, before.stream().filter(TopicState::isMissing).toList());
            alter(admin, before.stream().filter(topic -> !topic.differences().isEmpty()).toList());
            awaitApplied(admin);
            return before;
        }
    }

    /** @throws Failure unless every topic exists with the contract's partitions and keeps its records */
    public void verify() {
        List<TopicState> found = plan();
        refuseOtherPartitions(found);
        refuseMissing(found);
        refuse(
                found,
                TopicState::losesRecords,
                topic -> topic.name() + " (" + describe(topic.differences()) + ")",
                "Topics that may lose records: ",
                "; run 'angklung topics apply'");
    }

    /** @throws Failure unless the given topics exist with the contract's partitions; for commands that only read */
    public void requireTopics(TopicDef<?, ?>... some) {
        try (Admin admin = settings.clients().admin()) {
            List<TopicDef<?, ?>> required = List.of(some);
            Map<String, Integer> partitions = partitions(admin, required);
            List<TopicState> found = required.stream()
                    .map(topic -> state(topic, partitions.get(topic.name()), new TreeMap<>()))
                    .toList();
            refuseOtherPartitions(found);
            refuseMissing(found);
        }
    }

    private static void refuseMissing(List<TopicState> found) {
        refuse(found, TopicState::isMissing, TopicState::name, "Missing topics: ", "; run 'angklung topics apply'");
    }

    private static void refuseOtherPartitions(List<TopicState> found) {
        refuse(
                found,
                TopicState::isBroken,
                topic -> topic.name() + " has " + topic.found().getAsInt() + " partitions, not " + topic.partitions(),
                "Topics break the contract: ",
                "; partitions never change while topics hold data: set partitions.* as the topics are, or take"
                        + " another topic.prefix");
    }

    private static void refuse(
            List<TopicState> found,
            Predicate<TopicState> wrong,
            Function<TopicState, String> name,
            String what,
            String remedy) {
        String names = found.stream().filter(wrong).map(name).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            throw Failure.notReady(what + names + remedy);
        }
    }

    private static String describe(SortedMap<String, Difference> differences) {
        return differences.entrySet().stream()
                .map(entry -> entry.getKey() + " is " + entry.getValue().found() + ", must be "
                        + entry.getValue().expected())
                .collect(Collectors.joining(", "));
    }

    private List<TopicState> plan(Admin admin) {
        Map<String, Integer> partitions = partitions(admin, topics);
        Map<String, Config> configs = configs(admin, partitions.keySet());
        return topics.stream()
                .map(topic -> state(
                        topic, partitions.get(topic.name()), differences(topic, configs.get(topic.name()))))
                .toList();
    }

    private static TopicState state(
            TopicDef<?, ?> topic, Integer partitions, SortedMap<String, Difference> differences) {
        OptionalInt found = partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions);
        return new TopicState(topic.name(), topic.partitions(), found, differences);
    }

    /** Partitions of those topics that exist. */
    private static Map<String, Integer> partitions(Admin admin, List<TopicDef<?, ?>> topics) {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        topics.stream().map(TopicDef::name).toList())
                .topicNameValues();
        Map<String, Integer> partitions = new HashMap<>();
        answers.forEach((name, answer) -> {
            if (!isUnknown(answer)) {
                TopicDescription topic = Answers.of(answer, "describe the topic " + name);
                partitions.put(name, topic.partitions().size());
            }
        });
        return partitions;
    }

    private static boolean isUnknown(KafkaFuture<TopicDescription> answer) {
        try {
            answer.get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics are described", e);
        }
    }

    private static Map<String, Config> configs(Admin admin, Collection<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> configs = new HashMap<>();
        Answers.of(admin.describeConfigs(resources).all(), "read the settings of the topics")
                .forEach((resource, config) -> configs.put(resource.name(), config));
        return configs;
    }

    /** @param config of the topic on the brokers, or null if it does not exist */
    private SortedMap<String, Difference> differences(TopicDef<?, ?> topic, Config config) {
        SortedMap<String, Difference> differences = new TreeMap<>();
        if (config == null) {
            return differences;
        }
        required(topic).forEach((name, expected) -> {
            ConfigEntry entry = config.get(name);
            String found = entry == null ? "unknown" : entry.value();
            if (!expected.equals(found)) {
                differences.put(name, new Difference(found, expected));
            }
        });
        return differences;
    }

    private Map<String, String> required(TopicDef<?, ?> topic) {
        Map<String, String> required = new HashMap<>(topic.settings());
        required.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInsyncReplicas()));
        return required;
    }

    private void create(Admin admin, List<TopicState> missing) {
        List<NewTopic> created = topics.stream()
                .filter(topic -> missing.stream().anyMatch(state -> state.name().equals(topic.name())))
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) settings.replicationFactor())
                        .configs(required(topic)))
                .toList();
        Answers.of(
                admin.createTopics(created).all(),
                "create topics with replication.factor " + settings.replicationFactor());
    }

    private static void alter(Admin admin, List<TopicState> differing) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        differing.forEach(topic -> changes.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                topic.differences().entrySet().stream()
                        .map(entry -> new AlterConfigOp(
                                new ConfigEntry(entry.getKey(), entry.getValue().expected()),
                                AlterConfigOp.OpType.SET))
                        .toList()));
        Answers.of(admin.incrementalAlterConfigs(changes).all(), "change the settings of topics");
    }

    private void awaitApplied(Admin admin) {
        long deadline = System.nanoTime() + PROPAGATION.toNanos();
        List<TopicState> left = unfinished(admin);
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw Failure.notReady("After " + PROPAGATION.toSeconds() + " s the brokers still do not show "
                        + left.stream().map(TopicState::name).collect(Collectors.joining(", "))
                        + " as applied; run 'angklung topics plan'");
            }
            pause();
            left = unfinished(admin);
        }
    }

    private List<TopicState> unfinished(Admin admin) {
        return plan(admin).stream().filter(topic -> !topic.isAsPlanned()).toList();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics are applied", e);
        }
    }
}
