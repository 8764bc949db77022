package angklung.cli;

import angklung.anchor.ChainLink;
import angklung.anchor.ClaimFile;
import angklung.anchor.PayoutPlan;
import angklung.anchor.RoyaltyDistributor;
import angklung.config.Failure;
import angklung.config.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what a payee needs to claim. */
@Command(
        name = "claim-file",
        description = {
            "Write the file by which one party that opted in can claim from chain.distributor: account, cumulative",
            "amount, salt and proof, and the transaction that claims. Give it to the payee and to nobody else: it tells",
            "what they earned."
        },
        footer = {
            "",
            "A claim shows account and amount to everybody, for ever; the file says so too.",
            "",
            "Example:",
            "  angklung payout claim-file --party P1 --run payout/2026-10 --addresses addresses.csv --out P1.json"
        })
final class PayoutClaimFileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options;

    @Mixin
    private final PlanOptions plans = new PlanOptions();

    @Option(names = "--party", paramLabel = "PARTY", required = true, description = "Identifier of the party.")
    private String party;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to make; none is overwritten.")
    private Path out;

    PayoutClaimFileCommand(Map<String, String> environment) {
        this.options = new SettingsOptions(environment);
    }

    @Override
    public Integer call() {
        Settings settings = options.load();
        RoyaltyDistributor distributor = ChainLink.readDistributor(settings.chain());
        if (plans.optIns().of(party).isEmpty()) {
            throw Failure.input("The party " + party + " did not opt in to be paid on the chain: it has no line in "
                    + plans.optIns() + "; nothing was written");
        }
        PayoutPlan plan = plans.plan(settings, distributor, Optional.empty());
        write(new ClaimFile(distributor, settings.chain().id(), plan).of(party));
        spec.commandLine().getErr().println("angklung: wrote " + out + "; a claim shows account and amount to everybody,"
                + " tell the payee before they send it");
        return ExitCode.DONE.code();
    }

    private void write(String json) {
        try (FileChannel channel = FileChannel.open(
                        out, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                OutputStream stream = Channels.newOutputStream(channel)) {
            stream.write(json.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw Failure.usage("There is a file " + out + " already; nothing was overwritten");
        } catch (IOException e) {
            throw Failure.input("The file " + out + " cannot be written: " + e);
        }
    }
}
