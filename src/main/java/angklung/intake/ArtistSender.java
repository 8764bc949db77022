package angklung.intake;

import angklung.avro.ArtistCount;
import angklung.avro.ArtistUsage;
import angklung.avro.ArtistUsageKind;
import angklung.topic.Partitioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends what one task has to say about artists, and adds up their plays before. */
final class ArtistSender {
    /** An artist takes 40 bytes or so. */
    static final int ARTISTS_ENOUGH = 1_000;

    private final int partition;
    private final int intakePartitions;
    private final Outlet outlet;
    private final Map<String, Map<String, ArtistTotals>> byTerritory = new HashMap<>();
    private int size;

    ArtistSender(int partition, int intakePartitions, Outlet outlet) {
        this.partition = partition;
        this.intakePartitions = intakePartitions;
        this.outlet = outlet;
    }

    /** Adds the plays of one artist by one subscriber. */
    void add(String territory, String artist, long plays) {
        Map<String, ArtistTotals> artists = byTerritory.computeIfAbsent(territory, key -> new HashMap<>());
        ArtistTotals before = artists.get(artist);
        if (before == null) {
            size++;
        }
        artists.put(artist, (before == null ? ArtistTotals.NONE : before).plus(plays, 1));
    }

    /** Number of artists held. */
    int size() {
        return size;
    }

    /** Sends the counts that are held, each to the task of its artist. */
    void flush(CloseJob job) {
        byTerritory.forEach((territory, artists) -> {
            Map<Integer, List<ArtistCount>> byTarget = new HashMap<>();
            artists.forEach((artist, totals) -> {
                int target = Partitioning.ofIsrc(artist, intakePartitions);
                List<ArtistCount> batch = byTarget.computeIfAbsent(target, key -> new ArrayList<>());
                batch.add(new ArtistCount(artist, totals.plays(), totals.listeners()));
                if (batch.size() >= ARTISTS_ENOUGH) {
                    count(job, territory, target, byTarget.remove(target));
                }
            });
            byTarget.forEach((target, batch) -> count(job, territory, target, batch));
        });
        discard();
    }

    /** Forgets the counts that are held. */
    void discard() {
        byTerritory.clear();
        size = 0;
    }

    /** Says that all counts are sent. */
    void mark(CloseJob job) {
        send(job, ArtistUsageKind.MARK, null, List.of(), Arrays.stream(job.countsSent).boxed().toList());
    }

    /** Tells all tasks about artists that reach some minima. */
    void standing(CloseJob job, String territory, List<ArtistCount> artists) {
        for (int from = 0; from < artists.size(); from += ARTISTS_ENOUGH) {
            job.standingSent++;
            send(
                    job, ArtistUsageKind.STANDING, territory,
                    artists.subList(from, Math.min(artists.size(), from + ARTISTS_ENOUGH)), List.of());
        }
    }

    /** Says that all artists are told. */
    void standingMark(CloseJob job) {
        send(job, ArtistUsageKind.STANDING_MARK, null, List.of(), List.of(job.standingSent));
    }

    private void count(CloseJob job, String territory, int target, List<ArtistCount> artists) {
        job.countsSent[target]++;
        send(job, ArtistUsageKind.COUNT, territory, artists, List.of());
    }

    private void send(
            CloseJob job, ArtistUsageKind kind, String territory, List<ArtistCount> artists, List<Long> recordsSent) {
        outlet.artists(UsageSender.key(job.dsp, job.usage.period()), new ArtistUsage(
                kind, job.dsp, job.usage.period().toString(), job.usage.number(), partition, territory, artists,
                List.of(), recordsSent));
    }

    /** All artists or subjects of a COUNT belong to the same partition. */
    static String anySubject(ArtistUsage count) {
        return count.getArtists().isEmpty()
                ? count.getSubjects().get(0).getSubject()
                : count.getArtists().get(0).getArtistId();
    }
}
