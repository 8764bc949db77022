package angklung.cli;

import angklung.config.Failure;
import angklung.config.LogSettings;
import angklung.config.Settings;
import angklung.explain.Language;
import angklung.keys.SubjectKeys;
import angklung.log.ProofFile;
import angklung.proof.Finding;
import angklung.proof.PayeeTopics;
import angklung.proof.ProofMaker;
import angklung.proof.Verdict;
import angklung.proof.VerdictText;
import angklung.proof.Verifier;
import angklung.proof.Wanted;
import angklung.publish.PublishedLog;
import angklung.publish.PublishedPolicy;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import angklung.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes one proof. */
@Command(
        name = "prove",
        description = {
            "Write a proof that a statement is in the log, in one file for its payee, who checks it with 'verify' or",
            "with a shell script. The file opens the statement: give it to nobody else.",
            "Exit code 5 if the statement is not in the log or not published yet."
        },
        footer = {
            "",
            "Examples:",
            "  angklung prove --party P-1029 --statement 5be20f81 --out october.tlog-proof",
            "  angklung prove --party P-1029 --statement 5be20f81 --recording IDA002600017 --out song.tlog-proof"
        })
final class ProveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @Option(names = "--party", paramLabel = "PARTY", required = true, description = "The payee.")
    private String party;

    @Option(names = "--statement", paramLabel = "ID", required = true,
            description = "Identifier of the statement, or its first digits, at least 8.")
    private String statement;

    @Option(names = "--recording", paramLabel = "ISRC",
            description = "Prove down to what this recording earned: the statement's line and its detail.")
    private String recording;

    @Option(names = "--line", paramLabel = "LINE_ID",
            description = "Prove down to this ledger line; its first digits, at least 8, are enough.")
    private String line;

    @Option(names = "--nth", paramLabel = "N", description = "Which one, if several lines or details fit.")
    private Integer nth;

    @Option(names = "--log", paramLabel = "DIR|URL", description = "Where the log is published; log.dir by default.")
    private String place;

    @Option(names = "--policy", paramLabel = "FILE",
            description = "Policy that the proof must satisfy; log.policy by default, none if that is not set.")
    private Path policy;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file to write; must not exist.")
    private Path out;

    ProveCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load();
        LogSettings log = settings.log().require();
        if (Files.exists(out)) {
            throw exists();
        }
        Topics topics = settings.topics();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(topics.statements, topics.openings, topics.ledger, topics.earnings);
        ProofMaker maker = new ProofMaker(
                new PayeeTopics(settings.clients(), topics), new SubjectKeys(log.subjectKeys()),
                PublishedLog.at(place == null ? log.directory().toString() : place));
        ProofFile proof = maker.make(party, statement, wanted());
        byte[] bytes = proof.toBytes();
        requireSound(bytes, policy == null ? log.policy() : policy);
        write(bytes);
        spec.commandLine().getOut().println("Leaf " + proof.index() + " is proved by " + out
                + ". The file opens the statement: give it to " + party + " and nobody else.");
        return ExitCode.DONE.code();
    }

    private Wanted wanted() {
        return new Wanted(
                Optional.ofNullable(recording), Optional.ofNullable(line),
                nth == null ? OptionalInt.empty() : OptionalInt.of(nth));
    }

    /** What is handed out has passed what the payee will do with it. */
    private static void requireSound(byte[] proof, Path policyFile) {
        if (policyFile.toString().isEmpty()) {
            return;
        }
        Verdict verdict = new Verifier(PublishedPolicy.read(policyFile).policy(), Map.of()).verify(proof);
        Optional<Finding> failure = verdict.failure();
        if (failure.isPresent()) {
            throw Failure.verification("By the policy " + policyFile + " the proof would not pass, and was not"
                    + " written. " + new VerdictText(Language.EN).of(failure.get()));
        }
    }

    private void write(byte[] proof) {
        try (SeekableByteChannel file = Files.newByteChannel(
                out, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(proof);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException e) {
            throw Failure.input("The proof cannot be written: " + e);
        }
    }

    private Failure exists() {
        return Failure.usage("The file " + out + " is there already; name another, or remove it");
    }
}
