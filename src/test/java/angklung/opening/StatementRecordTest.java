package angklung.opening;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Statement;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StatementRecordTest {
    @Test
    void shouldWriteEveryFieldThatHasAValueAsText() {
        assertThat(new String(StatementRecord.of(Fixture.statement()), StandardCharsets.UTF_8))
                .isEqualTo(Fixture.RECORD);
    }

    @Test
    void shouldWriteWhyNothingWasPaidInsteadOfABatch() throws Exception {
        Statement waiting = Fixture.statement();
        waiting.setBatchId(null);
        waiting.setWaits("NO_FX_RATE:EUR/IDR");
        waiting.setBookedAt(Instant.parse("2026-11-05T03:00:00.120Z"));

        JsonNode record = new ObjectMapper().readTree(StatementRecord.of(waiting));

        assertThat(record.has("batch_id")).isFalse();
        assertThat(record.get("waits").textValue()).isEqualTo("NO_FX_RATE:EUR/IDR");
        assertThat(record.get("booked_at").textValue()).isEqualTo("2026-11-05T03:00:00.120Z");
    }
}
