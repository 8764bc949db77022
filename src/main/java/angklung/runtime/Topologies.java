package angklung.runtime;

import angklung.config.Failure;
import angklung.config.LogSettings;
import angklung.config.Settings;
import angklung.intake.FollowSubscribers;
import angklung.intake.IntakeOptions;
import angklung.intake.IntakeTopology;
import angklung.keys.SubjectKeys;
import angklung.notary.NotaryOptions;
import angklung.notary.NotaryTopology;
import angklung.pool.PoolTopology;
import angklung.rights.RightsTopology;
import angklung.settlement.SettlementTopology;
import angklung.tally.TallyOptions;
import angklung.tally.TallyTopology;
import angklung.topic.Topics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;

/** The topology of each stage, from the settings. */
public final class Topologies {
    private Topologies() {}

    /** Every stage that the installation has: the notary only if it keeps a log. */
    public static Set<Stage> stages(Settings settings) {
        return settings.log().isKept()
                ? EnumSet.allOf(Stage.class)
                : EnumSet.complementOf(EnumSet.of(Stage.NOTARY));
    }

    /** Those of every stage that the installation has. */
    public static Map<Stage, Supplier<Topology>> of(Settings settings) {
        return of(settings, stages(settings));
    }

    /**
     * One topology a stage; all share one topic catalogue and so one cache of schemas.
     *
     * @throws Failure if the notary is asked for, but no log is kept
     */
    public static Map<Stage, Supplier<Topology>> of(Settings settings, Set<Stage> stages) {
        Topics topics = settings.topics();
        Map<Stage, Supplier<Topology>> topologies = new EnumMap<>(Stage.class);
        stages.forEach(stage -> topologies.put(stage, of(stage, topics, settings)));
        return topologies;
    }

    private static Supplier<Topology> of(Stage stage, Topics topics, Settings settings) {
        return switch (stage) {
            case INTAKE -> new IntakeTopology(topics, intakeOptions(settings));
            case RIGHTS -> new RightsTopology(topics, settings.minorOverclaimPercent());
            case TALLY -> new TallyTopology(
                    topics, TallyOptions.standard().withEstimateInterval(settings.provisionalInterval()));
            case POOL -> new PoolTopology(topics);
            case SETTLEMENT -> new SettlementTopology(topics);
            case NOTARY -> new NotaryTopology(topics, notaryOptions(settings.log().require()));
        };
    }

    private static IntakeOptions intakeOptions(Settings settings) {
        return new IntakeOptions(
                settings.dedupHorizonDays(),
                settings.followAllSubscribers() ? FollowSubscribers.ALL : FollowSubscribers.AGREED);
    }

    private static NotaryOptions notaryOptions(LogSettings log) {
        String version = Topologies.class.getPackage().getImplementationVersion();
        return new NotaryOptions(
                log.origin(), version == null ? "from source" : version, new SubjectKeys(log.subjectKeys()));
    }
}
