package angklung.cli;

import angklung.close.CloseListener;
import angklung.close.CloseRefusedException;
import angklung.close.Closer;
import angklung.close.CloserFencedException;
import angklung.close.CloserOptions;
import angklung.close.NotReadyException;
import angklung.close.VerificationFailedException;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.Stage;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;

/** Work with a closer, whose failures become ends of a command. */
final class CloserSession {
    /** Consumed offsets are looked at this often; facts are seen at once. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final Settings settings;
    private final Duration timeout;
    private final CloseListener listener;

    CloserSession(Settings settings, Duration timeout, CloseListener listener) {
        this.settings = settings;
        this.timeout = timeout;
        this.listener = listener;
    }

    /** @throws Failure with the exit code that the failure has by the contract */
    <T> T run(Function<Closer, T> work) {
        CloserOptions options =
                new CloserOptions(settings.applicationIdPrefix(), timeout, POLL_INTERVAL, listener);
        String intake = settings.applicationIdPrefix() + "-" + Stage.INTAKE.label();
        try (Closer closer = new Closer(settings.clients(), settings.topics(), intake, options)) {
            return work.apply(closer);
        } catch (VerificationFailedException e) {
            throw new Failure(Failure.VERIFICATION_FAILED, e.getMessage(), e);
        } catch (NotReadyException | CloserFencedException e) {
            throw new Failure(Failure.NOT_READY, e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new Failure(Failure.NOT_READY, "The brokers do not answer: " + e.getMessage(), e);
        } catch (CloseRefusedException e) {
            throw new Failure(Failure.USAGE, e.getMessage(), e);
        }
    }
}
