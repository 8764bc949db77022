package angklung.replay;

import angklung.avro.Agreement;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.PlayEvent;
import angklung.avro.Registration;
import angklung.avro.RejectedPlay;
import angklung.avro.RevenueReport;
import angklung.avro.Scenario;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningRule;
import angklung.avro.TaxProfile;
import angklung.avro.UnclaimedPolicy;
import angklung.client.Clients;
import angklung.config.Failure;
import angklung.model.OfferingKey;
import angklung.rights.RegistrationRules;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends the input of the pipeline to its topics, each record with the key and to the partition of the topic's
 * contract. A record that the broker refuses stops the feed. Used by one thread.
 */
public final class Feed implements AutoCloseable {
    private final Topics topics;
    private final Map<String, TopicDef<String, PlayEvent>> plays = new HashMap<>(); // a catalogue makes new serdes
    private final Producer<String, byte[]> producer;
    private volatile Exception failure; // set by the producer's own thread

    public Feed(Clients clients, Topics topics) {
        this.topics = topics;
        topics.dsps().forEach(dsp -> plays.put(dsp, topics.plays(dsp)));
        this.producer = clients.producer("angklung-feed");
    }

    public void send(Agreement agreement) {
        String key = new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering()).toString();
        byKey(topics.agreements, key, agreement);
    }

    public void send(RevenueReport report) {
        String key = new OfferingKey(report.getDsp(), report.getTerritory(), report.getOffering()).toString();
        byKey(topics.revenue, key, report);
    }

    public void send(Registration registration) {
        byKey(topics.registrations, RegistrationRules.key(registration), registration);
    }

    /** Any pool may come under the policy, so every pool partition gets it. */
    public void send(AuthorshipPolicy policy) {
        toAll(topics.authorshipPolicies, policy.getHolderKind() + "/" + policy.getHolder(), policy);
    }

    /** Every intake partition screens by the rule. */
    public void send(ScreeningRule rule) {
        String territory = rule.getTerritory() == null ? "" : rule.getTerritory();
        toAll(topics.screeningRules, rule.getDsp() + "/" + territory + "/" + rule.getRule(), rule);
    }

    /** A hit may be on plays in any intake partition. */
    public void send(ScreeningDecision decision) {
        toAll(topics.screeningDecisions, decision.getHitId(), decision);
    }

    /** Any hold account may come under the policy, so every settlement partition gets it. */
    public void send(UnclaimedPolicy policy) {
        toAll(topics.unclaimedPolicies, policy.getTerritory(), policy);
    }

    public void send(Party party) {
        byKey(topics.parties, party.getPartyId(), party);
    }

    /** Any party may have the chain, so every settlement partition gets it. */
    public void send(DeductionChain chain) {
        toAll(topics.deductions, chain.getChain(), chain);
    }

    /** Any party may have the profile, so every settlement partition gets it. */
    public void send(TaxProfile profile) {
        toAll(topics.taxProfiles, profile.getProfile(), profile);
    }

    /** Any party may be paid at the rate, so every settlement partition gets it. */
    public void send(FxRate rate) {
        toAll(topics.fxRates, rate.getBase() + "/" + rate.getQuote(), rate);
    }

    /** To the pool task that has the offering of the scenario's agreement. */
    public void send(Scenario scenario) {
        Agreement agreement = scenario.getAgreement();
        String key = new OfferingKey(agreement.getDsp(), agreement.getTerritory(), agreement.getOffering()).toString();
        byKey(topics.scenarios, key, scenario);
    }

    /**
     * @param dsp whose topic the play goes to
     * @param time of the record, not before the epoch
     */
    public void send(String dsp, PlayEvent play, Instant time) {
        sendPlay(dsp, play.getSubscriberId(), bytes(plays.get(dsp), play), time);
    }

    /** As {@link #send(String, PlayEvent, Instant)}, with whatever bytes a service may send. */
    public void sendPlay(String dsp, String key, byte[] value, Instant time) {
        TopicDef<String, PlayEvent> topic = plays.get(dsp);
        send(topic, Partitioning.ofKey(key, topic.partitions()), time.toEpochMilli(), key, value);
    }

    /** A play that was refused before it could reach its topic. */
    public void send(String key, RejectedPlay play) {
        byKey(topics.rejected, key, play);
    }

    /** Waits until everything is acknowledged. */
    public void flush() {
        producer.flush();
        check();
    }

    @Override
    public void close() {
        producer.close();
    }

    private <V> void byKey(TopicDef<String, V> topic, String key, V value) {
        send(topic, Partitioning.ofKey(key, topic.partitions()), null, key, bytes(topic, value));
    }

    private <V> void toAll(TopicDef<String, V> topic, String key, V value) {
        byte[] bytes = bytes(topic, value);
        for (int partition = 0; partition < topic.partitions(); partition++) {
            send(topic, partition, null, key, bytes);
        }
    }

    private void send(TopicDef<?, ?> topic, int partition, Long time, String key, byte[] value) {
        check();
        producer.send(new ProducerRecord<>(topic.name(), partition, time, key, value), this::acknowledged);
    }

    private void acknowledged(RecordMetadata metadata, Exception fault) {
        if (fault != null) {
            failure = fault;
        }
    }

    private void check() {
        if (failure != null) {
            throw new Failure(Failure.NOT_READY, "The broker refused a record: " + failure.getMessage()
                    + ". Check that it runs and that its topics are the ones of this installation", failure);
        }
    }

    private static <V> byte[] bytes(TopicDef<String, V> topic, V value) {
        return topic.value().serializer().serialize(topic.name(), value);
    }
}
