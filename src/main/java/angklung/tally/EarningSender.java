package angklung.tally;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolPlan;
import angklung.avro.PoolStatus;
import angklung.avro.ScenarioResult;
import angklung.avro.ScenarioResultKind;
import angklung.avro.ShareMark;
import angklung.close.Facts;
import angklung.ledger.EarningHash;
import angklung.model.Accounts;
import angklung.model.Beneficiary;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import java.time.Instant;
import java.util.List;

/**
 * Sends the earnings of one job, counts them by target, and ends them with the mark and the fact. Those of a scenario
 * go to its results, and nobody waits for a fact of it.
 */
final class EarningSender {
    private final int task;
    private final PartitionContract partitions;
    private final PoolPlan plan;
    private final AllocateJob job;
    private final EarningHash hash;
    private final Output output;

    EarningSender(
            int task,
            PartitionContract partitions,
            PoolPlan plan,
            AllocateJob job,
            EarningHash hash,
            Output output) {
        this.task = task;
        this.partitions = partitions;
        this.plan = plan;
        this.job = job;
        this.hash = hash;
        this.output = output;
    }

    /**
     * @param isrc null for what is held of the pool as a whole
     * @param rightsVersion null if no rights are known
     * @param plays that the amount of this version rests on
     * @param policy tag of the authorship policy by which it is marked or held, or null
     * @param difference to the version before, in micros
     */
    void send(
            String isrc, String rightsVersion, Beneficiary beneficiary, String policy, long plays, long difference) {
        String holdAccount =
                beneficiary.hold() == null ? null : Accounts.hold(beneficiary.hold(), plan.getPool());
        String key = holdAccount == null ? beneficiary.partyId() : holdAccount;
        Earning earning = earning(EarningKind.EARNING)
                .setIsrc(isrc)
                .setPartyId(beneficiary.partyId())
                .setHoldAccount(holdAccount)
                .setPlays(plays)
                .setAmountMicros(difference)
                .setRightsVersion(rightsVersion)
                .setAuthorshipPolicy(policy)
                .build();
        job.sent.add(Partitioning.ofKey(key, job.sent.targets()), earning, hash);
        deliver(key, earning);
    }

    void finish() {
        ShareMark mark = job.sent
                .report(ShareMark.newBuilder())
                .setSourcePartitions(partitions.tally())
                .setAmountMicros(plan.getAmountMicros())
                .setPreviousAmountMicros(plan.getPreviousAmountMicros())
                .setPolicyEffects(job.effects.report())
                .build();
        deliver(plan.getPool(), earning(EarningKind.MARK).setMark(mark).build());
        if (plan.getScenario() == null) {
            report();
        }
    }

    private void deliver(String key, Earning earning) {
        if (plan.getScenario() == null) {
            output.earning(key, earning);
            return;
        }
        output.scenario(
                plan.getScenario(),
                ScenarioResult.newBuilder()
                        .setScenario(plan.getScenario())
                        .setKind(
                                earning.getKind() == EarningKind.MARK
                                        ? ScenarioResultKind.MARK
                                        : ScenarioResultKind.EARNING)
                        .setEarning(earning)
                        .build());
    }

    private void report() {
        output.fact(
                Facts.allocated(plan.getDsp(), plan.getPeriod(), plan.getRateSheetId(), task),
                PeriodState.newBuilder()
                        .setKind(PeriodFact.ALLOCATED)
                        .setDsp(plan.getDsp())
                        .setPeriod(plan.getPeriod())
                        .setPartition(task)
                        .setRecords(job.sent.records())
                        .setPools(List.of(poolFact()))
                        .setRecordedAt(Instant.ofEpochMilli(job.recordedAtMs))
                        .build());
    }

    private PoolFact poolFact() {
        return PoolFact.newBuilder()
                .setPool(plan.getPool())
                .setVersion(plan.getVersion())
                .setStatus(PoolStatus.PLANNED)
                .setAmountMicros(job.sent.amount())
                .setCurrency(plan.getCurrency())
                .setPlays(job.plays)
                .build();
    }

    private Earning.Builder earning(EarningKind kind) {
        return Earning.newBuilder()
                .setKind(kind)
                .setDsp(plan.getDsp())
                .setTerritory(plan.getTerritory())
                .setOffering(plan.getOffering())
                .setPeriod(plan.getPeriod())
                .setRightType(plan.getRightType())
                .setCurrency(plan.getCurrency())
                .setPool(plan.getPool())
                .setVersion(plan.getVersion())
                .setRateSheetId(plan.getRateSheetId())
                .setSourcePartition(task);
    }
}
