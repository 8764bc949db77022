package angklung.intake;

import angklung.avro.ArtistCount;
import angklung.avro.ArtistUsage;
import angklung.avro.SubjectUsage;
import angklung.model.Period;
import angklung.screening.SubjectSums;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import angklung.topic.Partitioning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The exchange between the intake tasks behind a cut: of artists' plays, and of what screening judges. Each artist's
 * sums come together in one task; that task tells all of them which artists reach the minima of some agreement. Each
 * task checks by the marks that it has received what was sent. A subscriber's plays are all in one task, so listeners
 * add up and are exact.
 */
final class Standings {
    private final int partition;
    private final int intakePartitions;
    private final KeyValueStore<String, StandingReceipts> receipts;
    private final KeyValueStore<Bytes, ArtistTotals> sums;
    private final KeyValueStore<Bytes, ArtistTotals> standing;
    private final SubjectExchange subjects;

    /** One artist of {@link #sums}. */
    record Artist(byte[] key, String territory, String id, ArtistTotals totals) {}

    Standings(
            int partition,
            int intakePartitions,
            KeyValueStore<String, StandingReceipts> receipts,
            KeyValueStore<Bytes, ArtistTotals> sums,
            KeyValueStore<Bytes, ArtistTotals> standing,
            SubjectExchange subjects) {
        this.partition = partition;
        this.intakePartitions = intakePartitions;
        this.receipts = receipts;
        this.sums = sums;
        this.standing = standing;
        this.subjects = subjects;
    }

    static UsageRevision revisionOf(ArtistUsage usage) {
        return new UsageRevision(Period.parse(usage.getPeriod()), usage.getRevision());
    }

    /** @throws IllegalStateException if what comes is not what its sender says, or came before */
    void receive(ArtistUsage usage) {
        int source = usage.getSourcePartition();
        require(source >= 0 && source < intakePartitions, usage, "its source is none of " + intakePartitions);
        String key = key(usage.getDsp(), revisionOf(usage));
        StandingReceipts known = receipts.get(key);
        if (known == null) {
            known = new StandingReceipts(intakePartitions);
        }
        switch (usage.getKind()) {
            case COUNT -> count(usage, known);
            case MARK -> countMark(usage, known);
            case STANDING -> standing(usage, known);
            case STANDING_MARK -> standingMark(usage, known);
            case UNKNOWN -> throw broken(usage, "its kind is unknown to this version");
        }
        receipts.put(key, known);
    }

    /** Whether some task has sent something. */
    boolean isBegun(String dsp, UsageRevision usage) {
        return receipts.get(key(dsp, usage)) != null;
    }

    /** Whether this task takes part. */
    boolean isJoined(String dsp, UsageRevision usage) {
        StandingReceipts known = receipts.get(key(dsp, usage));
        return known != null && known.isJoined();
    }

    /** This task takes part from now on. */
    void join(String dsp, UsageRevision usage) {
        String key = key(dsp, usage);
        StandingReceipts known = receipts.get(key);
        StandingReceipts joined = known == null ? new StandingReceipts(intakePartitions) : known;
        joined.join();
        receipts.put(key, joined);
    }

    /** Whether the sums of this task's artists are complete. */
    boolean areCountsIn(String dsp, UsageRevision usage) {
        return receipts.get(key(dsp, usage)).areAllCounted();
    }

    /** Whether it is known of all artists where they stand. */
    boolean areStandingsIn(String dsp, UsageRevision usage) {
        return receipts.get(key(dsp, usage)).areAllStandingsTold();
    }

    /**
     * The next artists whose sums are in this task, and forgets them.
     *
     * @param done {@link Artist#key} of the last one; null to begin
     * @param limit most artists to hand out
     */
    List<Artist> takeSums(String dsp, UsageRevision usage, byte[] done, int limit) {
        List<Artist> taken = new ArrayList<>();
        Bytes prefix = prefix(dsp, usage);
        for (KeyValue<Bytes, ArtistTotals> next : KeyScan.next(sums, prefix, done, limit)) {
            StoreKeyReader reader = new StoreKeyReader(next.key, prefix.get().length);
            taken.add(new Artist(next.key.get(), reader.text(), reader.text(), next.value));
            sums.delete(next.key);
        }
        return taken;
    }

    /** Whether one of some artists stands where {@code reached} says, by plays and listeners. */
    boolean anyReaches(
            String dsp, UsageRevision usage, String territory, List<String> artists, BiPredicate<Long, Long> reached) {
        for (String artist : artists) {
            ArtistTotals totals = standing.get(key(dsp, usage, territory, artist));
            if (totals != null && reached.test(totals.plays(), totals.listeners())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Forgets the next artists that stand out.
     *
     * @return key of the last one that was forgotten; null if there are no more
     */
    byte[] forget(String dsp, UsageRevision usage, byte[] done, int limit) {
        return KeyScan.delete(standing, prefix(dsp, usage), done, limit);
    }

    private void count(ArtistUsage usage, StandingReceipts known) {
        int source = usage.getSourcePartition();
        require(!known.isCounted(source), usage, "it came behind the mark of its sender");
        for (ArtistCount artist : usage.getArtists()) {
            require(
                    Partitioning.ofIsrc(artist.getArtistId(), intakePartitions) == partition,
                    usage,
                    "artist " + artist.getArtistId() + " belongs to another partition");
            Bytes key = key(usage.getDsp(), revisionOf(usage), usage.getTerritory(), artist.getArtistId());
            ArtistTotals before = sums.get(key);
            sums.put(key, (before == null ? ArtistTotals.NONE : before).plus(artist.getPlays(), artist.getListeners()));
        }
        for (SubjectUsage subject : usage.getSubjects()) {
            require(
                    Partitioning.ofIsrc(subject.getSubject(), intakePartitions) == partition,
                    usage,
                    subject.getKind() + " " + subject.getSubject() + " belongs to another partition");
            subjects.add(
                    usage.getDsp(), revisionOf(usage), subject.getKind(), subject.getSubject(),
                    SubjectSums.decode(bytes(subject)));
        }
        known.count(source);
    }

    private void countMark(ArtistUsage usage, StandingReceipts known) {
        int source = usage.getSourcePartition();
        require(!known.isCounted(source), usage, "it came before");
        require(
                usage.getRecordsSent().size() == intakePartitions,
                usage,
                "it was made for another number of intake partitions than " + intakePartitions);
        long sent = usage.getRecordsSent().get(partition);
        require(known.counts(source) == sent, usage, sent + " records were sent here, but " + known.counts(source)
                + " came");
        known.completeCounts(source);
    }

    private void standing(ArtistUsage usage, StandingReceipts known) {
        int source = usage.getSourcePartition();
        require(!known.isStandingTold(source), usage, "it came behind the mark of its sender");
        for (ArtistCount artist : usage.getArtists()) {
            standing.put(
                    key(usage.getDsp(), revisionOf(usage), usage.getTerritory(), artist.getArtistId()),
                    new ArtistTotals(artist.getPlays(), artist.getListeners()));
        }
        for (SubjectUsage subject : usage.getSubjects()) {
            subjects.tell(usage.getDsp(), revisionOf(usage), SubjectHit.decode(bytes(subject)));
        }
        known.standing(source);
    }

    private void standingMark(ArtistUsage usage, StandingReceipts known) {
        int source = usage.getSourcePartition();
        require(!known.isStandingTold(source), usage, "it came before");
        require(usage.getRecordsSent().size() == 1, usage, "it says not one number of records");
        long sent = usage.getRecordsSent().get(0);
        require(known.standings(source) == sent, usage, sent + " records were sent, but " + known.standings(source)
                + " came");
        known.completeStandings(source);
    }

    private static byte[] bytes(SubjectUsage subject) {
        byte[] bytes = new byte[subject.getContent().remaining()];
        subject.getContent().duplicate().get(bytes);
        return bytes;
    }

    private void require(boolean holds, ArtistUsage usage, String what) {
        if (!holds) {
            throw broken(usage, what);
        }
    }

    private IllegalStateException broken(ArtistUsage usage, String what) {
        return new IllegalStateException("Artists of " + usage.getDsp() + "/" + revisionOf(usage) + ", "
                + usage.getKind() + " of intake partition " + usage.getSourcePartition() + ", received in partition "
                + partition + ": " + what);
    }

    private static String key(String dsp, UsageRevision usage) {
        return dsp + "/" + usage;
    }

    private static Bytes prefix(String dsp, UsageRevision usage) {
        return StoreKey.of(dsp, usage.toString()).toBytes();
    }

    private static Bytes key(String dsp, UsageRevision usage, String territory, String artist) {
        return StoreKey.of(dsp, usage.toString(), territory, artist).toBytes();
    }
}
