package angklung.intake;

import static angklung.intake.IntakeDriver.DSP;
import static angklung.intake.IntakeDriver.NOON;
import static angklung.intake.IntakeDriver.play;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.avro.Command;
import angklung.avro.DeliveryReport;
import angklung.avro.Engagement;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PlayEvent;
import angklung.avro.RejectReason;
import angklung.avro.RejectedPlay;
import angklung.avro.RightType;
import angklung.avro.RecordingUsage;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import angklung.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTopologyTest {
    private static final byte[] KEY = "listener-1".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path stateDir;

    @Test
    void shouldKeepNamesOfNodesAndStores() throws IOException {
        AvroSerdes serdes = new AvroSerdes("mock://intake-describe");
        Topics topics = new Topics("royalty", new PartitionContract(4, 3, 2, 2), serdes, List.of("melodia", "other"));
        String description = new IntakeTopology(topics, new IntakeOptions(60)).get().describe().toString();
        String golden = Files.readString(Path.of("src/test/resources/topology/intake.txt"));
        assertThat(description).isEqualToNormalizingNewlines(golden);
    }

    @Test
    void shouldCountAPlayByItsLocalDayInTheZoneOfItsAgreement() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "Asia/Jakarta");
            intake.pipe(play("p1").setStartedAt(Instant.parse("2026-02-28T17:30:00Z")));
            assertThat(intake.usage.readRecordsToList()).singleElement().satisfies(record -> {
                Usage usage = record.value();
                assertThat(record.key()).isEqualTo("melodia/2026-03");
                assertThat(usage.getKind()).isEqualTo(UsageKind.COUNT);
                assertThat(usage.getDsp()).isEqualTo(DSP);
                assertThat(usage.getPeriod()).isEqualTo("2026-03");
                assertThat(usage.getSourcePartition()).isZero();
                assertThat(usage.getTerritory()).isEqualTo("ID");
                assertThat(usage.getOffering()).isEqualTo("premium");
                assertThat(usage.getMark()).isNull();
                assertThat(usage.getRecordings()).containsExactly(new RecordingUsage(
                        "IDA012600001", List.of(new UsageCount(LocalDate.of(2026, 3, 1), Engagement.ACTIVE, 0, 1L, 0L)), List.of()));
            });
        }
    }

    @Test
    void shouldCountInUtcWhereNoAgreementIs() {
        try (IntakeDriver intake = driver()) {
            intake.agree("KR", "premium", "Asia/Seoul");
            intake.pipe(play("p1").setStartedAt(Instant.parse("2026-02-28T23:59:59.999Z")));
            assertThat(intake.usage.readValue().getPeriod()).isEqualTo("2026-02");
            assertThat(intake.rejected.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldUseANewAgreementFromThenOn() {
        try (IntakeDriver intake = driver()) {
            intake.agree("KR", "premium", "Asia/Seoul");
            Instant start = Instant.parse("2026-02-28T17:30:00Z");
            intake.pipe(play("p1").setStartedAt(start));
            assertThat(intake.usage.readValue().getPeriod()).isEqualTo("2026-02");
            intake.agree("ID", "premium", "Asia/Jakarta");
            intake.pipe(play("p2").setStartedAt(start));
            assertThat(intake.usage.readValue().getPeriod()).isEqualTo("2026-03");
        }
    }

    @Test
    void shouldCountShortPlaysApart() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1").setPlayedMs(29_999));
            intake.pipe(play("p2").setPlayedMs(30_000));
            intake.pipe(play("p3").setPlayedMs(12_000).setTrackMs(12_000L));
            assertThat(totals(intake.usage.readValuesToList()).values())
                    .containsExactlyInAnyOrder(new Plays(2, 1));
            DeliveryReport report = intake.report();
            assertThat(report.getAccepted()).isEqualTo(3);
            assertThat(report.getShortPlays()).isEqualTo(1);
        }
    }

    @Test
    void shouldDropADuplicateAndRefuseAConflict() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1"));
            intake.pipe(play("p1"));
            intake.pipe(play("p1").setIsrc("ID-A01-26-00001"));
            PlayEvent other = play("p1").setPlayedMs(170_000).build();
            intake.pipe(other);
            assertThat(intake.usage.readRecordsToList()).hasSize(1);
            RejectedPlay rejected = intake.rejected.readValue();
            assertThat(rejected.getReason()).isEqualTo(RejectReason.CONFLICT);
            assertThat(rejected.getSourceOffset()).isEqualTo(3);
            assertThat(bytes(rejected.getValue())).isEqualTo(intake.bytes(other));
            DeliveryReport report = intake.report();
            assertThat(report.getDuplicates()).isEqualTo(2);
            assertThat(report.getRejected()).isEqualTo(Map.of("CONFLICT", 1L));
        }
    }

    @Test
    void shouldKeepRawBytesAndOriginOfWhatItRefuses() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            byte[] value = {0, 0, 0, 0, 1, 'x'};
            intake.pipe(play("p0"));
            intake.plays.pipeInput(KEY, value, NOON.plusSeconds(7));
            TestRecord<String, RejectedPlay> record = intake.rejected.readRecord();
            RejectedPlay rejected = record.value();
            assertThat(record.key()).isEqualTo("listener-1");
            assertThat(rejected.getReason()).isEqualTo(RejectReason.UNDECODABLE);
            assertThat(rejected.getPlayId()).isNull();
            assertThat(rejected.getDsp()).isEqualTo(DSP);
            assertThat(rejected.getSourceTopic()).isEqualTo("royalty.plays.melodia.v1");
            assertThat(rejected.getSourcePartition()).isZero();
            assertThat(rejected.getSourceOffset()).isEqualTo(1);
            assertThat(rejected.getRecordTime()).isEqualTo(NOON.plusSeconds(7));
            assertThat(bytes(rejected.getKey())).isEqualTo(KEY);
            assertThat(bytes(rejected.getValue())).isEqualTo(value);
            assertThat(rejected.getDetail()).isNotEmpty();
        }
    }

    @Test
    void shouldRefuseEveryKindOfUndecodableValue() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            byte[] good = intake.bytes(play("p").build());
            byte[] foreign = intake.topics.agreements.value().serializer().serialize("royalty.agreements.v1",
                    IntakeDriver.agreement(DSP, "ID", "x", RightType.RECORDING, "UTC", LocalDate.EPOCH, null));
            byte[] wrongMagic = good.clone();
            wrongMagic[0] = 1;
            byte[] unknownSchema = ByteBuffer.wrap(good.clone()).putInt(1, 987_654).array();
            byte[] negativeSchema = ByteBuffer.wrap(good.clone()).putInt(1, -1).array();
            List<byte[]> values = new ArrayList<>(Arrays.asList(
                    null, new byte[0], new byte[4], Arrays.copyOf(good, 5), Arrays.copyOf(good, good.length - 1),
                    wrongMagic, unknownSchema, negativeSchema, foreign));
            values.forEach(value -> intake.plays.pipeInput(KEY, value, NOON));
            List<RejectedPlay> rejected = intake.rejected.readValuesToList();
            assertThat(rejected).hasSameSizeAs(values)
                    .allMatch(play -> play.getReason() == RejectReason.UNDECODABLE);
            for (int i = 0; i < values.size(); i++) {
                assertThat(bytes(rejected.get(i).getValue())).isEqualTo(values.get(i));
            }
            assertThat(intake.report().getRejected()).isEqualTo(Map.of("UNDECODABLE", (long) values.size()));
        }
    }

    @Test
    void shouldSurviveCorruptBytesOfAnyKind() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            byte[] good = intake.bytes(play("p").setDeviceId("d").build());
            List<Integer> sent = new ArrayList<>();
            Seeds.cases(3_000, random -> {
                byte[] corrupt = good.clone();
                int flips = 1 + random.nextInt(6);
                for (int i = 0; i < flips; i++) {
                    corrupt[5 + random.nextInt(corrupt.length - 5)] = (byte) random.nextInt(256);
                }
                intake.plays.pipeInput(KEY, corrupt, NOON);
                sent.add(1);
            });
            assertAddsUp(intake.report(), sent.size());
        }
    }

    @Test
    void shouldRefuseAHugeLengthWithoutAllocatingIt() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            byte[] header = Arrays.copyOf(intake.bytes(play("p").build()), 5);
            // The zig-zag varint of 2^31 - 9, just below what an array can have.
            byte[] value = ByteBuffer.allocate(12).put(header)
                    .put(new byte[] {(byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f}).array();
            intake.plays.pipeInput(KEY, value, NOON);
            assertThat(intake.rejected.readValue().getReason()).isEqualTo(RejectReason.UNDECODABLE);
        }
    }

    /** Agreements come by a topic of their own: which of the two a task fetches first must not decide about a play. */
    @Test
    void shouldCountPlaysThatComeBeforeEveryAgreement() {
        try (IntakeDriver intake = driver()) {
            intake.pipe(play("p0"));
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1"));
            assertThat(intake.rejected.isEmpty()).isTrue();
            assertThat(intake.report().getAccepted()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseEachBrokenRuleByItsReason() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1").setOffering("a/b"));
            intake.plays.pipeInput("someone".getBytes(StandardCharsets.UTF_8), intake.bytes(play("p2").build()), NOON);
            intake.pipe(play("p3").setDsp("nobody"));
            intake.otherPlays.pipeInput(KEY, intake.bytes(play("p4").build()), NOON);
            intake.pipe(play("p5").setTerritory("ZZ"));
            intake.pipe(play("p6").setTrackMs(0L));
            intake.pipe(play("p7").setStartedAt(NOON.plus(Duration.ofDays(2))));
            List<RejectedPlay> rejected = intake.rejected.readValuesToList();
            assertThat(rejected).extracting(RejectedPlay::getReason).containsExactly(
                    RejectReason.BAD_IDENTIFIER, RejectReason.KEY_MISMATCH, RejectReason.UNKNOWN_DSP,
                    RejectReason.DSP_MISMATCH, RejectReason.INVALID_TERRITORY,
                    RejectReason.DURATION_OUT_OF_RANGE, RejectReason.CLOCK_OUT_OF_RANGE);
            assertThat(rejected).extracting(RejectedPlay::getPlayId)
                    .containsExactly("p1", "p2", "p3", "p4", "p5", "p6", "p7");
            assertThat(intake.usage.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldRefuseATimestampOf1970WithoutStopping() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1").build(), Instant.EPOCH);
            assertThat(intake.rejected.readValue().getReason()).isEqualTo(RejectReason.CLOCK_OUT_OF_RANGE);
        }
    }

    @Test
    void shouldCutWhatIsTooLongToBeKept() {
        try (IntakeDriver intake = driver()) {
            byte[] key = new byte[RejectedPlays.MAX_KEY_BYTES + 1];
            byte[] value = new byte[1_000_000];
            intake.plays.pipeInput(key, value, NOON);
            TestRecord<String, RejectedPlay> record = intake.rejected.readRecord();
            assertThat(record.key()).isEmpty();
            assertThat(record.value().getValue().remaining()).isEqualTo(RejectedPlays.MAX_VALUE_BYTES);
            assertThat(record.value().getDetail()).contains("of 1000000 bytes of the value").contains("of the key");
        }
    }

    @Test
    void shouldRejectWithoutKeyIfTheRawKeyIsNoText() {
        try (IntakeDriver intake = driver()) {
            byte[] key = {(byte) 0xc3, (byte) 0x28};
            intake.plays.pipeInput(key, null, NOON);
            intake.plays.pipeInput(null, null, NOON);
            TestRecord<String, RejectedPlay> record = intake.rejected.readRecord();
            assertThat(record.key()).isEmpty();
            assertThat(bytes(record.value().getKey())).isEqualTo(key);
            record = intake.rejected.readRecord();
            assertThat(record.key()).isEmpty();
            assertThat(record.value().getKey()).isNull();
        }
    }

    @Test
    void shouldEndAPeriodWithAMarkThatAddsUpWithWhatWasSent() {
        int tallyPartitions = 3;
        try (IntakeDriver intake = new IntakeDriver(stateDir, tallyPartitions)) {
            intake.agree("ID", "premium", "UTC");
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 40; i++) {
                intake.pipe(play("p" + i)
                        .setIsrc(String.format("IDA0126%05d", random.nextInt(9)))
                        .setPlayedMs(random.nextInt(60_000)));
            }
            intake.pipe(play("february").setStartedAt(Instant.parse("2026-02-10T00:00:00Z")));
            intake.command(Command.CLOSE, "2026-03", 41);
            List<Usage> all = intake.usage.readValuesToList();
            Usage mark = all.remove(all.size() - 1);
            assertThat(mark.getKind()).isEqualTo(UsageKind.MARK);
            assertThat(mark.getPeriod()).isEqualTo("2026-03");
            assertThat(mark.getMark().getSourcePartitions()).isEqualTo(1);
            assertThat(mark.getMark().getCut()).isEqualTo(41);
            long[] records = new long[tallyPartitions];
            long[] plays = new long[tallyPartitions];
            long[] shortPlays = new long[tallyPartitions];
            for (Usage usage : all) {
                if (usage.getPeriod().equals("2026-03")) {
                    int target = Partitioning.ofIsrc(usage.getRecordings().get(0).getIsrc(), tallyPartitions);
                    records[target]++;
                    plays[target] += sum(usage, UsageCount::getPlays);
                    shortPlays[target] += sum(usage, UsageCount::getShortPlays);
                }
            }
            assertThat(mark.getMark().getRecordsSent()).isEqualTo(boxed(records));
            assertThat(mark.getMark().getPlaysSent()).isEqualTo(boxed(plays));
            assertThat(mark.getMark().getShortPlaysSent()).isEqualTo(boxed(shortPlays));

            TestRecord<String, PeriodState> fact = intake.facts.readRecord();
            assertThat(fact.key()).isEqualTo("melodia/2026-03/INTAKE_CUT/0");
            assertThat(fact.value().getKind()).isEqualTo(PeriodFact.INTAKE_CUT);
            assertThat(fact.value().getPartition()).isZero();
            assertThat(fact.value().getOffsets()).containsExactly(41L);
            assertThat(fact.value().getRecords()).isEqualTo(40);
            assertThat(fact.value().getPlays() + fact.value().getShortPlays()).isEqualTo(40);
            assertThat(fact.value().getPlays()).isEqualTo(Arrays.stream(plays).sum());
            assertThat(fact.value().getRecordedAt()).isEqualTo(Instant.parse("2026-04-05T00:00:00Z"));
        }
    }

    @Test
    void shouldSendMarksOfAPeriodWithoutPlays() {
        try (IntakeDriver intake = driver()) {
            intake.command(Command.CLOSE, "2026-03", 0);
            Usage mark = intake.usage.readValue();
            assertThat(mark.getMark().getCut()).isZero();
            assertThat(mark.getMark().getPlaysSent()).containsExactly(0L);
            assertThat(intake.facts.readValue().getOffsets()).containsExactly(0L);
        }
    }

    @Test
    void shouldDoNothingOnARepeatedClose() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1"));
            intake.command(Command.CLOSE, "2026-03", 1);
            intake.usage.readRecordsToList();
            intake.facts.readRecordsToList();
            intake.pipe(play("p2"));
            intake.usage.readRecordsToList();
            intake.command(Command.CLOSE, "2026-03", 1);
            intake.command(Command.CUT, "2026-03", 1);
            intake.command(Command.CUT, "2026-03", 1);
            intake.command(Command.CLOSE, "2026-03", 1);
            assertThat(intake.usage.isEmpty()).isTrue();
            assertThat(intake.facts.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldCountALatePlayInTheFirstLaterPeriodThatIsOpen() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.command(Command.CLOSE, "2026-02", 0);
            intake.command(Command.CLOSE, "2026-03", 0);
            intake.command(Command.CLOSE, "2026-05", 0);
            intake.usage.readRecordsToList();
            Instant february = Instant.parse("2026-02-10T00:00:00Z");
            intake.pipe(play("p1").setStartedAt(february));
            intake.pipe(play("p2"));
            intake.pipe(play("p3").setStartedAt(Instant.parse("2026-01-31T00:00:00Z")));
            List<Usage> usage = intake.usage.readValuesToList();
            assertThat(usage).extracting(Usage::getPeriod).containsExactly("2026-04", "2026-04", "2026-01");
            // The day stays that of listening: shares and zones go by it.
            assertThat(usage.get(0).getRecordings().get(0).getCounts().get(0).getDay()).isEqualTo(LocalDate.of(2026, 2, 10));
            assertThat(intake.report().getLate()).isEqualTo(2);

            intake.command(Command.CLOSE, "2026-04", 3);
            assertThat(intake.usage.readValue().getMark().getPlaysSent()).containsExactly(2L);
            intake.pipe(play("p4").setStartedAt(february));
            assertThat(intake.usage.readValue().getPeriod()).isEqualTo("2026-06");
        }
    }

    @Test
    void shouldRefuseACutThatIsNotTheRecordedOne() {
        try (IntakeDriver intake = driver()) {
            intake.command(Command.CLOSE, "2026-03", 0);
            assertThatThrownBy(() -> intake.command(Command.CUT, "2026-03", 5))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cut at offset 0")
                    .hasMessageContaining("holds 5");
        }
    }

    @Test
    void shouldRepeatTheRecordedCutInARebuild() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            // The commands of the first run come before the plays; the fence was 2, the cut 4.
            intake.command(Command.CLOSE, "2026-03", 2);
            intake.command(Command.CUT, "2026-03", 4);
            assertThat(intake.usage.isEmpty()).isTrue();
            for (int i = 0; i < 6; i++) {
                intake.pipe(play("p" + i));
            }
            List<Usage> usage = intake.usage.readValuesToList();
            assertThat(usage).extracting(Usage::getKind).containsExactly(
                    UsageKind.COUNT, UsageKind.COUNT, UsageKind.COUNT, UsageKind.COUNT, UsageKind.MARK,
                    UsageKind.COUNT, UsageKind.COUNT);
            assertThat(usage.get(4).getMark().getCut()).isEqualTo(4);
            assertThat(usage.get(4).getMark().getPlaysSent()).containsExactly(4L);
            assertThat(usage).extracting(Usage::getPeriod).containsExactly(
                    "2026-03", "2026-03", "2026-03", "2026-03", "2026-03", "2026-04", "2026-04");
            assertThat(intake.facts.readValuesToList()).singleElement()
                    .satisfies(fact -> assertThat(fact.getOffsets()).containsExactly(4L));
        }
    }

    @Test
    void shouldWaitForTheCutCommandInARebuildAndActOnItAtOnceIfItIsThere() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.command(Command.CLOSE, "2026-03", 1);
            intake.pipe(play("p0"));
            intake.pipe(play("p1"));
            assertThat(intake.usage.readValuesToList()).allMatch(usage -> usage.getKind() == UsageKind.COUNT);
            intake.command(Command.CUT, "2026-03", 2);
            assertThat(intake.usage.readValue().getMark().getCut()).isEqualTo(2);
        }
    }

    @Test
    void shouldStopARebuildThatIsPastItsCut() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.command(Command.CLOSE, "2026-03", 1);
            intake.pipe(play("p0"));
            intake.pipe(play("p1"));
            assertThatThrownBy(() -> intake.command(Command.CUT, "2026-03", 1))
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cut at offset 1");
        }
    }

    @Test
    void shouldStopOnCommandsThatAreNotForThisStage() {
        for (Command command : List.of(Command.SETTLE, Command.PAYOUT, Command.UNKNOWN)) {
            try (IntakeDriver intake = new IntakeDriver(stateDir.resolve(command.name()), 1)) {
                assertThatThrownBy(() -> intake.command(command, "2026-03", 0))
                        .rootCause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(command.name());
            }
        }
    }

    @Test
    void shouldStopOnAnAgreementWhoseZoneDoesNotExist() {
        try (IntakeDriver intake = driver()) {
            assertThatThrownBy(() -> intake.agree("ID", "premium", "Asia/Nowhere"))
                    .rootCause()
                    .hasMessageContaining("Asia/Nowhere");
        }
    }

    @Test
    void shouldCloseNothingForAPlayInTheYear2100() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            Instant far = Instant.parse("2100-01-01T00:00:00Z");
            intake.pipe(play("future").setStartedAt(far).build(), far);
            assertThat(intake.usage.readValue().getPeriod()).isEqualTo("2100-01");
            intake.pipe(play("p1"));
            intake.pipe(play("p1"));
            assertThat(intake.usage.readValuesToList()).extracting(Usage::getPeriod).containsExactly("2026-03");
            assertThat(intake.report().getDuplicates()).isEqualTo(1);
        }
    }

    @Test
    void shouldCountTheSameWhateverTheOrderAndHoweverOftenPlaysArrive() {
        SplittableRandom seeds = new SplittableRandom();
        Seeds.cases(15, random -> {
            List<PlayEvent> plays = randomPlays(random);
            Map<String, Plays> expected = new HashMap<>();
            plays.forEach(play -> expected.merge(keyOf(play), new Plays(
                    play.getPlayedMs() >= 30_000 ? 1 : 0, play.getPlayedMs() >= 30_000 ? 0 : 1), Plays::plus));
            List<PlayEvent> sent = new ArrayList<>(plays);
            for (int i = 0; i < 40; i++) {
                sent.add(plays.get(random.nextInt(plays.size())));
            }
            shuffle(sent, random);
            try (IntakeDriver intake = new IntakeDriver(stateDir.resolve("order-" + seeds.nextLong()), 4)) {
                intake.agree("ID", "premium", "Asia/Jakarta");
                intake.agree("KR", "premium", "Asia/Seoul");
                sent.forEach(intake::pipe);
                assertThat(totals(intake.usage.readValuesToList())).isEqualTo(expected);
                DeliveryReport report = intake.report();
                assertThat(report.getDuplicates()).isEqualTo(40);
                assertAddsUp(report, sent.size());
            }
        });
    }

    @Test
    void shouldReportDeliveriesThatAddUp() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1"));
            intake.pipe(play("p1"));
            intake.pipe(play("p2").setPlayedMs(1));
            intake.pipe(play("p3").setTerritory("ZZ"));
            intake.pipe(play("p1").setPlayedMs(5));
            intake.plays.pipeInput(KEY, null, NOON);
            assertThat(intake.report()).isEqualTo(new DeliveryReport(
                    DSP, 0, 6L, 2L, 1L, 0L, 1L,
                    Map.of("INVALID_TERRITORY", 1L, "CONFLICT", 1L, "UNDECODABLE", 1L), 6L));
            // A service without news sends no report.
            assertThat(intake.delivery.isEmpty()).isTrue();
        }
    }

    @Test
    void shouldStoreItsStateOnceACommit() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p1"));
            intake.pipe(play("p2"));
            KeyValueStore<String, FeedPosition> feeds = intake.driver.getKeyValueStore("intake-feeds");
            assertThat(feeds.get(DSP).next()).isEqualTo(2);
            KeyValueStore<String, Sent> sent = intake.driver.getKeyValueStore("intake-sent");
            assertThat(sent.get(DSP + "/2026-03").plays()).containsExactly(2L);
            KeyValueStore<String, DeliveryReport> delivery = intake.driver.getKeyValueStore("intake-delivery");
            assertThat(delivery.get(DSP).getNextOffset()).isEqualTo(2);
            intake.command(Command.CLOSE, "2026-03", 2);
            assertThat(sent.get(DSP + "/2026-03")).isNull();
            KeyValueStore<String, PeriodCut> cuts = intake.driver.getKeyValueStore("intake-cuts");
            assertThat(cuts.get(DSP + "/2026-03").cut()).isEqualTo(2);
        }
    }

    @Test
    void shouldSweepExpiredPlaysByWallClock() {
        try (IntakeDriver intake = driver()) {
            intake.agree("ID", "premium", "UTC");
            intake.pipe(play("p"));
            for (int day = 1; day <= 62; day++) {
                Instant record = NOON.plus(Duration.ofDays(day));
                intake.pipe(play("p" + day).setStartedAt(record).build(), record);
            }
            KeyValueStore<Bytes, byte[]> seen = intake.driver.getKeyValueStore("intake-seen");
            assertThat(count(seen)).isEqualTo(63);
            intake.driver.advanceWallClockTime(Duration.ofMinutes(1));
            assertThat(count(seen)).isEqualTo(62);
        }
    }

    private static int count(KeyValueStore<Bytes, byte[]> store) {
        int count = 0;
        try (var entries = store.all()) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    private record Plays(long royaltyBearing, long shortPlays) {
        Plays plus(Plays other) {
            return new Plays(royaltyBearing + other.royaltyBearing, shortPlays + other.shortPlays);
        }
    }

    private static long sum(Usage usage, ToLongFunction<UsageCount> column) {
        return usage.getRecordings().stream().flatMap(r -> r.getCounts().stream()).mapToLong(column).sum();
    }

    private static Map<String, Plays> totals(List<Usage> usage) {
        Map<String, Plays> totals = new HashMap<>();
        for (Usage record : usage) {
            for (RecordingUsage recording : record.getRecordings()) {
                for (UsageCount count : recording.getCounts()) {
                    totals.merge(
                            String.join(" ", record.getDsp(), record.getPeriod(), record.getTerritory(),
                                    record.getOffering(), recording.getIsrc(), count.getDay().toString(),
                                    count.getEngagement().name()),
                            new Plays(count.getPlays(), count.getShortPlays()), Plays::plus);
                }
            }
        }
        return totals;
    }

    private static String keyOf(PlayEvent play) {
        Duration zone = switch (play.getTerritory()) {
            case "ID" -> Duration.ofHours(7);
            case "KR" -> Duration.ofHours(9);
            default -> Duration.ZERO;
        };
        String day = play.getStartedAt().plus(zone).toString().substring(0, 10);
        return String.join(" ", DSP, day.substring(0, 7), play.getTerritory(), play.getOffering(), play.getIsrc(), day,
                play.getEngagement().name());
    }

    private static List<PlayEvent> randomPlays(SplittableRandom random) {
        List<PlayEvent> plays = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        while (plays.size() < 150) {
            String id = "play-" + random.nextInt(100_000);
            if (ids.add(id)) {
                plays.add(play(id)
                        .setSubscriberId("listener-" + random.nextInt(5))
                        .setIsrc(String.format("IDA0126%05d", random.nextInt(6)))
                        .setTerritory(List.of("ID", "KR", "US").get(random.nextInt(3)))
                        .setStartedAt(NOON.minusMillis(random.nextLong(50L * 86_400_000)))
                        .setPlayedMs(random.nextInt(60_000))
                        .setTrackMs(null)
                        .setEngagement(Engagement.values()[random.nextInt(3)])
                        .build());
            }
        }
        return plays;
    }

    private static void shuffle(List<PlayEvent> plays, SplittableRandom random) {
        for (int i = plays.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            PlayEvent swapped = plays.get(i);
            plays.set(i, plays.get(other));
            plays.set(other, swapped);
        }
    }

    private static void assertAddsUp(DeliveryReport report, long sent) {
        long rejected = report.getRejected().values().stream().mapToLong(Long::longValue).sum();
        assertThat(report.getReceived()).isEqualTo(sent);
        assertThat(report.getAccepted() + report.getDuplicates() + rejected).isEqualTo(sent);
    }

    private IntakeDriver driver() {
        try {
            return new IntakeDriver(Files.createTempDirectory(stateDir, "driver"), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Long> boxed(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
