package angklung.close;

import angklung.avro.PeriodControl;
import angklung.avro.PeriodState;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** One session of a closer on Kafka: from the moment it fences its predecessor until it is done or out of time. */
final class KafkaCloseCluster implements CloseCluster, AutoCloseable {
    private final Clients clients;
    private final Topics topics;
    private final Admin admin;
    private final String intakeGroupId;
    private final CloserOptions options;
    private final Producer<String, byte[]> producer;
    private final TopicReader<String, PeriodState> reader;
    private final long deadlineNanos;

    private KafkaCloseCluster(
            Clients clients, Topics topics, Admin admin, String intakeGroupId, CloserOptions options) {
        this.clients = clients;
        this.topics = topics;
        this.admin = admin;
        this.intakeGroupId = intakeGroupId;
        this.options = options;
        this.deadlineNanos = System.nanoTime() + options.timeout().toNanos();
        this.producer = clients.transactionalProducer(options.transactionalId());
        this.reader = new TopicReader<>(clients, topics.periodState);
    }

    /**
     * Fences the closer before this one and finishes what it had open, then reads all facts.
     *
     * @param journal empty; holds all facts afterwards
     */
    static KafkaCloseCluster open(
            Clients clients,
            Topics topics,
            Admin admin,
            String intakeGroupId,
            CloserOptions options,
            CloseJournal journal) {
        KafkaCloseCluster cluster = new KafkaCloseCluster(clients, topics, admin, intakeGroupId, options);
        try {
            cluster.takeOver(journal);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    @Override
    public List<Long> dataEnds(String dsp) {
        return new DataEnds(clients).of(topics.plays(dsp));
    }

    @Override
    public List<Long> consumed(String dsp) {
        return new GroupOffsets(admin).committed(intakeGroupId, topics.plays(dsp));
    }

    @Override
    public void commit(Transition transition) {
        try {
            producer.beginTransaction();
            send(topics.periodState, 0, transition.key(), transition.fact());
            transition.command().ifPresent(this::multicast);
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw abort(e);
        }
    }

    @Override
    public boolean awaitFacts(CloseJournal journal) {
        Duration left = left();
        if (left.isZero()) {
            return false;
        }
        Duration patience = left.compareTo(options.pollInterval()) < 0 ? left : options.pollInterval();
        fold(journal, reader.readSome(patience));
        return true;
    }

    @Override
    public void close() {
        reader.close();
        producer.close(Duration.ofSeconds(10));
    }

    /**
     * The facts of the closer before this one are committed now, but a reader sees them only when every transaction
     * in front of them has ended, a stage's included. Deciding without them could draw a second fence.
     */
    private void takeOver(CloseJournal journal) {
        producer.initTransactions();
        long end = end(IsolationLevel.READ_UNCOMMITTED);
        while (end(IsolationLevel.READ_COMMITTED) < end) {
            if (left().isZero()) {
                throw new NotReadyException("A transaction on " + topics.periodState.name() + " in front of offset "
                        + end + " is still open after " + options.timeout() + ", so the facts behind it cannot be "
                        + "read. It ends with the transaction timeout of the stage that began it; then try again");
            }
            fold(journal, reader.readSome(options.pollInterval()));
        }
        fold(journal, reader.readToEnd());
    }

    private static void fold(CloseJournal journal, List<ConsumerRecord<String, PeriodState>> records) {
        records.forEach(record -> journal.apply(record.key(), record.value()));
    }

    /** To every partition by number, so that no partitioner decides whom a command reaches. */
    private void multicast(PeriodControl command) {
        TopicDef<String, PeriodControl> topic =
                switch (command.getCommand()) {
                    case CLOSE, CUT -> topics.periodControl;
                    case SETTLE, PAYOUT, ANNOUNCE, EXPIRE -> topics.settlementControl;
                    case UNKNOWN -> throw new IllegalArgumentException("No command: " + command);
                };
        String key = command.getDsp() + "/" + command.getPeriod();
        for (int p = 0; p < topic.partitions(); p++) {
            send(topic, p, key, command);
        }
    }

    private <T> void send(TopicDef<String, T> topic, int partition, String key, T value) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes));
    }

    /** What the failure means; the transaction is aborted if it still can be. */
    private RuntimeException abort(KafkaException failure) {
        if (isFenced(failure)) {
            return new CloserFencedException(options.transactionalId(), failure);
        }
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            failure.addSuppressed(e);
            if (isFenced(e)) {
                return new CloserFencedException(options.transactionalId(), failure);
            }
        }
        return failure;
    }

    private static boolean isFenced(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ProducerFencedException || t instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    private long end(IsolationLevel isolation) {
        TopicPartition partition = new TopicPartition(topics.periodState.name(), 0);
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("The end of " + partition + " cannot be read", e.getCause());
        }
    }

    private Duration left() {
        long nanos = deadlineNanos - System.nanoTime();
        return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }
}
