package angklung.close;

import static angklung.close.TestFacts.plan;
import static angklung.close.TestFacts.posted;
import static angklung.close.TestFacts.unpriced;
import static angklung.close.TestFacts.weighing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.CloseState;
import angklung.avro.PeriodState;
import angklung.avro.PoolFact;
import angklung.avro.PoolStatus;
import angklung.avro.PoolToSettle;
import angklung.close.TestFacts.Keyed;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PeriodCloseTest {
    private static final PartitionContract CONTRACT = new PartitionContract(2, 3, 2, 2);
    private static final Period BOOKING = Period.parse("2026-12");
    private static final String POOL_A = "wave/DE/premium/2026-10/MECHANICAL/EUR";
    private static final String POOL_B = "wave/FR/premium/2026-10/MECHANICAL/EUR";
    private static final TestFacts OCTOBER = TestFacts.of("wave", "2026-10");

    private static final Keyed FENCED = OCTOBER.fenced(10, 0);
    private static final Keyed CLOSING = OCTOBER.reached(CloseState.CLOSING);
    private static final Keyed TOTALLED = OCTOBER.reached(CloseState.TOTALLED);
    private static final Keyed RUN_1 = OCTOBER.run(1, "2026-12", plan(POOL_A, 1, 1000, 0), plan(POOL_B, 1, 50, 0));
    private static final Keyed SETTLED = OCTOBER.reached(CloseState.SETTLED);
    private static final Keyed CLOSED = OCTOBER.reached(CloseState.CLOSED);

    private static final List<Keyed> TOTALS = List.of(
            OCTOBER.cut(0, 12, 4, 100, 5),
            OCTOBER.cut(1, 0, 1, 40, 0),
            OCTOBER.tallyTotal(0, 2, 60, 5),
            OCTOBER.tallyTotal(1, 3, 80, 0),
            OCTOBER.tallyTotal(2, 0, 0, 0),
            OCTOBER.poolTotal(0, plan(POOL_A, 1, 1000, 0)),
            OCTOBER.poolPlanned(plan(POOL_A, 1, 1000, 0)),
            OCTOBER.poolTotal(
                    1, plan(POOL_B, 1, 50, 0), unpriced("wave/IT/free/2026-10", PoolStatus.NO_AGREEMENT, null)),
            OCTOBER.poolPlanned(plan(POOL_B, 1, 50, 0)));

    private static final List<Keyed> ALLOCATIONS = List.of(
            OCTOBER.allocated(POOL_A, 1, 0, 400),
            OCTOBER.allocated(POOL_A, 1, 1, 600),
            OCTOBER.allocated(POOL_A, 1, 2, 0),
            OCTOBER.allocated(POOL_B, 1, 0, 50),
            OCTOBER.allocated(POOL_B, 1, 1, 0),
            OCTOBER.allocated(POOL_B, 1, 2, 0));

    private static final List<Keyed> POSTINGS = List.of(
            OCTOBER.settled(1, 0, posted(POOL_A, 1, 999), posted(POOL_B, 1, 0)),
            OCTOBER.settled(1, 1, posted(POOL_A, 1, 1), posted(POOL_B, 1, 50)));

    private static final List<Keyed> RESTATED = List.of(
            OCTOBER.poolPlanned(plan(POOL_A, 2, 900, 1000)),
            OCTOBER.allocated(POOL_A, 2, 0, -100),
            OCTOBER.allocated(POOL_A, 2, 1, 50),
            OCTOBER.allocated(POOL_A, 2, 2, -50));

    @TestFactory
    Stream<DynamicTest> shouldTakeTheNextStepOnceNothingIsMissing() {
        SettlementRun run1 = new SettlementRun(
                "wave/2026-10/1", 1, List.of(planned(POOL_A, 1, 1000, 0), planned(POOL_B, 1, 50, 0)), BOOKING);
        SettlementRun run2 = new SettlementRun("wave/2026-10/2", 2, List.of(planned(POOL_A, 2, 900, 1000)), BOOKING);
        Map<CloseState, CloseAction> steps = Map.of(
                CloseState.OPEN, new CloseAction.DrawFence(0),
                CloseState.FENCED, new CloseAction.AwaitIntake(0, List.of(10L, 0L)),
                CloseState.CLOSING, new CloseAction.SendCut(0, List.of(12L, 0L)),
                CloseState.TOTALLED, new CloseAction.Settle(run1),
                CloseState.ALLOCATED, new CloseAction.RecordState(0, CloseState.SETTLED),
                CloseState.SETTLED, new CloseAction.RecordState(0, CloseState.CLOSED),
                CloseState.CLOSED, new CloseAction.Done());
        Stream<DynamicTest> each = steps.entrySet().stream()
                .map(step -> DynamicTest.dynamicTest("in " + step.getKey(), () -> {
                    PeriodClose close = fold(completeIn(step.getKey()));
                    assertThat(close.state()).isEqualTo(step.getKey());
                    assertThat(close.missing().isEmpty()).isTrue();
                    assertThat(close.next(BOOKING)).isEqualTo(step.getValue());
                }));
        DynamicTest restated = DynamicTest.dynamicTest("CLOSED and restated", () -> {
            PeriodClose close = fold(completeIn(CloseState.CLOSED), RESTATED);
            assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.Settle(run2));
            assertThat(close.state()).isEqualTo(CloseState.CLOSED);
        });
        return Stream.concat(each, Stream.of(restated));
    }

    /** Every state that waits, less each single fact that it waits for. */
    @TestFactory
    Stream<DynamicTest> shouldWaitForEveryFactOfTheStep() {
        Keyed run2 = OCTOBER.run(2, "2026-12", plan(POOL_A, 2, 900, 1000));
        List<Keyed> answers2 = List.of(
                OCTOBER.settled(2, 0, posted(POOL_A, 2, -100)), OCTOBER.settled(2, 1, posted(POOL_A, 2, 0)));
        return Stream.of(
                        without(completeIn(CloseState.CLOSING), TOTALS, fact -> !fact.key().contains("POOL_PLANNED")),
                        without(completeIn(CloseState.TOTALLED), ALLOCATIONS, fact -> true),
                        without(completeIn(CloseState.ALLOCATED), POSTINGS, fact -> true),
                        without(concat(completeIn(CloseState.CLOSED), RESTATED), RESTATED, fact -> fact.key()
                                .contains("ALLOCATED")),
                        without(concat(completeIn(CloseState.CLOSED), RESTATED, List.of(run2), answers2), answers2,
                                fact -> true))
                .flatMap(cases -> cases)
                .map(missing -> DynamicTest.dynamicTest(missing.name, () -> {
                    PeriodClose close = fold(missing.facts);
                    assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.AwaitFacts(close.missing()));
                    assertThat(close.missing().describe()).singleElement().asString().contains(missing.partition);
                }));
    }

    @Test
    void shouldNameEveryPartitionThatHasNotReported() {
        PeriodClose close = fold(List.of(FENCED, CLOSING, TOTALS.get(0), TOTALS.get(3)));

        assertThat(close.missing())
                .isEqualTo(new Missing(
                        List.of(1),
                        List.of(0, 2),
                        List.of(0, 1),
                        List.of(),
                        Missing.NOTHING.allocations(),
                        Missing.NOTHING.settlements()));
        assertThat(close.missing().describe())
                .containsExactly(
                        "no cut from intake partition 1",
                        "no total from tally partition 0, 2",
                        "no total from pool partition 0, 1");
    }

    @Test
    void shouldWaitForRevenueUntilThePoolIsPlanned() {
        List<Keyed> facts = new ArrayList<>(List.of(FENCED, CLOSING, TOTALLED));
        facts.addAll(TOTALS.subList(0, 5));
        facts.add(OCTOBER.poolTotal(0, unpriced("wave/DE/premium/2026-10/MECHANICAL", PoolStatus.NO_REVENUE, null)));
        facts.add(OCTOBER.poolTotal(1, unpriced(POOL_B, PoolStatus.NOT_PRICEABLE, "subscribers are not reported")));
        PeriodClose close = fold(facts);

        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.AwaitFacts.class);
        assertThat(close.missing().describe()).hasSize(2);
        assertThat(close.missing().describe().get(0))
                .startsWith("pool wave/DE/premium/2026-10/MECHANICAL (7 plays) waits for revenue");
        assertThat(close.missing().describe().get(1))
                .isEqualTo("pool " + POOL_B + " (7 plays) cannot be priced: subscribers are not reported");
        assertThat(close.pools()).extracting(PoolProgress::status)
                .containsExactly(PoolStatus.NO_REVENUE, PoolStatus.NOT_PRICEABLE);

        apply(close, OCTOBER.poolPlanned(plan(POOL_A, 1, 1000, 0)));
        apply(close, OCTOBER.poolPlanned(plan(POOL_B, 1, 50, 0)));
        ALLOCATIONS.forEach(fact -> apply(close, fact));
        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.Settle.class);
        assertThat(close.pools()).extracting(PoolProgress::status)
                .containsExactly(PoolStatus.PLANNED, PoolStatus.PLANNED);
    }

    @Test
    void shouldNotTakeAPoolOfALongerNameForTheOneThatWaits() {
        PeriodClose close = fold(List.of(FENCED, CLOSING, TOTALLED));
        TOTALS.subList(0, 5).forEach(fact -> apply(close, fact));
        apply(close, OCTOBER.poolTotal(0, unpriced("wave/DE/free/2026-10/MECHANICAL", PoolStatus.NO_REVENUE, null)));
        apply(close, OCTOBER.poolTotal(1, plan("wave/DE/free-student/2026-10/MECHANICAL/EUR", 1, 5, 0)));
        apply(close, OCTOBER.poolPlanned(plan("wave/DE/free/2026-10/RECORDING/EUR", 1, 5, 0)));

        assertThat(close.missing().waiting())
                .extracting(Missing.WaitingPool::pool)
                .containsExactly("wave/DE/free/2026-10/MECHANICAL");
    }

    @Test
    void shouldBelieveTheLastReportOfAPoolThatWaits() {
        String pool = "wave/DE/premium/2026-10/MECHANICAL";
        PeriodClose close = fold(List.of(FENCED, CLOSING, TOTALLED), TOTALS.subList(0, 5));
        apply(close, OCTOBER.poolTotal(0, unpriced(pool, PoolStatus.NO_REVENUE, "no revenue report")));
        apply(close, OCTOBER.poolTotal(1));
        apply(close, OCTOBER.poolPlanned(unpriced(pool, PoolStatus.NOT_PRICEABLE, "no subscribers in revision 1")));
        apply(close, OCTOBER.poolPlanned(unpriced(pool, PoolStatus.NOT_PRICEABLE, "no subscribers in revision 2")));

        assertThat(close.missing().describe()).singleElement().asString().contains("revision 2");
        apply(close, OCTOBER.poolPlanned(plan(POOL_A, 1, 1000, 0)));
        assertThat(close.missing().waiting()).isEmpty();
    }

    @Test
    void shouldReportARestatementThatCannotBePricedAndNotWaitForIt() {
        PoolFact broken = PoolFact.newBuilder(unpriced(POOL_A, PoolStatus.NOT_PRICEABLE, "other currency"))
                .setVersion(2)
                .build();
        PeriodClose close = fold(completeIn(CloseState.TOTALLED), List.of(OCTOBER.poolPlanned(broken)));

        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.Settle.class);
        assertThat(close.pools()).extracting(PoolProgress::reason).contains("other currency");
        apply(close, OCTOBER.poolPlanned(plan(POOL_A, 2, 900, 1000)));
        assertThat(close.pools()).extracting(PoolProgress::reason).doesNotContain("other currency");
    }

    @Test
    void shouldWaitForWeightsOfAPoolThatIsPricedForTheFirstTime() {
        PeriodClose close = fold(List.of(FENCED, CLOSING, TOTALLED), TOTALS.subList(0, 5));
        apply(close, OCTOBER.poolTotal(0, weighing("wave/DE/premium/2026-10/MECHANICAL", 0)));
        apply(close, OCTOBER.poolTotal(1));

        assertThat(close.missing().describe())
                .containsExactly("pool wave/DE/premium/2026-10/MECHANICAL (7 plays) waits: its weights are being"
                        + " added up");
        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.AwaitFacts.class);
        apply(close, OCTOBER.poolPlanned(plan(POOL_A, 1, 1000, 0)));
        ALLOCATIONS.subList(0, 3).forEach(fact -> apply(close, fact));
        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.Settle.class);
    }

    /** Else the run would contain the version or not, as it happened. */
    @TestFactory
    Stream<DynamicTest> shouldNotSettleWhileALaterVersionIsWeighed() {
        return Stream.of(CloseState.TOTALLED, CloseState.ALLOCATED, CloseState.CLOSED)
                .map(state -> DynamicTest.dynamicTest("in " + state, () -> {
                    PeriodClose close = fold(completeIn(state), List.of(OCTOBER.poolPlanned(weighing(POOL_B, 2))));
                    if (state == CloseState.CLOSED) {
                        RESTATED.forEach(fact -> apply(close, fact));
                    }
                    assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.AwaitFacts(close.missing()));
                    assertThat(close.missing().describe())
                            .containsExactly("pool " + POOL_B + "@v2 (7 plays) waits: its weights are being added up");

                    apply(close, OCTOBER.poolPlanned(plan(POOL_B, 2, 50, 50)));
                    assertThat(close.missing().waiting()).isEmpty();
                    assertThat(close.missing().allocations().keySet())
                            .containsExactly(new PoolVersion(POOL_B, 2));
                }));
    }

    @Test
    void shouldNotWaitForAWeighedVersionThatTurnsOutNotToBePriceable() {
        PeriodClose close = fold(completeIn(CloseState.CLOSED), List.of(OCTOBER.poolPlanned(weighing(POOL_B, 2))));
        apply(close, OCTOBER.poolPlanned(PoolFact.newBuilder(
                        unpriced(POOL_B, PoolStatus.NOT_PRICEABLE, "120 plays have no weights"))
                .setVersion(2)
                .build()));

        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.Done());
        assertThat(close.pools()).extracting(PoolProgress::reason).contains("120 plays have no weights");
    }

    @Test
    void shouldSayInTheRunWhyEachVersionWasMade() {
        PeriodClose close = fold(completeIn(CloseState.CLOSED), RESTATED);

        CloseAction.Settle settle = (CloseAction.Settle) close.next(BOOKING);
        Transition transition = new Transitions(Period.parse("2026-10"), TestFacts.BOOKED_AT)
                .settle("wave", settle.run());
        assertThat(transition.command().orElseThrow().getPools())
                .extracting(PoolToSettle::getReason)
                .containsExactly("RESTATED_REVENUE");
        assertThat(transition.fact().getPools())
                .extracting(PoolFact::getPlanReason)
                .containsExactly("RESTATED_REVENUE");
    }

    @Test
    void shouldRecordAnEmptyRunWhenThereAreNoPools() {
        List<Keyed> facts = new ArrayList<>(List.of(FENCED, CLOSING, TOTALLED));
        facts.addAll(TOTALS.subList(0, 5));
        facts.addAll(List.of(OCTOBER.poolTotal(0), OCTOBER.poolTotal(1)));
        PeriodClose close = fold(facts);

        assertThat(close.next(BOOKING))
                .isEqualTo(new CloseAction.Settle(new SettlementRun("wave/2026-10/1", 1, List.of(), BOOKING)));
        apply(close, OCTOBER.run(1, "2026-12"));
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.RecordState(0, CloseState.SETTLED));
    }

    @Test
    void shouldSplitManyPoolsIntoSeveralRuns() {
        PeriodClose close = new PeriodClose("wave", Period.parse("2026-10"), CONTRACT, 1);
        completeIn(CloseState.TOTALLED).forEach(fact -> apply(close, fact));

        assertThat(settledPools(close.next(BOOKING))).containsExactly(new PoolVersion(POOL_A, 1));
        apply(close, OCTOBER.run(1, "2026-12", plan(POOL_A, 1, 1000, 0)));
        apply(close, OCTOBER.settled(1, 0, posted(POOL_A, 1, 1000)));
        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.AwaitFacts.class);
        apply(close, OCTOBER.settled(1, 1));
        assertThat(settledPools(close.next(BOOKING))).containsExactly(new PoolVersion(POOL_B, 1));
        apply(close, OCTOBER.run(2, "2026-12", plan(POOL_B, 1, 50, 0)));
        apply(close, OCTOBER.settled(2, 0));
        apply(close, OCTOBER.settled(2, 1, posted(POOL_B, 1, 50)));
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.RecordState(0, CloseState.SETTLED));
    }

    /** 1 MiB is what a broker takes as one record by default. */
    @Test
    void shouldFitTheLargestRunIntoOneRecord() throws IOException {
        String longest = "s".repeat(64) + "/DE/" + "o".repeat(64) + "/2026-10/PERFORMANCE/EUR";
        PlannedPool largest = new PlannedPool(
                new PoolVersion(longest, Integer.MAX_VALUE),
                Long.MIN_VALUE,
                -1,
                "EUR",
                Long.MAX_VALUE,
                "RESTATED_REVENUE+LATE_PLAYS+CHANGED_TERMS");
        List<PlannedPool> pools = Collections.nCopies(PeriodClose.POOLS_PER_RUN_MAX, largest);
        Transition transition = new Transitions(Period.parse("2026-10"), TestFacts.BOOKED_AT)
                .settle("s".repeat(64), new SettlementRun("s".repeat(64) + "/2026-10/1", 1, pools, BOOKING));

        assertThat(transition.fact().toByteBuffer().remaining()).isLessThan(1 << 20);
        assertThat(transition.command().orElseThrow().toByteBuffer().remaining()).isLessThan(1 << 20);
    }

    @Test
    void shouldSettleVersionsOfOnePoolInOrder() {
        PeriodClose close = fold(completeIn(CloseState.CLOSED), RESTATED, List.of(
                OCTOBER.poolPlanned(plan(POOL_A, 3, 905, 900)),
                OCTOBER.allocated(POOL_A, 3, 0, 5),
                OCTOBER.allocated(POOL_A, 3, 1, 0),
                OCTOBER.allocated(POOL_A, 3, 2, 0)));

        assertThat(settledPools(close.next(BOOKING)))
                .containsExactly(new PoolVersion(POOL_A, 2), new PoolVersion(POOL_A, 3));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseControlTotalsThatDisagree() {
        return Stream.of(
                broken("records", completeIn(CloseState.CLOSING), OCTOBER.tallyTotal(2, 1, 0, 0),
                        "Sent: 5 records, 140 plays, 5 short plays; partition 0: 4 records, 100 plays",
                        "Received: 6 records, 140 plays, 5 short plays"),
                broken("plays", completeIn(CloseState.CLOSING), OCTOBER.tallyTotal(2, 0, 1, 0),
                        "140 plays", "141 plays"),
                broken("short plays", completeIn(CloseState.CLOSING), OCTOBER.tallyTotal(2, 0, 0, 2),
                        "5 short plays", "7 short plays"),
                broken("a cut in front of the fence", completeIn(CloseState.CLOSING), OCTOBER.cut(0, 9, 4, 100, 5),
                        "intake partition 0, is 9, in front of the fence 10"),
                broken("allocated", completeIn(CloseState.TOTALLED), OCTOBER.allocated(POOL_A, 1, 2, 7),
                        "0.001000", "0.001007", "{0=400, 1=600, 2=7}"),
                broken("settled", completeIn(CloseState.ALLOCATED), OCTOBER.settled(1, 1, posted(POOL_A, 1, 2)),
                        "0.001001", "0.001000", "{0=999, 1=2}"),
                broken("settled another pool", completeIn(CloseState.ALLOCATED),
                        OCTOBER.settled(1, 1, posted("wave/IT/premium/2026-10/MECHANICAL/EUR", 1, 2)),
                        "wave/IT/premium"));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseFactsThatCannotBe() {
        return Stream.of(
                contradiction("a state without the one before", List.of(FENCED, TOTALLED), "never recorded as CLOSING"),
                contradiction("a version without the one before",
                        concat(completeIn(CloseState.CLOSED), List.of(OCTOBER.poolPlanned(plan(POOL_A, 3, 5, 4)))),
                        "version 2 never was"),
                contradiction("a version that starts elsewhere",
                        concat(completeIn(CloseState.CLOSED), List.of(OCTOBER.poolPlanned(plan(POOL_A, 2, 5, 4)))),
                        "0.000004"),
                contradiction("an allocation without a plan",
                        concat(completeIn(CloseState.CLOSED), List.of(OCTOBER.allocated(POOL_A, 2, 0, 4))),
                        "never planned"),
                contradiction("a run that was never recorded",
                        concat(completeIn(CloseState.CLOSED), List.of(OCTOBER.settled(2, 0))), "never recorded"),
                contradiction("a pool in two runs",
                        concat(
                                completeIn(CloseState.CLOSED),
                                List.of(OCTOBER.run(2, "2026-12", plan(POOL_B, 1, 50, 0)))),
                        "wave/2026-10/1 and wave/2026-10/2"),
                contradiction("a pool total unlike the plan",
                        List.of(
                                OCTOBER.poolPlanned(plan(POOL_A, 1, 5, 0)),
                                OCTOBER.poolTotal(0, plan(POOL_A, 1, 6, 0))),
                        "planned twice"),
                contradiction("a status of a later version",
                        List.of(OCTOBER.poolTotal(0, unpriced(POOL_A, PoolStatus.UNKNOWN, null))), "upgrade"),
                contradiction("a partition beyond the contract", List.of(OCTOBER.cut(2, 0, 0, 0, 0)), "contract has 2"),
                contradiction("a fence of another number of partitions", List.of(OCTOBER.fenced(1, 2, 3)),
                        "3 partitions"));
    }

    @Test
    void shouldRefuseAFactThatChanged() {
        PeriodClose close = fold(completeIn(CloseState.CLOSING));

        assertThatThrownBy(() -> apply(close, OCTOBER.cut(0, 13, 4, 100, 5)))
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining("wave/2026-10/INTAKE_CUT/0")
                .hasMessageContaining("[12]")
                .hasMessageContaining("[13]");
    }

    @Test
    void shouldTakeARepeatedFactOnce() {
        PeriodClose close = fold(completeIn(CloseState.CLOSED), completeIn(CloseState.CLOSED));
        Keyed cut = TOTALS.get(0);
        PeriodState later = PeriodState.newBuilder(cut.fact()).setRecordedAt(Instant.EPOCH).build();
        close.apply(cut.key(), later);

        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.Done());
        assertThat(close.plays()).isEqualTo(140);
        assertThat(close.shortPlays()).isEqualTo(5);
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheFacts() {
        assertThatThrownBy(() -> fold(List.of(new Keyed("wave/2026-10/INTAKE_CUT/1", TOTALS.get(0).fact()))))
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining("INTAKE_CUT/0");
    }

    @Test
    void shouldReportPoolsAsFarAsTheyHaveCome() {
        PeriodClose close = fold(completeIn(CloseState.ALLOCATED).stream()
                .filter(fact -> !fact.equals(POSTINGS.get(0)))
                .toList());

        assertThat(close.pools())
                .containsExactly(
                        new PoolProgress(POOL_A, 1, PoolStatus.PLANNED, "EUR", 1000, 0, 70, 1000, 1, ""),
                        new PoolProgress(POOL_B, 1, PoolStatus.PLANNED, "EUR", 50, 0, 70, 50, 50, ""),
                        new PoolProgress("wave/IT/free/2026-10", 0, PoolStatus.NO_AGREEMENT, "", 0, 0, 7, 0, 0, ""));
    }

    /** All facts of the states up to and including this one, and all that it waits for. */
    private static List<Keyed> completeIn(CloseState state) {
        return switch (state) {
            case OPEN -> List.of();
            case FENCED -> List.of(FENCED);
            case CLOSING -> concat(List.of(FENCED, CLOSING), TOTALS);
            case TOTALLED -> concat(completeIn(CloseState.CLOSING), List.of(TOTALLED), ALLOCATIONS);
            case ALLOCATED -> concat(completeIn(CloseState.TOTALLED), List.of(RUN_1), POSTINGS);
            case SETTLED -> concat(completeIn(CloseState.ALLOCATED), List.of(SETTLED));
            case CLOSED -> concat(completeIn(CloseState.SETTLED), List.of(CLOSED));
            case UNKNOWN -> throw new IllegalArgumentException();
        };
    }

    private record Incomplete(String name, List<Keyed> facts, String partition) {}

    private static Stream<Incomplete> without(List<Keyed> facts, List<Keyed> each, Predicate<Keyed> counts) {
        return each.stream().filter(counts).map(absent -> new Incomplete(
                "without " + absent.key(),
                facts.stream().filter(fact -> !fact.equals(absent)).toList(),
                "partition " + absent.fact().getPartition()));
    }

    private static DynamicTest broken(String name, List<Keyed> facts, Keyed instead, String... numbers) {
        List<Keyed> changed = facts.stream()
                .map(fact -> fact.key().equals(instead.key()) ? instead : fact)
                .toList();
        return DynamicTest.dynamicTest(name, () -> {
            PeriodClose close = fold(changed);
            assertThatThrownBy(() -> close.next(BOOKING))
                    .isInstanceOf(VerificationFailedException.class)
                    .hasMessageContainingAll(numbers);
        });
    }

    private static DynamicTest contradiction(String name, List<Keyed> facts, String message) {
        return DynamicTest.dynamicTest(name, () -> assertThatThrownBy(() -> fold(facts).next(BOOKING))
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining(message));
    }

    private static List<PoolVersion> settledPools(CloseAction action) {
        return ((CloseAction.Settle) action).run().pools().stream().map(PlannedPool::id).toList();
    }

    private static PlannedPool planned(String pool, int version, long micros, long previousMicros) {
        String reason = version == 1 ? "ORIGINAL" : "RESTATED_REVENUE";
        return new PlannedPool(new PoolVersion(pool, version), micros, previousMicros, "EUR", 70, reason);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static PeriodClose fold(List<Keyed>... facts) {
        PeriodClose close = new PeriodClose("wave", Period.parse("2026-10"), CONTRACT);
        concat(facts).forEach(fact -> apply(close, fact));
        return close;
    }

    private static void apply(PeriodClose close, Keyed fact) {
        close.apply(fact.key(), fact.fact());
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static List<Keyed> concat(List<Keyed>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }
}
