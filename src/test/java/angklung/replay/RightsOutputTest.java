package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.AffectedPlays;
import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.ClaimStatus;
import angklung.avro.ClaimSummary;
import angklung.avro.ClaimsPolicy;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.HitStatus;
import angklung.avro.Observation;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PolicyEffect;
import angklung.avro.PolicyHolder;
import angklung.avro.PoolPlan;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RegistrationFault;
import angklung.avro.RejectedRegistration;
import angklung.avro.RightType;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningPolicy;
import angklung.avro.ScreeningSubject;
import angklung.avro.ShareMark;
import angklung.avro.SubjectKind;
import angklung.model.Accounts;
import angklung.model.HoldReason;
import angklung.model.Weight;
import angklung.topic.AvroSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay writes of registrations, claims, screening and authorship policies. */
class RightsOutputTest {
    private static final String POOL = "alpha/ID/premium/2026-04/RECORDING/USD";
    private static final String OTHER = "alpha/ID/premium/2026-04/MECHANICAL/USD";
    private static final String HIT_A = "a".repeat(64);
    private static final String HIT_B = "b".repeat(64);
    private static final String TAG = "SOCIETY KOMCA@2025-03-24 AI_GENERATED HOLD";
    private static final LocalDate DAY = LocalDate.parse("2026-04-02");

    @TempDir
    private Path directory;

    private final RecordedOutcome recorded = new RecordedOutcome();

    @BeforeEach
    void trustRecords() {
        AvroSerdes.trustGeneratedClasses();
    }

    private static PoolPlan.Builder plan(String pool, ScreeningPolicy screening) {
        return PoolPlan.newBuilder()
                .setDsp("alpha").setTerritory("ID").setOffering("premium").setPeriod("2026-04")
                .setRightType(RightType.valueOf(pool.split("/")[4])).setCurrency("USD")
                .setPool(pool).setVersion(1).setRateSheetId(pool + "@v1").setRevenueRevision(1)
                .setModel(AllocationModel.MARKET_CENTRIC).setWeighting("PLAYS").setScreening(screening)
                .setClaims(ClaimsPolicy.HOLD_ALL).setAgreementValidFrom(LocalDate.parse("2026-01-01"))
                .setSteps(List.of()).setAmountMicros(10_000_000).setPlays(9).setExcluded(Map.of("SCREENED", 2L))
                .setTotalWeight(Weight.toDecimal(Weight.ofPlays(7)))
                .setRatePerPlay(new BigDecimal("1.111111111111"))
                .setBucketPrefixes(Collections.nCopies(256, Weight.ZERO)).setFirstBucket(0);
    }

    private static ScreeningHit hit(String id, String rule, int revision, int part, HitStatus status, String isrc, long plays) {
        boolean decided = status != HitStatus.OPEN;
        return ScreeningHit.newBuilder()
                .setHitId(id).setPart(part).setParts(2).setDsp("alpha").setPeriod("2026-04").setRevision(revision)
                .setTerritory("ID").setRule(rule).setRuleVersion("default")
                .setSubjectKind(ScreeningSubject.SUBSCRIBER).setSubject("digest")
                .setWindowFrom(DAY).setWindowTo(DAY.plusDays(1))
                .setEvidence(List.of(new Observation(
                        "plays_per_day", new BigDecimal("2000.000000"), new BigDecimal("2500.500000"))))
                .setPlays(5).setStatus(status)
                .setDecidedBy(decided ? "dewi" : null).setDecisionReason(decided ? "a household" : null)
                .setDecidedAt(decided ? Instant.parse("2026-05-10T09:00:00Z") : null)
                .setAffected(List.of(
                        new AffectedPlays("ID", "premium", isrc, DAY, plays),
                        new AffectedPlays("ID", "premium", isrc, DAY.plusDays(1), 1L)))
                .build();
    }

    private static Earning held(HoldReason reason, String isrc, String policy) {
        return Earning.newBuilder()
                .setKind(EarningKind.EARNING).setDsp("alpha").setTerritory("ID").setOffering("premium")
                .setPeriod("2026-04").setRightType(RightType.RECORDING).setCurrency("USD").setPool(POOL).setVersion(1)
                .setRateSheetId(POOL + "@v1").setSourcePartition(0).setIsrc(isrc)
                .setHoldAccount(Accounts.hold(reason, POOL)).setPlays(3).setAmountMicros(1_000_000)
                .setRightsVersion("abc").setAuthorshipPolicy(policy)
                .build();
    }

    private static Earning mark(int version, int partition, long plays, long amount) {
        return Earning.newBuilder(held(HoldReason.SCREENING, null, null))
                .setKind(EarningKind.MARK).setVersion(version).setSourcePartition(partition)
                .setMark(ShareMark.newBuilder()
                        .setSourcePartitions(2).setAmountMicros(0).setPreviousAmountMicros(0)
                        .setRecordsSent(List.of()).setAmountsSent(List.of()).setHashes(List.of())
                        .setPolicyEffects(List.of(new PolicyEffect(TAG, plays, amount)))
                        .build())
                .build();
    }

    private static PeriodState revision(int revision) {
        return PeriodState.newBuilder()
                .setKind(PeriodFact.POOL_TOTAL).setDsp("alpha").setPeriod("2026-04").setRevision(revision)
                .setRecordedAt(Instant.EPOCH)
                .build();
    }

    /** The period is screened once the pools have the totals of its usage. */
    @BeforeEach
    void close() {
        recorded.facts.add(revision(0));
    }

    private Summary export() {
        RunFacts facts = new RunFacts(Map.of(), 0, Map.of(), List.of(), Map.of());
        return new Exporter(new OutputDirectory(directory.resolve("out"), true), facts).export(recorded);
    }

    private List<String> file(String name) {
        try {
            return Files.readAllLines(directory.resolve("out").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldWriteTheHitsOfTheLastRevisionWithTheMoneyThatHangsOnThem() {
        recorded.plans.add(plan(POOL, ScreeningPolicy.REBASE).build());
        recorded.plans.add(plan(OTHER, ScreeningPolicy.NONE).build());
        recorded.hits.add(hit(HIT_A, "F10", 0, 0, HitStatus.OPEN, "IDA012600001", 2));
        recorded.hits.add(hit(HIT_B, "F3", 1, 1, HitStatus.RELEASED, "IDA012600002", 1));
        recorded.hits.add(hit(HIT_A, "F10", 1, 0, HitStatus.OPEN, "IDA012600001", 3));
        recorded.hits.add(hit(HIT_A, "F10", 1, 0, HitStatus.OPEN, "IDA012600001", 3)); // told again
        recorded.hits.add(hit(HIT_A, "F10", 1, 1, HitStatus.OPEN, "IDA012600002", 0));
        recorded.facts.add(revision(1));

        Summary summary = export();

        // 5 of 7 plays that weigh and 2 that were found: ⌊10,000,000 · 5 / 9⌋ = 5,555,555; 2 of 9: 2,222,222.
        assertThat(file("screening.csv")).containsExactly(
                "hit_id,dsp,period,revision,rule,rule_version,subject_kind,subject,territory,window,evidence,plays,"
                        + "status,decided_by,decision_reason,decided_at,recordings,money",
                HIT_B + ",alpha,2026-04,1,F3,default,SUBSCRIBER,digest,ID,2026-04-02/2026-04-03,"
                        + "plays_per_day: 2500.5 against 2000,2,RELEASED,dewi,a household,2026-05-10T09:00:00Z,"
                        + "IDA012600002=2," + POOL + "=2.222222",
                HIT_A + ",alpha,2026-04,1,F10,default,SUBSCRIBER,digest,ID,2026-04-02/2026-04-03,"
                        + "plays_per_day: 2500.5 against 2000,5,OPEN,,,,IDA012600001=4 IDA012600002=1," + POOL
                        + "=5.555555");
        assertThat(summary.content().get("screening")).hasToString("{F3={RELEASED=1}, F10={OPEN=1}}");
        assertThat(new SummaryText(summary).text()).contains("screening F10: hits {OPEN=1}");
    }

    /** Each intake partition tells of its own plays of a recording, and where they were heard. */
    @Test
    void shouldAddUpThePlaysOfAHitOverThePartsThatToldOfIt() {
        recorded.hits.add(hit(HIT_A, "F6", 0, 1, HitStatus.OPEN, "IDA012600001", 4));
        recorded.hits.add(elsewhere(hit(HIT_A, "F6", 0, 2, HitStatus.OPEN, "IDA012600001", 7)));

        export();

        assertThat(file("screening.csv").get(1))
                .contains(",digest,,2026-04-02/2026-04-03,")
                .contains(" against 2000,13,OPEN,");
    }

    private static ScreeningHit elsewhere(ScreeningHit hit) {
        hit.setTerritory("KR");
        hit.getAffected().forEach(plays -> plays.setTerritory("KR"));
        return hit;
    }

    @Test
    void shouldValueHitsByTheRateWherePlaysAreNotTheWeights() {
        recorded.plans.add(plan(POOL, ScreeningPolicy.HOLD).setWeighting("SUBSCRIBERS").build());
        recorded.hits.add(hit(HIT_A, "F3", 0, 0, HitStatus.OPEN, "IDA012600001", 2));

        export();

        assertThat(file("screening.csv").get(1)).endsWith(POOL + "=3.333333");
    }

    @Test
    void shouldForgetHitsThatALaterRevisionDidNotFind() {
        recorded.hits.add(hit(HIT_A, "F3", 0, 0, HitStatus.OPEN, "IDA012600001", 2));
        recorded.facts.add(revision(1));

        export();

        assertThat(file("screening.csv")).hasSize(1);
    }

    @Test
    void shouldWriteTheSameWhateverTheOrderOfTheRecords() {
        recorded.plans.add(plan(POOL, ScreeningPolicy.REBASE).build());
        for (int i = 0; i < 20; i++) {
            String id = String.format("%064x", i);
            recorded.hits.add(hit(id, "F" + (1 + i % 12), i % 3, 0, HitStatus.OPEN, "IDA01260000" + i % 10, i));
            recorded.rights.add(rights("IDA01260000" + i % 10, "v" + i % 10));
        }
        recorded.facts.add(revision(2));
        export();
        List<List<String>> before = List.of(file("screening.csv"), file("claims.csv"));

        Random random = new Random(7);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(recorded.hits, random);
            Collections.shuffle(recorded.rights, random);
            export();
            assertThat(List.of(file("screening.csv"), file("claims.csv"))).isEqualTo(before);
        }
    }

    @Test
    void shouldSayWhyMoneyIsHeldByScreeningAndPolicies() {
        recorded.plans.add(plan(POOL, ScreeningPolicy.HOLD).build());
        recorded.hits.add(hit(HIT_B, "F3", 0, 0, HitStatus.OPEN, "IDA012600001", 2));
        recorded.hits.add(hit(HIT_A, "F5", 0, 0, HitStatus.CONFIRMED, "IDA012600001", 2));
        recorded.earnings.add(held(HoldReason.SCREENING, "IDA012600001", null));
        recorded.earnings.add(held(HoldReason.AUTHORSHIP, "IDA012600002", TAG));
        recorded.earnings.add(held(HoldReason.AUTHORSHIP, "IDA012600002", "TERRITORY KR@2026-01-01 AI_GENERATED HOLD"));

        export();

        assertThat(file("holds.csv")).containsExactly(
                "account,pool,isrc,party_id,reason,amount,currency,evidence",
                Accounts.hold(HoldReason.AUTHORSHIP, POOL) + "," + POOL + ",IDA012600002,,authorship,2.000000,USD,"
                        + "\"rate sheet " + POOL + "@v1, 3 plays, rights version abc, policy " + TAG
                        + "; TERRITORY KR@2026-01-01 AI_GENERATED HOLD\"",
                Accounts.hold(HoldReason.SCREENING, POOL) + "," + POOL + ",IDA012600001,,screening,1.000000,USD,"
                        + "\"rate sheet " + POOL + "@v1, 3 plays, rights version abc, hits F3 " + HIT_B + "\"");
    }

    @Test
    void shouldListTheFirstHitsOnARecordingAndCountTheRest() {
        recorded.plans.add(plan(POOL, ScreeningPolicy.HOLD).build());
        for (int i = 0; i < 13; i++) {
            recorded.hits.add(hit(String.format("%064x", i), "F3", 0, 0, HitStatus.OPEN, "IDA012600001", 2));
        }
        recorded.earnings.add(held(HoldReason.SCREENING, "IDA012600001", null));

        export();

        assertThat(file("holds.csv").get(1)).endsWith(String.format("F3 %064x and 3 more\"", 9));
    }

    @Test
    void shouldShowWhatPoliciesDidOnTheRateSheet() {
        recorded.plans.add(plan(POOL, ScreeningPolicy.HOLD)
                .setExcluded(Map.of("SCREENED", 2L, "AUTHORSHIP", 4L))
                .setAuthorshipPolicies(List.of(AuthorshipPolicy.newBuilder()
                        .setHolderKind(PolicyHolder.SOCIETY).setHolder("KOMCA").setAuthorship(Authorship.AI_GENERATED)
                        .setRightType(RightType.RECORDING).setEffect(AuthorshipEffect.HOLD)
                        .setValidFrom(LocalDate.parse("2025-03-24"))
                        .build()))
                .build());
        recorded.earnings.add(mark(1, 0, 3, 1_000_000));
        recorded.earnings.add(mark(1, 0, 3, 1_000_000)); // to another settlement partition
        recorded.earnings.add(mark(1, 1, 4, 2_500_000));
        recorded.earnings.add(mark(2, 1, 9, 9_000_000));

        export();

        assertThat(file("rate_sheets.csv").get(0)).endsWith(",agreement_source,screening,plays_screened,"
                + "plays_without_authors,rights_only,authorship_policies,policy_effects");
        assertThat(file("rate_sheets.csv").get(1)).endsWith(
                ",HOLD,2,4,false," + TAG + " RECORDING," + TAG + "=3.500000 of 7 plays");
    }

    private static RecordingRights rights(String isrc, String version, ClaimSummary... statuses) {
        return new RecordingRights(isrc, version, List.of(), List.of(), new ArrayList<>(List.of(statuses)));
    }

    private static ClaimSummary status(
            RightType right, String territory, String iswc, String from, ClaimStatus status, long total) {
        return new ClaimSummary(right, territory, iswc, LocalDate.parse(from), null, status, total);
    }

    @Test
    void shouldWriteHowTheClaimsOfEveryRecordingAddUpByItsLastRights() {
        recorded.rights.add(rights("IDA012600002", "1",
                status(RightType.RECORDING, null, null, "2020-01-01", ClaimStatus.CompleteClaim, 100_000_000)));
        recorded.rights.add(rights("IDA012600001", "1",
                status(RightType.RECORDING, null, null, "2020-01-01", ClaimStatus.CompleteClaim, 100_000_000)));
        recorded.rights.add(rights("IDA012600003", "1",
                status(RightType.RECORDING, null, null, "2020-01-01", ClaimStatus.CompleteClaim, 100_000_000)));
        recorded.rights.add(rights("IDA012600001", "2",
                status(RightType.MECHANICAL, "KR", null, "2021-01-01", ClaimStatus.MajorOverClaim, 150_500_000),
                status(RightType.MECHANICAL, "KR", null, "2020-01-01", ClaimStatus.UnderClaim, 99_900_001),
                status(RightType.RECORDING, null, "T0345246801", "2020-01-01", ClaimStatus.CompleteClaim, 100_000_000)));
        recorded.rights.add(rights("IDA012600003", "")); // nothing is left

        export();

        assertThat(file("claims.csv")).containsExactly(
                "isrc,right_type,territory,iswc,valid_from,valid_to,status,total",
                "IDA012600001,RECORDING,,T0345246801,2020-01-01,,CompleteClaim,100",
                "IDA012600001,MECHANICAL,KR,,2020-01-01,,UnderClaim,99.900001",
                "IDA012600001,MECHANICAL,KR,,2021-01-01,,MajorOverClaim,150.5",
                "IDA012600002,RECORDING,,,2020-01-01,,CompleteClaim,100");
    }

    @Test
    void shouldCountRegistrationsThatWereAcceptedAndRejected() {
        for (int i = 0; i < 3; i++) {
            recorded.registrations.add(Registration.newBuilder()
                    .setRegistrationId("r" + i).setSubjectKind(SubjectKind.WORK).setSubject("T0345246801")
                    .build());
        }
        recorded.rejectedRegistrations.add(RejectedRegistration.newBuilder()
                .setReason(RegistrationFault.BAD_SHARE).setDetail("share is 0").setSourcePartition(0).setSourceOffset(1)
                .build());

        Summary summary = export();

        assertThat(summary.content().get("registrations"))
                .hasToString("{received=3, accepted=2, rejected=1, rejected_by_reason={BAD_SHARE=1}}");
        assertThat(new SummaryText(summary).text())
                .contains("rights    2 registrations accepted, 1 rejected {BAD_SHARE=1}");
    }
}
