package angklung.cli;

import angklung.avro.Agreement;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.config.Settings;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The services that have agreements, and the time zones that their periods end in. */
final class AgreementZones {
    private final SortedMap<String, SortedSet<String>> zones = new TreeMap<>();

    private AgreementZones() {}

    /** All agreements that were ever imported: an old one's zone only makes a period end later. */
    static AgreementZones read(Settings settings) {
        AgreementZones all = new AgreementZones();
        try (TopicReader<String, Agreement> reader =
                new TopicReader<>(settings.clients(), settings.topics().agreements)) {
            reader.readToEnd(all::add);
        }
        return all;
    }

    SortedSet<String> dsps() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(zones.keySet()));
    }

    /** Time zones of one service's agreements; none if it has none. */
    Set<ZoneId> of(String dsp) {
        Set<ZoneId> found = new HashSet<>();
        zones.getOrDefault(dsp, Collections.emptySortedSet()).forEach(name -> found.add(zone(dsp, name)));
        return found;
    }

    private void add(ConsumerRecord<String, Agreement> record) {
        if (record.value() != null) {
            zones.computeIfAbsent(record.value().getDsp(), dsp -> new TreeSet<>())
                    .add(record.value().getTimeZone());
        }
    }

    private static ZoneId zone(String dsp, String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new Failure(
                    Failure.INPUT,
                    "An agreement of " + dsp + " has the time zone '" + name + "', which does not exist; import it "
                            + "again with an IANA time zone",
                    e);
        }
    }
}
