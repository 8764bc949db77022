package angklung.cli;

import angklung.appeal.Evidence;
import angklung.appeal.Hit;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.util.List;

/** What every command on screening needs of an installation. */
final class ScreeningTopics {
    private static final int SHORTEST_PREFIX = 6;

    private ScreeningTopics() {}

    /** @throws Failure if the brokers do not answer, or a topic is missing */
    static Evidence open(Settings settings) {
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(
                topics.screeningHits, topics.screeningDecisions, topics.periodState, topics.poolPlans,
                topics.recordingRights);
        return new Evidence(settings.clients(), topics);
    }

    /**
     * The hit that the text names: its identifier, or the beginning of it.
     *
     * @throws Failure if it names none, or several
     */
    static Hit find(List<Hit> hits, String text) {
        if (text.length() < SHORTEST_PREFIX) {
            throw Failure.usage("'" + text + "' is too short: give at least " + SHORTEST_PREFIX
                    + " digits of the hit");
        }
        List<Hit> found = hits.stream().filter(hit -> hit.id().startsWith(text)).toList();
        if (found.isEmpty()) {
            throw Failure.usage("No hit " + text + " stands; see 'angklung screening list'");
        }
        if (found.size() > 1) {
            throw Failure.usage(found.size() + " hits begin with " + text + "; give more digits");
        }
        return found.get(0);
    }
}
