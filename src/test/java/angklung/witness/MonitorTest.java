package angklung.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.config.Failure;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.KeyType;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.SigningKey;
import angklung.log.TilePath;
import angklung.publish.LogDirectory;
import angklung.publish.PublishedLog;
import angklung.witness.Sighting.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MonitorTest {
    private static final TestLog LOG = TestLog.of(600);
    private static final SigningKey WITNESS = TestLog.key("witness.example/w1", KeyType.COSIGNATURE, 9);
    private static final LogPolicy ANY = LogPolicy.parse("log " + LOG.vkey() + "\nquorum none\n");
    private static final LogPolicy WITNESSED = LogPolicy.parse(
            "log " + LOG.vkey() + "\nwitness w " + WITNESS.verifier() + "\nquorum w\n");

    @TempDir
    private Path directory;

    /** A place that shows a checkpoint and the tiles of a log at one size, and no others. */
    private record Place(String name, byte[] note, TestLog tiles, int size) implements PublishedLog {
        static Place of(TestLog log, int size) {
            return new Place("https://place.example/" + size, log.signed(size).toBytes(), log, size);
        }

        @Override
        public Optional<byte[]> checkpoint() {
            return Optional.of(note);
        }

        @Override
        public String toString() {
            return name;
        }

        @Override
        public byte[] read(TilePath path) {
            if (!path.equals(TilePath.in(size, path.level(), path.index()))) {
                throw new UncheckedIOException(new IOException(path + " is not there"));
            }
            return tiles.tile(path);
        }
    }

    @Test
    void shouldTakeTheFirstAndFollow() {
        assertThat(findings(ANY, Place.of(LOG, 300))).containsExactly(Finding.FIRST);
        assertThat(findings(ANY, Place.of(LOG, 300))).containsExactly(Finding.SAME);
        assertThat(findings(ANY, Place.of(LOG, 600))).containsExactly(Finding.GROWN);
        assertThat(findings(ANY, Place.of(LOG, 600), Place.of(LOG, 5)))
                .containsExactly(Finding.SAME, Finding.BEHIND);
        assertThat(findings(ANY, Place.of(LOG, 600))).as("the larger one is kept").containsExactly(Finding.SAME);
        assertThat(directory.resolve("evidence")).doesNotExist();
    }

    @Test
    void shouldFollowALogThatBeganEmpty() {
        assertThat(findings(ANY, Place.of(LOG, 0))).containsExactly(Finding.FIRST);
        assertThat(findings(ANY, Place.of(LOG, 1), Place.of(LOG, 0)))
                .containsExactly(Finding.GROWN, Finding.BEHIND);
    }

    @Test
    void shouldKeepBothWhenTwoTreesOfOneSizeAreSigned() throws Exception {
        TestLog forked = LOG.fork(299);

        assertThat(findings(ANY, Place.of(LOG, 300), Place.of(forked, 300)))
                .containsExactly(Finding.FIRST, Finding.FORK);
        assertThat(evidence(Evidence.SMALLER)).isEqualTo(LOG.signed(300).toString());
        assertThat(evidence(Evidence.LARGER)).isEqualTo(forked.signed(300).toString());
    }

    @Test
    void shouldKeepBothAndAProofWhenALargerTreeForgets() throws Exception {
        TestLog forked = LOG.fork(100);
        findings(ANY, Place.of(LOG, 300));

        assertThat(findings(ANY, Place.of(forked, 517))).containsExactly(Finding.FORK);
        assertThat(evidence(Evidence.SMALLER)).isEqualTo(LOG.signed(300).toString());
        assertThat(evidence(Evidence.LARGER)).isEqualTo(forked.signed(517).toString());
        assertThat(evidence(Evidence.README)).contains(TestLog.ORIGIN).contains("https://place.example/517");
        List<String> proof = evidence(Evidence.PROOF).lines().toList();
        assertThat(proof.subList(0, 3)).containsExactly("300", "517", forked.root(300).toBase64());
        List<Hash> path = proof.subList(3, proof.size()).stream().map(Hash::parseBase64).toList();
        assertThat(new ConsistencyProof(300, 517, path).proves(forked.root(300), forked.root(517))).isTrue();
        assertThat(findings(ANY, Place.of(LOG, 300))).as("what was known stays").containsExactly(Finding.SAME);
    }

    @Test
    void shouldKeepBothWhenASmallerTreeIsOfAnotherHistory() throws Exception {
        TestLog forked = LOG.fork(100);

        assertThat(findings(ANY, Place.of(LOG, 517), Place.of(forked, 300)))
                .containsExactly(Finding.FIRST, Finding.FORK);
        assertThat(evidence(Evidence.SMALLER)).isEqualTo(forked.signed(300).toString());
        assertThat(evidence(Evidence.LARGER)).isEqualTo(LOG.signed(517).toString());
    }

    @Test
    void shouldFindEveryForkAndNothingElse() {
        Seeds.cases(40, random -> {
            int from = random.nextInt(600);
            TestLog forked = LOG.fork(from);
            int known = 1 + random.nextInt(600);
            int shown = 1 + random.nextInt(600);
            try (KeptCheckpoint kept = KeptCheckpoint.open(directory.resolve("" + random.nextLong()), ANY)) {
                List<PublishedLog> views = List.of(Place.of(LOG, known), Place.of(forked, shown));
                Finding finding = new Monitor(ANY, kept).look(views).get(1).finding();
                boolean forks = Math.min(known, shown) > from;
                Finding honest = known == shown ? Finding.SAME : known < shown ? Finding.GROWN : Finding.BEHIND;
                assertThat(finding).isEqualTo(forks ? Finding.FORK : honest);
            }
        });
    }

    @Test
    void shouldNotCallWrongTilesAFork() {
        findings(ANY, Place.of(LOG, 300));
        Place wrong = new Place("mirror", LOG.signed(517).toBytes(), LOG.fork(100), 517);

        assertThat(findings(ANY, wrong)).containsExactly(Finding.INVALID);
        assertThat(directory.resolve("evidence")).doesNotExist();
        assertThat(findings(ANY, Place.of(LOG, 300))).containsExactly(Finding.SAME);
    }

    @Test
    void shouldTakeTilesOfTheKnownTreeFromWhoeverHasThem() {
        findings(ANY, Place.of(LOG, 517));
        Place wrong = new Place("mirror", LOG.signed(517).toBytes(), LOG.fork(100), 517);

        assertThat(findings(ANY, Place.of(LOG, 300))).as("nobody has them").containsExactly(Finding.UNREACHABLE);
        assertThat(findings(ANY, Place.of(LOG, 300), wrong, Place.of(LOG, 517)))
                .containsExactly(Finding.BEHIND, Finding.SAME, Finding.SAME);
    }

    @Test
    void shouldSayWhenAPlaceIsUnreachableAndLookAtTheOthers() {
        PublishedLog dead = new PublishedLog() {
            @Override
            public Optional<byte[]> checkpoint() {
                throw new UncheckedIOException(new IOException("no answer"));
            }

            @Override
            public byte[] read(TilePath path) {
                throw new UncheckedIOException(new IOException("no answer"));
            }
        };

        assertThat(findings(ANY, new LogDirectory(directory.resolve("empty")))).containsExactly(Finding.UNREACHABLE);
        assertThat(findings(ANY, dead, Place.of(LOG, 5))).containsExactly(Finding.UNREACHABLE, Finding.FIRST);
        assertThat(findings(ANY, dead, Place.of(LOG, 9))).containsExactly(Finding.UNREACHABLE, Finding.GROWN);
    }

    @Test
    void shouldRefuseWhatTheLogHasNotSigned() {
        byte[] stranger = TestLog.of(TestLog.ORIGIN, 7, 5).signed(5).toBytes();
        byte[] other = TestLog.of("log.example/other", 1, 5).signed(5).toBytes();
        byte[] moved = new Note(LOG.checkpoint(6).text(), LOG.signed(5).signatures()).toBytes();

        for (byte[] bad : List.of(stranger, other, moved, new byte[0], "<html>".getBytes(StandardCharsets.UTF_8))) {
            assertThat(findings(ANY, new Place("bad", bad, LOG, 5))).containsExactly(Finding.INVALID);
        }
        assertThat(findings(ANY, Place.of(LOG, 5))).containsExactly(Finding.FIRST);
    }

    @Test
    void shouldRefuseAnotherLogOfTheSamePolicy() {
        TestLog other = TestLog.of("log.example/other", 2, 9);
        LogPolicy both = LogPolicy.parse("log " + LOG.vkey() + "\nlog " + other.vkey() + "\nquorum none\n");

        assertThat(findings(both, Place.of(LOG, 5), Place.of(other, 9)))
                .containsExactly(Finding.FIRST, Finding.INVALID);
    }

    @Test
    void shouldNotFollowWithoutTheQuorumButStillSeeAFork() {
        Note seen = LOG.signed(300).with(List.of(WITNESS.cosign(LOG.checkpoint(300), 1_790_000_000)));
        Place good = new Place("good", seen.toBytes(), LOG, 300);

        assertThat(findings(WITNESSED, Place.of(LOG, 300))).containsExactly(Finding.INVALID);
        assertThat(findings(WITNESSED, good)).containsExactly(Finding.FIRST);
        assertThat(findings(WITNESSED, Place.of(LOG, 400))).containsExactly(Finding.INVALID);
        assertThat(findings(WITNESSED, good)).containsExactly(Finding.SAME);
        assertThat(findings(WITNESSED, Place.of(LOG.fork(9), 400))).containsExactly(Finding.FORK);
    }

    @Test
    void shouldShowBothWhenTheEvidenceCannotBeKept() throws Exception {
        Files.writeString(directory.resolve("evidence"), "in the way");
        findings(ANY, Place.of(LOG, 300));
        TestLog forked = LOG.fork(100);

        try (KeptCheckpoint kept = KeptCheckpoint.open(directory, ANY)) {
            Sighting fork = new Monitor(ANY, kept).look(List.of(Place.of(forked, 300))).get(0);
            assertThat(fork.finding()).isEqualTo(Finding.FORK);
            assertThat(fork.text()).contains(LOG.signed(300).toString()).contains(forked.signed(300).toString());
        }
    }

    @Test
    void shouldRefuseADirectoryOfAnotherLogOrOfAnotherProcess() {
        findings(ANY, Place.of(LOG, 5));
        LogPolicy other = LogPolicy.parse("log " + TestLog.of(TestLog.ORIGIN, 7, 5).vkey() + "\nquorum none\n");

        assertThatThrownBy(() -> KeptCheckpoint.open(directory, other))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("another directory");
        try (KeptCheckpoint kept = KeptCheckpoint.open(directory, ANY)) {
            assertThat(kept.note()).isPresent();
            assertThatThrownBy(() -> KeptCheckpoint.open(directory, ANY)).hasMessageContaining("in use");
        }
    }

    /** Of one look, by a monitor that starts for it. */
    private List<Finding> findings(LogPolicy policy, PublishedLog... places) {
        try (KeptCheckpoint kept = KeptCheckpoint.open(directory, policy)) {
            return new Monitor(policy, kept).look(List.of(places)).stream().map(Sighting::finding).toList();
        }
    }

    private String evidence(String name) throws IOException {
        try (Stream<Path> found = Files.list(directory.resolve("evidence"))) {
            return Files.readString(found.findFirst().orElseThrow().resolve(name));
        }
    }
}
