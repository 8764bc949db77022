package angklung.intake;

import angklung.avro.Authorship;
import angklung.avro.RecordingArtists;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.stage.StoreDef;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes the credited artists out of recordings' rights, and whether the recording is AI-generated, and tells every
 * intake task when that changes. Recordings that never had artists nor were AI-generated are not told.
 */
final class CreditsProcessor implements Processor<String, RecordingRights, String, RecordingArtists> {
    private final StoreDef<KeyValueStore<String, RecordingArtists>> told;
    private ProcessorContext<String, RecordingArtists> context;
    private KeyValueStore<String, RecordingArtists> last;

    /** @param told what was told last, by ISRC; nothing for recordings of which there is nothing to tell */
    CreditsProcessor(StoreDef<KeyValueStore<String, RecordingArtists>> told) {
        this.told = told;
    }

    @Override
    public void init(ProcessorContext<String, RecordingArtists> processorContext) {
        this.context = processorContext;
        this.last = told.get(processorContext);
    }

    @Override
    public void process(Record<String, RecordingRights> record) {
        RecordingArtists nothing = new RecordingArtists(record.key(), List.of(), false);
        RecordingArtists before = last.get(record.key());
        RecordingArtists now = record.value() == null
                ? nothing
                : new RecordingArtists(record.key(), artistsOf(record.value()), isAiGenerated(record.value()));
        if (now.equals(before == null ? nothing : before)) {
            return;
        }
        last.put(record.key(), now.equals(nothing) ? null : now);
        context.forward(record.withValue(now));
    }

    /** Of all rights and dates: who is credited on a recording does not change. */
    private static List<String> artistsOf(RecordingRights rights) {
        return rights.getShares().stream()
                .map(RightShare::getArtistId)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    /** By any contribution, of any right and date. */
    private static boolean isAiGenerated(RecordingRights rights) {
        return rights.getShares().stream().anyMatch(share -> share.getAuthorship() == Authorship.AI_GENERATED);
    }
}
