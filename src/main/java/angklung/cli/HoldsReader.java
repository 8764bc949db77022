package angklung.cli;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.UnclaimedNotice;
import angklung.avro.UnclaimedPolicy;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.ledger.HoldRegister;
import angklung.runtime.TopicAdmin;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what the topics say of held money. */
final class HoldsReader {
    private final Settings settings;
    private final Topics topics;

    /** @throws Failure if a topic is missing */
    HoldsReader(Settings settings) {
        this.settings = settings;
        this.topics = settings.topics();
        new TopicAdmin(settings)
                .requireTopics(
                        topics.ledger, topics.periodState, topics.unclaimedNotices, topics.unclaimedPolicies);
    }

    /** What is held at the end of the day, UTC, by booking times. */
    HoldsList list(LocalDate date) {
        HoldRegister register = new HoldRegister();
        read(topics.unclaimedNotices, record -> {
            if (!record.value().getAnnouncedOn().isAfter(date)) {
                register.notice(record.value());
            }
        });
        read(topics.periodState, record -> addPlace(register, record.value()));
        read(topics.ledger, record -> {
            LedgerLine line = line(record);
            if (!LocalDate.ofInstant(line.getBookedAt(), ZoneOffset.UTC).isAfter(date)) {
                register.line(line);
            }
        });
        return new HoldsList(date, register.held(), policies());
    }

    /** The notices of one announcement, by hold account. */
    List<UnclaimedNotice> announced(String runId) {
        Map<String, UnclaimedNotice> notices = new TreeMap<>();
        read(topics.unclaimedNotices, record -> {
            if (record.value().getRunId().equals(runId)) {
                notices.put(record.key(), record.value());
            }
        });
        return List.copyOf(notices.values());
    }

    /** The lines of one expiry, by hold account. */
    List<LedgerLine> expired(String runId) {
        Map<String, LedgerLine> lines = new TreeMap<>();
        read(topics.ledger, record -> {
            LedgerLine line = line(record);
            if (line.getKind() == LineKind.EXPIRY && line.getRunId().equals(runId)) {
                lines.put(line.getDebitAccount(), line);
            }
        });
        return List.copyOf(lines.values());
    }

    private static void addPlace(HoldRegister register, PeriodState fact) {
        if (fact != null && fact.getKind() == PeriodFact.HOLDS) {
            register.carriedOut(fact.getRunId(), fact.getPartition(), fact.getLedgerSeq());
        }
    }

    /** The last record of each territory and first day; every partition has all of them. */
    private List<UnclaimedPolicy> policies() {
        Map<String, UnclaimedPolicy> policies = new TreeMap<>();
        try (TopicReader<String, UnclaimedPolicy> reader =
                new TopicReader<>(settings.clients(), topics.unclaimedPolicies, List.of(0))) {
            reader.readDecided(record -> policies.put(
                    record.value().getTerritory() + record.value().getValidFrom(), record.value()));
        }
        return new ArrayList<>(policies.values());
    }

    private static LedgerLine line(ConsumerRecord<String, LedgerLine> record) {
        if (record.value() == null) {
            throw Failure.verification("Ledger partition " + record.partition() + " offset " + record.offset()
                    + " has no value: a ledger line was overwritten; run 'angklung ledger verify'");
        }
        return record.value();
    }

    private <V> void read(TopicDef<String, V> topic, Consumer<ConsumerRecord<String, V>> each) {
        try (TopicReader<String, V> reader = new TopicReader<>(settings.clients(), topic)) {
            reader.readDecided(each);
        }
    }
}
