package angklung.notary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.CloseState;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.topic.AvroSerdes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of closes. Keys of facts are literals here, on purpose. */
class ClosesTest {
    static {
        AvroSerdes.trustGeneratedClasses();
    }

    private static final String POOL = "nada/ID/premium/2026-10/RECORDING/IDR";
    private static final String OTHER = "nada/US/premium/2026-10/RECORDING/USD";
    private static final Instant CLOSED_AT = Instant.parse("2026-11-03T08:00:00Z");

    /** SHA-256 of the canonical JSON, written out. */
    private static final String INPUTS = HexFormat.of().formatHex(Samples.sha256(("{\"cuts\":[\"11\",\"22\"],"
                    + "\"dsp\":\"nada\",\"fence\":[\"10\",\"20\"],\"period\":\"2026-10\",\"plays\":[\"100\",\"50\"],"
                    + "\"records\":[\"7\",\"3\"],\"revision\":\"0\",\"short_plays\":[\"5\",\"0\"]}")
            .getBytes(StandardCharsets.US_ASCII)));

    private static final String CLOSE = "{\"facts\":{\"dsp\":\"nada\",\"inputs\":\"" + INPUTS
            + "\",\"ledger_lines\":\"6\",\"plays\":\"150\",\"pool_micros\":{\"IDR\":\"900\",\"USD\":\"70\"},"
            + "\"pools\":\"2\",\"settled_micros\":{\"IDR\":\"900\",\"USD\":\"70\"},\"short_plays\":\"5\","
            + "\"software\":\"1.2.3\"},\"kind\":\"period-close\",\"period\":\"2026-10\",\"seq\":0,\"v\":1}";

    @TempDir
    Path dir;

    @Test
    void shouldRecordACloseInSumsOfPoolsAndCounts() {
        try (Notary notary = new Notary(dir)) {
            send(notary, settled());
            assertThat(notary.leaves()).isEmpty();

            send(notary, closed(0));

            assertThat(notary.leaves()).containsExactly(CLOSE);
            assertThat(notary.openings()).isEmpty();
        }
    }

    @Test
    void shouldRecordTheSameCloseWhateverFactsComeAgainBehindIt() {
        Random random = new Random(17);
        for (int i = 0; i < 5; i++) {
            List<Map.Entry<String, PeriodState>> facts = new ArrayList<>(settled().entrySet());
            Collections.shuffle(facts, random);
            facts.removeIf(fact -> fact.getKey().contains("ALLOCATED"));
            try (Notary notary = new Notary(dir.resolve("" + i))) {
                notary.send("nada/2026-10/STATE/ALLOCATED", settled().get("nada/2026-10/STATE/ALLOCATED"));
                facts.subList(0, 3).forEach(fact -> notary.send(fact.getKey(), fact.getValue()));
                send(notary, closed(0));
                assertThat(notary.leaves()).isEmpty();
                facts.subList(1, facts.size()).forEach(fact -> notary.send(fact.getKey(), fact.getValue()));

                assertThat(notary.leaves()).containsExactly(CLOSE);
            }
        }
    }

    @Test
    void shouldRecordAnEmptyPeriod() {
        try (Notary notary = new Notary(dir)) {
            send(notary, counted(0));
            send(notary, run(1));
            send(notary, closed(0));

            assertThat(notary.leaves()).singleElement().asString().contains(
                    "\"ledger_lines\":\"0\"", "\"pool_micros\":{},\"pools\":\"0\",\"settled_micros\":{}");
        }
    }

    @Test
    void shouldRecordALaterSettlementAsACorrectionOfTheClose() {
        try (Notary notary = new Notary(dir)) {
            send(notary, settled());
            send(notary, closed(0));
            send(notary, run(2, pool(POOL, 2, "IDR", 850, 900, "LATE_PLAYS")));
            notary.send("nada/2026-10/SETTLED/nada/2026-10/2/0", posted(2, 0, 1, amount(POOL, 2, "IDR", -60)));
            assertThat(notary.leaves()).hasSize(1);

            notary.send("nada/2026-10/SETTLED/nada/2026-10/2/1", posted(2, 1, 2, amount(POOL, 2, "IDR", 10)));

            assertThat(notary.leaves()).containsExactly(CLOSE, "{\"facts\":{\"correction\":{"
                    + "\"booking_period\":\"2026-11\",\"dsp\":\"nada\",\"ledger_lines\":\"3\","
                    + "\"pool_micros\":{\"IDR\":\"-50\"},\"pools\":\"1\",\"reasons\":[\"LATE_PLAYS\"],\"run\":\"2\","
                    + "\"settled_micros\":{\"IDR\":\"-50\"},\"software\":\"1.2.3\"},\"of\":\"0\"},"
                    + "\"kind\":\"correction\",\"period\":\"2026-10\",\"seq\":1,\"v\":1}");
        }
    }

    @Test
    void shouldRecordALaterRevisionOfTheUsageAsACorrection() {
        try (Notary notary = new Notary(dir)) {
            send(notary, settled());
            send(notary, closed(0));
            send(notary, counted(1));
            assertThat(notary.leaves()).hasSize(1);

            send(notary, closed(1));

            assertThat(notary.leaves()).hasSize(2).last().asString()
                    .startsWith("{\"facts\":{\"correction\":{\"dsp\":\"nada\",\"inputs\":\"")
                    .endsWith("\",\"plays\":\"150\",\"revision\":\"1\",\"short_plays\":\"5\",\"software\":\"1.2.3\"},"
                            + "\"of\":\"0\"},\"kind\":\"correction\",\"period\":\"2026-10\",\"seq\":1,\"v\":1}")
                    .doesNotContain(INPUTS);
        }
    }

    @Test
    void shouldStopIfThePartitionsPostedAnotherSumThanOrdered() {
        Map<String, PeriodState> facts = settled();
        facts.put("nada/2026-10/SETTLED/nada/2026-10/1/1", posted(1, 1, 2, amount(POOL, 1, "IDR", 301)));
        try (Notary notary = new Notary(dir)) {
            send(notary, facts);

            assertThatThrownBy(() -> send(notary, closed(0)))
                    .rootCause()
                    .hasMessageContaining("were to post {\"IDR\":\"900\",\"USD\":\"70\"} and posted "
                            + "{\"IDR\":\"901\",\"USD\":\"70\"}");
        }
    }

    private static void send(Notary notary, Map<String, PeriodState> facts) {
        facts.forEach(notary::send);
    }

    /** Everything up to the state CLOSED, without it. */
    private static Map<String, PeriodState> settled() {
        Map<String, PeriodState> facts = counted(0);
        facts.putAll(run(1, pool(POOL, 1, "IDR", 900, 0, "ORIGINAL"), pool(OTHER, 1, "USD", 70, 0, "ORIGINAL")));
        facts.put(
                "nada/2026-10/SETTLED/nada/2026-10/1/0",
                posted(1, 0, 4, amount(POOL, 1, "IDR", 600), amount(OTHER, 1, "USD", 70)));
        facts.put("nada/2026-10/SETTLED/nada/2026-10/1/1", posted(1, 1, 2, amount(POOL, 1, "IDR", 300)));
        return facts;
    }

    /** The fence, the cuts and what was counted up to them. */
    private static Map<String, PeriodState> counted(int revision) {
        String start = "nada/2026-10" + (revision == 0 ? "" : "+" + revision);
        Map<String, PeriodState> facts = new LinkedHashMap<>();
        facts.put(start + "/STATE/FENCED", state(CloseState.FENCED)
                .setRevision(revision)
                .setOffsets(List.of(10L, 20L))
                .build());
        facts.put(start + "/INTAKE_CUT/0", cut(revision, 0, 11, 7, 100, 5));
        facts.put(start + "/INTAKE_CUT/1", cut(revision, 1, 22, 3, 50, 0));
        return facts;
    }

    private static PeriodState cut(int revision, int partition, long... numbers) {
        List<Long> values = LongStream.of(numbers).boxed().toList();
        return fact(PeriodFact.INTAKE_CUT)
                .setRevision(revision)
                .setPartition(partition)
                .setOffsets(values.subList(0, 1))
                .setRecords(values.get(1))
                .setPlays(values.get(2))
                .setShortPlays(values.get(3))
                .build();
    }

    private static Map<String, PeriodState> run(int number, PoolFact... pools) {
        String key = "nada/2026-10/STATE/ALLOCATED" + (number == 1 ? "" : "/" + number);
        return Map.of(key, state(CloseState.ALLOCATED)
                .setRunId("nada/2026-10/" + number)
                .setBookingPeriod("2026-11")
                .setPools(List.of(pools))
                .build());
    }

    private static PeriodState posted(int run, int partition, long lines, PoolFact... pools) {
        return fact(PeriodFact.SETTLED)
                .setRunId("nada/2026-10/" + run)
                .setPartition(partition)
                .setRecords(lines)
                .setPools(List.of(pools))
                .build();
    }

    private static Map<String, PeriodState> closed(int revision) {
        String period = "2026-10" + (revision == 0 ? "" : "+" + revision);
        return Map.of("nada/" + period + "/STATE/CLOSED",
                state(CloseState.CLOSED).setRevision(revision).build());
    }

    private static PoolFact pool(
            String id, int version, String currency, long amount, long before, String reason) {
        PoolFact pool = amount(id, version, currency, amount);
        pool.setPreviousAmountMicros(before);
        pool.setPlanReason(reason);
        return pool;
    }

    private static PoolFact amount(String id, int version, String currency, long amount) {
        return PoolFact.newBuilder()
                .setPool(id)
                .setVersion(version)
                .setStatus(PoolStatus.PLANNED)
                .setCurrency(currency)
                .setAmountMicros(amount)
                .build();
    }

    private static PeriodState.Builder state(CloseState state) {
        return fact(PeriodFact.STATE).setState(state);
    }

    private static PeriodState.Builder fact(PeriodFact kind) {
        return PeriodState.newBuilder()
                .setKind(kind)
                .setDsp("nada")
                .setPeriod("2026-10")
                .setRecordedAt(CLOSED_AT);
    }
}
