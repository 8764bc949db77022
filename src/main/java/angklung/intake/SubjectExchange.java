package angklung.intake;

import angklung.avro.ScreeningSubject;
import angklung.screening.Subject;
import angklung.screening.SubjectSums;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What screening exchanges between the intake tasks: the sums of each recording, device and cohort come together in one
 * task, and the hits on them are told to all. That everything has come, {@link Standings} checks.
 */
final class SubjectExchange {
    private final KeyValueStore<Bytes, byte[]> sums;
    private final KeyValueStore<Bytes, byte[]> told;

    /** Sums of one subject over all tasks. */
    record Sums(byte[] key, Subject subject, SubjectSums sums) {}

    /**
     * @param sums by service, revision, kind and subject
     * @param told hits by service, revision and identifier
     */
    SubjectExchange(KeyValueStore<Bytes, byte[]> sums, KeyValueStore<Bytes, byte[]> told) {
        this.sums = sums;
        this.told = told;
    }

    /** Adds what one task counted. */
    void add(String dsp, UsageRevision usage, ScreeningSubject kind, String subject, SubjectSums more) {
        Bytes key = StoreKey.of(dsp, usage.toString(), kind.name(), subject).toBytes();
        byte[] before = sums.get(key);
        sums.put(key, before == null ? more.encode() : SubjectSums.decode(before).plus(more).encode());
    }

    boolean hasSums(String dsp, UsageRevision usage) {
        return !KeyScan.next(sums, prefix(dsp, usage), null, 1).isEmpty();
    }

    /**
     * The next subjects whose sums are in this task, and forgets them.
     *
     * @param done {@link Sums#key} of the last one; null to begin
     * @param limit most subjects to hand out
     */
    List<Sums> takeSums(String dsp, UsageRevision usage, byte[] done, int limit) {
        Bytes prefix = prefix(dsp, usage);
        List<Sums> taken = new ArrayList<>();
        for (KeyValue<Bytes, byte[]> next : KeyScan.next(sums, prefix, done, limit)) {
            StoreKeyReader key = new StoreKeyReader(next.key, prefix.get().length);
            Subject subject = new Subject(ScreeningSubject.valueOf(key.text()), key.text());
            taken.add(new Sums(next.key.get(), subject, SubjectSums.decode(next.value)));
            sums.delete(next.key);
        }
        return taken;
    }

    /** Keeps a hit that was told. */
    void tell(String dsp, UsageRevision usage, SubjectHit hit) {
        told.put(StoreKey.of(dsp, usage.toString(), hit.finding().hitId()).toBytes(), hit.encode());
    }

    boolean hasTold(String dsp, UsageRevision usage) {
        return !KeyScan.next(told, prefix(dsp, usage), null, 1).isEmpty();
    }

    /** All hits that were told. */
    List<SubjectHit> told(String dsp, UsageRevision usage) {
        List<SubjectHit> hits = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = KeyScan.of(told, prefix(dsp, usage), null)) {
            found.forEachRemaining(hit -> hits.add(SubjectHit.decode(hit.value)));
        }
        return hits;
    }

    /**
     * Forgets the next hits that were told.
     *
     * @return key of the last one that was forgotten; null if there are no more
     */
    byte[] forget(String dsp, UsageRevision usage, byte[] done, int limit) {
        return KeyScan.delete(told, prefix(dsp, usage), done, limit);
    }

    private static Bytes prefix(String dsp, UsageRevision usage) {
        return StoreKey.of(dsp, usage.toString()).toBytes();
    }
}
