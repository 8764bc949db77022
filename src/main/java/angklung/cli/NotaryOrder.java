package angklung.cli;

import angklung.avro.NotaryCommand;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.keys.KeyOrders;
import angklung.keys.NotaryControl;
import angklung.runtime.ClusterCheck;
import angklung.runtime.TopicAdmin;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** The options and the end of every command that makes the log record something about keys. */
final class NotaryOrder {
    @Mixin
    private final ReportOptions options;

    private final Clock clock;

    NotaryOrder(Map<String, String> environment, Clock clock) {
        this.options = new ReportOptions(environment);
        this.clock = clock;
    }

    /**
     * Makes a command with regard to those before and gives it to the notary, unless it was given before.
     *
     * @param next what the operator has to do now
     * @throws Failure if no log is kept, or the brokers or the topic are not there
     */
    int give(Function<KeyOrders, NotaryCommand> make, Function<NotaryCommand, String> next) {
        Settings settings = options.load();
        String origin = settings.log().require().origin();
        new ClusterCheck(settings).requireReachable();
        new TopicAdmin(settings).requireTopics(settings.topics().notaryControl);
        NotaryControl control = new NotaryControl(settings.clients(), settings.topics());
        KeyOrders orders =
                new KeyOrders(origin, control.commands(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        NotaryCommand command = make.apply(orders);
        boolean given = orders.isGiven(command);
        if (!given) {
            control.send(command);
        }
        options.print(
                () -> (given ? "Given before, at " + command.getRecordedAt() : "The log of " + origin
                        + " will record it as soon as the notary runs") + "." + System.lineSeparator()
                        + next.apply(command),
                () -> RecordJson.of(command).toPrettyString());
        return ExitCode.DONE.code();
    }
}
