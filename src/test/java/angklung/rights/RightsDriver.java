package angklung.rights;

import angklung.avro.Authorship;
import angklung.avro.Claim;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RejectedRegistration;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** The stage in the test driver: one partition, every record processed to its end before the next. */
final class RightsDriver implements AutoCloseable {
    static final LocalDate START = LocalDate.of(2026, 1, 1);
    static final long PERCENT = 1_000_000;

    final TopologyTestDriver driver;
    final TestOutputTopic<String, RecordingRights> rights;
    final TestOutputTopic<String, RejectedRegistration> rejected;
    private final TestInputTopic<String, byte[]> registrations;
    private final TopicDef<String, Registration> topic;

    /** The rights of each recording, by what was written. */
    private final SortedMap<String, RecordingRights> last = new TreeMap<>();

    RightsDriver(Path stateDir) {
        Topics topics = topics(1);
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "angklung-rights");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(new RightsTopology(topics, 115).get(), config);
        topic = topics.registrations;
        registrations = driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
        rights = output(topics.recordingRights);
        rejected = output(topics.rejectedRegistrations);
    }

    static Topics topics(int partitions) {
        return new Topics(
                "royalty", new PartitionContract(1, partitions, 1, 1), new AvroSerdes("mock://rights"),
                List.of("nada"));
    }

    private <V> TestOutputTopic<String, V> output(TopicDef<String, V> defined) {
        return driver.createOutputTopic(defined.name(), defined.key().deserializer(), defined.value().deserializer());
    }

    void send(Registration registration) {
        sendRaw(RegistrationRules.key(registration), bytes(registration));
    }

    void sendRaw(String key, byte[] value) {
        registrations.pipeInput(key, value);
    }

    byte[] bytes(Registration registration) {
        return topic.value().serializer().serialize(topic.name(), registration);
    }

    /** Reads what was written since the last time, and keeps it; returns how many records that were. */
    int read() {
        int records = 0;
        for (KeyValue<String, RecordingRights> record : rights.readKeyValuesToList()) {
            records++;
            if (record.value == null) {
                last.remove(record.key);
            } else {
                last.put(record.key, record.value);
            }
        }
        return records;
    }

    /** The rights of each recording now. */
    SortedMap<String, RecordingRights> state() {
        read();
        return last;
    }

    @Override
    public void close() {
        driver.close();
    }

    static Registration work(String iswc, String registrant, long sequence, Claim... claims) {
        return registration(SubjectKind.WORK, iswc, registrant, sequence, claims).build();
    }

    static Registration recording(String isrc, String registrant, long sequence, Claim... claims) {
        return registration(SubjectKind.RECORDING, isrc, registrant, sequence, claims).build();
    }

    static Registration performer(String party, String registrant, long sequence, Claim... claims) {
        return registration(SubjectKind.PERFORMER, party, registrant, sequence, claims).build();
    }

    static Registration.Builder registration(
            SubjectKind kind, String subject, String registrant, long sequence, Claim... claims) {
        return Registration.newBuilder()
                .setRegistrationId("r-" + subject + "-" + registrant + "-" + sequence)
                .setSubjectKind(kind)
                .setSubject(subject)
                .setRegistrant(registrant)
                .setSequence(sequence)
                .setClaims(List.of(claims));
    }

    static Claim claim(RightType right, String party, long percent) {
        return claimed(right, party, percent).build();
    }

    static Claim generated(String party, long percent) {
        return claimed(RightType.RECORDING, party, percent).setAuthorship(Authorship.AI_GENERATED).build();
    }

    static Claim.Builder claimed(RightType right, String party, long percent) {
        return Claim.newBuilder()
                .setRightType(right)
                .setPartyId(party)
                .setRole(right == RightType.RECORDING ? "MainArtist" : "Composer")
                .setShareMicropercent(percent * PERCENT)
                .setValidFrom(START);
    }

    /** An ISWC with its check digit. */
    static String iswc(int number) {
        String digits = String.format("%09d", number);
        int sum = 1;
        for (int i = 0; i < 9; i++) {
            sum += (i + 1) * (digits.charAt(i) - '0');
        }
        return "T" + digits + (10 - sum % 10) % 10;
    }

    static String isrc(int number) {
        return String.format("IDA12%07d", number);
    }
}
