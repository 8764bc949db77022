package angklung.topic;

import angklung.avro.Agreement;
import angklung.avro.ArtistUsage;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.ChainAnchor;
import angklung.avro.DeductionChain;
import angklung.avro.DeliveryReport;
import angklung.avro.Earning;
import angklung.avro.FxRate;
import angklung.avro.LedgerLine;
import angklung.avro.LogEntry;
import angklung.avro.LogSubmission;
import angklung.avro.NotaryCommand;
import angklung.avro.Opening;
import angklung.avro.Party;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodState;
import angklung.avro.PlayEvent;
import angklung.avro.PoolPartial;
import angklung.avro.PoolPlan;
import angklung.avro.ProvisionalEarning;
import angklung.avro.RecordingArtists;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RejectedPlay;
import angklung.avro.RejectedRegistration;
import angklung.avro.RevenueReport;
import angklung.avro.Scenario;
import angklung.avro.ScenarioResult;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningRule;
import angklung.avro.SignedCheckpoint;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedNotice;
import angklung.avro.UnclaimedPolicy;
import angklung.avro.Usage;
import angklung.avro.WeightRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The topic catalogue: every topic of one installation, typed, with the settings that must hold. */
public final class Topics {
    /** Kept for ever: what a rebuild or an audit reads. */
    private static final Map<String, String> FOREVER =
            Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");

    /** The last record of a key is kept for ever. */
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    /** Long enough for a claim against any closed period: thirteen months. */
    private static final Map<String, String> DISPUTE_HORIZON =
            Map.of("cleanup.policy", "delete", "retention.ms", millisOfDays(400), "retention.bytes", "-1");

    private static final Map<String, String> QUARTER =
            Map.of("cleanup.policy", "delete", "retention.ms", millisOfDays(92), "retention.bytes", "-1");

    private final String prefix;
    private final PartitionContract partitions;
    private final AvroSerdes serdes;
    private final SortedSet<String> dsps;
    private final SortedMap<String, TopicDef<String, PlayEvent>> plays = new TreeMap<>();

    public final TopicDef<String, Agreement> agreements;
    /** Every agreement in every intake partition, written by intake itself from {@link #agreements}. */
    public final TopicDef<String, Agreement> intakeAgreements;
    public final TopicDef<String, RevenueReport> revenue;
    public final TopicDef<String, RecordingRights> recordingRights;
    public final TopicDef<String, Party> parties;
    public final TopicDef<String, PeriodControl> periodControl;
    public final TopicDef<String, PeriodControl> settlementControl;
    public final TopicDef<String, PeriodState> periodState;
    public final TopicDef<String, RejectedPlay> rejected;
    public final TopicDef<String, DeliveryReport> delivery;
    public final TopicDef<String, Usage> usage;
    public final TopicDef<String, PoolPartial> poolPartials;
    public final TopicDef<String, PoolPlan> poolPlans;
    public final TopicDef<String, Earning> earnings;
    public final TopicDef<String, LedgerLine> ledger;
    public final TopicDef<String, Statement> statements;
    public final TopicDef<String, DeductionChain> deductions;
    public final TopicDef<String, TaxProfile> taxProfiles;
    public final TopicDef<String, FxRate> fxRates;
    public final TopicDef<String, WeightRequest> weightRequests;
    /** Credits of every recording in every intake partition, written by intake itself from the recordings' rights. */
    public final TopicDef<String, RecordingArtists> intakeArtists;
    public final TopicDef<String, ArtistUsage> artistUsage;
    public final TopicDef<String, Scenario> scenarios;
    public final TopicDef<String, PoolPlan> scenarioPlans;
    public final TopicDef<String, ScenarioResult> scenarioResults;
    public final TopicDef<String, ProvisionalEarning> provisionalEarnings;
    public final TopicDef<String, Registration> registrations;
    public final TopicDef<String, RejectedRegistration> rejectedRegistrations;
    public final TopicDef<String, AuthorshipPolicy> authorshipPolicies;
    public final TopicDef<String, ScreeningRule> screeningRules;
    public final TopicDef<String, ScreeningDecision> screeningDecisions;
    public final TopicDef<String, ScreeningHit> screeningHits;
    public final TopicDef<String, UnclaimedPolicy> unclaimedPolicies;
    public final TopicDef<String, UnclaimedNotice> unclaimedNotices;
    public final TopicDef<String, LogSubmission> logSubmissions;
    /** The only topic of which everybody may read every record. */
    public final TopicDef<String, LogEntry> logEntries;
    public final TopicDef<String, Opening> openings;
    public final TopicDef<String, SignedCheckpoint> checkpoints;
    public final TopicDef<String, NotaryCommand> notaryControl;
    public final TopicDef<String, ChainAnchor> anchors;

    /**
     * @param prefix first part of every name, {@code royalty} by default
     * @param dsps the services whose plays are read
     */
    public Topics(String prefix, PartitionContract partitions, AvroSerdes serdes, Iterable<String> dsps) {
        this.prefix = prefix;
        this.partitions = partitions;
        this.serdes = serdes;
        SortedSet<String> sorted = new TreeSet<>();
        dsps.forEach(sorted::add);
        this.dsps = Collections.unmodifiableSortedSet(sorted);
        this.dsps.forEach(dsp -> plays.put(dsp, define("plays." + dsp, partitions.intake(), DISPUTE_HORIZON)));
        this.agreements = define("agreements", partitions.pool(), FOREVER);
        this.intakeAgreements = define("intake-agreements", partitions.intake(), FOREVER);
        this.revenue = define("revenue", partitions.pool(), FOREVER);
        this.recordingRights = define("recording-rights", partitions.tally(), COMPACTED);
        this.parties = define("parties", partitions.settlement(), FOREVER);
        this.periodControl = define("period-control", partitions.intake(), FOREVER);
        this.settlementControl = define("settlement-control", partitions.settlement(), FOREVER);
        this.periodState = define("period-state", 1, COMPACTED);
        this.rejected = define("rejected", partitions.intake(), QUARTER);
        this.delivery = define("delivery", 1, COMPACTED);
        this.usage = define("usage", partitions.tally(), DISPUTE_HORIZON);
        this.poolPartials = define("pool-partials", partitions.pool(), DISPUTE_HORIZON);
        this.poolPlans = define("pool-plans", partitions.tally(), FOREVER);
        this.earnings = define("earnings", partitions.settlement(), FOREVER);
        this.ledger = define("ledger", partitions.settlement(), ledgerSettings());
        this.statements = define("statements", partitions.settlement(), FOREVER);
        this.deductions = define("deductions", partitions.settlement(), FOREVER);
        this.taxProfiles = define("tax-profiles", partitions.settlement(), FOREVER);
        this.fxRates = define("fx-rates", partitions.settlement(), FOREVER);
        this.weightRequests = define("weight-requests", partitions.tally(), DISPUTE_HORIZON);
        this.intakeArtists = define("intake-artists", partitions.intake(), COMPACTED);
        this.artistUsage = define("artist-usage", partitions.intake(), DISPUTE_HORIZON);
        this.scenarios = define("scenarios", partitions.pool(), QUARTER);
        this.scenarioPlans = define("scenario-plans", partitions.tally(), QUARTER);
        this.scenarioResults = define("scenario-results", 1, QUARTER);
        this.provisionalEarnings = define("provisional-earnings", partitions.settlement(), COMPACTED);
        this.registrations = define("registrations", partitions.tally(), FOREVER);
        this.rejectedRegistrations = define("rejected-registrations", partitions.tally(), QUARTER);
        this.authorshipPolicies = define("authorship-policies", partitions.pool(), FOREVER);
        this.screeningRules = define("screening-rules", partitions.intake(), FOREVER);
        this.screeningDecisions = define("screening-decisions", partitions.intake(), FOREVER);
        this.screeningHits = define("screening-hits", partitions.intake(), FOREVER);
        this.unclaimedPolicies = define("unclaimed-policies", partitions.settlement(), FOREVER);
        this.unclaimedNotices = define("unclaimed-notices", partitions.settlement(), FOREVER);
        this.logSubmissions = define("log-submissions", 1, DISPUTE_HORIZON);
        this.logEntries = define("log-entries", 1, ledgerSettings());
        this.openings = define("openings", partitions.settlement(), FOREVER);
        this.checkpoints = define("checkpoints", 1, ledgerSettings());
        this.notaryControl = define("notary-control", 1, FOREVER);
        this.anchors = define("anchors", 1, FOREVER);
    }

    public PartitionContract partitions() {
        return partitions;
    }

    /** The services whose plays are read, sorted. */
    public SortedSet<String> dsps() {
        return dsps;
    }

    /**
     * Plays of one service; key: subscriber.
     *
     * @throws IllegalArgumentException if the plays of that service are not read here
     */
    public TopicDef<String, PlayEvent> plays(String dsp) {
        TopicDef<String, PlayEvent> topic = plays.get(dsp);
        if (topic == null) {
            throw new IllegalArgumentException("The plays of " + dsp + " are not read; dsps is " + dsps);
        }
        return topic;
    }

    /** Names of all topics of plays, sorted. */
    public List<String> playTopics() {
        return plays.values().stream().map(TopicDef::name).toList();
    }

    /** The service that a topic of plays belongs to. */
    public String dspOf(String playTopic) {
        String start = prefix + ".plays.";
        if (!playTopic.startsWith(start) || !playTopic.endsWith(".v1")) {
            throw new IllegalArgumentException(playTopic + " is not a topic of plays");
        }
        return playTopic.substring(start.length(), playTopic.length() - ".v1".length());
    }

    /** Every topic, the services' first. */
    public List<TopicDef<?, ?>> all() {
        List<TopicDef<?, ?>> all = new ArrayList<>(plays.values());
        all.addAll(List.of(
                agreements, intakeAgreements, revenue, recordingRights, parties, periodControl, settlementControl,
                periodState, rejected, delivery, usage, poolPartials, poolPlans, earnings, ledger,
                statements, deductions, taxProfiles, fxRates, weightRequests, intakeArtists, artistUsage, scenarios,
                scenarioPlans, scenarioResults, provisionalEarnings, registrations, rejectedRegistrations,
                authorshipPolicies, screeningRules, screeningDecisions, screeningHits, unclaimedPolicies,
                unclaimedNotices, logSubmissions, logEntries, openings, checkpoints, notaryControl, anchors));
        return List.copyOf(all);
    }

    private <T extends SpecificRecord> TopicDef<String, T> define(
            String dataset, int count, Map<String, String> settings) {
        Serde<T> values = serdes.values();
        return new TopicDef<>(prefix + "." + dataset + ".v1", Serdes.String(), values, count, settings);
    }

    /** A lost or overwritten line is the one failure that nothing downstream can mend. */
    private static Map<String, String> ledgerSettings() {
        Map<String, String> settings = new LinkedHashMap<>(FOREVER);
        settings.put("unclean.leader.election.enable", "false");
        // A line's record time is its booking time, and brokers refuse times an hour ahead of theirs by default.
        settings.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        return settings;
    }

    private static String millisOfDays(int days) {
        return Long.toString(days * 86_400_000L);
    }
}
