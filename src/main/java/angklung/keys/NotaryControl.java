package angklung.keys;

import angklung.avro.NotaryCommand;
import angklung.avro.NotaryCommandKind;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Gives the notary its commands. */
public final class NotaryControl {
    private final Clients clients;
    private final TopicDef<String, NotaryCommand> topic;

    public NotaryControl(Clients clients, Topics topics) {
        this.clients = clients;
        this.topic = topics.notaryControl;
    }

    /** All commands until now, in order. */
    public List<NotaryCommand> commands() {
        List<NotaryCommand> commands = new ArrayList<>();
        try (TopicReader<String, NotaryCommand> reader = new TopicReader<>(clients, topic)) {
            reader.readDecided(record -> commands.add(record.value()));
        }
        return commands;
    }

    /**
     * Sends a command. When it returns, the command is durable.
     *
     * @throws Failure with exit code 5 if the brokers do not take it
     */
    public void send(NotaryCommand command) {
        if (command.getKind() == NotaryCommandKind.UNKNOWN) {
            throw new IllegalArgumentException("No command: " + command);
        }
        byte[] value = topic.value().serializer().serialize(topic.name(), command);
        try (Producer<String, byte[]> producer = clients.producer("angklung-notary-control")) {
            producer.send(new ProducerRecord<>(topic.name(), command.getCommandId(), value)).get();
        } catch (ExecutionException e) {
            throw new Failure(Failure.NOT_READY, "The brokers did not take the command: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending a command to the notary", e);
        }
    }
}
