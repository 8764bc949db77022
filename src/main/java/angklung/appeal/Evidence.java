package angklung.appeal;

import angklung.avro.AffectedPlays;
import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/** What the topics of an installation say about screening: whatever was committed before, anywhere, is in it. */
public final class Evidence {
    private final Clients clients;
    private final Topics topics;

    public Evidence(Clients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /** The hits that stand, by service, period, rule and identifier. */
    public List<Hit> hits() {
        Hits hits = new Hits();
        read(topics.screeningHits, all(topics.screeningHits), hits::add);
        read(topics.periodState, all(topics.periodState), hits::add);
        read(topics.screeningDecisions, List.of(0), hits::add); // multicast: every partition has all
        return hits.standing();
    }

    /** The last plan of every pool. */
    public PoolEffects effects() {
        PoolEffects effects = new PoolEffects();
        read(topics.poolPlans, List.of(0), (PoolPlan plan) -> effects.add(plan)); // multicast
        return effects;
    }

    /** Which of the recordings that hits are about somebody has, or had, a share in. */
    public Predicate<String> recordingsOf(String party, List<Hit> hits) {
        Set<String> concerned = new HashSet<>();
        hits.forEach(hit -> hit.affected().stream().map(AffectedPlays::getIsrc).forEach(concerned::add));
        Set<String> own = new HashSet<>();
        read(topics.recordingRights, all(topics.recordingRights), (RecordingRights rights) -> {
            if (concerned.contains(rights.getIsrc()) && hasShare(rights, party)) {
                own.add(rights.getIsrc());
            }
        });
        return own::contains;
    }

    private static boolean hasShare(RecordingRights rights, String party) {
        return rights.getShares().stream().anyMatch(share -> share.getPartyId().equals(party));
    }

    /** A record without a value says that a fact or rights are gone; what was known before stays evidence. */
    private <V extends SpecificRecord> void read(
            TopicDef<String, V> topic, List<Integer> partitions, Consumer<V> each) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic, partitions)) {
            reader.readDecided(record -> {
                if (record.value() != null) {
                    each.accept(record.value());
                }
            });
        }
    }

    private static List<Integer> all(TopicDef<?, ?> topic) {
        return IntStream.range(0, topic.partitions()).boxed().toList();
    }
}
