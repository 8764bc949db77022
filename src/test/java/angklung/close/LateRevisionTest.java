package angklung.close;

import static angklung.close.TestFacts.plan;
import static angklung.close.TestFacts.posted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.CloseState;
import angklung.close.TestFacts.Keyed;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Late plays that restate a closed period: a revision of its usage, then a run of its own. */
class LateRevisionTest {
    private static final PartitionContract CONTRACT = new PartitionContract(2, 1, 2, 1);
    private static final Period BOOKING = Period.parse("2026-12");
    private static final String POOL = "wave/DE/premium/2026-10/MECHANICAL/EUR";
    private static final TestFacts OCTOBER = TestFacts.of("wave", "2026-10");
    private static final TestFacts LATE = OCTOBER.revision(1);

    private static final List<Keyed> CLOSED = List.of(
            OCTOBER.fenced(10, 0),
            OCTOBER.reached(CloseState.CLOSING),
            OCTOBER.cut(0, 12, 4, 100, 5),
            OCTOBER.cut(1, 0, 1, 40, 0),
            OCTOBER.tallyTotal(0, 5, 140, 5),
            OCTOBER.poolTotal(0, plan(POOL, 1, 1000, 0)),
            OCTOBER.poolTotal(1),
            OCTOBER.poolPlanned(plan(POOL, 1, 1000, 0)),
            OCTOBER.reached(CloseState.TOTALLED),
            OCTOBER.allocated(POOL, 1, 0, 1000),
            OCTOBER.run(1, "2026-11", plan(POOL, 1, 1000, 0)),
            OCTOBER.settled(1, 0, posted(POOL, 1, 1000)),
            OCTOBER.reached(CloseState.SETTLED),
            OCTOBER.reached(CloseState.CLOSED));

    private static final List<Keyed> COUNTED = List.of(
            LATE.cut(0, 30, 2, 7, 1),
            LATE.cut(1, 0, 0, 0, 0),
            LATE.tallyTotal(0, 2, 7, 1),
            LATE.poolTotal(0, plan(POOL, 2, 900, 1000)),
            LATE.poolTotal(1));

    private static final List<Keyed> RESTATED =
            List.of(OCTOBER.poolPlanned(plan(POOL, 2, 900, 1000)), OCTOBER.allocated(POOL, 2, 0, -100));

    @Test
    void shouldGoThroughTheRevisionAndThenSettleWhatItChanged() {
        PeriodClose close = fold(CLOSED);
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.Done());
        assertThat(close.nextRevision()).hasValue(1);

        apply(close, LATE.fenced(29, 0));
        assertThat(close.nextRevision()).isEqualTo(OptionalInt.empty());
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.AwaitIntake(1, List.of(29L, 0L)));
        apply(close, LATE.reached(CloseState.CLOSING));
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.AwaitFacts(close.missing()));
        assertThat(close.missing().describe())
                .containsExactly(
                        "no cut from intake partition 0, 1",
                        "no total from tally partition 0",
                        "no total from pool partition 0, 1");
        COUNTED.forEach(fact -> apply(close, fact));
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.SendCut(1, List.of(30L, 0L)));
        apply(close, LATE.reached(CloseState.TOTALLED));
        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.AwaitFacts.class);
        RESTATED.forEach(fact -> apply(close, fact));
        assertThat(((CloseAction.Settle) close.next(BOOKING)).run().runId()).isEqualTo("wave/2026-10/2");
        apply(close, OCTOBER.run(2, "2026-12", plan(POOL, 2, 900, 1000)));
        apply(close, OCTOBER.settled(2, 0, posted(POOL, 2, -100)));
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.RecordState(1, CloseState.CLOSED));
        apply(close, LATE.reached(CloseState.CLOSED));

        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.Done());
        assertThat(close.state()).isEqualTo(CloseState.CLOSED);
        assertThat(close.nextRevision()).hasValue(2);
        assertThat(close.plays()).isEqualTo(147);
        assertThat(CloseResult.Service.of(close).revisions())
                .containsExactly(new CloseResult.Revision(1, CloseState.CLOSED, 7, 1));
    }

    @Test
    void shouldCloseARevisionWithoutLatePlaysAndSettleNothing() {
        PeriodClose close = fold(CLOSED, LATE.fenced(12, 0), LATE.reached(CloseState.CLOSING), LATE.cut(0, 12, 0, 0, 0),
                LATE.cut(1, 0, 0, 0, 0), LATE.tallyTotal(0, 0, 0, 0), LATE.poolTotal(0), LATE.poolTotal(1));

        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.SendCut(1, List.of(12L, 0L)));
        apply(close, LATE.reached(CloseState.TOTALLED));
        assertThat(close.next(BOOKING)).isEqualTo(new CloseAction.RecordState(1, CloseState.CLOSED));
    }

    @Test
    void shouldCountTheSecondRevisionFromTheCutsOfTheFirst() {
        TestFacts second = OCTOBER.revision(2);
        List<Keyed> facts = new ArrayList<>(List.of(LATE.fenced(29, 0), LATE.reached(CloseState.CLOSING)));
        facts.addAll(COUNTED);
        facts.addAll(RESTATED);
        facts.addAll(List.of(
                LATE.reached(CloseState.TOTALLED),
                OCTOBER.run(2, "2026-12", plan(POOL, 2, 900, 1000)),
                OCTOBER.settled(2, 0, posted(POOL, 2, -100)),
                LATE.reached(CloseState.CLOSED),
                second.fenced(29, 0),
                second.reached(CloseState.CLOSING)));
        PeriodClose close = fold(CLOSED, facts.toArray(new Keyed[0]));
        assertThat(close.next(BOOKING)).isInstanceOf(CloseAction.AwaitFacts.class);

        apply(close, second.cut(0, 29, 0, 0, 0));
        assertThatThrownBy(() -> close.next(BOOKING))
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining("is 29, in front of the cut before it, 30");
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseARevisionThatCannotBe() {
        return Stream.of(
                refused("late plays lost on the way", "revision 1 that intake sent is not what the tally received",
                        fold(CLOSED, LATE.fenced(29, 0), LATE.reached(CloseState.CLOSING), COUNTED.get(0),
                                COUNTED.get(1), LATE.tallyTotal(0, 2, 6, 1))),
                refused("a period that is not closed", "wave 2026-10 is not closed",
                        fold(CLOSED.subList(0, 10), LATE.fenced(29, 0))),
                refused("a revision before the last one is closed", "revision 1 is not closed",
                        fold(CLOSED, LATE.fenced(29, 0), OCTOBER.revision(2).fenced(29, 0))),
                refused("a state without the one before", "never recorded as CLOSING",
                        fold(CLOSED, LATE.fenced(29, 0), LATE.reached(CloseState.TOTALLED))),
                refused("facts of a revision that nobody began", "never began", fold(CLOSED, COUNTED.get(0))));
    }

    @Test
    void shouldKnowNoSettlementStatesOfARevision() {
        assertThatThrownBy(() -> fold(CLOSED, LATE.reached(CloseState.SETTLED)))
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining("not known here");
    }

    private static DynamicTest refused(String name, String message, PeriodClose close) {
        return DynamicTest.dynamicTest(name, () -> assertThatThrownBy(() -> close.next(BOOKING))
                .isInstanceOf(VerificationFailedException.class)
                .hasMessageContaining(message));
    }

    private static PeriodClose fold(List<Keyed> before, Keyed... then) {
        PeriodClose close = new PeriodClose("wave", Period.parse("2026-10"), CONTRACT);
        before.forEach(fact -> apply(close, fact));
        Stream.of(then).forEach(fact -> apply(close, fact));
        return close;
    }

    private static void apply(PeriodClose close, Keyed fact) {
        close.apply(fact.key(), fact.fact());
    }
}
