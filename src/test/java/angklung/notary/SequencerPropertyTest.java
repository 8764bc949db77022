package angklung.notary;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.LogEntry;
import angklung.avro.LogSubmission;
import angklung.avro.Opening;
import angklung.avro.PayoutTotal;
import angklung.log.StrictBase64;
import angklung.opening.LeafKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds in whatever order the partitions of settlement, closes and commands come, and wherever it restarts. */
class SequencerPropertyTest {
    private static final int CASES = 60;

    @TempDir
    Path dir;

    @Test
    void shouldMakeTheSameLeavesOfARunWhateverComesWhen() {
        Seeds.cases(CASES, random -> {
            Story story = new Story(random);
            try (ForgetfulSequencer sequencer =
                    new ForgetfulSequencer(freshDirectory(), story.partitions, 1 + random.nextInt(7))) {
                List<LogSubmission> left = story.interleaved(random);
                left.forEach(submission -> {
                    sequencer.take(submission);
                    if (random.nextInt(3) == 0) {
                        sequencer.turn();
                    }
                });
                while (sequencer.turn()) {
                    assertThat(sequencer.entries).hasSizeLessThan(1_000);
                }
                story.check(sequencer.entries, sequencer.openings);
            }
        });
    }

    private Path freshDirectory() {
        try {
            return Files.createTempDirectory(dir, "case");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some runs, each of statements in several partitions, and leaves of other kinds. */
    private static final class Story {
        private final int partitions;
        private final List<List<LogSubmission>> streams = new ArrayList<>();
        private final Map<String, List<LogSubmission>> runs = new HashMap<>();
        private final Map<String, Long> paid = new HashMap<>();
        private int others;

        Story(SplittableRandom random) {
            partitions = 1 + random.nextInt(4);
            for (int run = 0; run < 1 + random.nextInt(3); run++) {
                addRun(Samples.RUN + "/" + run, random);
            }
            others = random.nextInt(6);
            streams.add(IntStream.range(0, others).mapToObj(Story::policy).toList());
        }

        private static LogSubmission policy(int number) {
            return SubmissionRules.leaf(
                    LeafKind.POLICY, LeafId.command("c" + number), "", "{\"policy_hash\":\"" + number + "\"}",
                    Samples.BOOKED_AT);
        }

        private void addRun(String runId, SplittableRandom random) {
            runs.put(runId, new ArrayList<>());
            List<LogSubmission> ends = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                List<LogSubmission> made = new ArrayList<>();
                long sum = 0;
                for (int i = random.nextInt(9); i > 0; i--) {
                    String party = "party-" + partition + "-" + i;
                    made.add(SubmissionRules.statement(
                            Samples.statement(runId, party, "IDR", i), Samples.key(party)));
                    sum += i;
                }
                ends.add(SubmissionRules.runEnd(
                        Samples.paid(runId, partition, made.size(), new PayoutTotal("IDR", sum, (long) made.size()))));
                paid.merge(runId, sum, Long::sum);
                runs.get(runId).addAll(made);
                streams.add(made);
            }
            streams.add(ends);
        }

        /** All streams merged by chance, some of it twice. */
        List<LogSubmission> interleaved(SplittableRandom random) {
            List<List<LogSubmission>> left = new ArrayList<>();
            streams.forEach(stream -> left.add(new ArrayList<>(stream)));
            List<LogSubmission> merged = new ArrayList<>();
            while (left.removeIf(List::isEmpty) || !left.isEmpty()) {
                if (left.isEmpty()) {
                    break;
                }
                merged.add(left.get(random.nextInt(left.size())).remove(0));
                if (random.nextInt(5) == 0) {
                    merged.add(merged.get(random.nextInt(merged.size())));
                }
            }
            Collections.shuffle(merged.subList(0, merged.size() / 2), new Random(random.nextLong()));
            return merged;
        }

        void check(List<LogEntry> entries, List<Opening> openings) {
            List<byte[]> bytes = entries.stream().map(entry -> SubmissionRules.bytes(entry.getEntry())).toList();
            List<String> leaves = entries.stream().map(Notary::text).toList();
            for (int i = 0; i < leaves.size(); i++) {
                assertThat(entries.get(i).getSeq()).isEqualTo(i);
                assertThat(leaves.get(i)).contains("\"seq\":" + i + ",\"v\":1}");
            }
            int statements = runs.values().stream().mapToInt(List::size).sum();
            assertThat(leaves).hasSize(statements + runs.size() + others);
            assertThat(leaves).filteredOn(leaf -> leaf.contains("\"kind\":\"policy\"")).hasSize(others);
            runs.forEach((runId, made) -> checkRun(runId, made, bytes, leaves));
            checkOpenings(openings, leaves);
        }

        /** A run is one stretch: its statements by commitment, then what it paid. */
        private void checkRun(String runId, List<LogSubmission> made, List<byte[]> bytes, List<String> leaves) {
            int end = IntStream.range(0, leaves.size())
                    .filter(i -> leaves.get(i).contains("\"run\":\"" + runId + "\""))
                    .reduce((a, b) -> {
                        throw new AssertionError("Run " + runId + " ends at " + a + " and at " + b);
                    })
                    .orElseThrow();
            int first = end - made.size();
            List<String> expected = made.stream()
                    .map(statement -> SubmissionRules.bytes(statement.getCommitment()))
                    .sorted((a, b) -> HexFormat.of().formatHex(a).compareTo(HexFormat.of().formatHex(b)))
                    .map(StrictBase64::encode)
                    .toList();
            for (int i = 0; i < expected.size(); i++) {
                assertThat(leaves.get(first + i)).isEqualTo("{\"c\":\"" + expected.get(i)
                        + "\",\"kind\":\"statement\",\"period\":\"2026-10\",\"seq\":" + (first + i) + ",\"v\":1}");
            }
            assertThat(leaves.get(end)).isEqualTo("{\"facts\":{\"first\":\"" + first + "\",\"paid_micros\":{\"IDR\":\""
                    + paid.get(runId) + "\"},\"run\":\"" + runId + "\",\"statements\":\"" + made.size()
                    + "\",\"tree\":\"" + StrictBase64.encode(Samples.root(bytes.subList(0, end)))
                    + "\"},\"kind\":\"payout-run\",\"period\":\"2026-10\",\"seq\":" + end + ",\"v\":1}");
        }

        private void checkOpenings(List<Opening> openings, List<String> leaves) {
            Map<String, LogSubmission> byId = new HashMap<>();
            runs.values().forEach(made -> made.forEach(statement -> byId.put(statement.getLeafId(), statement)));
            assertThat(openings).hasSize(byId.size());
            openings.forEach(opening -> {
                LogSubmission statement = byId.remove(opening.getStatementId());
                assertThat(opening.getPartyId()).isEqualTo(statement.getPartyId());
                assertThat(opening.getSealed()).isEqualTo(statement.getOpening());
                assertThat(leaves.get((int) opening.getSeq()))
                        .contains(StrictBase64.encode(SubmissionRules.bytes(statement.getCommitment())));
            });
        }
    }
}
