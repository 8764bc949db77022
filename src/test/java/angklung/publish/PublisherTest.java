package angklung.publish;

import static angklung.publish.TestLog.ALONE;
import static angklung.publish.TestLog.KEY;
import static angklung.publish.TestLog.NEXT_KEY;
import static angklung.publish.TestLog.NOBODY;
import static angklung.publish.TestLog.ORIGIN;
import static angklung.publish.TestLog.SIGNER;
import static angklung.publish.TestLog.WITNESS;
import static angklung.publish.TestLog.publisher;
import static angklung.publish.TestLog.topics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.LogEntry;
import angklung.avro.SignedCheckpoint;
import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.Hash;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    @TempDir
    private Path dir;

    @Test
    void shouldPublishTheTreeOfTheEntries() {
        MemoryTopics topics = topics(700);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            Turn turn = publisher.turn();

            assertThat(turn.published()).isTrue();
            assertThat(turn.text()).contains("700 leaves").contains("published");
        }
        Checkpoint checkpoint = ALONE.policy().accept(published()).checkpoint();
        assertThat(checkpoint.size()).isEqualTo(700);
        assertThat(checkpoint.root().toBytes()).isEqualTo(NaiveTree.root(TestLog.entries(700)));
        assertThat(topics.signed).singleElement().satisfies(record -> {
            assertThat(record.getOrigin()).isEqualTo(ORIGIN);
            assertThat(record.getNote()).isEqualTo(published().toString());
        });
        assertThat(dir.resolve("log/policy")).hasContent("log " + KEY.verifier() + "\nquorum none\n");
    }

    @Test
    void shouldKeepThePartialTilesOfPublishedSizesAndOfNoOther() throws IOException {
        MemoryTopics topics = topics(5);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            publisher.turn();
            TestLog.entries(300).subList(5, 300).forEach(topics::append);
            publisher.turn();
        }
        assertThat(files()).containsExactlyInAnyOrder(
                "checkpoint", "policy", ".lock",
                "tile/0/000", "tile/0/000.p/5", "tile/0/001.p/44", "tile/1/000.p/1",
                "tile/entries/000", "tile/entries/000.p/5", "tile/entries/001.p/44");
    }

    @Test
    void shouldSignNothingWithoutALeafOrWithoutANewOne() {
        MemoryTopics topics = topics(0);
        try (Publisher publisher = publisher(topics, dir)) {
            assertThat(publisher.turn().signed()).isEmpty();
            topics.append(TestLog.entry(0));
            publisher.turn();
            assertThat(publisher.turn().published()).isTrue();
        }
        assertThat(topics.signed).hasSize(1);
    }

    @Test
    void shouldWriteALostDirectoryAgain() throws IOException {
        MemoryTopics topics = topics(5);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            publisher.turn();
            TestLog.entries(300).subList(5, 300).forEach(topics::append);
            publisher.turn();
        }
        List<String> before = files();
        Files.move(dir.resolve("log"), dir.resolve("lost"));

        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            assertThat(publisher.turn().published()).isTrue();
        }

        assertThat(files()).containsExactlyElementsOf(before);
        for (String file : before) {
            assertThat(dir.resolve("log/" + file)).hasSameBinaryContentAs(dir.resolve("lost/" + file));
        }
        assertThat(topics.signed).hasSize(2);
    }

    @Test
    void shouldRefuseToOverwriteATile() throws IOException {
        MemoryTopics topics = topics(300);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            publisher.turn();
        }
        Path tile = dir.resolve("log/tile/0/000");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[17] ^= 1;
        Files.write(tile, bytes);
        topics.append(TestLog.entry(300));

        refuses(topics, "tile/0/000 has other bytes");
        assertThat(tile).hasBinaryContent(bytes);
        assertThat(topics.signed).hasSize(1);
    }

    @Test
    void shouldRefuseADamagedCheckpoint() throws IOException {
        Path checkpoint = Files.createDirectories(dir.resolve("log")).resolve("checkpoint");
        Files.writeString(checkpoint, "nonsense");
        refuses(topics(3), "is damaged");
        Files.write(checkpoint, new Note("no checkpoint\n", List.of(KEY.sign("no checkpoint\n"))).toBytes());
        refuses(topics(3), "is damaged");
    }

    @Test
    void shouldRefuseADirectoryThatShowsWhatWasNeverSigned() {
        TestLog.publish(dir.resolve("log"), 20);

        refuses(topics(20), "is none that was signed here");
    }

    @Test
    void shouldRefuseEntriesThatChangedAfterTheyWereSigned() {
        MemoryTopics topics = topics(20);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            publisher.turn();
        }
        topics.entries.set(7, new LogEntry(7L, ByteBuffer.wrap(TestLog.entry(8))));
        topics.append(TestLog.entry(20));

        refusesIn("elsewhere", topics, "entries were changed");
        assertThat(topics.signed).hasSize(1);
    }

    @Test
    void shouldRefuseWhenEntriesAreLost() {
        MemoryTopics topics = topics(20);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            publisher.turn();
        }
        topics.entries.remove(19);

        refuses(topics, "entries were lost");
    }

    @Test
    void shouldRefuseAGap() {
        MemoryTopics topics = topics(20);
        topics.entries.remove(7);

        refuses(topics, "Leaf 7 of the log is missing");
        assertThat(topics.signed).isEmpty();
    }

    @Test
    void shouldRefuseAnEntryThatNoBundleTakes() {
        MemoryTopics topics = topics(3);
        topics.append(new byte[65_536]);

        refuses(topics, "Leaf 3 has 65536 bytes");
    }

    @Test
    void shouldRefuseToGoOnFromAFork() {
        MemoryTopics topics = topics(3);
        topics.signed.add(record(3, Hash.leaf(new byte[] {1})));
        topics.signed.add(record(3, Hash.leaf(new byte[] {2})));

        refuses(topics, "Two trees of 3 leaves were signed");
    }

    @Test
    void shouldRefuseARecordThatSaysAnotherThingThanItsNote() {
        MemoryTopics topics = topics(3);
        SignedCheckpoint record = record(3, Hash.leaf(new byte[] {1}));
        record.setSize(2);
        topics.signed.add(record);

        refuses(topics, "says other things than its note");
    }

    @Test
    void shouldRefuseTheTopicsOfAnotherLog() {
        MemoryTopics topics = topics(3);
        SigningKey other = TestLog.key("other.example.org", KEY.verifier().type(), 9);
        Checkpoint checkpoint = new Checkpoint("other.example.org", 3, Hash.leaf(new byte[0]));
        topics.signed.add(record(new CheckpointSigner("other.example.org", List.of(other)).sign(checkpoint)));

        refuses(topics, "belongs to the log 'other.example.org'");
    }

    @Test
    void shouldSignWithBothKeysWhileOneIsRotated() {
        MemoryTopics topics = topics(9);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            publisher.turn();
        }
        CheckpointSigner both = new CheckpointSigner(ORIGIN, List.of(KEY, NEXT_KEY));
        PublishedPolicy policy = PublishedPolicy.ofLogAlone(both);
        try (Publisher publisher =
                publisher(topics, new LogDirectory(dir.resolve("log")), both, policy, NOBODY)) {
            publisher.turn();
        }

        assertThat(published().verified(List.of(KEY.verifier(), NEXT_KEY.verifier()))).hasSize(2);
        assertThat(topics.signed).hasSize(2).extracting(SignedCheckpoint::getSize).containsOnly(9L);
    }

    @Test
    void shouldNotSignWithAKeyThatALeafRevokes() {
        MemoryTopics topics = topics(9);
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            publisher.turn();
            topics.append(("{\"facts\":{\"key\":\"" + KEY.verifier() + "\",\"reason\":\"lost\"},"
                    + "\"kind\":\"key-rotation\",\"seq\":9,\"v\":1}").getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(publisher::turn)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("is revoked by leaf 9");
        }
        refuses(topics, "is revoked by leaf 9");
        CheckpointSigner next = new CheckpointSigner(ORIGIN, List.of(NEXT_KEY));
        PublishedPolicy policy = PublishedPolicy.ofLogAlone(next);
        try (Publisher publisher =
                publisher(topics, new LogDirectory(dir.resolve("log")), next, policy, NOBODY)) {
            assertThat(publisher.turn().published()).isTrue();
        }
        assertThat(topics.signed).extracting(SignedCheckpoint::getSize).containsExactly(9L, 10L);
    }

    @Test
    void shouldGoOnSigningWithAKeyThatIsRotatedAway() {
        MemoryTopics topics = topics(1);
        topics.append(("{\"facts\":{\"key\":\"" + KEY.verifier() + "\",\"new_key\":\"" + NEXT_KEY.verifier()
                + "\",\"signature\":\"x\"},\"kind\":\"key-rotation\",\"seq\":1,\"v\":1}")
                .getBytes(StandardCharsets.UTF_8));
        try (Publisher publisher = publisher(topics, dir.resolve("log"))) {
            assertThat(publisher.turn().published()).isTrue();
        }
    }

    @Test
    void shouldPublishOnlyWhatAQuorumHasSeen() {
        PublishedPolicy policy = TestLog.witnessedPolicy(dir);
        LogDirectory directory = new LogDirectory(dir.resolve("log"));
        MemoryTopics topics = topics(4);
        try (Publisher publisher = publisher(topics, directory, SIGNER, policy, new TestLog.HonestWitness())) {
            Turn turn = publisher.turn();
            assertThat(turn.published()).isTrue();
            assertThat(turn.seenBy()).containsExactly("alpha");
        }
        Note before = published();
        assertThat(policy.policy().accept(before).witnesses()).hasSize(1);

        topics.append(TestLog.entry(4));
        Witnesses unwilling = (note, proofs) -> new Witnesses.Cosignatures(List.of(), Map.of("alpha", "is asleep"));
        try (Publisher publisher = publisher(topics, directory, SIGNER, policy, unwilling)) {
            Turn turn = publisher.turn();
            assertThat(turn.published()).isFalse();
            assertThat(turn.text()).contains("the quorum is missed").contains("witness alpha is asleep");
        }
        assertThat(published()).isEqualTo(before);
        assertThat(topics.signed).hasSize(2);

        try (Publisher publisher = publisher(topics, directory, SIGNER, policy, new TestLog.HonestWitness())) {
            assertThat(publisher.turn().published()).isTrue();
        }
        assertThat(Checkpoint.parse(published().text()).size()).isEqualTo(5);
        assertThat(topics.signed).hasSize(2);
    }

    @Test
    void shouldCollectAgainWhenThePolicyAsksForMore() {
        LogDirectory directory = new LogDirectory(dir.resolve("log"));
        MemoryTopics topics = topics(4);
        try (Publisher publisher = publisher(topics, directory, SIGNER, ALONE, NOBODY)) {
            publisher.turn();
        }
        PublishedPolicy more = TestLog.witnessedPolicy(dir);
        try (Publisher publisher = publisher(topics, directory, SIGNER, more, new TestLog.HonestWitness())) {
            publisher.turn();
        }

        LogPolicy.Accepted accepted = more.policy().accept(published());
        assertThat(accepted.witnesses()).extracting(LogPolicy.Witness::key).containsExactly(WITNESS.verifier());
        assertThat(topics.signed).hasSize(1);
    }

    @Test
    void shouldNotLetAPublisherGoOnThatWasReplaced() {
        MemoryTopics topics = topics(4);
        try (Publisher first = publisher(topics, dir.resolve("log"));
                Publisher second = publisher(topics, dir.resolve("elsewhere"))) {
            second.turn();
            assertThatThrownBy(first::turn).isInstanceOf(Failure.class).hasMessageContaining("taken over");
        }
        assertThat(topics.signed).hasSize(1);
    }

    @Test
    void shouldLetOnePublisherWriteADirectory() {
        MemoryTopics topics = topics(4);
        try (Publisher first = publisher(topics, dir.resolve("log"))) {
            refuses(topics, "Another process publishes to");
            first.turn();
        }
        try (Publisher second = publisher(topics, dir.resolve("log"))) {
            assertThat(second.turn().published()).isTrue();
        }
    }

    @Test
    void shouldRefuseAPolicyThatTrustsNoneOfItsKeys() {
        PublishedPolicy others = TestLog.policy(dir, "log " + NEXT_KEY.verifier(), "quorum none");

        assertThatThrownBy(() ->
                        publisher(topics(1), new LogDirectory(dir.resolve("log")), SIGNER, others, NOBODY))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("add the line 'log " + KEY.verifier() + "'");
    }

    @Test
    void shouldRefuseKeysThatAreNotOfThisLog() {
        assertThatThrownBy(() -> new CheckpointSigner(ORIGIN, List.of())).hasMessageContaining("set log.keys");
        assertThatThrownBy(() -> new CheckpointSigner("other.example.org", List.of(KEY)))
                .hasMessageContaining("and log.origin is 'other.example.org'");
        assertThatThrownBy(() -> new CheckpointSigner("witness.example.com", List.of(WITNESS)))
                .hasMessageContaining("is a witness's key");
        assertThatThrownBy(() -> new CheckpointSigner(ORIGIN, List.of(KEY, KEY))).hasMessageContaining("twice");
    }

    private void refuses(MemoryTopics topics, String message) {
        refusesIn("log", topics, message);
    }

    private void refusesIn(String name, MemoryTopics topics, String message) {
        assertThatThrownBy(() -> {
                    try (Publisher publisher = publisher(topics, dir.resolve(name))) {
                        publisher.turn();
                    }
                })
                .isInstanceOf(Failure.class)
                .hasMessageContaining(message);
    }

    private Note published() {
        try {
            return Note.parse(Files.readAllBytes(dir.resolve("log/checkpoint")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SignedCheckpoint record(long size, Hash root) {
        return record(SIGNER.sign(new Checkpoint(ORIGIN, size, root)));
    }

    private static SignedCheckpoint record(Signed signed) {
        Checkpoint checkpoint = signed.checkpoint();
        return new SignedCheckpoint(
                checkpoint.origin(), checkpoint.size(), ByteBuffer.wrap(checkpoint.root().toBytes()),
                signed.note().toString());
    }

    private List<String> files() throws IOException {
        Path log = dir.resolve("log");
        try (var all = Files.walk(log)) {
            return all.filter(Files::isRegularFile).map(file -> log.relativize(file).toString()).sorted().toList();
        }
    }
}
