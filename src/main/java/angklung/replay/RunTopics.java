package angklung.replay;

import angklung.client.Clients;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** The topics of one run. */
public final class RunTopics {
    private final Clients clients;
    private final String prefix;

    /** @param settings of a run with a prefix of its own */
    public RunTopics(Settings settings) {
        this.clients = settings.clients();
        this.prefix = settings.topicPrefix();
    }

    /**
     * Makes topics lose nothing while a run goes on. Records of a replay bear the time of their plays, so that those
     * of an old period would be past their retention before a stage has read them.
     */
    static void keepAll(Clients clients, Topics topics) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (TopicDef<?, ?> topic : topics.all()) {
            if (topic.settings().containsKey(TopicConfig.RETENTION_MS_CONFIG)) {
                ConfigEntry forEver = new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "-1");
                changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                        List.of(new AlterConfigOp(forEver, AlterConfigOp.OpType.SET)));
            }
        }
        try (Admin admin = clients.admin()) {
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            throw new Failure(Failure.NOT_READY, "Cannot set the retention of the run's topics: " + e.getCause(),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while setting up topics", e);
        }
    }

    /** Deletes what the run has left: topics, also the internal ones of the stages, and consumer groups. */
    public void delete() {
        try (Admin admin = clients.admin()) {
            List<String> names = new ArrayList<>(admin.listTopics().names().get());
            names.removeIf(name -> !name.startsWith(prefix + ".") && !name.startsWith(prefix + "-"));
            admin.deleteTopics(names).all().get();
            List<String> groups = admin.listGroups().valid().get().stream()
                    .map(group -> group.groupId())
                    .filter(group -> group.startsWith(prefix + "-"))
                    .toList();
            admin.deleteConsumerGroups(groups).all().get();
        } catch (ExecutionException e) {
            throw new Failure(Failure.NOT_READY, "The run is done, but its topics, which begin with " + prefix
                    + ", cannot be deleted: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while deleting topics", e);
        }
    }
}
