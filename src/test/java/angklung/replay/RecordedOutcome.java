package angklung.replay;

import angklung.avro.DeliveryReport;
import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RejectedPlay;
import angklung.avro.RejectedRegistration;
import angklung.avro.ScreeningHit;
import angklung.avro.Statement;
import angklung.ledger.LedgerChain;
import angklung.ledger.LedgerHead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What stages would have written. */
final class RecordedOutcome implements Outcome {
    final List<LedgerLine> ledger = new ArrayList<>();
    final List<Earning> earnings = new ArrayList<>();
    final List<Statement> statements = new ArrayList<>();
    final List<PoolPlan> plans = new ArrayList<>();
    final List<RejectedPlay> rejected = new ArrayList<>();
    final List<Registration> registrations = new ArrayList<>();
    final List<RejectedRegistration> rejectedRegistrations = new ArrayList<>();
    final List<RecordingRights> rights = new ArrayList<>();
    final List<ScreeningHit> hits = new ArrayList<>();
    final List<DeliveryReport> delivery = new ArrayList<>();
    final List<PeriodState> facts = new ArrayList<>();
    final LedgerChain chain = new LedgerChain(LedgerHead.empty(0));

    @Override
    public void ledger(Lines lines) {
        for (int offset = 0; offset < ledger.size(); offset++) {
            lines.accept(0, offset, ledger.get(offset).getLineId(), ledger.get(offset));
        }
    }

    @Override
    public void earnings(Consumer<Earning> consumer) {
        earnings.forEach(consumer);
    }

    @Override
    public void statements(Consumer<Statement> consumer) {
        statements.forEach(consumer);
    }

    @Override
    public void plans(Consumer<PoolPlan> consumer) {
        plans.forEach(consumer);
    }

    @Override
    public void rejected(Consumer<RejectedPlay> consumer) {
        rejected.forEach(consumer);
    }

    @Override
    public void registrations(Consumer<Registration> consumer) {
        registrations.forEach(consumer);
    }

    @Override
    public void rejectedRegistrations(Consumer<RejectedRegistration> consumer) {
        rejectedRegistrations.forEach(consumer);
    }

    /** One with an empty version stands for a tombstone. */
    @Override
    public void recordingRights(Rights consumer) {
        rights.forEach(of -> consumer.accept(of.getIsrc(), of.getVersion().isEmpty() ? null : of));
    }

    @Override
    public void screeningHits(Consumer<ScreeningHit> consumer) {
        hits.forEach(consumer);
    }

    @Override
    public void delivery(Consumer<DeliveryReport> consumer) {
        delivery.forEach(consumer);
    }

    @Override
    public void facts(Consumer<PeriodState> consumer) {
        facts.forEach(consumer);
    }
}
