package angklung.intake;

import angklung.avro.AffectedPlays;
import angklung.avro.Observation;
import angklung.avro.ScreeningHit;
import angklung.screening.AffectedCell;
import angklung.screening.Evidence;
import angklung.screening.Finding;
import angklung.screening.Rule;
import angklung.screening.Subject;
import angklung.screening.SubjectFinding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Makes the records that tell of a hit, and of each play that it concerns. */
final class HitSender {
    /** A row takes 40 bytes or so. */
    static final int ROWS_ENOUGH = 1_000;

    private final int partition;
    private final int intakePartitions;
    private final Outlet outlet;

    /** What a hit says, whatever plays it concerns. */
    private record Hit(
            String id, Rule rule, String version, String territory, Subject subject, int from, int to,
            List<Evidence> evidence) {}

    HitSender(int partition, int intakePartitions, Outlet outlet) {
        this.partition = partition;
        this.intakePartitions = intakePartitions;
        this.outlet = outlet;
    }

    /** Sends a hit on a subscriber, whose plays are all in this task. */
    void ofSubscriber(CloseJob job, Finding finding, HitState state, SortedMap<AffectedCell, Long> plays) {
        Hit hit = new Hit(
                finding.hitId(), finding.rule(), finding.version(), finding.territory(), finding.subject(),
                finding.from(), finding.to(), finding.evidence());
        send(job, hit, state, plays, 0, 1);
    }

    /** Sends this task's part of a hit on a recording, device or cohort. */
    void ofSubject(CloseJob job, SubjectHit subject, SortedMap<AffectedCell, Long> plays) {
        SubjectFinding finding = subject.finding();
        Hit hit = new Hit(
                finding.hitId(), finding.rule(), finding.version(), finding.territory(), finding.subject(),
                finding.from(), finding.to(), finding.evidence());
        send(job, hit, subject.state(), plays, partition, intakePartitions);
    }

    /**
     * @param first number of the first record
     * @param step from one number to the next
     */
    private void send(
            CloseJob job, Hit hit, HitState state, SortedMap<AffectedCell, Long> plays, int first, int step) {
        List<AffectedPlays> rows = new ArrayList<>(plays.size());
        plays.forEach((cell, count) -> rows.add(new AffectedPlays(
                cell.territory(), cell.offering(), cell.isrc(), LocalDate.ofEpochDay(cell.day()), count)));
        long sum = plays.values().stream().reduce(0L, Math::addExact);
        int records = (rows.size() + ROWS_ENOUGH - 1) / ROWS_ENOUGH;
        for (int i = 0; i < records; i++) {
            outlet.hit(ScreeningHit.newBuilder()
                    .setHitId(hit.id())
                    .setPart(first + i * step)
                    .setParts(records * step)
                    .setDsp(job.dsp)
                    .setPeriod(job.usage.period().toString())
                    .setRevision(job.usage.number())
                    .setTerritory(hit.territory() == null ? onlyTerritory(plays) : hit.territory())
                    .setRule(hit.rule().id())
                    .setRuleVersion(hit.version())
                    .setSubjectKind(hit.subject().kind())
                    .setSubject(hit.subject().id())
                    .setWindowFrom(LocalDate.ofEpochDay(hit.from()))
                    .setWindowTo(LocalDate.ofEpochDay(hit.to()))
                    .setEvidence(observations(hit.evidence()))
                    .setPlays(sum)
                    .setStatus(state.status())
                    .setDecidedBy(state.operator())
                    .setDecisionReason(state.reason())
                    .setDecidedAt(state.decidedAt())
                    .setAffected(rows.subList(i * ROWS_ENOUGH, Math.min(rows.size(), (i + 1) * ROWS_ENOUGH)))
                    .build());
        }
    }

    private static String onlyTerritory(SortedMap<AffectedCell, Long> plays) {
        String first = plays.firstKey().territory();
        return first.equals(plays.lastKey().territory()) ? first : null;
    }

    private static List<Observation> observations(List<Evidence> evidence) {
        return evidence.stream()
                .map(each -> new Observation(each.name(), each.threshold(), each.observed()))
                .toList();
    }
}
