package angklung.rights;

import static angklung.rights.RightsDriver.claim;
import static angklung.rights.RightsDriver.isrc;
import static angklung.rights.RightsDriver.iswc;
import static angklung.rights.RightsDriver.registration;
import static angklung.rights.RightsDriver.work;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Registration;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalogue of a million recordings: a change of one work is carried to its recordings and to no others. */
@Tag("soak")
class RightsScaleIT {
    private static final int RECORDINGS = Integer.getInteger("angklung.recordings", 1_000_000);
    private static final int RECORDINGS_A_WORK = 10;
    private static final int WORKS = RECORDINGS / RECORDINGS_A_WORK;

    @TempDir
    Path directory;

    @Test
    void shouldTouchTheRecordingsOfAChangedWorkAndNoOthers() {
        try (RightsCluster cluster = new RightsCluster(directory, "rights-scale", 4)) {
            cluster.start();
            cluster.send(IntStream.range(0, WORKS)
                    .mapToObj(i -> work(iswc(i), "society", 1, claim(RightType.MECHANICAL, "author-" + i, 100))));
            long start = System.nanoTime();
            cluster.send(IntStream.range(0, RECORDINGS).mapToObj(RightsScaleIT::recording));
            cluster.await();
            System.out.println(RECORDINGS + " recordings in " + (System.nanoTime() - start) / 1_000_000_000 + " s");
            // each once, or twice if the claims on its work came after its link
            assertThat(cluster.written()).hasSizeBetween(RECORDINGS, 2 * RECORDINGS);
            assertThat(cluster.state()).hasSize(RECORDINGS);

            cluster.send(Stream.of(
                    work(iswc(17), "society", 2, claim(RightType.MECHANICAL, "poet", 100)),
                    work(iswc(18), "society", 1, claim(RightType.MECHANICAL, "author-18", 100)))); // that one is known
            cluster.await();

            List<String> ofTheWork =
                    IntStream.range(0, RECORDINGS_A_WORK).mapToObj(i -> isrc(17 + i * WORKS)).toList();
            assertThat(cluster.written()).containsExactlyInAnyOrderElementsOf(ofTheWork);
            assertThat(ofTheWork).allSatisfy(isrc -> assertThat(cluster.state().get(isrc).getShares())
                    .extracting("partyId").containsExactlyInAnyOrder("band", "poet"));
        }
    }

    private static Registration recording(int i) {
        return registration(SubjectKind.RECORDING, isrc(i), "label", 1, claim(RightType.RECORDING, "band", 100))
                .setWorks(List.of(new WorkLink(iswc(i % WORKS), 1_000_000L)))
                .build();
    }
}
