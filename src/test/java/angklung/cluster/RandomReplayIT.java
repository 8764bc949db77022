package angklung.cluster;

import angklung.oracle.RandomInput;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.PartitionContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random files with everything that a replay reads, through the replay, against the oracle: every earning, hold, ledger
 * line, rate sheet, balance and hit. One broker serves all cases; the number of them is {@code -Dangklung.replays}.
 */
@Tag("soak")
class RandomReplayIT {
    private static final int MOST_PLAYS = 1_500;

    @TempDir
    Path directory;

    @Test
    void shouldSettleWhatTheOracleSays() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("broker"))) {
            ReplayedFiles replayed = new ReplayedFiles(kafka.bootstrapServers());
            ReplayedFiles.cases(
                    Integer.getInteger("angklung.replays", 10), seed -> settle(seed, replayed));
        }
    }

    private void settle(long seed, ReplayedFiles replayed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        PartitionContract partitions = ReplayedFiles.partitions(random);
        RandomInput input = new RandomInput(
                random, 1 + random.nextInt(MOST_PLAYS), List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)),
                EnumSet.allOf(RandomInput.Feature.class));
        Path output = replayed.replay(input, partitions, directory.resolve(Long.toString(seed)));
        ReplayedFiles.assertOutputIsTheOracles(output, input.oracle());
    }
}
