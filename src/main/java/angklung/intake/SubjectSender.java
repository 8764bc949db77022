package angklung.intake;

import angklung.avro.ArtistUsage;
import angklung.avro.ArtistUsageKind;
import angklung.avro.SubjectUsage;
import angklung.screening.Subject;
import angklung.screening.SubjectTally;
import angklung.topic.Partitioning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Sends what one task has to say about the subjects of screening. The marks behind it are {@link ArtistSender}'s. */
final class SubjectSender {
    /** Sums or a hit take some hundred bytes. */
    static final int SUBJECTS_ENOUGH = 500;

    private final int partition;
    private final int intakePartitions;
    private final Outlet outlet;

    SubjectSender(int partition, int intakePartitions, Outlet outlet) {
        this.partition = partition;
        this.intakePartitions = intakePartitions;
        this.outlet = outlet;
    }

    /** Sends sums, each to the task of its subject, and forgets them. */
    void count(CloseJob job, SubjectTally tally) {
        List<List<SubjectUsage>> byTarget = new ArrayList<>();
        for (int target = 0; target < intakePartitions; target++) {
            byTarget.add(new ArrayList<>());
        }
        tally.drain((subject, sums) -> {
            int target = Partitioning.ofIsrc(subject.id(), intakePartitions);
            List<SubjectUsage> batch = byTarget.get(target);
            batch.add(usage(subject, sums.encode()));
            if (batch.size() >= SUBJECTS_ENOUGH) {
                count(job, target, batch);
                byTarget.set(target, new ArrayList<>());
            }
        });
        for (int target = 0; target < intakePartitions; target++) {
            if (!byTarget.get(target).isEmpty()) {
                count(job, target, byTarget.get(target));
            }
        }
    }

    /** Tells all tasks of hits. */
    void tell(CloseJob job, List<SubjectHit> hits) {
        for (int from = 0; from < hits.size(); from += SUBJECTS_ENOUGH) {
            job.standingSent++;
            List<SubjectUsage> told = hits.subList(from, Math.min(hits.size(), from + SUBJECTS_ENOUGH)).stream()
                    .map(hit -> usage(hit.finding().subject(), hit.encode()))
                    .toList();
            send(job, ArtistUsageKind.STANDING, told);
        }
    }

    private void count(CloseJob job, int target, List<SubjectUsage> subjects) {
        job.countsSent[target]++;
        send(job, ArtistUsageKind.COUNT, subjects);
    }

    private void send(CloseJob job, ArtistUsageKind kind, List<SubjectUsage> subjects) {
        outlet.artists(UsageSender.key(job.dsp, job.usage.period()), new ArtistUsage(
                kind, job.dsp, job.usage.period().toString(), job.usage.number(), partition, null, List.of(),
                subjects, List.of()));
    }

    private static SubjectUsage usage(Subject subject, byte[] content) {
        return new SubjectUsage(subject.kind(), subject.id(), ByteBuffer.wrap(content));
    }
}
