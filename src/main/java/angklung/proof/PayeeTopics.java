package angklung.proof;

import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.LedgerLine;
import angklung.avro.Opening;
import angklung.avro.Statement;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The records of an installation, read from its topics: of each the one partition that holds the party's. */
public final class PayeeTopics implements PayeeRecords {
    private final Clients clients;
    private final Topics topics;

    public PayeeTopics(Clients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    @Override
    public List<Statement> statements(String party) {
        return of(topics.statements, party, statement -> statement.getPartyId().equals(party));
    }

    @Override
    public void allStatements(Consumer<Statement> each) {
        read(topics.statements, IntStream.range(0, topics.statements.partitions()).boxed().toList(), each);
    }

    @Override
    public List<Opening> openings(String party) {
        return of(topics.openings, party, opening -> opening.getPartyId().equals(party));
    }

    @Override
    public List<LedgerLine> lines(String party, String currency) {
        return of(topics.ledger, party, line ->
                party.equals(line.getPartyId()) && line.getCurrency().equals(currency));
    }

    @Override
    public List<Earning> earnings(String party, Predicate<Earning> wanted) {
        return of(topics.earnings, party, earning -> earning.getKind() == EarningKind.EARNING
                && party.equals(earning.getPartyId())
                && wanted.test(earning));
    }

    /** All of these topics have as many partitions as settlement, by the party. */
    private <V> List<V> of(TopicDef<String, V> topic, String party, Predicate<V> wanted) {
        List<V> found = new ArrayList<>();
        read(topic, List.of(Partitioning.ofKey(party, topic.partitions())), value -> {
            if (wanted.test(value)) {
                found.add(value);
            }
        });
        return found;
    }

    private <V> void read(TopicDef<String, V> topic, List<Integer> partitions, Consumer<V> each) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic, partitions)) {
            reader.readDecided(record -> {
                if (record.value() != null) {
                    each.accept(record.value());
                }
            });
        }
    }
}
