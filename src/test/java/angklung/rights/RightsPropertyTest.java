package angklung.rights;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of registrations in any order and with any repeats end at the same rights, those of the reference. */
class RightsPropertyTest {
    private static final int CASES = 12;

    @TempDir
    Path dir;

    @Test
    void shouldEndAtTheSameRightsInAnyOrder() {
        Seeds.cases(CASES, this::check);
    }

    private void check(SplittableRandom random) {
        RandomRegistrations world = new RandomRegistrations(random, 6, 4);
        RightsReference reference = new RightsReference(RandomRegistrations.days());
        List<Registration> registrations = world.all();
        SortedMap<String, Set<String>> expected = reference.of(registrations);

        SortedMap<String, RecordingRights> once = rights(world.shuffledWithRepeats(registrations));
        SortedMap<String, RecordingRights> again = rights(world.shuffledWithRepeats(registrations));

        SortedMap<String, Set<String>> made = new TreeMap<>();
        once.forEach((isrc, rights) -> made.put(isrc, reference.lines(rights)));
        assertThat(made).containsOnlyKeys(expected.keySet());
        expected.forEach((isrc, lines) ->
                assertThat(made.get(isrc)).as(isrc).containsExactlyInAnyOrderElementsOf(lines));
        assertThat(again).hasToString(once.toString()); // Avro cannot compare arrays of dates that may be absent
    }

    private SortedMap<String, RecordingRights> rights(List<Registration> sent) {
        try (RightsDriver driver = new RightsDriver(Files.createTempDirectory(dir, "state"))) {
            sent.forEach(driver::send);
            assertThat(driver.rejected.isEmpty()).isTrue();
            return driver.state();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
