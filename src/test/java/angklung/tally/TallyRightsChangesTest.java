package angklung.tally;

import static angklung.tally.TallyHarness.PERIOD;
import static angklung.tally.TallyHarness.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.Engagement;
import angklung.avro.PartialKind;
import angklung.avro.PolicyEffect;
import angklung.avro.PolicyHolder;
import angklung.avro.PoolPlan;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.avro.WorkLink;
import angklung.topic.PartitionContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Claims that change after a pool was divided: who is told, and what is divided anew. */
@Timeout(180)
class TallyRightsChangesTest {
    private static final PartitionContract TWO_SOURCES = new PartitionContract(2, 1, 3, 4);
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final String ONE = "QZABC2600001";
    private static final String TWO = "QZABC2600002";
    private static final String WORK = "T0345246801";
    private static final String OTHER_WORK = "T1234567894";

    @TempDir
    Path stateDir;

    // ---- what a revision says

    @Test
    void shouldSayOnceOfEachGroupWhatIsNew() {
        for (int chunk : new int[] {1, UNBOUNDED}) {
            try (TallyHarness tally = harness(chunk)) {
                tally.rights(ONE, "v1", share("A", 1_000_000), share(RightType.MECHANICAL, "P", 1_000_000));
                tally.rights(TWO, "v1", share("B", 1_000_000));
                for (String offering : List.of("family", "free", "premium", "student")) {
                    tally.count(0, "ID", offering, ONE, 1, 5, 0);
                }
                tally.count(0, "ID", "student", TWO, 1, 5, 0);
                tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "free", ONE, count(1));
                tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "family", ONE, count(1));
                tally.markAll();
                divide(tally, tally.planFor("ID", "premium", 1, 1_000, 0));
                divide(tally, mechanical(tally.planFor("ID", "premium", 1, 1_000, 0)));
                divide(tally, tally.planFor("ID", "student", 1, 1_000, 0));
                tally.partials.readValuesToList();

                tally.rights(TWO, "v2", share("C", 1_000_000));
                tally.count(PERIOD, 1, 0, "ID", "premium", ONE, count(3));
                tally.screen(UsageKind.CONFIRMED, PERIOD, 1, 0, "ID", "free", ONE, count(1));
                tally.screen(UsageKind.SCREENED, PERIOD, 1, 0, "ID", "family", ONE, count(1));
                tally.markAll(PERIOD, 1);
                assertThat(news(tally))
                        .containsExactly("premium 3 [] false", "free 0 [] true", "student 0 [RECORDING] false");

                tally.rights(ONE, "v3", share("A", 1_000_000), share(RightType.MECHANICAL, "Q", 1_000_000));
                tally.markAll(PERIOD, 2);
                assertThat(news(tally))
                        .containsExactly(
                                "family 0 [] true", "free 0 [] true", "premium 0 [MECHANICAL] false",
                                "student 0 [RECORDING] false"); // no version has divided it since
            }
        }
    }

    @Test
    void shouldSayNothingOfClaimsThatNoPoolWasDividedBy() {
        try (TallyHarness tally = harness(UNBOUNDED)) {
            tally.rights(ONE, "v1", share("A", 1_000_000));
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            divide(tally, tally.planFor("ID", "premium", 1, 1_000, 0));
            tally.rights(TWO, "v1", share("B", 1_000_000)); // was not played
            RightShare role = share("A", 1_000_000);
            role.setRole("Producer"); // moves no money
            tally.rights(ONE, "v2", role, share(RightType.PERFORMANCE, "P", 1_000_000)); // no such pool
            tally.partials.readValuesToList();
            tally.markAll(PERIOD, 1);
            assertThat(news(tally)).isEmpty();
        }
    }

    @Test
    void shouldSayThatClaimsCameOrWent() {
        try (TallyHarness tally = harness(UNBOUNDED)) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            divide(tally, tally.planFor("ID", "premium", 1, 1_000, 0));
            tally.rights(ONE, "v1", share("A", 1_000_000));
            tally.partials.readValuesToList();
            tally.markAll(PERIOD, 1);
            assertThat(news(tally)).containsExactly("premium 0 [RECORDING] false");
            assertThat(divide(tally, rightsOnly(tally, 2, 1_000)))
                    .containsExactly("A " + ONE + " 1000", "hold:unmatched " + ONE + " -1000");
            tally.markAll(PERIOD, 2);
            assertThat(news(tally)).isEmpty();
            tally.deleteRights(ONE);
            tally.markAll(PERIOD, 3);
            assertThat(news(tally)).containsExactly("premium 0 [RECORDING] false");
            assertThat(divide(tally, rightsOnly(tally, 3, 1_000)))
                    .containsExactly("hold:unmatched " + ONE + " 1000", "A " + ONE + " -1000");
        }
    }

    private static List<String> news(TallyHarness tally) {
        return tally.partials.readValuesToList().stream()
                .filter(partial -> partial.getKind() == PartialKind.TOTAL)
                .map(total -> total.getOffering() + " " + total.getPlays() + " " + total.getRightsChanged() + " "
                        + total.getScreeningChanged())
                .toList();
    }

    // ---- dividing only what has changed

    /** Rules, section 6: A and B have half each; that it is 60 to 40 from the 16th on is known only after the close. */
    @Test
    void shouldAdjustASplitThatWasReportedLate() {
        try (TallyHarness tally = harness(UNBOUNDED)) {
            tally.rights(ONE, "v1", share("A", 500_000), share("B", 500_000));
            tally.count(0, "ID", "premium", ONE, 15, 500, 0);
            tally.count(0, "ID", "premium", ONE, 16, 500, 0);
            tally.markAll();
            assertThat(divide(tally, tally.planFor("ID", "premium", 1, 1_000, 0)))
                    .containsExactly("A " + ONE + " 500", "B " + ONE + " 500");
            LocalDate change = LocalDate.of(2026, 4, 16);
            RightShare a = share("A", 500_000);
            RightShare b = share("B", 500_000);
            a.setValidTo(change);
            b.setValidTo(change);
            RightShare more = share("A", 600_000);
            RightShare less = share("B", 400_000);
            more.setValidFrom(change);
            less.setValidFrom(change);
            tally.rights(ONE, "v2", a, b, more, less);
            assertThat(divide(tally, rightsOnly(tally, 2, 1_000)))
                    .containsExactly("A " + ONE + " 50", "B " + ONE + " -50");
        }
    }

    @Test
    void shouldEndWhereDividingEverythingAnewEnds() {
        Seeds.cases(6, random -> {
            long seed = random.nextLong();
            Run changed = new Run(new SplittableRandom(seed), true);
            Run fromTheStart = new Run(new SplittableRandom(seed), false);
            assertThat(changed.net).isEqualTo(fromTheStart.net);
            assertThat(changed.effects).isEqualTo(fromTheStart.effects);
        });
    }

    /** One pool, and claims that change between its versions, or that are what they become from the start. */
    private final class Run {
        private final SplittableRandom random;
        private final boolean later;
        private final Map<String, Long> net = new TreeMap<>(); // by ISRC, key and policy
        private List<PolicyEffect> effects = List.of();

        private Run(SplittableRandom random, boolean later) {
            this.random = random;
            this.later = later;
            try (TallyHarness tally = harness(1 + random.nextInt(3))) {
                run(tally);
            }
        }

        private void run(TallyHarness tally) {
            List<String> isrcs = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                isrcs.add("QZABC" + (2_600_000 + i * 7));
            }
            for (String isrc : isrcs) {
                for (int day = 14; day < 18; day++) {
                    long plays = random.nextInt(3) == 0 ? 0 : random.nextLong(1, 100);
                    tally.count(0, "ID", "premium", isrc, day, plays, 0);
                }
            }
            tally.markAll();
            List<Runnable> changes = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String isrc = isrcs.get(random.nextInt(isrcs.size()));
                Claims claims = Claims.random(random);
                String version = "v" + i;
                changes.add(() -> tally.rights(isrc, version, claims.shares, claims.works));
            }
            long amount = random.nextLong(1L << random.nextInt(1, 40));
            List<Integer> cuts = List.of(random.nextInt(60), random.nextInt(60), random.nextInt(60)).stream()
                    .sorted()
                    .toList();
            if (!later) {
                changes.forEach(Runnable::run);
                take(tally, plan(tally, 1, amount).build(), amount, () -> {});
                return;
            }
            changes.subList(0, cuts.get(0)).forEach(Runnable::run);
            take(tally, plan(tally, 1, amount).build(), amount, runAll(changes.subList(cuts.get(0), cuts.get(1))));
            take(tally, rights(tally, 2, amount), 0, runAll(changes.subList(cuts.get(1), cuts.get(2))));
            changes.subList(cuts.get(2), 60).forEach(Runnable::run);
            take(tally, rights(tally, 3, amount), 0, () -> {});
            Map<String, Long> before = Map.copyOf(net);
            List<PolicyEffect> effectsBefore = effects;
            take(tally, plan(tally, 4, amount).build(), 0, () -> {}); // everything anew says nothing new
            assertThat(net).isEqualTo(before);
            assertThat(effects).isEqualTo(effectsBefore);
        }

        private Runnable runAll(List<Runnable> changes) {
            return () -> changes.forEach(Runnable::run);
        }

        private PoolPlan.Builder plan(TallyHarness tally, int version, long amount) {
            return mechanical(tally.planFor("ID", "premium", version, amount, version == 1 ? 0 : amount))
                    .setAuthorshipPolicies(List.of(
                            policy(Authorship.AI_GENERATED, AuthorshipEffect.HOLD),
                            policy(Authorship.AI_ASSISTED, AuthorshipEffect.TAG)));
        }

        private PoolPlan rights(TallyHarness tally, int version, long amount) {
            return plan(tally, version, amount).setRightsOnly(true).build();
        }

        /** @param meanwhile what happens in the middle of the division */
        private void take(TallyHarness tally, PoolPlan plan, long difference, Runnable meanwhile) {
            tally.plan(plan);
            for (int turns = random.nextInt(8); turns > 0; turns--) {
                tally.turn();
            }
            meanwhile.run();
            tally.work();
            long sum = 0;
            for (KeyValue<String, Earning> record : tally.earnings.readKeyValuesToList()) {
                Earning earning = record.value;
                if (earning.getKind() == EarningKind.MARK) {
                    effects = earning.getMark().getPolicyEffects();
                } else {
                    sum += earning.getAmountMicros();
                    net.merge(
                            earning.getIsrc() + " " + record.key + " " + earning.getAuthorshipPolicy(),
                            earning.getAmountMicros(),
                            Long::sum);
                }
            }
            net.values().removeIf(micros -> micros == 0);
            assertThat(sum).isEqualTo(difference);
        }
    }

    /** Claims of every kind on one recording. */
    private record Claims(List<RightShare> shares, List<WorkLink> works) {

        static Claims random(SplittableRandom random) {
            List<RightShare> shares = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                String party = List.of("A", "B", "C").get(random.nextInt(3));
                RightShare share = share(RightType.MECHANICAL, party, random.nextLong(1, 700_000));
                share.setAuthorship(Authorship.values()[random.nextInt(5)]);
                share.setIswc(random.nextBoolean() ? null : random.nextBoolean() ? WORK : OTHER_WORK);
                share.setTerritory(random.nextInt(4) == 0 ? "KR" : null);
                if (random.nextInt(3) == 0) {
                    share.setValidTo(LocalDate.of(2026, 4, 16));
                }
                shares.add(share);
            }
            boolean medley = random.nextInt(3) == 0;
            return new Claims(
                    shares,
                    medley ? List.of(new WorkLink(WORK, 600_000L), new WorkLink(OTHER_WORK, 300_000L)) : List.of());
        }
    }

    private static AuthorshipPolicy policy(Authorship authorship, AuthorshipEffect effect) {
        return AuthorshipPolicy.newBuilder()
                .setHolderKind(PolicyHolder.TERRITORY)
                .setHolder("ID")
                .setAuthorship(authorship)
                .setEffect(effect)
                .setValidFrom(LocalDate.of(2026, 4, 15))
                .build();
    }

    @Test
    void shouldReadNothingButWhatHasChanged() {
        try (TallyHarness tally = harness(5)) {
            for (int i = 0; i < 500; i++) {
                String isrc = "QZABC" + (2_600_000 + i);
                tally.rights(isrc, "v1", share("A", 1_000_000));
                tally.count(0, "ID", "premium", isrc, 1, 5, 0);
            }
            tally.markAll();
            divide(tally, tally.planFor("ID", "premium", 1, 1_000_000, 0));
            tally.rights("QZABC2600100", "v2", share("B", 1_000_000));
            tally.rights("QZABC2600200", "v2", share("B", 1_000_000));
            tally.plan(rightsOnly(tally, 2, 1_000_000).build());
            tally.turn(); // five items, not five hundred
            assertThat(tally.hasJobs()).isFalse();
            assertThat(tally.earnings()).hasSize(4);
        }
    }

    @Test
    void shouldDivideWhatWasHeldBackByScreeningAsBefore() {
        try (TallyHarness tally = harness(UNBOUNDED)) {
            tally.count(0, "ID", "premium", ONE, 1, 10, 0);
            tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", ONE, count(4));
            tally.markAll();
            PoolPlan.Builder first =
                    tally.planFor("ID", "premium", 1, 1_000, 0).setScreening(ScreeningPolicy.HOLD);
            assertThat(divide(tally, first))
                    .containsExactly("hold:unmatched " + ONE + " 600", "hold:screening " + ONE + " 400");
            tally.rights(ONE, "v1", share("A", 1_000_000));
            assertThat(divide(tally, rightsOnly(tally, 2, 1_000).setScreening(ScreeningPolicy.HOLD)))
                    .containsExactly("A " + ONE + " 600", "hold:unmatched " + ONE + " -600");
        }
    }

    @Test
    void shouldStopAtAPlanThatCannotLeaveTheOthersAlone() {
        stopsAt(plan -> plan.setAmountMicros(999), "says that all amounts are those of the version before");
        stopsAt(plan -> plan.setScenario("s1"), "is of scenario s1");
        stopsAt(
                plan -> plan.setAuthorshipPolicies(
                        List.of(policy(Authorship.AI_GENERATED, AuthorshipEffect.EXCLUDE))),
                "policies exclude recordings");
        try (TallyHarness tally = harness(UNBOUNDED)) {
            tally.markAll();
            assertThatThrownBy(() -> tally.plan(tally.planFor("ID", "premium", 1, 0, 0)
                            .setRightsOnly(true)
                            .build()))
                    .hasStackTraceContaining("there is no version before");
        }
    }

    private interface Change {
        PoolPlan.Builder of(PoolPlan.Builder plan);
    }

    private void stopsAt(Change change, String message) {
        try (TallyHarness tally = harness(UNBOUNDED)) {
            tally.count(0, "ID", "premium", ONE, 1, 5, 0);
            tally.markAll();
            divide(tally, tally.planFor("ID", "premium", 1, 1_000, 0));
            PoolPlan plan = change.of(rightsOnly(tally, 2, 1_000)).build();
            assertThatThrownBy(() -> tally.plan(plan)).hasStackTraceContaining(message);
        }
    }

    // ---- recovery

    @Test
    void shouldForgetNothingInARestart() throws Exception {
        try (TallyHarness tally = harness(UNBOUNDED);
                ForgetfulTally forgetful =
                        new ForgetfulTally(Files.createTempDirectory(stateDir, "restart"), TWO_SOURCES)) {
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 30; i++) {
                String isrc = "QZABC" + (2_600_000 + i);
                tally.rights(isrc, "v1", Claims.random(random).shares, List.of());
                tally.count(0, "ID", "premium", isrc, 1, 5, 0);
                tally.screen(UsageKind.SCREENED, PERIOD, 0, 0, "ID", "premium", isrc, count(1));
            }
            tally.markAll();
            PoolPlan.Builder first = mechanical(tally.planFor("ID", "premium", 1, 1_000_000, 0))
                    .setScreening(ScreeningPolicy.HOLD);
            tally.plan(first.build());
            tally.work();
            for (int i = 0; i < 30; i += 2) {
                tally.rights("QZABC" + (2_600_000 + i), "v2", Claims.random(random).shares, List.of());
                tally.screen(
                        UsageKind.CONFIRMED, PERIOD, 1, 0, "ID", "premium", "QZABC" + (2_600_000 + i), count(1));
            }
            tally.markAll(PERIOD, 1);
            tally.plan(mechanical(tally.planFor("ID", "premium", 2, 1_000_000, 1_000_000))
                    .setScreening(ScreeningPolicy.HOLD)
                    .setRightsOnly(true)
                    .build());
            tally.work();
            tally.journal.forEach(forgetful::process);
            List<Object> output = tally.output();
            assertThat(output).hasSizeGreaterThan(40).containsExactlyInAnyOrderElementsOf(forgetful.output());
        }
    }

    // ---- helpers

    private TallyHarness harness(int chunk) {
        return new TallyHarness(stateDir, TWO_SOURCES, chunk);
    }

    private static UsageCount count(long plays) {
        return new UsageCount(LocalDate.of(2026, 4, 1), Engagement.ACTIVE, 0, plays, 0L);
    }

    private static PoolPlan.Builder mechanical(PoolPlan.Builder plan) {
        String pool = plan.getPool().replace("/RECORDING/", "/MECHANICAL/");
        return plan.setRightType(RightType.MECHANICAL)
                .setPool(pool)
                .setRateSheetId(pool + "@v" + plan.getVersion());
    }

    private static PoolPlan.Builder rightsOnly(TallyHarness tally, int version, long amount) {
        return tally.planFor("ID", "premium", version, amount, amount).setRightsOnly(true);
    }

    /** Key without the pool, ISRC and amount of what the plan gives. */
    private static List<String> divide(TallyHarness tally, PoolPlan.Builder plan) {
        tally.plan(plan.build());
        tally.work();
        return tally.earnings().stream()
                .map(earning -> earning.key.replace(":" + plan.getPool(), "") + " " + earning.value.getIsrc() + " "
                        + earning.value.getAmountMicros())
                .toList();
    }
}
