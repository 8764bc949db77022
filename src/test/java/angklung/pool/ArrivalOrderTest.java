package angklung.pool;

import static angklung.pool.PoolInputs.DSP;
import static angklung.pool.PoolInputs.MAY;
import static angklung.pool.PoolInputs.policy;
import static angklung.pool.PoolInputs.revenue;
import static angklung.pool.PoolInputs.share;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.AllocationModel;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.WeightRequest;
import angklung.model.OfferingKey;
import angklung.pool.PoolStage.Excluded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/**
 * What is published does not depend on which tally task is fast: a close and several revisions, with late plays,
 * changed rights, screening and policies at random, are fed twice, in an order of their own each time, to pools of
 * every kind. A task's records keep their order, and a revision ends after the answers to the one before.
 */
class ArrivalOrderTest {
    private static final int TASKS = 3;
    private static final int REVISIONS = 5;
    private static final OfferingKey PREMIUM = new OfferingKey("acme", "US", "premium");
    private static final OfferingKey FAMILY = new OfferingKey("acme", "US", "family");
    private static final List<OfferingKey> OFFERINGS = List.of(PREMIUM, FAMILY);

    /** What one task reports of one offering in one revision. */
    private record Report(
            OfferingKey offering, SortedMap<Integer, Long> plays, List<RightType> rights, boolean screening) {}

    /**
     * The input.
     *
     * @param reports by revision, then by task
     * @param policies by revision: what comes before it is totalled
     */
    private record Story(List<List<List<Report>>> reports, List<List<AuthorshipPolicy.Builder>> policies) {

        static Story of(SplittableRandom random) {
            List<List<List<Report>>> reports = new ArrayList<>();
            List<List<AuthorshipPolicy.Builder>> policies = new ArrayList<>();
            for (int revision = 0; revision < REVISIONS; revision++) {
                List<List<Report>> byTask = new ArrayList<>();
                for (int task = 0; task < TASKS; task++) {
                    byTask.add(reports(random, revision, task));
                }
                reports.add(byTask);
                policies.add(random.nextInt(3) > 0 ? List.of() : List.of(randomPolicy(random)));
            }
            return new Story(reports, policies);
        }

        private static List<Report> reports(SplittableRandom random, int revision, int task) {
            List<Report> reports = new ArrayList<>();
            for (OfferingKey offering : OFFERINGS) {
                if (revision > 0 && random.nextInt(3) > 0) {
                    continue;
                }
                SortedMap<Integer, Long> plays = new TreeMap<>();
                if (revision == 0 || random.nextInt(4) == 0) {
                    plays.put(task + TASKS * random.nextInt(80), random.nextLong(3, 1_000));
                }
                List<RightType> rights = new ArrayList<>();
                for (RightType right : List.of(RightType.RECORDING, RightType.MECHANICAL, RightType.PERFORMANCE)) {
                    if (revision > 0 && random.nextInt(3) == 0) {
                        rights.add(right);
                    }
                }
                reports.add(new Report(offering, plays, rights, revision > 0 && random.nextInt(3) == 0));
            }
            return reports;
        }

        private static AuthorshipPolicy.Builder randomPolicy(SplittableRandom random) {
            return policy(
                    random.nextBoolean() ? "TERRITORY/US" : "SOCIETY/KOMCA",
                    AuthorshipEffect.values()[random.nextInt(1, 5)]);
        }

        /** Plays of one task's buckets, all revisions up to the given one. */
        SortedMap<Integer, Long> plays(OfferingKey offering, int revision, int task) {
            SortedMap<Integer, Long> plays = new TreeMap<>();
            for (int r = 0; r <= revision; r++) {
                reports.get(r).get(task).stream()
                        .filter(report -> report.offering().equals(offering))
                        .forEach(report -> report.plays().forEach((bucket, count) ->
                                plays.merge(bucket, count, Long::sum)));
            }
            return plays;
        }
    }

    /** All that was published: plans by rate sheet, and the last fact under each key. */
    private record Published(Map<String, PoolPlan> plans, Map<String, PeriodState> facts) {}

    @Test
    void shouldPublishTheSameInAnyOrderOfPartialsAndAnswers() {
        Seeds.cases(12, random -> {
            Story story = Story.of(random);
            Published first = play("first", story, random.split());
            Published second = play("second", story, random.split());

            assertThat(second.plans()).isEqualTo(first.plans());
            assertThat(second.facts()).isEqualTo(first.facts());
            assertThat(first.plans().values()).filteredOn(plan -> plan.getVersion() == 1).hasSize(6);
            assertChained(first.plans());
        });
    }

    /** Each version is on its predecessor, and a copy of it where only rights were changed. */
    private static void assertChained(Map<String, PoolPlan> plans) {
        for (PoolPlan plan : plans.values()) {
            PoolPlan before = plans.get(plan.getPool() + "@v" + (plan.getVersion() - 1));
            assertThat(before == null).isEqualTo(plan.getVersion() == 1);
            assertThat(plan.getPreviousAmountMicros()).isEqualTo(before == null ? 0 : before.getAmountMicros());
            if (plan.getRightsOnly()) {
                assertThat(plan.getReason()).isEqualTo("CHANGED_RIGHTS");
                assertThat(PoolPlan.newBuilder(plan).setVersion(0).setRateSheetId("").setReason("")
                                .setPreviousAmountMicros(0).setRightsOnly(false).build())
                        .isEqualTo(PoolPlan.newBuilder(before).setVersion(0).setRateSheetId("").setReason("")
                                .setPreviousAmountMicros(0).setRightsOnly(false).build());
            }
        }
    }

    private static Published play(String name, Story story, SplittableRandom random) {
        try (PoolStage stage = new PoolStage("arrival-order-" + name, TASKS)) {
            for (OfferingKey offering : OFFERINGS) {
                agree(stage, offering.offering());
            }
            Play play = new Play(stage, story, random);
            for (int revision = 0; revision < REVISIONS; revision++) {
                play.total(revision);
            }
            return play.published;
        }
    }

    /** Feeds a story, one record of a task picked at random after the other. */
    private static final class Play {
        private final PoolStage stage;
        private final Story story;
        private final SplittableRandom random;
        private final List<Deque<Runnable>> answers = queues();
        private final Published published = new Published(new TreeMap<>(), new TreeMap<>());

        Play(PoolStage stage, Story story, SplittableRandom random) {
            this.stage = stage;
            this.story = story;
            this.random = random;
        }

        /** The last mark waits for the answers to the revision before, as the closer does. */
        void total(int revision) {
            List<Deque<Runnable>> partials = queues();
            for (int task = 0; task < TASKS; task++) {
                partials(revision, task, partials.get(task));
            }
            while (left(partials) > 1) {
                step(random.nextInt(3) == 0 && left(answers) > 0 ? answers : partials);
            }
            while (left(answers) > 0) {
                step(answers);
            }
            story.policies().get(revision).forEach(stage::policy);
            step(partials);
            if (revision == REVISIONS - 1) {
                while (left(answers) > 0) {
                    step(answers);
                }
            }
        }

        private void partials(int revision, int task, Deque<Runnable> queue) {
            List<Report> reports = story.reports().get(revision).get(task);
            for (Report report : reports) {
                queue.add(() -> stage.partial(
                        report.offering(), MAY, revision, task, report.plays(), 0, report.rights(),
                        report.screening()));
            }
            queue.add(() -> stage.mark(DSP, MAY, revision, task, reports.size(), TASKS));
        }

        private void step(List<Deque<Runnable>> queues) {
            List<Deque<Runnable>> busy = queues.stream().filter(queue -> !queue.isEmpty()).toList();
            busy.get(random.nextInt(busy.size())).remove().run();
            stage.plans().forEach(plan ->
                    assertThat(published.plans().put(plan.getRateSheetId(), plan)).isNull());
            for (TestRecord<String, PeriodState> fact : stage.facts()) {
                published.facts().put(fact.key(), fact.value());
            }
            for (WeightRequest request : stage.requests()) {
                for (int task = 0; task < TASKS; task++) {
                    int number = task;
                    answers.get(task).add(() -> answer(request, number));
                }
            }
        }

        /** Of each bucket one play is found artificial or not, and one is left to nobody if a policy excludes. */
        private void answer(WeightRequest request, int task) {
            OfferingKey offering = new OfferingKey(DSP, request.getTerritory(), request.getOffering());
            Map<Integer, String> weights = new TreeMap<>();
            long screened = 0;
            long authorship = 0;
            boolean bySubscriber = request.getWeighting().equals("SUBSCRIBERS");
            for (Map.Entry<Integer, Long> bucket :
                    story.plays(offering, request.getRevision(), task).entrySet()) {
                boolean artificial = request.getScreening() != ScreeningPolicy.NONE
                        && (bucket.getKey() + request.getRevision()) % 2 == 0;
                boolean left = !request.getAuthorshipPolicies().isEmpty();
                screened += artificial ? 1 : 0;
                authorship += left ? 1 : 0;
                long rest = bySubscriber ? 1 : bucket.getValue() - (artificial ? 1 : 0) - (left ? 1 : 0);
                weights.put(bucket.getKey(), String.valueOf(rest));
            }
            long held = request.getScreening() == ScreeningPolicy.HOLD ? 1 : 0;
            stage.answer(request, task, weights, new Excluded(
                    0, 0, "0", 0, screened, held, authorship, String.valueOf(authorship)));
        }

        private static List<Deque<Runnable>> queues() {
            List<Deque<Runnable>> queues = new ArrayList<>();
            for (int task = 0; task < TASKS; task++) {
                queues.add(new ArrayDeque<>());
            }
            return queues;
        }

        private static int left(List<Deque<Runnable>> queues) {
            return queues.stream().mapToInt(Deque::size).sum();
        }
    }

    /** Every kind of pool; what is excluded depends on the policies too. */
    private static void agree(PoolStage stage, String offering) {
        stage.agreement(share("0.1").setOffering(offering));
        stage.agreement(share("0.5").setOffering(offering).setRightType(RightType.RECORDING)
                .setScreening(offering.equals("family") ? ScreeningPolicy.HOLD : ScreeningPolicy.REBASE));
        stage.agreement(share("0.02").setOffering(offering).setRightType(RightType.PERFORMANCE)
                .setModel(AllocationModel.USER_CENTRIC));
        stage.revenue(revenue("1000").setOffering(offering));
    }
}
