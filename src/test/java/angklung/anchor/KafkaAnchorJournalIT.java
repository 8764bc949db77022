package angklung.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.AnchorKind;
import angklung.avro.ChainAnchor;
import angklung.config.Settings;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.TopicAdmin;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAnchorJournalIT {
    private static final String KEY = "31337/0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed/20";

    @TempDir
    private Path dir;

    @Test
    void shouldKeepWhatWasWrittenAndFenceTheOneBefore() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            Settings settings = Settings.of(Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(), "schema.registry.url", "mock://anchors",
                    "replication.factor", "1", "min.insync.replicas", "1"));
            new TopicAdmin(settings).apply();
            ChainAnchor sent = anchor(AnchorKind.SENT);
            ChainAnchor last = anchor(AnchorKind.FINAL);
            try (AnchorJournal one = open(settings)) {
                assertThat(one.last(KEY)).isEmpty();
                one.write(KEY, sent);
                assertThat(one.last(KEY)).contains(sent);
                try (AnchorJournal other = open(settings)) {
                    assertThat(other.last(KEY)).contains(sent);
                    other.write(KEY, last);
                    assertThatThrownBy(() -> one.write(KEY, sent)).isInstanceOf(KafkaException.class);
                }
            }
            try (AnchorJournal again = open(settings)) {
                assertThat(again.last(KEY)).contains(last);
            }
        }
    }

    private static AnchorJournal open(Settings settings) {
        return KafkaAnchorJournal.open(settings.clients(), settings.topics().anchors, "angklung-anchorer");
    }

    private static ChainAnchor anchor(AnchorKind kind) {
        return ChainAnchor.newBuilder()
                .setChainId(31337).setContract(KEY.split("/")[1]).setKind(kind).setSubject("checkpoint").setSize(20)
                .setRoot(ByteBuffer.allocate(32)).setTransaction("0x00").setNonce(7)
                .setRecordedAt(Instant.ofEpochMilli(1))
                .build();
    }
}
