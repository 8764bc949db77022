package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import angklung.Seeds;
import angklung.avro.RevenueReport;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final String PLAYS = "play_id,dsp,subscriber_id,isrc,territory,offering,started_at,played_ms\n";
    private static final String REVENUE = "dsp,territory,offering,period,currency,net_revenue,revision\n";
    private static final String AGREEMENTS = """
            dsp,territory,offering,right_type,model,revenue_share,valid_from
            alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-01-01
            beta,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-01-01
            """;

    @TempDir
    private Path directory;

    private static String play(String id, String dsp, String offering, String month) {
        return id + "," + dsp + ",s,IDA012600001,ID," + offering + "," + month + "-15T00:00:00Z,60000\n";
    }

    private static String revenue(String dsp, String month, int revision) {
        return dsp + ",ID,premium," + month + ",IDR,100," + revision + "\n";
    }

    private Schedule schedule(String plays, String late, String revenue) {
        return new InputFixture(directory)
                .with("agreements.csv", AGREEMENTS)
                .with("revenue.csv", REVENUE + revenue)
                .with("plays.csv", PLAYS + plays)
                .with("late-plays.csv", PLAYS + late)
                .read()
                .schedule();
    }

    @Test
    void shouldClosePeriodsInOrderForTheServicesThatHavePlaysOrRevenueInThem() {
        Schedule schedule = schedule(
                play("1", "alpha", "premium", "2026-05") + play("2", "beta", "premium", "2026-03"),
                "",
                revenue("alpha", "2026-05", 1) + revenue("beta", "2026-03", 1) + revenue("beta", "2026-05", 1)
                        + revenue("beta", "2026-06", 1));

        assertThat(schedule.beforeLate()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-03 [beta]", "2026-05 [alpha, beta]");
        assertThat(schedule.afterLate()).extracting(s -> s.period() + " " + s.dsps()).containsExactly("2026-06 [beta]");
        assertThat(schedule.open()).isEmpty();
    }

    @Test
    void shouldSendTheLowestRevisionFirstAndTheOthersOneNumberAfterTheOther() {
        Schedule schedule = schedule(
                play("1", "alpha", "premium", "2026-05") + play("2", "beta", "premium", "2026-05"),
                "",
                revenue("alpha", "2026-05", 5) + revenue("beta", "2026-05", 7) + revenue("alpha", "2026-05", 2)
                        + revenue("beta", "2026-05", 2) + revenue("beta", "2026-05", 5));

        assertThat(schedule.first()).extracting(RevenueReport::getDsp, RevenueReport::getRevision)
                .containsExactly(tuple("alpha", 2),
                        tuple("beta", 2));
        assertThat(schedule.beforeLate().get(0).restatements()).satisfiesExactly(
                five -> assertThat(five).extracting(RevenueReport::getDsp).containsExactly("alpha", "beta"),
                seven -> assertThat(seven).extracting(RevenueReport::getDsp).containsExactly("beta"));
    }

    @Test
    void shouldCloseThePeriodThatLatePlaysFallIntoOnlyIfItHasRevenue() {
        String plays = play("1", "alpha", "premium", "2026-04") + play("2", "beta", "premium", "2026-04");
        String late = play("3", "alpha", "premium", "2026-04") + play("4", "beta", "premium", "2026-04");
        String revenue = revenue("alpha", "2026-04", 1) + revenue("beta", "2026-04", 1)
                + revenue("alpha", "2026-05", 1);

        Schedule schedule = schedule(plays, late, revenue);

        assertThat(schedule.afterLate()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-05 [alpha]");
        assertThat(schedule.open()).extracting(Schedule.OpenPeriod::toString).containsExactly(
                "OpenPeriod[period=2026-05, dsp=beta, reason=late plays, but no revenue for [beta/ID/premium]]");
    }

    @Test
    void shouldReportLatePlaysWithoutAgreementThatNothingCloses() {
        Schedule schedule = schedule(
                play("1", "alpha", "premium", "2026-04"), play("2", "alpha", "free", "2026-04"),
                revenue("alpha", "2026-04", 1));

        assertThat(schedule.open()).extracting(Schedule.OpenPeriod::reason)
                .containsExactly("late plays, but no revenue of the service");
    }

    @Test
    void shouldCloseWhatHasRevenueEvenWithoutPlays() {
        Schedule schedule = schedule("", "", revenue("alpha", "2026-04", 1));

        assertThat(schedule.beforeLate()).isEmpty();
        assertThat(schedule.afterLate()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-04 [alpha]");
    }

    private static String agreements(String late) {
        return "dsp,territory,offering,right_type,model,revenue_share,valid_from,valid_to,late_plays,time_zone\n"
                + "alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-03-01,," + late + ",Asia/Jakarta\n"
                + "beta,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-01-01,,NEXT_PERIOD,\n";
    }

    private Schedule restating(String plays, String late, String revenue) {
        return new InputFixture(directory)
                .with("agreements.csv", agreements("RESTATE"))
                .with("revenue.csv", REVENUE + revenue)
                .with("plays.csv", PLAYS + plays)
                .with("late-plays.csv", PLAYS + late)
                .read()
                .schedule();
    }

    @Test
    void shouldRestateClosedPeriodsInOrderForTheServicesWhoseOfferingsSaySo() {
        Schedule schedule = restating(
                play("1", "alpha", "premium", "2026-04") + play("2", "alpha", "premium", "2026-05")
                        + play("3", "beta", "premium", "2026-05"),
                play("4", "alpha", "premium", "2026-05") + play("5", "alpha", "premium", "2026-04")
                        + play("6", "alpha", "premium", "2026-04"),
                revenue("alpha", "2026-04", 1) + revenue("alpha", "2026-05", 1) + revenue("beta", "2026-05", 1));

        assertThat(schedule.late()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-04 [alpha]", "2026-05 [alpha]");
        assertThat(schedule.latePayout()).hasValueSatisfying(p -> assertThat(p).hasToString("2026-06"));
        assertThat(schedule.open()).isEmpty();
    }

    @Test
    void shouldLeaveTheMoneyOfRestatementsToThePayoutOfALaterClose() {
        Schedule schedule = restating(
                play("1", "alpha", "premium", "2026-04"),
                play("2", "alpha", "premium", "2026-04"),
                revenue("alpha", "2026-04", 1) + revenue("beta", "2026-05", 1));

        assertThat(schedule.late()).hasSize(1);
        assertThat(schedule.afterLate()).extracting(s -> s.period() + " " + s.dsps()).containsExactly("2026-05 [beta]");
        assertThat(schedule.latePayout()).isEmpty();
    }

    @Test
    void shouldCarryLatePlaysWhoseDayNoAgreementCoversOrWhoseOfferingDoesNotRestate() {
        Schedule schedule = restating(
                play("1", "alpha", "premium", "2026-04") + play("2", "beta", "premium", "2026-04"),
                play("3", "alpha", "free", "2026-04") + play("4", "beta", "premium", "2026-04"),
                revenue("alpha", "2026-04", 1) + revenue("beta", "2026-04", 1) + revenue("alpha", "2026-05", 1)
                        + revenue("beta", "2026-05", 1));

        assertThat(schedule.late()).isEmpty();
        assertThat(schedule.latePayout()).isEmpty();
        assertThat(schedule.afterLate()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-05 [alpha, beta]");
    }

    @Test
    void shouldCountALatePlayOfAnOpenPeriodInItWhateverTheOfferingSays() {
        Schedule schedule = restating(
                play("1", "alpha", "premium", "2026-04"),
                play("2", "alpha", "premium", "2026-05") + play("3", "alpha", "premium", "2026-06"),
                revenue("alpha", "2026-04", 1) + revenue("alpha", "2026-05", 1));

        assertThat(schedule.late()).isEmpty();
        assertThat(schedule.afterLate()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-05 [alpha]");
        assertThat(schedule.open()).extracting(Schedule.OpenPeriod::toString).containsExactly(
                "OpenPeriod[period=2026-06, dsp=alpha, reason=late plays, but no revenue for [alpha/ID/premium]]");
    }

    @Test
    void shouldTellLatePlaysByTheLocalDayThatAnAgreementCovers() {
        String zone = "2026-02-28T17:00:00Z"; // the first of March in Jakarta, when the agreement begins
        String before = "2026-02-28T16:59:59Z";
        Schedule schedule = restating(
                play("1", "alpha", "premium", "2026-03") + play("2", "alpha", "premium", "2026-02"),
                "3,alpha,s,IDA012600001,ID,premium," + zone + ",60000\n"
                        + "4,alpha,s,IDA012600001,ID,premium," + before + ",60000\n",
                revenue("alpha", "2026-03", 1) + revenue("alpha", "2026-04", 1));

        assertThat(schedule.late()).extracting(s -> s.period() + " " + s.dsps()).containsExactly("2026-03 [alpha]");
        assertThat(schedule.afterLate()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-04 [alpha]");
    }

    private InputFixture closed(String late) {
        return new InputFixture(directory)
                .with("agreements.csv", agreements("NEXT_PERIOD"))
                .with("revenue.csv", REVENUE + revenue("alpha", "2026-04", 1) + revenue("alpha", "2026-05", 1)
                        + revenue("beta", "2026-05", 1) + revenue("beta", "2026-06", 1))
                .with("plays.csv", PLAYS + play("1", "alpha", "premium", "2026-04")
                        + play("2", "alpha", "premium", "2026-05") + play("3", "beta", "premium", "2026-05"))
                .with("late-plays.csv", PLAYS + late);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "late-rights-1.csv | isrc,right_type,party_id,role,share,valid_from | IDA012600001,RECORDING,1,MainArtist,1,2020-01-01",
        "late-works.csv | iswc,right_type,party_id,role,share,valid_from | T0345246801,MECHANICAL,1,Composer,1,2020-01-01",
        "late-authorship_policies.csv | holder_kind,holder,authorship,effect,valid_from | TERRITORY,ID,AI_GENERATED,TAG,2020-01-01",
        "screening_decisions.csv | hit_id,decision,operator,reason,decided_at | HIT,RELEASE,dewi,why,2026-07-01T00:00:00Z"})
    void shouldReviseEveryClosedPeriodForWhatMayConcernAnyOfThem(String file, String header, String row) {
        Schedule without = closed("").read().schedule();
        Schedule schedule = closed("")
                .with(file, header + "\n" + row.replace("HIT", "0".repeat(64)) + "\n")
                .read()
                .schedule();

        assertThat(without.late()).isEmpty();
        assertThat(schedule.late()).extracting(s -> s.period() + " " + s.dsps())
                .containsExactly("2026-04 [alpha]", "2026-05 [alpha, beta]");
        assertThat(schedule.beforeLate()).isEqualTo(without.beforeLate());
        assertThat(schedule.afterLate()).isEqualTo(without.afterLate());
        assertThat(schedule.latePayout()).isEmpty(); // June of beta pays
    }

    /** Against the rule in one line: all periods that were closed, or those that late plays restate. */
    @Test
    void shouldReviseClosedPeriodsOnlyAndLeaveTheRestAsItIsWithoutWhatIsLate() {
        Seeds.cases(60, random -> {
            String[] months = {"2026-03", "2026-04", "2026-05", "2026-06"};
            StringBuilder revenue = new StringBuilder();
            for (String month : months) {
                revenue.append(revenue("alpha", month, 1)).append(revenue("beta", month, 1));
            }
            String plays = plays("p", random, months);
            String late = plays("l", random, months);
            Schedule plain = restating(plays, late, revenue.toString());
            InputFixture fixture = new InputFixture(directory)
                    .with("agreements.csv", agreements("RESTATE"))
                    .with("revenue.csv", REVENUE + revenue)
                    .with("plays.csv", PLAYS + plays)
                    .with("late-plays.csv", PLAYS + late)
                    .with("late-works.csv", "iswc,right_type,party_id,role,share,valid_from\n"
                            + "T0345246801,MECHANICAL,1,Composer,1,2020-01-01\n");
            Schedule schedule = fixture.read().schedule();
            fixture.without("late-works.csv");

            assertThat(schedule.beforeLate()).isEqualTo(plain.beforeLate());
            assertThat(schedule.afterLate()).isEqualTo(plain.afterLate());
            assertThat(schedule.open()).isEqualTo(plain.open());
            List<Schedule.LateStep> closed = schedule.beforeLate().stream()
                    .map(step -> new Schedule.LateStep(step.period(), step.dsps()))
                    .toList();
            assertThat(schedule.late()).isEqualTo(closed);
            assertThat(plain.late()).allSatisfy(step -> assertThat(closed).anySatisfy(all -> {
                assertThat(all.period()).isEqualTo(step.period());
                assertThat(all.dsps()).containsAll(step.dsps());
            }));
            assertThat(schedule.latePayout().isPresent())
                    .isEqualTo(!closed.isEmpty() && schedule.afterLate().isEmpty());
        });
    }

    private static String plays(String prefix, SplittableRandom random, String... months) {
        StringBuilder plays = new StringBuilder();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            plays.append(play(prefix + i, random.nextBoolean() ? "alpha" : "beta", "premium",
                    months[random.nextInt(months.length)]));
        }
        return plays.toString();
    }
}
