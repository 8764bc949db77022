package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.ArtistUsage;
import angklung.avro.DeliveryReport;
import angklung.avro.PeriodState;
import angklung.avro.PlayEvent;
import angklung.avro.RejectReason;
import angklung.avro.RejectedPlay;
import angklung.avro.ScreeningHit;
import angklung.avro.Usage;
import angklung.model.OfferingKey;
import angklung.stage.CommitHook;
import angklung.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The counting node: drops duplicates, counts plays by recording, local day and period, keeps those of followed
 * subscribers, acts on the closer's commands, and does the work that follows a cut. Between two commits everything is
 * in the heap; {@link #beforeCommit} sends and stores it inside the transaction of the records that caused it.
 */
final class CountProcessor
        implements Processor<Void, IntakeInput, String, SpecificRecord>, CommitHook.Action, Outlet {
    static final String USAGE = "intake-usage";
    static final String ARTIST_USAGE = "intake-artist-usage";
    static final String REJECTED = "intake-rejected";
    static final String DELIVERY = "intake-delivery";
    static final String PERIOD_STATE = "intake-period-state";
    static final String HITS = "intake-screening-hits";

    private static final long MILLIS_PER_SECOND = 1_000;

    private final Topics topics;
    private final IntakeOptions options;
    private final IntakeStores stores;
    private ProcessorContext<String, SpecificRecord> context;
    private Cancellable sweeping;
    private Cancellable working; // null while there is no work: each turn is a transaction
    private long now;
    private int partition;

    private AgreementStore agreements;
    private long agreementsVersion;
    private FeedStores feedStores;
    private Map<String, Feed> feeds;
    private Map<String, Feed> feedsByTopic;
    private Sweep sweep;
    private StoredSeenPlays seen;
    private PlayHash hash;
    private UsageCounts counts;
    private FollowedPlays followed;
    private UsageSender sender;
    private Closes closes;
    private CloseCommands commands;

    CountProcessor(Topics topics, IntakeOptions options, IntakeStores stores) {
        this.topics = topics;
        this.options = options;
        this.stores = stores;
    }

    /** Called again when a suspended task resumes: nothing in the heap is taken over. */
    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        now = context.currentSystemTimeMs();
        partition = context.taskId().partition();
        requireContract();
        agreements = new AgreementStore(stores.agreements().get(context));
        agreementsVersion = 0;
        int tallyPartitions = topics.partitions().tally();
        feedStores = new FeedStores(stores, context);
        feeds = feedStores.load(topics.dsps(), partition, tallyPartitions);
        feedsByTopic = new HashMap<>();
        feeds.forEach((dsp, feed) -> feedsByTopic.put(topics.plays(dsp).name(), feed));
        seen = new StoredSeenPlays(stores.seen().get(context), options.daysRemembered());
        SubscriberStore subscribers = new SubscriberStore(stores.subscribers().get(context));
        SubjectPast past = new SubjectPast(stores.subjectPast().get(context));
        hash = new PlayHash();
        counts = new HeapUsageCounts();
        sender = new UsageSender(feeds, partition, tallyPartitions, this);
        followed = new FollowedPlays(subscribers);
        closes = new Closes(
                topics.partitions(), options, stores, context, feeds, feedStores, agreements, subscribers, this);
        sweep = new Sweep(seen, subscribers, past, stores.sweep().get(context), options, feeds, closes);
        commands = new CloseCommands(
                feeds, feedStores, partition, topics.partitions().intake(), this::sendCounts, closes);
        stores.commit().get(context).register(context, this);
        sweeping = context.schedule(options.sweepInterval(), PunctuationType.WALL_CLOCK_TIME, this::sweep);
        working = null;
        workIfNeeded();
    }

    @Override
    public void close() {
        sweeping.cancel();
        if (working != null) {
            working.cancel();
        }
    }

    @Override
    public void process(Record<Void, IntakeInput> record) {
        now = context.currentSystemTimeMs();
        IntakeInput input = record.value();
        if (input instanceof IntakeInput.Play play) {
            play(play, context.recordMetadata().orElseThrow(), record.timestamp());
        } else if (input instanceof IntakeInput.Refused refused) {
            refused(refused, context.recordMetadata().orElseThrow(), record.timestamp());
        } else if (input instanceof IntakeInput.Terms terms) {
            // Refuses a zone that does not exist here, not at some play later.
            TimeZones.rules(terms.agreement());
            agreements.put(terms.agreement());
            agreementsVersion++;
        } else if (input instanceof IntakeInput.Command command) {
            commands.act(command.control());
        } else if (input instanceof IntakeInput.Artists artists) {
            closes.credits(artists.credits());
        } else if (input instanceof IntakeInput.Standing standing) {
            closes.standing(standing.usage());
        } else if (input instanceof IntakeInput.Rule rule) {
            closes.rule(rule.rule());
        } else if (input instanceof IntakeInput.Decision decision) {
            closes.decision(decision.decision());
        }
        workIfNeeded();
    }

    private void play(IntakeInput.Play play, RecordMetadata at, long recordTime) {
        Feed feed = feedsByTopic.get(at.topic());
        feed.begin(at.offset());
        PlayEvent event = play.event();
        SeenPlays.Verdict verdict = seen.see(
                feed.dsp(), feed.clock(), hash.ofPlayId(event.getPlayId()), hash.ofPayload(event, play.isrc()),
                recordTime);
        switch (verdict) {
            case NEW -> count(feed, play, at.offset());
            case DUPLICATE -> feed.countDuplicate();
            case CONFLICT -> refuse(feed, conflict(play), at, recordTime);
        }
        end(feed, at.offset());
    }

    private void refused(IntakeInput.Refused refused, RecordMetadata at, long recordTime) {
        Feed feed = feedsByTopic.get(at.topic());
        feed.begin(at.offset());
        refuse(feed, refused, at, recordTime);
        end(feed, at.offset());
    }

    private void count(Feed feed, IntakeInput.Play play, long offset) {
        PlayEvent event = play.event();
        PlaceTerms terms = termsOf(play.place());
        LocalDay day = terms.days().at(event.getStartedAt().toEpochMilli());
        UsageRevision usage = feed.usageOf(day, terms.late(), offset);
        boolean royaltyBearing = PlayRules.isRoyaltyBearing(event.getPlayedMs(), event.getTrackMs());
        counts.add(
                play.place(), usage, play.isrc(), day.epochDay(), event.getEngagement(),
                PlayRules.trackMinutes(event.getTrackMs()), royaltyBearing);
        if (royaltyBearing) {
            follow(play, terms, usage, day.epochDay());
        }
        feed.countAccepted(royaltyBearing, usage != day.usage() && !usage.period().equals(day.usage().period()));
    }

    private void follow(IntakeInput.Play play, PlaceTerms terms, UsageRevision usage, int epochDay) {
        PlayEvent event = play.event();
        if (terms.screened().contains(epochDay)) {
            followed.add(
                    play.place(), usage, event.getSubscriberId(), play.isrc(), epochDay, event.getEngagement(),
                    PlayRules.trackMinutes(event.getTrackMs()),
                    Math.floorDiv(event.getStartedAt().toEpochMilli(), MILLIS_PER_SECOND),
                    (int) (event.getPlayedMs() / MILLIS_PER_SECOND),
                    event.getTrackMs() != null && event.getPlayedMs() >= event.getTrackMs(),
                    hash.ofDevice(event.getDeviceId()));
        } else if (terms.followed().contains(usage.period())) {
            followed.add(
                    play.place(), usage, event.getSubscriberId(), play.isrc(), epochDay, event.getEngagement());
        }
    }

    private void refuse(Feed feed, IntakeInput.Refused refused, RecordMetadata at, long recordTime) {
        feed.countRejected(refused.refusal().reason());
        rejected(RejectedPlays.keyOf(refused.key()), RejectedPlays.of(refused, feed.dsp(), at, recordTime));
    }

    private static IntakeInput.Refused conflict(IntakeInput.Play play) {
        Refusal refusal = new Refusal(RejectReason.CONFLICT,
                "play_id was used before by this subscriber's partition for a play with other content");
        return new IntakeInput.Refused(refusal, play.event(), play.key(), play.value());
    }

    private void end(Feed feed, long offset) {
        feed.end(offset);
        commands.reached(feed);
        if (counts.size() + followed.size() >= options.bufferLimit()) {
            sendCounts();
        }
        if (seen.unsaved() >= options.bufferLimit()) {
            seen.save();
        }
    }

    private PlaceTerms termsOf(Place place) {
        PlaceTerms terms = place.terms(agreementsVersion);
        if (terms == null) {
            terms = agreedOn(place);
            place.terms(agreementsVersion, terms);
        }
        return terms;
    }

    private PlaceTerms agreedOn(Place place) {
        List<Agreement> ofOffering =
                agreements.of(new OfferingKey(place.dsp(), place.territory(), place.offering()));
        FollowedPeriods periods = options.followSubscribers() == FollowSubscribers.ALL
                ? FollowedPeriods.ALL
                : FollowedPeriods.of(place.offering(), agreements.of(place.dsp(), place.territory()));
        return new PlaceTerms(
                TimeZones.daysOf(ofOffering), periods, ScreenedDays.of(ofOffering), new LateTerms(ofOffering));
    }

    private void sendCounts() {
        counts.drain(sender);
        sender.flush();
        followed.save(dsp -> feeds.get(dsp).position());
    }

    private void workIfNeeded() {
        if (working == null && closes.hasWork()) {
            working = context.schedule(options.work().interval(), PunctuationType.WALL_CLOCK_TIME, this::work);
        }
    }

    private void work(long timestamp) {
        now = timestamp;
        closes.work(options.work().budget());
        if (!closes.hasWork()) {
            working.cancel();
            working = null;
        }
    }

    private void sweep(long timestamp) {
        now = timestamp;
        sweep.run();
    }

    /**
     * Records are stamped with the time of sending: usage is kept for a time from there on, and records of old
     * plays would be deleted before they are read. No stage decides anything by it.
     */
    @Override
    public long time() {
        return now;
    }

    @Override
    public void beforeCommit() {
        sendCounts();
        seen.save();
        closes.save();
        for (Feed feed : feeds.values()) {
            if (feed.isChanged()) {
                delivery(feed.dsp() + "/" + partition, feed.report());
            }
            feedStores.save(feed);
        }
    }

    @Override
    public void discard() {
        counts.discard();
        followed.discard();
        seen.discard();
        closes.discard();
    }

    @Override
    public void usage(String key, Usage usage) {
        context.forward(new Record<>(key, usage, now), USAGE);
    }

    @Override
    public void artists(String key, ArtistUsage artists) {
        context.forward(new Record<>(key, artists, now), ARTIST_USAGE);
    }

    @Override
    public void rejected(String key, RejectedPlay rejected) {
        context.forward(new Record<>(key, rejected, now), REJECTED);
    }

    @Override
    public void delivery(String key, DeliveryReport report) {
        context.forward(new Record<>(key, report, now), DELIVERY);
    }

    @Override
    public void fact(String key, PeriodState fact) {
        context.forward(new Record<>(key, fact, now), PERIOD_STATE);
    }

    @Override
    public void hit(ScreeningHit hit) {
        context.forward(new Record<>(hit.getHitId(), hit, now), HITS);
    }

    private void requireContract() {
        if (partition >= topics.partitions().intake()) {
            throw new IllegalStateException("Partition " + partition + " is beyond the "
                    + topics.partitions().intake() + " partitions of intake: the number of partitions of a topic was"
                    + " changed");
        }
    }
}
