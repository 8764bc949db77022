package angklung.cli;

import angklung.config.Failure;
import angklung.explain.Language;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.ProofFile;
import angklung.proof.Finding;
import angklung.proof.Verdict;
import angklung.proof.VerdictJson;
import angklung.proof.VerdictText;
import angklung.proof.Verifier;
import angklung.proof.VerifyScript;
import angklung.replay.Exporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks one proof. */
@Command(
        name = "verify",
        description = {
            "Check a proof that a statement is in the log, without broker and network, and say what is proved and what",
            "is not. Exit code 3 if the proof fails, 4 if the file is no proof."
        },
        footer = {
            "",
            "Examples:",
            "  angklung verify october.tlog-proof --policy policy.txt",
            "  angklung verify october.tlog-proof --policy policy.txt --expect period=2026-10 --expect payments=120000",
            "  angklung verify --script > verify.sh; bash verify.sh october.tlog-proof policy.txt"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int LONGEST_POLICY = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The proof.")
    private Path file;

    @Option(names = "--policy", paramLabel = "FILE",
            description = "Whom you trust: keys of the log and of witnesses. Get it from somebody else than the proof.")
    private Path policy;

    @Option(names = "--expect", paramLabel = "FIELD=VALUE",
            description = {
                "What the record must say, such as period=2026-10, currency=IDR, payments=120000. Amounts are in",
                "currency units; with _micros behind the field's name in millionths. Repeatable."
            })
    private Map<String, String> expected = new LinkedHashMap<>();

    @Option(names = {"--lang", "--language"}, paramLabel = "LANG", defaultValue = "en",
            description = "Language: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    private Language language;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--script",
            description = "Print a shell script that checks proofs with bash, openssl and coreutils, and end.")
    private boolean script;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (script) {
            if (file != null || policy != null) {
                throw Failure.usage("--script prints a script and checks nothing; leave out FILE and --policy");
            }
            out.print(VerifyScript.text());
            out.flush();
            return ExitCode.DONE.code();
        }
        if (file == null || policy == null) {
            throw Failure.usage("Give the proof and, with --policy, a file that says whom you trust");
        }
        Verdict verdict = verdict(new Verifier(readPolicy(), expected));
        VerdictText text = new VerdictText(language);
        out.print(json ? Exporter.json(new VerdictJson(language).of(verdict)) : text.of(verdict));
        out.flush();
        Optional<Finding> failure = verdict.failure();
        if (failure.isPresent()) {
            throw Failure.verification(text.of(failure.get()));
        }
        return ExitCode.DONE.code();
    }

    private Verdict verdict(Verifier verifier) {
        try {
            return verifier.verify(read(file, ProofFile.LONGEST));
        } catch (LogFormatException e) {
            throw Failure.input(file + " is no proof: " + e.getMessage());
        } catch (IOException e) {
            throw Failure.input("The proof " + file + " cannot be read: " + e);
        }
    }

    private LogPolicy readPolicy() {
        try {
            byte[] bytes = read(policy, LONGEST_POLICY);
            if (bytes.length > LONGEST_POLICY) {
                throw Failure.usage(policy + " is no policy: it has more than a million bytes");
            }
            return LogPolicy.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            throw Failure.usage("The policy " + policy + " is not in UTF-8");
        } catch (LogFormatException e) {
            throw Failure.usage(policy + " is no policy: " + e.getMessage());
        } catch (IOException e) {
            throw Failure.usage("The policy " + policy + " cannot be read: " + e);
        }
    }

    /** One byte more than there may be, at most: whoever gets them sees that they are too many. */
    private static byte[] read(Path path, int most) throws IOException {
        try (InputStream bytes = Files.newInputStream(path)) {
            return bytes.readNBytes(most + 1);
        }
    }
}
