package angklung.anchor;

import angklung.avro.LogEntry;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.opening.Envelope;
import angklung.opening.LeafKind;
import angklung.topic.Topics;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Finds the entries by which the log announced one distribution, as they are committed. */
final class LogLeaves implements AutoCloseable {
    private final TopicReader<String, LogEntry> reader;
    private final Distribution distribution;
    private final TreeSet<Long> found = new TreeSet<>();

    LogLeaves(Clients clients, Topics topics, Distribution distribution) {
        this.reader = new TopicReader<>(clients, topics.logEntries);
        this.distribution = distribution;
    }

    /** The first one at an index or after it. */
    OptionalLong from(long first) {
        reader.readToEnd(record -> {
            LogEntry entry = record.value();
            if (entry.getEntry().equals(ByteBuffer.wrap(leaf(distribution, entry.getSeq())))) {
                found.add(entry.getSeq());
            }
        });
        Long index = found.ceiling(first);
        return index == null ? OptionalLong.empty() : OptionalLong.of(index);
    }

    /** The entry of a distribution at an index: what the contract makes of it too. */
    static byte[] leaf(Distribution distribution, long index) {
        return Envelope.facts(
                LeafKind.DISTRIBUTION, distribution.month(), index, distribution.facts().toString());
    }

    @Override
    public void close() {
        reader.close();
    }
}
