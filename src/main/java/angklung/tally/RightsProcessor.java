package angklung.tally;

import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.stage.RecordedClaims;
import angklung.stage.StoreKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the last rights of each recording, and which claims that changed; a deleted record means that none are known.
 * What moves no money, such as a role, changes no claim.
 */
final class RightsProcessor implements Processor<String, RecordingRights, Void, Void> {
    private static final List<RightType> RIGHTS = Arrays.stream(RightType.values())
            .filter(right -> right != RightType.UNKNOWN)
            .toList();

    private final TallyStores stores;
    private KeyValueStore<Bytes, RecordingRights> rights;
    private RightsLog log;

    RightsProcessor(TallyStores stores) {
        this.stores = stores;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.rights = stores.rights.get(context);
        this.log = stores.rightsLog(context);
    }

    @Override
    public void process(Record<String, RecordingRights> record) {
        RecordingRights before = rights.get(key(record.key()));
        RecordingRights now = record.value();
        rights.put(key(record.key()), now);
        List<String> territories = territories(before, now);
        for (RightType right : RIGHTS) {
            if (territories.stream().anyMatch(territory -> differ(before, now, right, territory))) {
                log.add(right, record.key());
            }
        }
    }

    /** Those that some claim is about; none stands for all others. */
    private static List<String> territories(RecordingRights before, RecordingRights now) {
        List<String> territories = new ArrayList<>(1);
        territories.add(null);
        Stream.of(before, now)
                .filter(rights -> rights != null)
                .flatMap(rights -> rights.getShares().stream())
                .map(RightShare::getTerritory)
                .filter(territory -> !territories.contains(territory))
                .forEach(territories::add);
        return territories;
    }

    private static boolean differ(RecordingRights before, RecordingRights now, RightType right, String territory) {
        return !RecordedClaims.of(before, right, territory).equals(RecordedClaims.of(now, right, territory));
    }

    static Bytes key(String isrc) {
        return StoreKey.of(isrc).toBytes();
    }
}
