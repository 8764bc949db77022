package angklung.publish;

import angklung.avro.LogEntry;
import angklung.avro.SignedCheckpoint;
import angklung.config.Failure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is committed, and sessions of signers on it, of which the last one alone may commit. */
final class MemoryTopics {
    final List<LogEntry> entries = new ArrayList<>();
    final List<SignedCheckpoint> signed = new ArrayList<>();
    private int epoch;

    void append(byte[] entry) {
        entries.add(new LogEntry((long) entries.size(), ByteBuffer.wrap(entry)));
    }

    SignerTopics session() {
        return new Session();
    }

    private final class Session implements SignerTopics {
        private int own;
        private int read;

        @Override
        public List<SignedCheckpoint> takeOver() {
            own = ++epoch;
            return List.copyOf(signed);
        }

        @Override
        public void readEntries(Consumer<LogEntry> each) {
            while (read < entries.size()) {
                each.accept(entries.get(read++));
            }
        }

        @Override
        public void commit(SignedCheckpoint checkpoint) {
            if (own != epoch) {
                throw Failure.notReady("Another publisher has taken over");
            }
            signed.add(checkpoint);
        }

        @Override
        public void close() {}
    }
}
