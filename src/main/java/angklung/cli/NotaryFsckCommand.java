package angklung.cli;

import angklung.config.Failure;
import angklung.publish.Fsck;
import angklung.publish.FsckReport;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks every file of a log. */
@Command(
        name = "fsck",
        description = {
            "Hash all entries of a published log again, and compare every tile and the root of the checkpoint with",
            "what they make. Exit code 3 if anything differs or cannot be read."
        },
        footer = {
            "",
            "Examples:",
            "  angklung notary fsck",
            "  angklung notary fsck https://log.example.org/royalties --policy policy.txt"
        })
final class NotaryFsckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final PublishedLogOptions options;

    NotaryFsckCommand(Map<String, String> environment) {
        this.options = new PublishedLogOptions(environment);
    }

    @Override
    public Integer call() {
        PublishedLogOptions.Read read = options.read();
        FsckReport report = Fsck.check(read.log(), read.checkpoint());
        PrintWriter out = spec.commandLine().getOut();
        report.findings().forEach(out::println);
        out.println(report.entries() + " entries of " + read.checkpoint().size() + " hashed, root " + report.root()
                + "; checkpoint " + read.text());
        if (!report.isIntact()) {
            throw Failure.verification(whyNot(read, report));
        }
        return ExitCode.DONE.code();
    }

    private static String whyNot(PublishedLogOptions.Read read, FsckReport report) {
        if (!report.rootHolds()) {
            return "The entries at " + read.log() + " do not make the tree of the checkpoint, whose root is "
                    + report.checkpoint().root() + "; files with findings: " + report.findingCount();
        }
        return "The entries at " + read.log() + " are those of the checkpoint, but " + report.findingCount()
                + " files are not as they must be; move them away and publish again, which writes them anew";
    }
}
