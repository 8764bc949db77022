package angklung.close;

import static angklung.close.TestFacts.BOOKED_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.CloseState;
import angklung.avro.Command;
import angklung.avro.PeriodControl;
import angklung.avro.PoolToSettle;
import angklung.close.TestFacts.Keyed;
import angklung.model.Period;
import angklung.topic.PartitionContract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class CloseDriverTest {
    private static final LocalDate TENTH = LocalDate.parse("2028-11-10");
    private static final Period OCTOBER = Period.parse("2026-10");
    private static final List<String> DSPS = List.of("wave", "alto", "nota");
    private static final int FOR_EVER = Integer.MAX_VALUE;

    @Test
    void shouldCloseAndPay() {
        Seeds.cases(200, random -> {
            SimulatedCluster cluster = cluster(random);
            CloseResult result = close(cluster, FOR_EVER);

            assertThat(result.done()).isTrue();
            assertThat(result.missing()).isEmpty();
            assertThat(result.services()).extracting(CloseResult.Service::dsp).containsExactly("alto", "nota", "wave");
            assertClosedOnce(cluster, 1);
            PayoutResult paid = payout(cluster, FOR_EVER);
            assertThat(paid.done()).isTrue();
            assertThat(paid.paidMicros()).containsEntry("EUR", 6L).hasSize(1);
        });
    }

    /** A closer that dies at its first step, its second, …, each time followed by one that lives. */
    @Test
    void shouldResumeAfterDyingAtAnyStep() {
        Seeds.cases(8, random -> {
            long seed = random.nextLong();
            boolean died = true;
            for (int steps = 0; died; steps++) {
                SimulatedCluster cluster = cluster(new SplittableRandom(seed));
                died = dies(cluster, steps);
                assertThat(close(cluster, FOR_EVER).done()).isTrue();
                assertClosedOnce(cluster, 1);
            }
        });
    }

    @Test
    void shouldResumeHoweverOftenItDies() {
        Seeds.cases(1_000, random -> {
            SimulatedCluster cluster = cluster(random);
            while (dies(cluster, random.nextInt(30))) {
                if (random.nextInt(4) == 0) {
                    cluster.restate(TestFacts.of(DSPS.get(random.nextInt(DSPS.size())), "2026-10"));
                }
            }
            assertThat(close(cluster, FOR_EVER).done()).isTrue();
            assertClosedOnce(cluster, Integer.MAX_VALUE);
        });
    }

    @Test
    void shouldResumeAPayoutAfterDyingAtAnyStep() {
        Seeds.cases(50, random -> {
            SimulatedCluster cluster = cluster(random);
            close(cluster, FOR_EVER);
            for (int steps = 0; steps < 4; steps++) {
                try {
                    payout(cluster, steps);
                } catch (SimulatedCluster.Killed e) {
                    // the next one goes on
                }
            }
            assertThat(payout(cluster, FOR_EVER).done()).isTrue();
            assertThat(commands(cluster, Command.PAYOUT)).hasSize(1);
        });
    }

    @Test
    void shouldAnnounceAndExpireOnceADateHoweverOftenItDies() {
        Seeds.cases(200, random -> {
            SimulatedCluster cluster = cluster(random);
            for (int attempt = 0; attempt < 6; attempt++) {
                try {
                    CloseDriver driver = driver(cluster, random.nextInt(8));
                    driver.announce(random.nextBoolean() ? TENTH : TENTH.plusMonths(1));
                    driver.expire(TENTH);
                } catch (SimulatedCluster.Killed e) {
                    // the next one goes on
                }
            }
            HoldsResult announced = driver(cluster, FOR_EVER).announce(TENTH);
            assertThat(announced.done()).as("%s", announced.missing()).isTrue();
            assertThat(announced.runId()).isEqualTo("announce/2028-11-10");
            assertThat(announced.micros()).isEqualTo(Map.of("IDR", 6L));
            assertThat(announced.accounts()).isEqualTo(6);
            assertThat(driver(cluster, FOR_EVER).expire(TENTH).done()).isTrue();
            assertThat(commands(cluster, Command.ANNOUNCE)).extracting(PeriodControl::getRunId).doesNotHaveDuplicates();
            assertThat(commands(cluster, Command.EXPIRE)).singleElement().satisfies(command -> {
                assertThat(command.getPeriod()).isEqualTo("2028-11");
                assertThat(command.getBookedAt()).isEqualTo("2028-11-10T00:00:00Z");
            });
            assertThat(cluster.journal().dsps()).as("no service is closed by that").isEmpty();
        });
    }

    @Test
    void shouldSettleAndPayNothingForARevisionThatChangesNothing() {
        Seeds.cases(100, random -> {
            SimulatedCluster cluster = cluster(random);
            close(cluster, FOR_EVER);
            int settled = commands(cluster, Command.SETTLE).size();
            cluster.bringNothing();
            assertThat(driver(cluster, FOR_EVER).revise(OCTOBER, DSPS, BOOKED_AT).done()).isTrue();
            assertThat(commands(cluster, Command.SETTLE)).hasSize(settled);
            assertThat(driver(cluster, FOR_EVER).payRestated(Optional.empty(), BOOKED_AT)).isEmpty();
        });
    }

    @Test
    void shouldSettleRestatementsOfAClosedPeriodInARunOfTheirOwn() {
        Seeds.cases(500, random -> {
            SimulatedCluster cluster = cluster(random);
            close(cluster, FOR_EVER);
            DSPS.forEach(dsp -> cluster.restate(TestFacts.of(dsp, "2026-10")));
            while (dies(cluster, random.nextInt(20))) {
                // until one lives
            }
            assertClosedOnce(cluster, 2);
            assertThat(close(cluster, FOR_EVER).done()).isTrue();
            assertClosedOnce(cluster, 2);
            assertThat(commands(cluster, Command.SETTLE))
                    .filteredOn(command -> command.getRunId().endsWith("/2"))
                    .allSatisfy(command -> assertThat(command.getBookingPeriod()).isEqualTo("2026-11"))
                    .flatExtracting(PeriodControl::getPools)
                    .extracting(PoolToSettle::getVersion)
                    .allSatisfy(version -> assertThat(version).isEqualTo(2));
        });
    }

    @Test
    void shouldSayWhatIsMissingWhenItsTimeIsUp() {
        Seeds.cases(300, random -> {
            SimulatedCluster cluster = cluster(random);
            cluster.delayRevenue();
            CloseResult early = close(cluster, FOR_EVER);
            if (!early.done()) {
                assertThat(early.missing()).isNotEmpty().allSatisfy(line -> assertThat(line).contains("revenue"));
                assertThat(commands(cluster, Command.SETTLE)).as("nobody is settled while one waits").isEmpty();
            }
            cluster.reportRevenue();
            assertThat(close(cluster, FOR_EVER).done()).isTrue();
            assertClosedOnce(cluster, 1);
        });
    }

    /** The facts alone decide: any order, any repetition, any prefix of the log gives the same next step. */
    @Test
    void shouldDecideByTheFactsAlone() {
        Seeds.cases(1_000, random -> {
            SimulatedCluster cluster = cluster(random);
            close(cluster, FOR_EVER);
            List<Keyed> prefix = cluster.order().subList(0, random.nextInt(cluster.order().size() + 1));
            List<Keyed> shuffled = new ArrayList<>(prefix);
            shuffled.addAll(prefix.subList(0, random.nextInt(prefix.size() + 1)));
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            CloseJournal inOrder = fold(cluster, prefix);
            CloseJournal anyOrder = fold(cluster, shuffled);
            for (String dsp : DSPS) {
                assertThat(anyOrder.next(dsp, OCTOBER)).isEqualTo(inOrder.next(dsp, OCTOBER));
                assertThat(anyOrder.of(dsp, OCTOBER).missing()).isEqualTo(inOrder.of(dsp, OCTOBER).missing());
                assertThat(anyOrder.of(dsp, OCTOBER).pools()).isEqualTo(inOrder.of(dsp, OCTOBER).pools());
            }
        });
    }

    @Test
    void shouldTellItsListenerEveryStateOnce() {
        SimulatedCluster cluster = cluster(new SplittableRandom(1));
        List<String> told = new ArrayList<>();
        CloseListener listener = new CloseListener() {
            @Override
            public void reached(String dsp, Period period, CloseState state) {
                told.add(dsp + " " + period + " " + state);
            }
        };
        new CloseDriver(cluster.session(FOR_EVER), cluster.journal(), listener)
                .close(OCTOBER, List.of("wave"), BOOKED_AT);

        assertThat(told).containsExactlyElementsOf(Stream.of(
                        "FENCED", "CLOSING", "TOTALLED", "ALLOCATED", "SETTLED", "CLOSED")
                .map(state -> "wave 2026-10 " + state)
                .toList());
    }

    @Test
    void shouldCloseAPeriodThatWasLeftOutAfterALaterOne() {
        SimulatedCluster cluster = cluster(new SplittableRandom(1));
        close(cluster, FOR_EVER);

        CloseResult late = new CloseDriver(cluster.session(FOR_EVER), cluster.journal(), CloseListener.NONE)
                .close(Period.parse("2026-09"), DSPS, BOOKED_AT);

        assertThat(late.done()).as("%s", late.missing()).isTrue();
        assertThat(commands(cluster, Command.CLOSE)).hasSize(2 * DSPS.size());
    }

    @Test
    void shouldReviseHoweverOftenItDies() {
        Seeds.cases(400, random -> {
            SimulatedCluster cluster = cluster(random);
            close(cluster, FOR_EVER);
            int revisions = 1 + random.nextInt(2);
            for (int revision = 1; revision <= revisions; revision++) {
                CloseResult result = null;
                while (result == null) {
                    result = revise(cluster, random.nextInt(40));
                    if (random.nextInt(4) == 0) {
                        cluster.restate(TestFacts.of(DSPS.get(random.nextInt(DSPS.size())), "2026-10"));
                    }
                }
                assertThat(result.done()).as("%s", result.missing()).isTrue();
                assertThat(result.services()).allSatisfy(service -> assertThat(service.revisions())
                        .last()
                        .extracting(CloseResult.Revision::state)
                        .isEqualTo(CloseState.CLOSED));
            }
            assertThat(close(cluster, FOR_EVER).done()).as("what was restated otherwise").isTrue();
            assertSettledOnce(cluster);
            for (Command once : List.of(Command.CLOSE, Command.CUT)) {
                assertThat(commands(cluster, once))
                        .extracting(command -> command.getDsp() + "+" + command.getRevision())
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThanOrEqualTo(DSPS.size() * (1 + revisions));
                assertThat(commands(cluster, once))
                        .filteredOn(command -> command.getRevision() == 1)
                        .extracting(PeriodControl::getRunId)
                        .containsExactlyInAnyOrder("alto/2026-10+1", "nota/2026-10+1", "wave/2026-10+1");
            }
        });
    }

    @Test
    void shouldFinishARevisionWhenThePeriodIsClosedAgain() {
        Seeds.cases(300, random -> {
            SimulatedCluster cluster = cluster(random);
            close(cluster, FOR_EVER);
            revise(cluster, 2 + random.nextInt(20));

            assertThat(close(cluster, FOR_EVER).done()).isTrue();
            assertSettledOnce(cluster);
        });
    }

    @Test
    void shouldNotReviseAPeriodThatIsNotClosed() {
        SimulatedCluster cluster = cluster(new SplittableRandom(1));

        assertThatThrownBy(() -> revise(cluster, FOR_EVER))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("Period 2026-10 of alto cannot be revised: it is OPEN");
        assertThat(cluster.order()).isEmpty();
    }

    @Test
    void shouldSettleTheRestatementsOfManyPeriodsInOrderAndPayThemOnce() {
        Seeds.cases(300, random -> {
            SimulatedCluster cluster = cluster(random);
            List<Period> periods = List.of(OCTOBER, OCTOBER.next(), OCTOBER.next().next());
            periods.forEach(period -> assertThat(driver(cluster, FOR_EVER).close(period, DSPS, BOOKED_AT).done())
                    .isTrue());
            int settled = commands(cluster, Command.SETTLE).size();
            assertThat(driver(cluster, FOR_EVER).settleRestated(DSPS, BOOKED_AT)).isEmpty();
            assertThat(driver(cluster, FOR_EVER).payRestated(Optional.empty(), BOOKED_AT)).isEmpty();

            periods.forEach(period -> DSPS.forEach(dsp -> cluster.restate(TestFacts.of(dsp, period.toString()))));
            while (!settlesRestated(cluster, random.nextInt(40))) {
                // until one lives
            }

            assertSettledOnce(cluster);
            List<PeriodControl> restated =
                    commands(cluster, Command.SETTLE).subList(settled, commands(cluster, Command.SETTLE).size());
            assertThat(restated).extracting(PeriodControl::getPeriod).isSorted();
            assertThat(restated).extracting(PeriodControl::getBookingPeriod).allMatch("2027-01"::equals);
            assertThat(commands(cluster, Command.PAYOUT))
                    .extracting(PeriodControl::getRunId, PeriodControl::getPeriod)
                    .isEqualTo(restated.isEmpty()
                            ? List.of()
                            : List.of(Tuple.tuple("payout/restated/" + restated.size(), "2026-12")));
            assertThat(driver(cluster, FOR_EVER).payRestated(Optional.empty(), BOOKED_AT)).as("paid").isEmpty();
        });
    }

    /** Every command once, every planned version in one run and in the ledger with its difference. */
    private static void assertClosedOnce(SimulatedCluster cluster, int runsMax) {
        CloseJournal journal = cluster.journal();
        for (String dsp : DSPS) {
            PeriodClose close = journal.of(dsp, OCTOBER);
            assertThat(journal.next(dsp, OCTOBER)).isEqualTo(new CloseAction.Done());
            assertThat(close.runs()).hasSizeBetween(1, runsMax);
            close.runs().forEach(run -> assertThat(run.pools()).extracting(PlannedPool::id).isSorted());
        }
        for (Command once : List.of(Command.CLOSE, Command.CUT)) {
            assertThat(commands(cluster, once))
                    .extracting(PeriodControl::getDsp)
                    .containsExactlyInAnyOrderElementsOf(DSPS);
        }
        assertSettledOnce(cluster);
        assertThat(commands(cluster, Command.SETTLE))
                .filteredOn(command -> command.getRunId().endsWith("/1"))
                .extracting(PeriodControl::getDsp)
                .isSorted();
    }

    private static void assertSettledOnce(SimulatedCluster cluster) {
        List<PeriodControl> settles = commands(cluster, Command.SETTLE);
        assertThat(settles).extracting(PeriodControl::getRunId).doesNotHaveDuplicates();
        assertThat(settles.stream().flatMap(command -> command.getPools().stream())
                        .map(pool -> new PoolVersion(pool.getPool(), pool.getVersion())))
                .containsExactlyInAnyOrderElementsOf(cluster.plans().keySet());
        cluster.plans().forEach((id, plan) -> assertThat(cluster.ledger())
                .containsEntry(id, plan.getAmountMicros() - plan.getPreviousAmountMicros()));
    }

    private static SimulatedCluster cluster(SplittableRandom random) {
        // Settlement partition n pays n + 1 micros, so the three of them pay 1 + 2 + 3.
        PartitionContract partitions = new PartitionContract(
                1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3), 3);
        return new SimulatedCluster(partitions, random);
    }

    private static boolean dies(SimulatedCluster cluster, int steps) {
        return tryClose(cluster, steps) == null;
    }

    /** Null if the closer died. */
    private static CloseResult tryClose(SimulatedCluster cluster, int steps) {
        try {
            return close(cluster, steps);
        } catch (SimulatedCluster.Killed e) {
            return null;
        }
    }

    private static CloseResult close(SimulatedCluster cluster, int steps) {
        return driver(cluster, steps).close(OCTOBER, DSPS, BOOKED_AT);
    }

    /** Null if the closer died. */
    private static CloseResult revise(SimulatedCluster cluster, int steps) {
        try {
            return driver(cluster, steps).revise(OCTOBER, DSPS, BOOKED_AT);
        } catch (SimulatedCluster.Killed e) {
            return null;
        }
    }

    private static boolean settlesRestated(SimulatedCluster cluster, int steps) {
        try {
            CloseDriver driver = driver(cluster, steps);
            assertThat(driver.settleRestated(DSPS, BOOKED_AT)).allMatch(CloseResult::done);
            driver.payRestated(Optional.empty(), BOOKED_AT);
            return true;
        } catch (SimulatedCluster.Killed e) {
            return false;
        }
    }

    private static CloseDriver driver(SimulatedCluster cluster, int steps) {
        CloseJournal journal = cluster.journal();
        return new CloseDriver(cluster.session(steps), journal, CloseListener.NONE);
    }

    private static PayoutResult payout(SimulatedCluster cluster, int steps) {
        return driver(cluster, steps).payout("payout/2026-10", OCTOBER, BOOKED_AT);
    }

    private static CloseJournal fold(SimulatedCluster cluster, List<Keyed> facts) {
        CloseJournal journal = cluster.emptyJournal();
        facts.forEach(fact -> journal.apply(fact.key(), fact.fact()));
        return journal;
    }

    private static List<PeriodControl> commands(SimulatedCluster cluster, Command command) {
        return cluster.commands().stream().filter(c -> c.getCommand() == command).toList();
    }
}
