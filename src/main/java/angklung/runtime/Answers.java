package angklung.runtime;

import angklung.config.Failure;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for answers of the brokers and turns refusals into failures with a reason. */
final class Answers {
    private Answers() {}

    /**
     * @param doing what was asked for, as a part of a sentence: "describe the topics"
     * @throws Failure if the brokers refuse or do not answer
     */
    static <T> T of(KafkaFuture<T> future, String doing) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: cannot " + doing, e);
        } catch (ExecutionException e) {
            throw new Failure(Failure.NOT_READY, "Cannot " + doing + ": " + e.getCause().getMessage(), e.getCause());
        }
    }
}
