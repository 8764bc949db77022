package angklung.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.Claim;
import angklung.avro.Registration;
import angklung.avro.RevenueReport;
import angklung.avro.SubjectKind;
import angklung.config.Settings;
import angklung.oracle.Oracle;
import angklung.oracle.RandomInput;
import angklung.oracle.RandomInput.Feature;
import angklung.replay.Input;
import angklung.replay.PipelineRun;
import angklung.replay.RunFacts;
import angklung.replay.Schedule;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.PartitionContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was known when a period was last revised is all that counts: whether it came before the plays or long after,
 * and in which order, leaves no trace in what anybody has in the end. The number of cases is
 * {@code -Dangklung.arrivals}.
 */
@Tag("soak")
class ArrivalOrderIT {
    private static final List<YearMonth> PERIODS = List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4));
    private static final int CASES = Integer.getInteger("angklung.arrivals", 3);

    @TempDir
    Path directory;

    @Test
    void shouldEndAtTheSameWhetherRegistrationsAndPoliciesCameInTimeOrLate() {
        eachCase((seed, replayed) -> {
            SplittableRandom random = new SplittableRandom(seed);
            PartitionContract partitions = ReplayedFiles.partitions(random);
            RandomInput input = input(random);
            Path late = replayed.replay(input, partitions, directory.resolve(seed + "/late"));
            Path inTime = replayed.replay(input.inTime(), partitions, directory.resolve(seed + "/in-time"));

            assertSame(late, inTime, "earnings.csv", "dsp", "territory", "offering", "period", "right_type",
                    "currency", "isrc", "party_id", "amount");
            assertSame(late, inTime, "holds.csv", "account", "currency", "isrc", "reason", "amount");
            assertSame(late, inTime, "claims.csv", "isrc", "right_type", "territory", "iswc", "valid_from",
                    "valid_to", "status", "total");
            assertSame(late, inTime, "screening.csv", "hit_id", "status", "evidence", "recordings");
            assertThat(lastSheets(late)).isEqualTo(lastSheets(inTime));
            assertThat(due(late)).isEqualTo(due(inTime));
        });
    }

    @Test
    void shouldConserveEveryPoolWhateverArrivesWhenAndEndAtTheSame() {
        eachCase((seed, replayed) -> {
            SplittableRandom random = new SplittableRandom(seed);
            PartitionContract partitions = ReplayedFiles.partitions(random);
            RandomInput input = input(random);
            Input read = ReplayedFiles.read(input, directory.resolve(seed + "/files"));
            replayed.run(read, partitions, directory.resolve(seed + "/run"), (run, settings) ->
                    new Arrival(random, input, read, run, settings, directory.resolve(seed + "/output")).run());
        });
    }

    private interface Case {
        void run(long seed, ReplayedFiles replayed) throws IOException;
    }

    private void eachCase(Case one) {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("broker"))) {
            ReplayedFiles replayed = new ReplayedFiles(kafka.bootstrapServers());
            ReplayedFiles.cases(CASES, seed -> one.run(seed, replayed));
        }
    }

    /**
     * Without what rests on the time of a version: late plays, credits of artists, periods that look back on others,
     * deductions and exchange, which are rounded with every difference.
     */
    private static RandomInput input(SplittableRandom random) {
        RandomInput input = new RandomInput(random, 1 + random.nextInt(600), PERIODS, EnumSet.complementOf(
                EnumSet.of(Feature.LATE_RESTATE, Feature.SETTLEMENT, Feature.FX)));
        input.latePlays.clear();
        input.plays.removeIf(row -> !row.get("play_id").startsWith("play-"));
        input.rights.forEach(row -> row.remove("artist_id"));
        input.agreements.stream()
                .filter(row -> row.containsKey("minimum_track_plays"))
                .forEach(row -> row.put("minimum_track_window", "1"));
        return input;
    }

    /** One run in which everything but plays and terms arrives at any time. */
    private static final class Arrival {
        private static final int STEPS = 6;
        private static final int SPACE = 10; // between sequence numbers, for registrations that come to nothing

        private final SplittableRandom random;
        private final RandomInput input;
        private final Input read;
        private final PipelineRun run;
        private final Settings settings;
        private final Path output;
        private final List<Schedule.Step> open;
        private final List<Schedule.Step> closed = new ArrayList<>();

        Arrival(
                SplittableRandom random, RandomInput input, Input read, PipelineRun run, Settings settings,
                Path output) {
            this.random = random;
            this.input = input;
            this.read = read;
            this.run = run;
            this.settings = settings;
            this.output = output;
            this.open = new ArrayList<>(read.schedule().beforeLate());
        }

        void run() throws IOException {
            sendTermsAndPlays();
            List<Runnable> arriving = arriving();
            for (int step = 0; step < STEPS; step++) {
                arriving.subList(arriving.size() * step / STEPS, arriving.size() * (step + 1) / STEPS)
                        .forEach(Runnable::run);
                run.awaitReference();
                act();
                export();
            }
            while (!open.isEmpty()) {
                close();
            }
            closed.forEach(this::revise);
            export();
            ReplayedFiles.assertEarningsAreTheOracles(output, oracle());
        }

        /** Only what closed periods end at; nothing closes the others. */
        private Oracle oracle() {
            input.revenue.removeIf(row -> closed.stream()
                    .noneMatch(step -> step.period().toString().equals(row.get("period"))
                            && step.dsps().contains(row.get("dsp"))));
            return input.inTime().oracle();
        }

        private void sendTermsAndPlays() {
            read.agreements().forEach(run.feed()::send);
            read.screeningRules().forEach(run.feed()::send);
            read.parties().forEach(run.feed()::send);
            read.schedule().first().forEach(run.feed()::send);
            run.awaitReference();
            try (Feed feed = new Feed(settings.clients(), settings.topics())) {
                feed.plays(input.plays);
            }
            run.awaitPlays();
        }

        /** Closes the next period, or revises one that is closed. */
        private void act() {
            if (!open.isEmpty() && (closed.isEmpty() || random.nextInt(3) == 0)) {
                close();
            } else {
                revise(closed.get(random.nextInt(closed.size())));
            }
        }

        private void close() {
            Schedule.Step step = open.remove(0);
            run.close(step.period(), step.dsps());
            for (List<RevenueReport> restated : step.restatements()) {
                restated.forEach(run.feed()::send);
                run.awaitRevenue();
                run.close(step.period(), step.dsps());
            }
            closed.add(step);
        }

        private void revise(Schedule.Step step) {
            run.revise(step.period(), step.dsps());
        }

        private void export() throws IOException {
            run.awaitDelivery(input.plays.size());
            ReplayedFiles.export(run, new RunFacts(
                    Map.of(), input.plays.size(), Map.of(), List.of(), Map.of()), output);
        }

        // What arrives

        private List<Runnable> arriving() {
            List<Runnable> all = new ArrayList<>();
            registrations().forEach(registration -> all.add(() -> run.feed().send(registration)));
            read.late().decisions().forEach(decision -> all.add(() -> run.feed().send(decision)));
            Collections.shuffle(all, new Random(random.nextLong()));
            List<AuthorshipPolicy> policies = new ArrayList<>(read.rights().policies());
            policies.addAll(read.late().rights().policies()); // the later one of a kind counts: these keep their order
            int place = 0;
            for (AuthorshipPolicy policy : policies) {
                place += random.nextInt(all.size() - place + 1);
                all.add(place++, () -> run.feed().send(policy));
            }
            return all;
        }

        /** Those of the files, older ones in between, and claims of somebody who withdraws them. */
        private List<Registration> registrations() {
            List<Registration> files = new ArrayList<>(read.rights().registrations());
            files.addAll(read.late().rights().registrations());
            List<Registration> all = new ArrayList<>();
            for (Registration registration : files) {
                long sequence = registration.getSequence() * SPACE;
                all.add(Registration.newBuilder(registration).setSequence(sequence).build());
                if (random.nextInt(3) == 0) {
                    all.add(older(registration, sequence - 1 - random.nextInt(SPACE - 1)));
                }
                if (registration.getSubjectKind() != SubjectKind.PERFORMER && random.nextInt(4) == 0
                        && !registration.getClaims().isEmpty()) {
                    all.addAll(withdrawn(registration));
                }
            }
            return all;
        }

        /** The same claims of other parties; without the works of the recording. */
        private Registration older(Registration registration, long sequence) {
            List<Claim> claims = registration.getClaims().stream()
                    .map(claim -> Claim.newBuilder(claim).setPartyId(next(claim.getPartyId())).build())
                    .toList();
            return Registration.newBuilder(registration)
                    .setSequence(sequence)
                    .setClaims(claims)
                    .setWorks(List.of())
                    .build();
        }

        private String next(String party) {
            List<String> ids = input.parties.stream().map(row -> row.get("party_id")).toList();
            int place = ids.indexOf(party);
            return place < 0 ? party : ids.get((place + 1) % ids.size());
        }

        /** A claim to the whole of one right, a conflict while it stands. */
        private List<Registration> withdrawn(Registration registration) {
            Claim whole = Claim.newBuilder(registration.getClaims().get(0))
                    .setPartyId(input.parties.get(random.nextInt(input.parties.size())).get("party_id"))
                    .setShareMicropercent(100_000_000L)
                    .setValidFrom(LocalDate.parse("2020-01-01"))
                    .setValidTo(null)
                    .build();
            Registration.Builder another = Registration.newBuilder(registration)
                    .setRegistrant("reg-x" + registration.getSequence() + registration.getRegistrant())
                    .setWorks(List.of());
            return List.of(
                    another.setSequence(1).setClaims(List.of(whole)).build(),
                    another.setSequence(2).setClaims(List.of()).build());
        }
    }

    private static void assertSame(Path late, Path inTime, String file, String... columns) {
        assertThat(ReplayedFiles.sorted(ReplayedFiles.rows(late.resolve(file)), List.of(columns))).as(file)
                .isEqualTo(ReplayedFiles.sorted(ReplayedFiles.rows(inTime.resolve(file)), List.of(columns)));
    }

    /** By pool: what its last version rests on. */
    private static SortedMap<String, List<String>> lastSheets(Path output) {
        SortedMap<String, List<String>> last = new TreeMap<>();
        Map<String, Integer> versions = new HashMap<>();
        for (Map<String, String> row : ReplayedFiles.rows(output.resolve("rate_sheets.csv"))) {
            int version = Integer.parseInt(row.get("version"));
            if (version > versions.getOrDefault(row.get("pool"), 0)) {
                versions.put(row.get("pool"), version);
                last.put(row.get("pool"), List.of(
                        row.get("amount"), row.get("plays"), row.get("excluded_reasons"), row.get("weighting"),
                        row.get("total_weight"), row.get("rate_per_play"), row.get("idle_weight"),
                        row.get("plays_screened"), row.get("plays_without_authors"), row.get("authorship_policies")));
            }
        }
        return last;
    }

    /** By account and currency the balance; of a party, what it was paid and what it will be together. */
    private static SortedMap<String, BigDecimal> due(Path output) {
        SortedMap<String, BigDecimal> due = new TreeMap<>();
        for (Map<String, String> row : ReplayedFiles.rows(output.resolve("balances.csv"))) {
            String account = row.get("account").replaceAll(":(payable|payout)$", "");
            due.merge(account + " " + row.get("currency"), new BigDecimal(row.get("balance")), BigDecimal::add);
        }
        due.values().removeIf(balance -> balance.signum() == 0);
        return due;
    }
}
