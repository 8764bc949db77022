package angklung.whatif;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PoolPlan;
import angklung.avro.RightType;
import angklung.avro.ScenarioResult;
import angklung.avro.ScenarioResultKind;
import angklung.avro.ShareMark;
import angklung.ledger.EarningHash;
import angklung.model.Period;
import angklung.model.Weight;
import angklung.money.Micros;
import angklung.topic.AvroSerdes;
import angklung.topic.Partitioning;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What the pool and tally stages would send. Amounts are in micros. */
public final class Answers {
    public static final Period PERIOD = Period.parse("2026-04");
    public static final String POOL = "alpha/ID/premium/2026-04/RECORDING/USD";
    public static final String HOLD = "hold:unclaimed:" + POOL;

    static {
        AvroSerdes.trustGeneratedClasses();
    }

    private Answers() {}

    /** @param version also of the revenue */
    public static PoolPlan plan(int version, long amount) {
        return PoolPlan.newBuilder()
                .setDsp("alpha").setTerritory("ID").setOffering("premium").setPeriod("2026-04")
                .setRightType(RightType.RECORDING).setCurrency("USD").setPool(POOL).setVersion(version)
                .setRateSheetId(POOL + "@v" + version).setRevenueRevision(version)
                .setModel(AllocationModel.MARKET_CENTRIC).setWeighting("PLAYS").setClaims(ClaimsPolicy.HOLD_ALL)
                .setAgreementValidFrom(LocalDate.parse("2026-01-01")).setSteps(List.of())
                .setAmountMicros(amount).setPreviousAmountMicros(0).setPlays(10).setExcluded(Map.of())
                .setTotalWeight(Weight.toDecimal(Weight.ofPlays(10)))
                .setRatePerPlay(BigDecimal.ZERO.setScale(12))
                .setBucketPrefixes(Collections.nCopies(256, Weight.ZERO)).setFirstBucket(0)
                .build();
    }

    /** @param party null: held */
    public static Earning earning(int source, String isrc, String party, long amount) {
        return record(EarningKind.EARNING, source)
                .setIsrc(isrc).setPartyId(party).setHoldAccount(party == null ? HOLD : null).setPlays(1)
                .setAmountMicros(amount)
                .build();
    }

    private static Earning.Builder record(EarningKind kind, int source) {
        return Earning.newBuilder()
                .setKind(kind)
                .setDsp("alpha").setTerritory("ID").setOffering("premium").setPeriod("2026-04")
                .setRightType(RightType.RECORDING).setCurrency("USD").setPool(POOL).setVersion(1)
                .setRateSheetId(POOL + "@v1").setSourcePartition(source);
    }

    public static ScenarioResult plan(String scenario, PoolPlan plan) {
        return new ScenarioResult(scenario, ScenarioResultKind.PLAN, null, plan, null);
    }

    public static ScenarioResult refused(String scenario, String reason) {
        return new ScenarioResult(scenario, ScenarioResultKind.REFUSED, reason, null, null);
    }

    /** The earnings of one tally task and its mark. */
    public static List<ScenarioResult> task(
            String scenario, PoolPlan plan, int source, int sources, int targets, List<Earning> earnings) {
        List<ScenarioResult> results = new ArrayList<>();
        Long[] records = new Long[targets];
        Long[] amounts = new Long[targets];
        byte[][] hashes = new byte[targets][];
        Arrays.fill(records, 0L);
        Arrays.fill(amounts, 0L);
        Arrays.fill(hashes, EarningHash.start());
        for (Earning one : earnings) {
            int target = Partitioning.ofKey(one.getPartyId() == null ? one.getHoldAccount() : one.getPartyId(), targets);
            records[target]++;
            amounts[target] += one.getAmountMicros();
            hashes[target] = new EarningHash().next(hashes[target], one);
            results.add(new ScenarioResult(scenario, ScenarioResultKind.EARNING, null, null, Earning.newBuilder(one).build()));
        }
        ShareMark mark = ShareMark.newBuilder()
                .setSourcePartitions(sources).setAmountMicros(plan.getAmountMicros()).setPreviousAmountMicros(0)
                .setRecordsSent(List.of(records)).setAmountsSent(List.of(amounts))
                .setHashes(Arrays.stream(hashes).map(ByteBuffer::wrap).toList())
                .build();
        Earning marked = record(EarningKind.MARK, source).setVersion(plan.getVersion()).setMark(mark).build();
        results.add(new ScenarioResult(scenario, ScenarioResultKind.MARK, null, null, marked));
        return results;
    }

    public static Agreement agreement(String share) {
        return Agreement.newBuilder()
                .setDsp("alpha").setTerritory("ID").setOffering("premium").setRightType(RightType.RECORDING)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setRevenueShareMillionths(Micros.exact(new BigDecimal(share)))
                .setValidFrom(LocalDate.parse("2026-01-01"))
                .build();
    }
}
