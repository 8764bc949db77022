package angklung.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Earning;
import angklung.avro.PoolPlan;
import angklung.config.Failure;
import angklung.model.Period;
import angklung.whatif.Comparison.Row;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** 100 units over two tally tasks: 60 to p1 and 10 held from the first, 30 to p2 from the second. */
class AnswerTest {
    private final Answer answer = new Answer("s");
    private final List<Earning> first =
            List.of(Answers.earning(0, "A", "p1", 60), Answers.earning(0, "A", null, 10));
    private final List<Earning> second = List.of(Answers.earning(1, "B", "p2", 30));
    private final PoolPlan plan = Answers.plan(1, 100);

    private void answerAll() {
        answer.add(Answers.plan("s", plan));
        Answers.task("s", plan, 0, 2, 3, first).forEach(answer::add);
        Answers.task("s", plan, 1, 2, 3, second).forEach(answer::add);
    }

    private static void assertBroken(Runnable action, String message) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(3))
                .hasMessageContaining(message);
    }

    @Test
    void shouldBeWholeOnceThePlanAndAllMarksAreThere() {
        assertThat(answer.isWhole()).isFalse();
        Answers.task("s", plan, 1, 2, 3, second).forEach(answer::add); // the order of senders means nothing
        assertThat(answer.missing()).contains("the rate sheet is missing, 1 of 2 tally tasks");
        answer.add(Answers.plan("s", plan));
        assertThat(answer.isWhole()).isFalse();
        Answers.task("s", plan, 0, 2, 3, first).forEach(answer::add);

        assertThat(answer.isWhole()).isTrue();
        assertThat(Comparison.sum(answer.division().book())).isEqualTo(100);
    }

    @Test
    void shouldTakeARefusal() {
        answer.add(Answers.refused("s", "2026-04 of alpha is not closed"));

        assertThat(answer.isWhole()).isTrue();
        assertThat(answer.refusal()).contains("2026-04 of alpha is not closed");
    }

    @Test
    void shouldNotTakeAnotherNumberOfEarningsThanWasSent() {
        answer.add(Answers.plan("s", plan));
        var sent = Answers.task("s", plan, 0, 2, 1, first);
        answer.add(sent.get(1));

        assertBroken(() -> answer.add(sent.get(2)), "has 1 earnings of 0.000010");
    }

    @Test
    void shouldNotTakeAnEarningThatWasChanged() {
        answer.add(Answers.plan("s", plan));
        var sent = Answers.task("s", plan, 0, 2, 1, first);
        sent.get(0).getEarning().setPlays(999);
        answer.add(sent.get(0));
        answer.add(sent.get(1));

        assertBroken(() -> answer.add(sent.get(2)), "with hash");
    }

    @Test
    void shouldNotTakeAnAnswerTwice() {
        answerAll();

        assertBroken(() -> answer.add(Answers.task("s", plan, 0, 2, 1, first).get(0)), "goes on after the mark");
        assertBroken(() -> answer.add(Answers.task("s", plan, 0, 2, 1, List.of()).get(0)), "has two marks");
        assertBroken(() -> answer.add(Answers.plan("s", Answers.plan(1, 101))), "has two rate sheets");
    }

    @Test
    void shouldNotTakeADivisionThatIsNotThePool() {
        PoolPlan larger = Answers.plan(1, 101);
        answer.add(Answers.plan("s", larger));
        Answers.task("s", larger, 0, 2, 1, first).forEach(answer::add);
        Answers.task("s", larger, 1, 2, 1, second).forEach(answer::add);

        assertBroken(answer::division, "divides 0.000100, but its rate sheet has 0.000101");
    }

    @Test
    void shouldCompareRightsholderByRightsholder() {
        answerAll();
        Actual actual = new Fed().with(Answers.plan(2, 90))
                .with(Answers.earning(0, "A", "p1", 50)).with(Answers.earning(0, "B", "p2", 30))
                .with(Answers.earning(0, "C", "p3", 10)).marked(2, 90).actual;

        Comparison comparison =
                Comparison.of("s", actual.division(Answers.agreement("0.5")), answer.division());

        assertThat(comparison.parties()).containsExactly(
                new Row("", "p1", 50, 60),
                new Row("", "p3", 10, 0),
                new Row("", Answers.HOLD, 0, 10),
                new Row("", "p2", 30, 30));
        assertThat(comparison.recordings()).containsExactly(
                new Row("A", "p1", 50, 60), new Row("A", Answers.HOLD, 0, 10), new Row("B", "p2", 30, 30),
                new Row("C", "p3", 10, 0));
        assertThat(comparison.total()).isEqualTo(new Row("", "total", 90, 100));
        assertThat(comparison.parties().get(0).percent()).contains(new BigDecimal("20.00"));
        assertThat(comparison.parties().get(1).percent()).contains(new BigDecimal("-100.00"));
        assertThat(comparison.parties().get(2).percent()).isEmpty();
        assertThat(comparison.sameInput()).isFalse(); // revision 2 of the revenue against 1
    }

    /** Feeds {@link Actual} as its topics would. */
    private static final class Fed {
        private final Actual actual = Actual.empty();

        Fed with(PoolPlan plan) {
            actual.add(plan);
            return this;
        }

        Fed with(Earning earning) {
            actual.add(earning);
            return this;
        }

        Fed marked(int version, long amount) {
            Answers.task("", Answers.plan(version, amount), 0, 1, 1, List.of())
                    .forEach(result -> actual.add(result.getEarning()));
            return this;
        }
    }

    @Test
    void shouldAddUpAllVersionsOfWhatWasGiven() {
        Actual actual = new Fed().with(Answers.plan(1, 100)).with(Answers.plan(2, 90))
                .with(Answers.earning(0, "A", "p1", 100)).with(Answers.earning(0, "A", "p1", -10)).marked(2, 90).actual;

        assertThat(actual.division(Answers.agreement("0.5")).amountMicros()).isEqualTo(90);
    }

    @Test
    void shouldWaitWhileAVersionIsBeingDivided() {
        Actual actual = new Fed().with(Answers.plan(1, 100)).with(Answers.earning(0, "A", "p1", 100)).actual;

        assertThatThrownBy(() -> actual.division(Answers.agreement("0.5")))
                .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(5))
                .hasMessageContaining("is not divided yet");
    }

    @Test
    void shouldFindAPoolThatGaveAnotherAmount() {
        Actual actual =
                new Fed().with(Answers.plan(1, 100)).with(Answers.earning(0, "A", "p1", 99)).marked(1, 100).actual;

        assertBroken(() -> actual.division(Answers.agreement("0.5")), "has 0.000100 by its rate sheet, but gave 0.000099");
    }

    private static Question question(Period period, String share, PoolPlan plan, String month) {
        return Question.of(period, Answers.agreement(share), Optional.ofNullable(plan), YearMonth.parse(month));
    }

    /** Nobody answers the same question twice, and answers are not kept for ever. */
    @Test
    void shouldAskAnotherQuestionOfAnotherRateSheetInAnotherMonthAndAfterARefusal() {
        PoolPlan plan = Answers.plan(1, 100);
        Question one = question(Answers.PERIOD, "0.5", plan, "2026-07");

        assertThat(question(Answers.PERIOD, "0.5", Answers.plan(1, 100), "2026-07")).isEqualTo(one);
        assertThat(List.of(
                        one,
                        one.again(),
                        one.again().again(),
                        question(Answers.PERIOD, "0.5", plan, "2026-08"),
                        question(Answers.PERIOD, "0.5", Answers.plan(2, 100), "2026-07"),
                        question(Answers.PERIOD, "0.5", null, "2026-07"),
                        question(Answers.PERIOD, "0.6", plan, "2026-07"),
                        question(Answers.PERIOD.next(), "0.5", plan, "2026-07")))
                .extracting(Question::scenario)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{64}"));
    }
}
