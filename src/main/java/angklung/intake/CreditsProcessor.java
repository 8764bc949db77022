package angklung.intake;

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
 * Takes the credited artists out of recordings' rights and tells every intake task when they change. Recordings that
 * never had any are not told.
 */
final class CreditsProcessor implements Processor<String, RecordingRights, String, RecordingArtists> {
    private final StoreDef<KeyValueStore<String, RecordingArtists>> told;
    private ProcessorContext<String, RecordingArtists> context;
    private KeyValueStore<String, RecordingArtists> last;

    /** @param told what was told last, by ISRC; nothing for recordings without artists */
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
        List<String> artists = artistsOf(record.value());
        RecordingArtists before = last.get(record.key());
        if (artists.equals(before == null ? List.of() : before.getArtistIds())) {
            return;
        }
        RecordingArtists now = new RecordingArtists(record.key(), artists, false);
        last.put(record.key(), artists.isEmpty() ? null : now);
        context.forward(record.withValue(now));
    }

    /** Of all rights and dates: who is credited on a recording does not change. */
    private static List<String> artistsOf(RecordingRights rights) {
        if (rights == null) {
            return List.of();
        }
        return rights.getShares().stream()
                .map(RightShare::getArtistId)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }
}
