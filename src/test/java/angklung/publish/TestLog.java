package angklung.publish;

import angklung.log.Checkpoint;
import angklung.log.ConsistencyProof;
import angklung.log.KeyType;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Keys, entries and a published log to test with. */
final class TestLog {
    static final String ORIGIN = "log.example.org/royalties";
    static final SigningKey KEY = key(ORIGIN, KeyType.ED25519, 1);
    static final SigningKey NEXT_KEY = key(ORIGIN, KeyType.ED25519, 2);
    static final SigningKey WITNESS = key("witness.example.com", KeyType.COSIGNATURE, 3);
    static final CheckpointSigner SIGNER = new CheckpointSigner(ORIGIN, List.of(KEY));
    static final PublishedPolicy ALONE = PublishedPolicy.ofLogAlone(SIGNER);

    /** Nobody to ask. */
    static final Witnesses NOBODY = (signed, proofs) -> new Witnesses.Cosignatures(List.of(), Map.of());

    private TestLog() {}

    static SigningKey key(String name, KeyType type, int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return SigningKey.of(name, type, bytes);
    }

    static byte[] entry(long index) {
        return ("{\"c\":\"" + index * 7919 + "\",\"kind\":\"statement\",\"period\":\"2026-10\",\"seq\":" + index
                + ",\"v\":1}").getBytes(StandardCharsets.UTF_8);
    }

    static List<byte[]> entries(long count) {
        List<byte[]> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            entries.add(entry(i));
        }
        return entries;
    }

    static MemoryTopics topics(long count) {
        MemoryTopics topics = new MemoryTopics();
        entries(count).forEach(topics::append);
        return topics;
    }

    static Publisher publisher(MemoryTopics topics, Path directory) {
        return publisher(topics, new LogDirectory(directory), SIGNER, ALONE, NOBODY);
    }

    static Publisher publisher(
            MemoryTopics topics,
            LogDirectory directory,
            CheckpointSigner signer,
            PublishedPolicy policy,
            Witnesses witnesses) {
        return Publisher.open(topics.session(), directory, signer, policy, witnesses, step -> {});
    }

    /** Publishes a log of entries. */
    static void publish(Path directory, long count) {
        try (Publisher publisher = publisher(topics(count), directory)) {
            publisher.turn();
        }
    }

    static PublishedPolicy policy(Path directory, String... lines) {
        try {
            return PublishedPolicy.read(Files.write(directory.resolve("policy.txt"), List.of(lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PublishedPolicy witnessedPolicy(Path directory) {
        return policy(directory, "log " + KEY.verifier(), "witness alpha " + WITNESS.verifier(), "quorum alpha");
    }

    /** A witness that cosigns what is proved to it to append to what it cosigned before. */
    static final class HonestWitness implements Witnesses {
        private Checkpoint last;

        @Override
        public Cosignatures collect(Note signed, LongFunction<ConsistencyProof> proofs) {
            Checkpoint next = LogPolicy.parse("log " + KEY.verifier() + "\nquorum none\n").signedByLog(signed);
            if (last != null && !proofs.apply(last.size()).proves(last.root(), next.root())) {
                throw new AssertionError("The log is forked: " + last + " and " + next);
            }
            last = next;
            NoteSignature line = WITNESS.cosign(next, 1_800_000_000L);
            return new Cosignatures(List.of(line), Map.of());
        }
    }
}
