package angklung.intake;

import angklung.avro.ScreeningSubject;
import angklung.avro.UsageKind;
import angklung.screening.Catalogue;
import angklung.screening.Finding;
import angklung.screening.ScreenedPlay;
import angklung.screening.ScreeningTerms;
import angklung.screening.Subject;
import angklung.screening.SubjectFinding;
import angklung.screening.SubjectRules;
import angklung.screening.SubjectSums;
import angklung.screening.SubjectTally;
import angklung.screening.SubscriberScreen;
import angklung.screening.ToldSubjects;
import angklung.screening.Verdicts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The screening part of {@link CloseWork}: what each subscriber adds to the sums of recordings, devices and cohorts,
 * the judgement of those whose sums are in this task, and what all of it means for each subscriber's plays. Sums are
 * held in the heap until {@link #flush}.
 */
final class Screening {
    private final SubjectExchange exchange;
    private final SubjectPast past;
    private final AffectedPlaysStore affected;
    private final DecisionStore decisions;
    private final Catalogue catalogue;
    private final SubjectSender subjects;
    private final ScreenedSender screened;
    private final HitSender hits;
    private final SubjectTally tally = new SubjectTally();
    private Told told; // null before the first subscriber of a job is judged

    /** What is known of recordings, devices and cohorts while a job weighs. */
    private record Told(CloseJob job, ToldSubjects subjects, Map<String, SubjectHit> byHit) {}

    Screening(
            SubjectExchange exchange,
            SubjectPast past,
            AffectedPlaysStore affected,
            DecisionStore decisions,
            Credits credits,
            SubjectSender subjects,
            ScreenedSender screened,
            HitSender hits) {
        this.exchange = exchange;
        this.past = past;
        this.affected = affected;
        this.decisions = decisions;
        this.catalogue = new CreditedCatalogue(credits);
        this.subjects = subjects;
        this.screened = screened;
        this.hits = hits;
    }

    /** Sums and rows held. */
    int size() {
        return tally.size() + screened.size() + affected.size();
    }

    /** Sends and stores what is held of a job. */
    void flush(CloseJob job, Feed feed) {
        subjects.count(job, tally);
        screened.flush(feed, job.usage);
        affected.flush(job.dsp, job.usage);
    }

    /** Forgets everything that only the heap holds. */
    void discard() {
        tally.drain((subject, sums) -> {});
        screened.discard();
        affected.discard();
        told = null;
    }

    /** Adds a subscriber to the sums. */
    void count(CloseJob job, SubscriberPlays subscriber) {
        List<ScreenedPlay> plays = plays(job, subscriber);
        if (!plays.isEmpty()) {
            tally.add(new SubscriberScreen(terms(job), subscriber.subscriber(), plays));
        }
    }

    /**
     * Forgets what an earlier revision of the period left to compare the next one with.
     *
     * @return where to go on; null if nothing is left
     */
    byte[] forgetPast(CloseJob job, int limit) {
        return past.forget(job.dsp, job.usage.period(), job.done, limit);
    }

    /** Whether sums are left to judge. */
    boolean hasSums(CloseJob job) {
        return exchange.hasSums(job.dsp, job.usage);
    }

    /** Notes that the period is screened, for the one behind it. */
    void begin(CloseJob job) {
        if (SubjectRules.lookBack(job.terms.screening().thresholds())) {
            past.begin(job.dsp, job.usage.period());
        }
    }

    /**
     * Judges the next recordings, devices and cohorts, and tells all tasks of hits.
     *
     * @return where to go on; null if nothing is left
     */
    byte[] judgeSubjects(CloseJob job, int limit) {
        List<SubjectExchange.Sums> taken = exchange.takeSums(job.dsp, job.usage, job.done, limit);
        List<SubjectHit> found = new ArrayList<>();
        ScreeningTerms terms = terms(job);
        boolean keeps = past.has(job.dsp, job.usage.period());
        for (SubjectExchange.Sums next : taken) {
            Subject subject = next.subject();
            Optional<SubjectSums> before = subject.kind() == ScreeningSubject.RECORDING
                    ? past.before(job.dsp, job.usage.period(), subject.id())
                    : Optional.empty();
            for (SubjectFinding finding : SubjectRules.judge(terms, subject, next.sums(), before)) {
                found.add(new SubjectHit(finding, state(job, finding.hitId())));
            }
            if (keeps && subject.kind() == ScreeningSubject.RECORDING) {
                past.keep(job.dsp, job.usage.period(), subject.id(), next.sums());
            }
        }
        subjects.tell(job, found);
        return taken.isEmpty() ? null : taken.get(taken.size() - 1).key();
    }

    /**
     * Judges a subscriber's plays, tells of hits, and hands out the plays by what became of them; only those of
     * offerings that are weighed by subscriber need be among them.
     */
    List<JudgedPlays> judge(CloseJob job, SubscriberPlays subscriber) {
        List<ScreenedPlay> plays = plays(job, subscriber);
        if (plays.isEmpty()) {
            return JudgedPlays.honest(job.terms, subscriber);
        }
        SubscriberScreen screen = new SubscriberScreen(terms(job), subscriber.subscriber(), plays);
        Verdicts verdicts = verdicts(job, screen);
        if (verdicts.areClear()) {
            return JudgedPlays.honest(job.terms, subscriber);
        }
        return divide(job, subscriber, screen.plays(), verdicts);
    }

    /**
     * Tells of this task's part of the next hit on a recording, device or cohort.
     *
     * @return where to go on; null if nothing is left
     */
    byte[] tellHit(CloseJob job) {
        AffectedPlaysStore.Affected next = affected.take(job.dsp, job.usage, job.done);
        if (next == null) {
            return null;
        }
        hits.ofSubject(job, told(job).byHit().get(next.hitId()), next.plays());
        return next.key();
    }

    /** Whether there is something left to forget of what was told. */
    boolean hasTold(CloseJob job) {
        return exchange.hasTold(job.dsp, job.usage);
    }

    /**
     * Forgets the next subjects that were told.
     *
     * @return where to go on; null if nothing is left
     */
    byte[] forgetTold(CloseJob job, int limit) {
        return exchange.forget(job.dsp, job.usage, job.done, limit);
    }

    private Verdicts verdicts(CloseJob job, SubscriberScreen screen) {
        Verdicts verdicts = new Verdicts();
        for (Finding finding : screen.findings()) {
            HitState state = state(job, finding.hitId());
            verdicts.add(finding, state.status());
            hits.ofSubscriber(job, finding, state, screen.affected(finding));
        }
        for (Finding finding : screen.findings(told(job).subjects())) {
            verdicts.add(finding, told(job).byHit().get(finding.hitId()).state().status());
            affected.add(finding.hitId(), screen.affected(finding));
        }
        return verdicts;
    }

    private List<JudgedPlays> divide(
            CloseJob job, SubscriberPlays subscriber, List<ScreenedPlay> plays, Verdicts verdicts) {
        Map<String, JudgedPlays> byOffering = new HashMap<>();
        List<JudgedPlays> judged = new ArrayList<>();
        for (OfferingPlays offering : subscriber.offerings()) {
            JudgedPlays next = new JudgedPlays(
                    offering.territory(), offering.offering(), new ArrayList<>(offering.counted()), new ArrayList<>(),
                    new ArrayList<>());
            offering.detailed().stream()
                    .filter(play -> !isScreened(job, play))
                    .forEach(play -> next.honest().add(DayPlays.of(play)));
            byOffering.put(offering.territory() + "/" + offering.offering(), next);
            judged.add(next);
        }
        for (int i = 0; i < plays.size(); i++) {
            ScreenedPlay play = plays.get(i);
            JudgedPlays offering = byOffering.get(play.territory() + "/" + play.offering());
            if (verdicts.isConfirmed(i)) {
                screened.add(UsageKind.CONFIRMED, play);
                offering.confirmed().add(DayPlays.of(play));
            } else if (verdicts.isOpen(i)) {
                screened.add(UsageKind.SCREENED, play);
                offering.open().add(DayPlays.of(play));
            } else {
                offering.honest().add(DayPlays.of(play));
            }
        }
        return judged;
    }

    /** The plays of a subscriber that the terms of the cut screen. */
    private static List<ScreenedPlay> plays(CloseJob job, SubscriberPlays subscriber) {
        List<ScreenedPlay> plays = new ArrayList<>();
        for (OfferingPlays offering : subscriber.offerings()) {
            for (ScreenedPlay play : offering.detailed()) {
                if (isScreened(job, play)) {
                    plays.add(play);
                }
            }
        }
        return plays;
    }

    private static boolean isScreened(CloseJob job, ScreenedPlay play) {
        return job.terms.screening().isScreened(play.territory(), play.offering(), play.day());
    }

    private HitState state(CloseJob job, String hitId) {
        return HitState.of(decisions.latest(hitId, job.terms.screening().decisions()));
    }

    private Told told(CloseJob job) {
        if (told == null || told.job() != job) {
            Map<String, SubjectHit> byHit = new HashMap<>();
            exchange.told(job.dsp, job.usage).forEach(hit -> byHit.put(hit.finding().hitId(), hit));
            told = new Told(
                    job, new ToldSubjects(byHit.values().stream().map(SubjectHit::finding).toList()), byHit);
        }
        return told;
    }

    private ScreeningTerms terms(CloseJob job) {
        return new ScreeningTerms(job.dsp, job.usage.period(), job.terms.screening().thresholds(), catalogue);
    }

    /** What recordings' rights say. */
    private record CreditedCatalogue(Credits credits) implements Catalogue {
        @Override
        public List<String> artists(String isrc) {
            return credits.of(isrc);
        }

        @Override
        public boolean aiGenerated(String isrc) {
            return credits.isAiGenerated(isrc);
        }
    }
}
