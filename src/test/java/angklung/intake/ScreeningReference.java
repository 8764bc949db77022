package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.HitStatus;
import angklung.avro.ScreeningPolicy;
import angklung.avro.ScreeningSubject;
import angklung.avro.UsageKind;
import angklung.model.Period;
import angklung.screening.AffectedCell;
import angklung.screening.Catalogue;
import angklung.screening.Finding;
import angklung.screening.ScreenedPlay;
import angklung.screening.ScreeningTerms;
import angklung.screening.Subject;
import angklung.screening.SubjectFinding;
import angklung.screening.SubjectRules;
import angklung.screening.SubjectSums;
import angklung.screening.SubscriberScreen;
import angklung.screening.Thresholds;
import angklung.screening.ToldSubjects;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a period of one service must come to: all subscribers at once in the heap, no tasks, no commits, no bytes. The
 * rules themselves are those of the screening package, which has tests of its own.
 */
final class ScreeningReference {
    private static final MathContext DIGITS = new MathContext(80);

    /** One play and who listened. */
    record Listened(String dsp, UsageRevision usage, String subscriber, ScreenedPlay play) {}

    /** All of one hit. */
    record Hit(
            String rule, String version, ScreeningSubject kind, String subject, HitStatus status,
            SortedMap<AffectedCell, Long> affected) {}

    /** Plays and weight, and the held part of both. */
    record Cell(BigDecimal plays, BigDecimal weight, BigDecimal heldPlays, BigDecimal heldWeight) {
        static final Cell NONE = new Cell(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        Cell plus(Cell other) {
            return new Cell(
                    plays.add(other.plays), weight.add(other.weight), heldPlays.add(other.heldPlays),
                    heldWeight.add(other.heldWeight));
        }
    }

    private final String dsp;
    private final Period period;
    private final List<Agreement> agreements;
    private final Map<String, HitStatus> decided;
    private final List<Listened> counted;
    private final Map<String, SubjectSums> recordings = new HashMap<>();
    private final SortedMap<String, Long> screened = new TreeMap<>();
    private final SortedMap<String, Hit> hits = new TreeMap<>();
    private final SortedMap<String, Cell> weights = new TreeMap<>();

    /**
     * @param plays of the service, of any period and revision
     * @param decided by hit; one that is left out is open
     * @param before of the period before, as it was judged last; null if it was not
     */
    ScreeningReference(
            String dsp,
            UsageRevision usage,
            List<Listened> plays,
            List<Agreement> agreements,
            Thresholds thresholds,
            Catalogue catalogue,
            Map<String, HitStatus> decided,
            ScreeningReference before) {
        this.dsp = dsp;
        this.period = usage.period();
        this.agreements = agreements.stream().filter(agreement -> agreement.getDsp().equals(dsp)).toList();
        this.decided = decided;
        this.counted = plays.stream()
                .filter(play -> play.dsp().equals(dsp)
                        && play.usage().period().equals(period)
                        && play.usage().number() <= usage.number())
                .toList();
        judge(new ScreeningTerms(dsp, period, thresholds, catalogue), before);
    }

    /** By kind, territory, offering, recording, day, engagement and length: plays. */
    SortedMap<String, Long> screened() {
        return screened;
    }

    /** By identifier. */
    SortedMap<String, Hit> hits() {
        return hits;
    }

    /** By territory, offering, weighting, recording and day. */
    SortedMap<String, Cell> weights() {
        return weights;
    }

    /** Whether any agreement asks for screening. */
    static boolean isAgreed(List<Agreement> agreements) {
        return agreements.stream().anyMatch(ScreeningReference::isScreening);
    }

    private static boolean isScreening(Agreement agreement) {
        return agreement.getScreening() == ScreeningPolicy.HOLD || agreement.getScreening() == ScreeningPolicy.REBASE;
    }

    private boolean isScreened(ScreenedPlay play) {
        return agreements.stream().anyMatch(agreement -> isScreening(agreement)
                && agreement.getTerritory().equals(play.territory())
                && agreement.getOffering().equals(play.offering())
                && agreement.getValidFrom().toEpochDay() <= play.day()
                && (agreement.getValidTo() == null || play.day() < agreement.getValidTo().toEpochDay()));
    }

    private void judge(ScreeningTerms terms, ScreeningReference before) {
        SortedMap<String, SubscriberScreen> screens = new TreeMap<>();
        for (String subscriber : subscribers()) {
            screens.put(subscriber, new SubscriberScreen(
                    terms, subscriber, playsOf(subscriber).stream().filter(this::isScreened).toList()));
        }
        ToldSubjects told = new ToldSubjects(subjects(terms, screens, before));
        screens.forEach((subscriber, screen) -> judge(subscriber, screen, told));
    }

    private TreeSet<String> subscribers() {
        TreeSet<String> subscribers = new TreeSet<>();
        counted.forEach(play -> subscribers.add(play.subscriber()));
        return subscribers;
    }

    private List<ScreenedPlay> playsOf(String subscriber) {
        return counted.stream()
                .filter(play -> play.subscriber().equals(subscriber))
                .map(Listened::play)
                .toList();
    }

    private List<SubjectFinding> subjects(
            ScreeningTerms terms, Map<String, SubscriberScreen> screens, ScreeningReference before) {
        TreeMap<Subject, SubjectSums> sums = new TreeMap<>();
        screens.values().forEach(screen ->
                screen.contribute((subject, more) -> sums.merge(subject, more, SubjectSums::plus)));
        List<SubjectFinding> found = new ArrayList<>();
        sums.forEach((subject, sum) -> {
            boolean recording = subject.kind() == ScreeningSubject.RECORDING;
            if (recording) {
                recordings.put(subject.id(), sum);
            }
            Optional<SubjectSums> past = before == null || !recording
                    ? Optional.empty()
                    : Optional.of(before.recordings.getOrDefault(subject.id(), SubjectSums.NONE));
            found.addAll(SubjectRules.judge(terms, subject, sum, past));
        });
        return found;
    }

    private void judge(String subscriber, SubscriberScreen screen, ToldSubjects told) {
        List<Finding> findings = new ArrayList<>(screen.findings());
        findings.addAll(screen.findings(told));
        List<ScreenedPlay> honest = new ArrayList<>();
        List<ScreenedPlay> open = new ArrayList<>();
        for (int i = 0; i < screen.plays().size(); i++) {
            int play = i;
            HitStatus status = findings.stream()
                    .filter(finding -> finding.concerns(play))
                    .map(finding -> status(finding.hitId()))
                    .reduce(HitStatus.RELEASED, ScreeningReference::heavier);
            ScreenedPlay what = screen.plays().get(i);
            if (status == HitStatus.RELEASED) {
                honest.add(what);
            } else {
                String kind = (status == HitStatus.OPEN ? UsageKind.SCREENED : UsageKind.CONFIRMED).toString();
                screened.merge(screenedCell(kind, what), 1L, Long::sum);
                if (status == HitStatus.OPEN) {
                    open.add(what);
                }
            }
        }
        playsOf(subscriber).stream().filter(play -> !isScreened(play)).forEach(honest::add);
        findings.forEach(finding -> add(screen, finding));
        weigh(playsOf(subscriber), honest, open);
    }

    private static HitStatus heavier(HitStatus one, HitStatus other) {
        List<HitStatus> order = List.of(HitStatus.RELEASED, HitStatus.OPEN, HitStatus.CONFIRMED);
        return order.get(Math.max(order.indexOf(one), order.indexOf(other)));
    }

    private HitStatus status(String hitId) {
        return decided.getOrDefault(hitId, HitStatus.OPEN);
    }

    private void add(SubscriberScreen screen, Finding finding) {
        Hit hit = hits.computeIfAbsent(finding.hitId(), id -> new Hit(
                finding.rule().id(), finding.version(), finding.subject().kind(), finding.subject().id(), status(id),
                new TreeMap<>()));
        screen.affected(finding).forEach((cell, plays) -> hit.affected().merge(cell, plays, Long::sum));
    }

    private void weigh(List<ScreenedPlay> all, List<ScreenedPlay> honest, List<ScreenedPlay> open) {
        TreeSet<String> done = new TreeSet<>();
        for (Agreement agreement : agreements) {
            if (agreement.getModel() == AllocationModel.USER_CENTRIC) {
                String group = agreement.getTerritory() + " " + agreement.getOffering() + " SUBSCRIBERS"
                        + (isScreening(agreement) ? "/" + agreement.getScreening() : "");
                if (done.add(group)) {
                    switch (agreement.getScreening()) {
                        case HOLD -> weigh(agreement, group, honest, open);
                        case REBASE -> weigh(agreement, group, honest, List.of());
                        default -> weigh(agreement, group, all, List.of());
                    }
                }
            }
        }
    }

    private void weigh(Agreement agreement, String group, List<ScreenedPlay> honest, List<ScreenedPlay> open) {
        List<ScreenedPlay> counting = honest.stream().filter(play -> isOf(agreement, play)).toList();
        List<ScreenedPlay> held = open.stream().filter(play -> isOf(agreement, play)).toList();
        if (counting.size() + held.size() > 0) {
            BigDecimal each = BigDecimal.ONE.divide(BigDecimal.valueOf(counting.size() + held.size()), DIGITS);
            counting.forEach(play -> weights.merge(
                    weightCell(group, play), new Cell(BigDecimal.ONE, each, BigDecimal.ZERO, BigDecimal.ZERO),
                    Cell::plus));
            held.forEach(play -> weights.merge(
                    weightCell(group, play), new Cell(BigDecimal.ONE, each, BigDecimal.ONE, each), Cell::plus));
        }
    }

    private static boolean isOf(Agreement agreement, ScreenedPlay play) {
        return agreement.getTerritory().equals(play.territory()) && agreement.getOffering().equals(play.offering());
    }

    private static String screenedCell(String kind, ScreenedPlay play) {
        return String.join(
                " ", kind, play.territory(), play.offering(), play.isrc(), Integer.toString(play.day()),
                play.engagement().name(), Integer.toString(play.trackMinutes()));
    }

    private static String weightCell(String group, ScreenedPlay play) {
        return String.join(" ", group, play.isrc(), Integer.toString(play.day()));
    }

    @Override
    public String toString() {
        return dsp + "/" + period + ": " + screened.size() + " screened, " + hits.size() + " hits";
    }
}
