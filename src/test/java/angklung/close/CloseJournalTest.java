package angklung.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.CloseState;
import angklung.avro.Command;
import angklung.avro.PayoutTotal;
import angklung.close.TestFacts.Keyed;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloseJournalTest {
    private static final PartitionContract CONTRACT = new PartitionContract(1, 1, 1, 2);
    private static final Period SEPTEMBER = Period.parse("2026-09");
    private static final Period OCTOBER = Period.parse("2026-10");
    private static final Period NOVEMBER = Period.parse("2026-11");

    private final CloseJournal journal = new CloseJournal(CONTRACT);

    @Test
    void shouldRefuseAPeriodWhileAnEarlierOneIsBeingClosed() {
        record(TestFacts.of("wave", "2026-09").fenced(3));

        assertThatThrownBy(() -> journal.requireNoneBefore("wave", OCTOBER))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("2026-09 is FENCED");
        assertThatCode(() -> journal.requireNoneBefore("wave", SEPTEMBER)).doesNotThrowAnyException();
        assertThatCode(() -> journal.requireNoneBefore("other", OCTOBER)).doesNotThrowAnyException();
    }

    @Test
    void shouldAllowAPeriodThatWasLeftOutAfterALaterOne() {
        closed("2026-10");

        assertThatCode(() -> journal.requireNoneBefore("wave", SEPTEMBER)).doesNotThrowAnyException();
    }

    @Test
    void shouldAllowAClosedPeriodAgainForRestatements() {
        closed("2026-09");
        closed("2026-10");

        assertThatCode(() -> journal.requireNoneBefore("wave", SEPTEMBER)).doesNotThrowAnyException();
        assertThatCode(() -> journal.requireNoneBefore("wave", NOVEMBER)).doesNotThrowAnyException();
    }

    @Test
    void shouldBookLaterVersionsInTheFirstPeriodThatNobodyIsClosing() {
        assertThat(journal.bookingPeriod("wave", OCTOBER)).isEqualTo(NOVEMBER);
        closed("2026-09");
        closed("2026-10");
        record(TestFacts.of("wave", "2026-11").fenced(3));
        record(TestFacts.of("other", "2027-03").fenced(3));

        assertThat(journal.bookingPeriod("wave", SEPTEMBER)).isEqualTo(Period.parse("2026-12"));
        assertThat(journal.bookingPeriod("wave", NOVEMBER)).isEqualTo(Period.parse("2026-12"));
    }

    @Test
    void shouldSumWhatAPayoutRunPaid() {
        Transition order = new Transitions(OCTOBER, TestFacts.BOOKED_AT).payout("payout/2026-10");
        OrderedRun run = journal.order(OrderKind.PAYOUT, "payout/2026-10", OCTOBER);
        assertThat(run.isOrdered()).isFalse();

        assertThat(order.key()).isEqualTo("/2026-10/STATE/PAYOUT/payout/2026-10");
        journal.apply(order.key(), order.fact());
        assertThat(run.isOrdered()).isTrue();
        assertThat(run.missing()).containsExactly(0, 1);

        record(TestFacts.paid("2026-10", "payout/2026-10", 1, new PayoutTotal("EUR", 5L, 1L)));
        record(TestFacts.paid(
                "2026-10", "payout/2026-10", 0, new PayoutTotal("EUR", 7L, 2L), new PayoutTotal("IDR", 9L, 1L)));
        assertThat(run.missing()).isEmpty();
        assertThat(run.micros()).isEqualTo(Map.of("EUR", 12L, "IDR", 9L));
        assertThat(run.count()).isEqualTo(4);
    }

    @Test
    void shouldRefuseAPayoutRunOfAnotherPeriod() {
        record(TestFacts.paid("2026-10", "payout/2026-10", 1));

        assertThatThrownBy(() -> journal.order(OrderKind.PAYOUT, "payout/2026-10", NOVEMBER))
                .isInstanceOf(CloseRefusedException.class)
                .hasMessageContaining("is a payout run of 2026-10");
        assertThatThrownBy(() -> journal.order(OrderKind.HOLDS, "payout/2026-10", OCTOBER))
                .isInstanceOf(CloseRefusedException.class)
                .hasMessageContaining("not a run over holds");
    }

    @Test
    void shouldTellARunOverHoldsFromAPayoutByTheKeyOfItsOrder() {
        Transition order = new Transitions(OCTOBER, TestFacts.BOOKED_AT).holds(Command.EXPIRE, "expire/2026-10-05");
        assertThat(order.key()).isEqualTo("/2026-10/STATE/HOLDS/expire/2026-10-05");
        assertThat(order.command()).hasValueSatisfying(command -> {
            assertThat(command.getCommand()).isEqualTo(Command.EXPIRE);
            assertThat(command.getDsp()).isEmpty();
        });
        journal.apply(order.key(), order.fact());
        record(TestFacts.holds("2026-10", "expire/2026-10-05", 0, new PayoutTotal("IDR", 9L, 2L)));

        OrderedRun run = journal.order(OrderKind.HOLDS, "expire/2026-10-05", OCTOBER);
        assertThat(run.isOrdered()).isTrue();
        assertThat(run.missing()).containsExactly(1);
        assertThat(run.micros()).isEqualTo(Map.of("IDR", 9L));
        assertThat(run.count()).isEqualTo(2);
    }

    /** A fact of one kind under the identifier of another run would be lost among its facts. */
    @Test
    void shouldRefuseAnAnswerToAnotherKindOfRun() {
        record(TestFacts.paid("2026-10", "payout/2026-10", 1));

        assertThatThrownBy(() -> record(TestFacts.holds("2026-10", "payout/2026-10", 0)))
                .isInstanceOf(VerificationFailedException.class);
    }

    @Test
    void shouldRefuseADeletedFact() {
        assertThatThrownBy(() -> journal.apply("wave/2026-10/STATE/FENCED", null))
                .isInstanceOf(VerificationFailedException.class);
    }

    private void closed(String period) {
        TestFacts facts = TestFacts.of("wave", period);
        record(facts.fenced(3));
        List.of(CloseState.CLOSING, CloseState.TOTALLED).forEach(state -> record(facts.reached(state)));
        record(facts.run(1, "2026-12"));
        List.of(CloseState.SETTLED, CloseState.CLOSED).forEach(state -> record(facts.reached(state)));
    }

    private void record(Keyed fact) {
        journal.apply(fact.key(), fact.fact());
    }
}
