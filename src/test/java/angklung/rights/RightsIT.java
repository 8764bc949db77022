package angklung.rights;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Registration;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random registrations on a real broker, where the links of a recording, the claims on its works and the answers of the
 * join meet in whatever order tasks and transactions bring them.
 */
class RightsIT {
    private static final int RECORDINGS = 150;
    private static final int WORKS = 25;

    @TempDir
    Path directory;

    @Test
    void shouldEndAtTheRightsOfTheReferenceThoughStoppedInBetween() {
        SplittableRandom random = new SplittableRandom();
        long seed = Long.getLong("angklung.seed", random.nextLong());
        System.out.println("seed of this run: -Dangklung.seed=" + seed);
        RandomRegistrations world = new RandomRegistrations(new SplittableRandom(seed), RECORDINGS, WORKS);
        List<Registration> registrations = world.all();
        List<Registration> sent = world.shuffledWithRepeats(registrations);
        RightsReference reference = new RightsReference(RandomRegistrations.days());
        SortedMap<String, Set<String>> expected = reference.of(registrations);
        try (RightsCluster cluster = new RightsCluster(directory, "rights-it", 3)) {
            cluster.start();
            cluster.send(sent.subList(0, sent.size() / 2).stream());
            cluster.stop(); // whatever it has done
            cluster.start();
            cluster.send(sent.subList(sent.size() / 2, sent.size()).stream());
            cluster.await();
            cluster.written();

            assertThat(cluster.rejected()).isEmpty();
            assertThat(cluster.state()).containsOnlyKeys(expected.keySet());
            expected.forEach((isrc, lines) -> assertThat(reference.lines(cluster.state().get(isrc)))
                    .as(isrc + ", seed " + seed)
                    .containsExactlyInAnyOrderElementsOf(lines));

            cluster.send(world.shuffledWithRepeats(registrations).stream());
            cluster.await();
            assertThat(cluster.written()).isEmpty(); // all of it is known
        }
    }
}
