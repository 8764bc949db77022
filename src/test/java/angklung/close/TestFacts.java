package angklung.close;

import angklung.avro.CloseState;
import angklung.avro.PayoutTotal;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.model.Period;
import angklung.topic.AvroSerdes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Facts as the closer and the stages record them, written out by hand: keys are literals here, on purpose. */
record TestFacts(String dsp, Period period, int revision) {
    static {
        // Avro builds no generated class that it was not told to trust; making serdes tells it.
        new AvroSerdes("mock://facts");
    }

    static final Instant BOOKED_AT = Instant.parse("2026-11-03T08:00:00Z");

    /** A fact with its record key. */
    record Keyed(String key, PeriodState fact) {}

    static TestFacts of(String dsp, String period) {
        return new TestFacts(dsp, Period.parse(period), 0);
    }

    /** Facts of a later revision of the usage. */
    TestFacts revision(int number) {
        return new TestFacts(dsp, period, number);
    }

    Keyed fenced(long... fence) {
        return keyed("STATE/FENCED", state(CloseState.FENCED).setOffsets(LongStream.of(fence).boxed().toList()));
    }

    Keyed reached(CloseState state) {
        return keyed("STATE/" + state, state(state));
    }

    Keyed run(int number, String bookingPeriod, PoolFact... pools) {
        return revision(0).keyed(
                number == 1 ? "STATE/ALLOCATED" : "STATE/ALLOCATED/" + number,
                revision(0).state(CloseState.ALLOCATED)
                        .setRunId(dsp + "/" + period + "/" + number)
                        .setBookingPeriod(bookingPeriod)
                        .setPools(Arrays.asList(pools)));
    }

    Keyed cut(int partition, long offset, long records, long plays, long shortPlays) {
        return keyed("INTAKE_CUT/" + partition, counts(PeriodFact.INTAKE_CUT, partition, records, plays, shortPlays)
                .setOffsets(List.of(offset)));
    }

    Keyed tallyTotal(int partition, long records, long plays, long shortPlays) {
        return keyed("TALLY_TOTAL/" + partition, counts(PeriodFact.TALLY_TOTAL, partition, records, plays, shortPlays));
    }

    Keyed poolTotal(int partition, PoolFact... pools) {
        return keyed("POOL_TOTAL/" + partition, fact(PeriodFact.POOL_TOTAL)
                .setPartition(partition)
                .setPools(Arrays.asList(pools)));
    }

    Keyed poolPlanned(PoolFact pool) {
        return ofPools("POOL_PLANNED/" + pool.getPool() + "@v" + pool.getVersion(), fact(PeriodFact.POOL_PLANNED)
                .setPools(List.of(pool)));
    }

    Keyed allocated(String pool, int version, int partition, long micros) {
        return ofPools(
                "ALLOCATED/" + pool + "@v" + version + "/" + partition,
                fact(PeriodFact.ALLOCATED).setPartition(partition).setPools(List.of(posted(pool, version, micros))));
    }

    Keyed settled(int run, int partition, PoolFact... pools) {
        String runId = dsp + "/" + period + "/" + run;
        return ofPools("SETTLED/" + runId + "/" + partition, fact(PeriodFact.SETTLED)
                .setPartition(partition)
                .setRunId(runId)
                .setPools(Arrays.asList(pools)));
    }

    static Keyed paid(String period, String runId, int partition, PayoutTotal... totals) {
        return answer(PeriodFact.PAID, period, runId, partition, totals);
    }

    /** An announcement or an expiry of holds. */
    static Keyed holds(String period, String runId, int partition, PayoutTotal... totals) {
        return answer(PeriodFact.HOLDS, period, runId, partition, totals);
    }

    private static Keyed answer(PeriodFact kind, String period, String runId, int partition, PayoutTotal... totals) {
        return new Keyed("/" + period + "/" + kind + "/" + runId + "/" + partition, PeriodState.newBuilder()
                .setKind(kind)
                .setDsp("")
                .setPeriod(period)
                .setRunId(runId)
                .setPartition(partition)
                .setPayouts(Arrays.asList(totals))
                .setRecordedAt(BOOKED_AT)
                .build());
    }

    /** Part of a pool that one partition allocated or posted. */
    static PoolFact posted(String pool, int version, long micros) {
        return PoolFact.newBuilder()
                .setPool(pool)
                .setVersion(version)
                .setStatus(PoolStatus.PLANNED)
                .setAmountMicros(micros)
                .setCurrency("EUR")
                .build();
    }

    static PoolFact plan(String pool, int version, long micros, long previousMicros) {
        return PoolFact.newBuilder(posted(pool, version, micros))
                .setPlanReason(version == 1 ? "ORIGINAL" : "RESTATED_REVENUE")
                .setPreviousAmountMicros(previousMicros)
                .setPlays(70)
                .build();
    }

    /** A version of a pool whose weights are not known yet. */
    static PoolFact weighing(String pool, int version) {
        return PoolFact.newBuilder(unpriced(pool, PoolStatus.WEIGHING, null)).setVersion(version).build();
    }

    static PoolFact unpriced(String pool, PoolStatus status, String reason) {
        return PoolFact.newBuilder()
                .setPool(pool)
                .setStatus(status)
                .setPlays(7)
                .setReason(reason)
                .build();
    }

    private PeriodState.Builder state(CloseState state) {
        return fact(PeriodFact.STATE).setState(state);
    }

    private PeriodState.Builder counts(PeriodFact kind, int partition, long records, long plays, long shortPlays) {
        return fact(kind)
                .setPartition(partition)
                .setRecords(records)
                .setPlays(plays)
                .setShortPlays(shortPlays);
    }

    private PeriodState.Builder fact(PeriodFact kind) {
        return PeriodState.newBuilder()
                .setKind(kind)
                .setDsp(dsp)
                .setPeriod(period.toString())
                .setRecordedAt(BOOKED_AT);
    }

    /** What concerns the usage has its revision in the key. */
    private Keyed keyed(String rest, PeriodState.Builder fact) {
        String usage = revision == 0 ? period.toString() : period + "+" + revision;
        return new Keyed(dsp + "/" + usage + "/" + rest, fact.setRevision(revision).build());
    }

    /** What concerns versions of pools has none. */
    private Keyed ofPools(String rest, PeriodState.Builder fact) {
        return new Keyed(dsp + "/" + period + "/" + rest, fact.build());
    }
}
