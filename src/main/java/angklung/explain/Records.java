package angklung.explain;

import angklung.avro.DeductionChain;
import angklung.avro.LedgerLine;
import angklung.avro.RecordingRights;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.model.PoolKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/** What an explanation is made from, wherever it is kept. Each call reads what it needs and no more. */
public interface Records {
    /** Lines whose identifier starts so, up to {@code limit}. */
    List<LedgerLine> linesStarting(String idPrefix, int limit);

    /** Every line of the beneficiary of the given one, in ledger order. */
    List<LedgerLine> linesOf(Beneficiary beneficiary, int partition);

    /** Every version of a pool's rate sheet. */
    SortedMap<Integer, Sheet> sheets(String pool);

    /**
     * Whether {@link #earned} gives each version on its own; otherwise it gives the sum of all versions as the last.
     */
    boolean keepsVersions();

    /** What the pool gave the beneficiary, by version and recording. */
    List<Earned> earned(String pool, Beneficiary beneficiary);

    /** What the pool gave for the recordings up to a version, by ISRC. */
    Map<String, Recording> recordings(String pool, Set<String> isrcs, int version);

    /** The rights of recordings as they are now; those that are not kept are missing. */
    Map<String, RecordingRights> rights(Set<String> isrcs);

    /** Recordings in which the party has, by the rights as they are now, a share; empty if rights are not kept. */
    Map<String, RecordingRights> rightsOf(String partyId, Predicate<RecordingRights> which);

    /** Hits of screening that stand and have plays in the pool, by rule. */
    List<ScreenedHit> hits(PoolKey pool);

    /** What authorship policies did to a version of a pool, by tag. */
    SortedMap<String, Effect> policyEffects(String pool, int version);

    /** Statements of the party in the currency, oldest first; empty if none is kept. */
    List<Statement> statements(String partyId, String currency);

    Optional<DeductionChain> chain(String name, LocalDate validFrom);

    Optional<TaxProfile> taxProfile(String name, LocalDate validFrom);
}
