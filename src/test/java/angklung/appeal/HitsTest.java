package angklung.appeal;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.AffectedPlays;
import angklung.avro.HitDecision;
import angklung.avro.HitStatus;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningSubject;
import angklung.topic.AvroSerdes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HitsTest {
    static {
        AvroSerdes.trustGeneratedClasses();
    }

    private static final String PERIOD = "2026-04";

    @Test
    void shouldPutTheRecordsOfAHitTogether() {
        Hits hits = new Hits();
        hits.add(total(0));
        hits.add(hit("a", "F8", 0, 1, plays("IDABC2600002", 3)));
        hits.add(hit("a", "F8", 0, 0, plays("IDABC2600001", 2), plays("IDABC2600001", 5)));

        assertThat(hits.standing()).singleElement().satisfies(hit -> {
            assertThat(hit.plays()).isEqualTo(10);
            assertThat(hit.recordings()).isEqualTo(2);
            assertThat(hit.territory()).contains("ID");
            assertThat(hit.evidence().getPart()).isZero();
            assertThat(hit.affected()).extracting(AffectedPlays::getPlays).containsExactly(2L, 5L, 3L);
        });
    }

    @Test
    void shouldNotNameAPlaceThatOnlySomeOfItsRecordsAreAbout() {
        AffectedPlays elsewhere = plays("IDABC2600001", 2);
        elsewhere.setTerritory("KR");
        Hits hits = new Hits();
        hits.add(total(0));
        hits.add(hit("a", "F6", 0, 0, plays("IDABC2600001", 3)));
        hits.add(hit("a", "F6", 0, 1, elsewhere));

        assertThat(hits.standing()).singleElement().satisfies(hit -> assertThat(hit.territory()).isEmpty());
    }

    @Test
    void shouldCountOnlyTheLastScreeningThatIsComplete() {
        Hits hits = new Hits();
        hits.add(total(0));
        hits.add(total(1));
        hits.add(hit("gone", "F3", 0, 0, plays("IDABC2600001", 1)));
        hits.add(hit("kept", "F3", 0, 0, plays("IDABC2600001", 1)));
        hits.add(hit("kept", "F3", 1, 0, plays("IDABC2600001", 4)));
        hits.add(hit("not yet", "F3", 2, 0, plays("IDABC2600001", 9)));

        assertThat(hits.standing()).singleElement().satisfies(hit -> {
            assertThat(hit.id()).isEqualTo("kept");
            assertThat(hit.plays()).isEqualTo(4);
        });
    }

    @Test
    void shouldKeepTheLastScreeningThatHadAllPlays() {
        Hits hits = new Hits();
        List.of(0, 1, 2).forEach(revision -> hits.add(total(revision)));
        hits.add(PeriodState.newBuilder(total(2))
                .setKind(PeriodFact.INTAKE_CUT)
                .setPartition(3)
                .setSubscribersExpired(true)
                .build());
        hits.add(hit("old", "F3", 0, 0, plays("IDABC2600001", 1)));
        hits.add(hit("kept", "F3", 1, 0, plays("IDABC2600001", 4)));
        hits.add(hit("kept", "F3", 2, 0, plays("IDABC2600001", 3)));

        assertThat(hits.standing()).singleElement().satisfies(hit -> assertThat(hit.plays()).isEqualTo(4));
    }

    @Test
    void shouldShowNothingBeforeAPeriodIsTotalled() {
        Hits hits = new Hits();
        hits.add(hit("a", "F3", 0, 0, plays("IDABC2600001", 1)));

        assertThat(hits.standing()).isEmpty();
    }

    @Test
    void shouldKnowWhetherADecisionIsTakenIn() {
        Hits hits = new Hits();
        hits.add(total(0));
        hits.add(hit("a", "F3", 0, 0, plays("IDABC2600001", 1)));
        hits.add(decision("a", HitDecision.CONFIRM, 1));
        hits.add(decision("a", HitDecision.RELEASE, 2));

        Hit pending = hits.standing().get(0);
        assertThat(pending.isDecisionPending()).isTrue();
        assertThat(pending.decision()).map(ScreeningDecision::getDecision).contains(HitDecision.RELEASE);

        ScreeningHit released = hit("a", "F3", 1, 0, plays("IDABC2600001", 1));
        released.setStatus(HitStatus.RELEASED);
        hits.add(released);
        hits.add(total(1));
        assertThat(hits.standing().get(0).isDecisionPending()).isFalse();
    }

    @Test
    void shouldOrderRulesByNumber() {
        Hits hits = new Hits();
        hits.add(total(0));
        List.of("F10", "F2", "F11").forEach(rule -> hits.add(hit(rule + "x", rule, 0, 0, plays("IDABC2600001", 1))));

        assertThat(hits.standing()).extracting(hit -> hit.evidence().getRule()).containsExactly("F2", "F10", "F11");
    }

    @Test
    void shouldNotDependOnTheOrderOfRecords() {
        List<Hit> expected = standing(RECORDS);

        Seeds.cases(200, random -> assertThat(standing(shuffled(random))).isEqualTo(expected));
    }

    private static final List<Consumer<Hits>> RECORDS = List.of(
            hits -> hits.add(total(0)),
            hits -> hits.add(total(1)),
            hits -> hits.add(hit("a", "F3", 0, 0, plays("IDABC2600001", 1))),
            hits -> hits.add(hit("a", "F3", 1, 0, plays("IDABC2600001", 2))),
            hits -> hits.add(hit("a", "F3", 1, 1, plays("IDABC2600003", 2))),
            hits -> hits.add(hit("b", "F8", 1, 0, plays("IDABC2600002", 7))),
            hits -> hits.add(decision("a", HitDecision.RELEASE, 5)),
            hits -> hits.add(decision("a", HitDecision.CONFIRM, 5)),
            hits -> hits.add(decision("b", HitDecision.CONFIRM, 3)));

    private static List<Consumer<Hits>> shuffled(SplittableRandom random) {
        List<Consumer<Hits>> records = new ArrayList<>(RECORDS);
        Collections.shuffle(records, new Random(random.nextLong()));
        return records;
    }

    private static List<Hit> standing(List<Consumer<Hits>> records) {
        Hits hits = new Hits();
        records.forEach(record -> record.accept(hits));
        return hits.standing();
    }

    static PeriodState total(int revision) {
        return PeriodState.newBuilder()
                .setKind(PeriodFact.POOL_TOTAL)
                .setDsp("nada")
                .setPeriod(PERIOD)
                .setRevision(revision)
                .setRecordedAt(Instant.EPOCH)
                .build();
    }

    static ScreeningHit hit(String id, String rule, int revision, int part, AffectedPlays... affected) {
        return ScreeningHit.newBuilder()
                .setHitId(id)
                .setPart(part)
                .setDsp("nada")
                .setPeriod(PERIOD)
                .setRevision(revision)
                .setRule(rule)
                .setRuleVersion("default")
                .setSubjectKind(ScreeningSubject.SUBSCRIBER)
                .setSubject("0123456789abcdef")
                .setWindowFrom(LocalDate.parse("2026-04-01"))
                .setWindowTo(LocalDate.parse("2026-04-01"))
                .setEvidence(List.of())
                .setPlays(1)
                .setStatus(HitStatus.OPEN)
                .setAffected(List.of(affected))
                .build();
    }

    static AffectedPlays plays(String isrc, long plays) {
        return new AffectedPlays("ID", "premium", isrc, LocalDate.parse("2026-04-01"), plays);
    }

    private static ScreeningDecision decision(String hit, HitDecision decision, int second) {
        return new ScreeningDecision(hit, decision, "dewi", "because", Instant.ofEpochSecond(second));
    }
}
