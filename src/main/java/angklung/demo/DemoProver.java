package angklung.demo;

import angklung.avro.Party;
import angklung.avro.Statement;
import angklung.config.Settings;
import angklung.keys.SubjectKeys;
import angklung.log.Checkpoint;
import angklung.log.LogPolicy;
import angklung.log.ProofFile;
import angklung.model.Period;
import angklung.proof.PayeeTopics;
import angklung.proof.ProofMaker;
import angklung.proof.Verifier;
import angklung.proof.Wanted;
import angklung.publish.LogDirectory;
import angklung.publish.PublishedPolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Proves and verifies one statement of a demo as the operator and the payee would. */
final class DemoProver {
    private static final String CURRENCY = "IDR";

    /** Whoever was paid most; before the first payment, whoever earned most. */
    private static final Comparator<Statement> BY_MONEY = Comparator
            .comparingLong(Statement::getPaymentsMicros)
            .thenComparingLong(Statement::getEarningsMicros)
            .thenComparing(Statement::getPartyId);

    private final Settings settings;
    private final PayeeTopics records;

    DemoProver(Settings settings) {
        this.settings = settings;
        this.records = new PayeeTopics(settings.clients(), settings.topics());
    }

    /**
     * The proof of the statement of the songwriter who was paid most rupiah.
     *
     * @return none if no songwriter has a statement in rupiah that says an amount
     */
    Optional<DemoProof> prove(List<Party> writers, Period month) {
        Map<String, Party> byId = writers.stream().collect(Collectors.toMap(Party::getPartyId, Function.identity()));
        AtomicReference<Statement> most = new AtomicReference<>();
        records.allStatements(statement -> {
            boolean fits = byId.containsKey(statement.getPartyId()) && statement.getCurrency().equals(CURRENCY)
                    && statement.getPeriod().equals(month.toString()) && statement.getEarningsMicros() > 0;
            if (fits && (most.get() == null || BY_MONEY.compare(statement, most.get()) > 0)) {
                most.set(statement);
            }
        });
        return Optional.ofNullable(most.get())
                .map(statement -> proof(byId.get(statement.getPartyId()), statement));
    }

    private DemoProof proof(Party writer, Statement statement) {
        ProofFile file = new ProofMaker(
                        records, new SubjectKeys(settings.log().subjectKeys()),
                        new LogDirectory(settings.log().directory()))
                .make(writer.getPartyId(), statement.getStatementId(), Wanted.STATEMENT);
        LogPolicy policy = PublishedPolicy.read(settings.log().policy()).policy();
        Verifier verifier = new Verifier(policy, Map.of());
        ChangedDigit changed =
                ChangedDigit.of(file, statement.getPaymentsMicros() > 0 ? "payments_micros" : "earnings_micros");
        return new DemoProof(
                writer, statement, Checkpoint.parse(file.checkpoint().text()), file, verifier.verify(file.toBytes()),
                changed, verifier.verify(changed.file().toBytes()));
    }
}
