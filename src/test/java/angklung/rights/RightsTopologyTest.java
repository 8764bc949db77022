package angklung.rights;

import static angklung.rights.RightsDriver.claim;
import static angklung.rights.RightsDriver.claimed;
import static angklung.rights.RightsDriver.generated;
import static angklung.rights.RightsDriver.isrc;
import static angklung.rights.RightsDriver.iswc;
import static angklung.rights.RightsDriver.performer;
import static angklung.rights.RightsDriver.recording;
import static angklung.rights.RightsDriver.registration;
import static angklung.rights.RightsDriver.work;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Authorship;
import angklung.avro.ClaimStatus;
import angklung.avro.ClaimSummary;
import angklung.avro.RecordingRights;
import angklung.avro.Registration;
import angklung.avro.RegistrationFault;
import angklung.avro.RejectedRegistration;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import angklung.topic.Topics;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightsTopologyTest {
    private static final String SONG = isrc(1);
    private static final String WORK = iswc(34524680);
    private static final String OTHER_WORK = iswc(123456789);

    @TempDir
    Path dir;

    private RightsDriver rights;

    @BeforeEach
    void start() {
        rights = new RightsDriver(dir);
    }

    @AfterEach
    void stop() {
        rights.close();
    }

    @Test
    void shouldBeTheseNodesAndStoresAndTopics() throws Exception {
        String description = new RightsTopology(RightsDriver.topics(4), 115).get().describe().toString();
        try (InputStream golden = getClass().getResourceAsStream("/topology/rights.txt")) {
            assertThat(description).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(description).doesNotContain("KSTREAM").doesNotContain("KTABLE");
    }

    @Test
    void shouldKnowTheWayOfARegistration() {
        Topics topics = RightsDriver.topics(4);

        assertThat(RightsTopology.way(topics, "x-rights")).extracting("name").containsExactly(
                topics.registrations.name(), "x-rights-rights-parts-repartition",
                "x-rights-rights-join-subscription-registration-topic",
                "x-rights-rights-join-subscription-response-topic");
    }

    @Test
    void shouldMakeRightsOfTheClaimsOnARecording() {
        rights.send(recording(SONG, "label", 1, claim(RightType.RECORDING, "band", 60),
                claim(RightType.RECORDING, "producer", 40)));

        RecordingRights made = rights.rights.readValue();
        assertThat(made.getIsrc()).isEqualTo(SONG);
        assertThat(made.getVersion()).hasSize(16);
        assertThat(made.getShares()).extracting(RightsTopologyTest::text)
                .containsExactly("RECORDING band 60 label", "RECORDING producer 40 label");
        assertThat(made.getStatuses()).extracting(RightsTopologyTest::text)
                .containsExactly("RECORDING 2026-01-01 null CompleteClaim 100000000");
        assertThat(rights.rights.isEmpty()).isTrue();
    }

    @Test
    void shouldCarryTheClaimsOnAWorkToItsRecordings() {
        rights.send(work(WORK, "society", 1, claim(RightType.MECHANICAL, "author", 100)));
        rights.send(linked(SONG, "label", 1, link(WORK)));
        rights.send(linked(isrc(2), "label", 1, link(WORK)));

        assertThat(rights.state()).containsOnlyKeys(SONG, isrc(2));
        assertThat(shares(SONG)).containsExactly("MECHANICAL author 100 society");
        assertThat(rights.state().get(SONG).getShares().get(0).getIswc()).isEqualTo(WORK);

        rights.send(work(WORK, "society", 2, claim(RightType.MECHANICAL, "author", 50),
                claim(RightType.MECHANICAL, "poet", 50)));

        assertThat(rights.read()).isEqualTo(2);
        assertThat(shares(SONG)).containsExactly("MECHANICAL author 50 society", "MECHANICAL poet 50 society");
        assertThat(shares(isrc(2))).isEqualTo(shares(SONG));
    }

    @Test
    void shouldSendARecordingOnceThoughItsWorksAnswerOneAfterTheOther() {
        rights.send(work(WORK, "society", 1, claim(RightType.MECHANICAL, "author", 100)));
        rights.send(linked(SONG, "label", 1, link(WORK), link(OTHER_WORK)));

        assertThat(rights.read()).isEqualTo(1);
        assertThat(rights.state().get(SONG).getWorks()).extracting(WorkLink::getIswc)
                .containsExactly(WORK, OTHER_WORK);
    }

    @Test
    void shouldForgetAWorkThatIsLinkedNoMore() {
        rights.send(work(WORK, "society", 1, claim(RightType.MECHANICAL, "author", 100)));
        rights.send(linked(SONG, "label", 1, link(WORK)));
        rights.send(linked(SONG, "label", 2, link(OTHER_WORK)));
        assertThat(shares(SONG)).isEmpty();

        rights.send(work(WORK, "society", 2, claim(RightType.MECHANICAL, "poet", 100)));
        assertThat(rights.read()).isZero();

        rights.send(linked(SONG, "label", 3, link(WORK)));
        assertThat(shares(SONG)).containsExactly("MECHANICAL poet 100 society");
    }

    @Test
    void shouldTakeTheWorksOfTheHighestSequenceThenOfTheGreatestRegistrant() {
        rights.send(linked(SONG, "a", 7, link(WORK)));
        rights.send(linked(SONG, "b", 7, link(OTHER_WORK)));
        rights.send(recording(SONG, "c", 9, claim(RightType.RECORDING, "band", 100)));
        assertThat(rights.state().get(SONG).getWorks()).containsExactly(link(OTHER_WORK));

        rights.send(linked(SONG, "a", 8, link(WORK)));
        assertThat(rights.state().get(SONG).getWorks()).containsExactly(link(WORK));
    }

    @Test
    void shouldIgnoreRepeatsAndWhatIsOvertaken() {
        rights.send(recording(SONG, "label", 2, claim(RightType.RECORDING, "band", 100)));
        rights.send(recording(SONG, "label", 2, claim(RightType.RECORDING, "band", 100)));
        rights.send(recording(SONG, "label", 1, claim(RightType.RECORDING, "other", 100)));

        assertThat(rights.read()).isEqualTo(1);
        assertThat(rights.rejected.isEmpty()).isTrue();
        assertThat(shares(SONG)).containsExactly("RECORDING band 100 label");
    }

    @Test
    void shouldRejectAnotherContentOfTheSameSequence() {
        rights.send(recording(SONG, "label", 2, claim(RightType.RECORDING, "band", 100)));
        Registration conflict = recording(SONG, "label", 2, claim(RightType.RECORDING, "other", 100));
        rights.send(conflict);

        KeyValue<String, RejectedRegistration> rejected = rights.rejected.readKeyValue();
        assertThat(rejected.key).isEqualTo("RECORDING/" + SONG);
        assertThat(rejected.value.getReason()).isEqualTo(RegistrationFault.CONFLICT);
        assertThat(rejected.value.getDetail()).contains("sequence 2");
        assertThat(rejected.value.getSubject()).isEqualTo(SONG);
        assertThat(rejected.value.getRegistrant()).isEqualTo("label");
        assertThat(rejected.value.getSourceOffset()).isEqualTo(1);
        assertThat(rejected.value.getValue()).isEqualTo(ByteBuffer.wrap(rights.bytes(conflict)));
        assertThat(shares(SONG)).containsExactly("RECORDING band 100 label");
    }

    @Test
    void shouldRejectWhatCannotBeReadAndWhatIsNoRegistrationAndGoOn() {
        rights.sendRaw("RECORDING/" + SONG, new byte[] {1, 2, 3, 4, 5, 6});
        rights.sendRaw(null, null);
        Registration good = recording(SONG, "label", 1, claim(RightType.RECORDING, "band", 100));
        rights.sendRaw("WORK/" + SONG, rights.bytes(good));
        rights.send(work(SONG, "society", 1, claim(RightType.MECHANICAL, "author", 100)));
        rights.send(good);

        assertThat(rights.rejected.readValuesToList()).extracting(RejectedRegistration::getReason).containsExactly(
                RegistrationFault.UNDECODABLE, RegistrationFault.UNDECODABLE, RegistrationFault.KEY_MISMATCH,
                RegistrationFault.BAD_IDENTIFIER);
        assertThat(shares(SONG)).containsExactly("RECORDING band 100 label");
    }

    @Test
    void shouldDeleteARecordingOfWhichNothingIsLeft() {
        rights.send(recording(SONG, "label", 1, claim(RightType.RECORDING, "band", 100)));
        rights.send(recording(SONG, "label", 2));

        assertThat(rights.rights.readKeyValuesToList()).hasSize(2).last().isEqualTo(KeyValue.pair(SONG, null));
        rights.send(recording(SONG, "label", 3));
        assertThat(rights.rights.isEmpty()).isTrue();
        assertThat(rights.driver.getKeyValueStore("rights-recordings").approximateNumEntries()).isZero();
    }

    @Test
    void shouldGiveTheShareOfAnAiPerformerToThoseWhoControlIt() {
        rights.send(recording(SONG, "label", 1, generated("idol", 50), claim(RightType.RECORDING, "producer", 50)));
        assertThat(shares(SONG)).containsExactly("RECORDING idol 50 label", "RECORDING producer 50 label");

        rights.send(performer("idol", "agency", 1, claim(RightType.RECORDING, "ana", 70),
                claim(RightType.RECORDING, "budi", 30)));
        assertThat(shares(SONG)).containsExactly(
                "RECORDING ana 35 label for idol", "RECORDING budi 15 label for idol",
                "RECORDING producer 50 label");
        assertThat(rights.state().get(SONG).getShares().get(0).getAuthorship()).isEqualTo(Authorship.AI_GENERATED);

        rights.send(performer("idol", "agency", 2));
        assertThat(shares(SONG)).containsExactly("RECORDING idol 50 label", "RECORDING producer 50 label");
    }

    @Test
    void shouldLeaveAnAiPerformerThatIsCreditedAsAHumanAlone() {
        rights.send(performer("idol", "agency", 1, claim(RightType.RECORDING, "ana", 100)));
        rights.send(recording(SONG, "label", 1, claim(RightType.RECORDING, "idol", 100)));

        assertThat(shares(SONG)).containsExactly("RECORDING idol 100 label");
    }

    @Test
    void shouldSendAnotherStatusOfTheSameShares() {
        rights.send(registration(SubjectKind.WORK, WORK, "a", 1, claim(RightType.MECHANICAL, "author", 100))
                .setExpectedRegistrants(List.of("b")).build());
        rights.send(linked(SONG, "label", 1, link(WORK)));
        RecordingRights before = rights.state().get(SONG);
        assertThat(before.getStatuses()).extracting(ClaimSummary::getStatus)
                .containsExactly(ClaimStatus.IncompleteClaim);

        rights.send(work(WORK, "a", 2, claim(RightType.MECHANICAL, "author", 100)));

        RecordingRights after = rights.state().get(SONG);
        assertThat(after.getStatuses()).extracting(ClaimSummary::getStatus).containsExactly(ClaimStatus.CompleteClaim);
        assertThat(after.getVersion()).isEqualTo(before.getVersion());
    }

    @Test
    void shouldHaveTheSameVersionWhateverTheOrderAndAnotherForAnyChange() {
        rights.send(recording(SONG, "a", 1, claim(RightType.RECORDING, "x", 50)));
        rights.send(recording(SONG, "b", 1, claim(RightType.RECORDING, "y", 50)));
        rights.send(recording(isrc(2), "b", 1, claim(RightType.RECORDING, "y", 50)));
        rights.send(recording(isrc(2), "a", 1, claim(RightType.RECORDING, "x", 50)));
        String version = rights.state().get(SONG).getVersion();
        assertThat(rights.state().get(isrc(2)).getVersion()).isEqualTo(version);

        rights.send(recording(SONG, "b", 2,
                claimed(RightType.RECORDING, "y", 50).setValidTo(LocalDate.of(2027, 1, 1)).build()));
        assertThat(rights.state().get(SONG).getVersion()).isNotEqualTo(version);
    }

    /** Twenty thousand links, ten of each recording: what a change writes. {@link RightsScaleIT} has a million. */
    @Test
    void shouldTouchTheRecordingsOfAChangedWorkAndNoOthers() {
        int works = 200;
        int recordings = 2_000;
        for (int i = 0; i < works; i++) {
            rights.send(work(iswc(i), "society", 1, claim(RightType.MECHANICAL, "author" + i, 100)));
        }
        for (int i = 0; i < recordings; i++) {
            rights.send(linked(isrc(i), "label", 1, medley(i, works)));
        }
        assertThat(rights.read()).isEqualTo(recordings);

        rights.send(work(iswc(17), "society", 2, claim(RightType.MECHANICAL, "poet", 100)));

        List<KeyValue<String, RecordingRights>> written = rights.rights.readKeyValuesToList();
        assertThat(written).hasSize(100).extracting(record -> record.key).doesNotHaveDuplicates();
        assertThat(written).allSatisfy(record ->
                assertThat(record.value.getWorks()).extracting(WorkLink::getIswc).contains(iswc(17)));
    }

    private static WorkLink[] medley(int recording, int works) {
        return IntStream.range(0, 10)
                .mapToObj(i -> new WorkLink(iswc((recording * 10 + i) % works), 100_000L))
                .toArray(WorkLink[]::new);
    }

    private List<String> shares(String isrc) {
        return rights.state().get(isrc).getShares().stream().map(RightsTopologyTest::text).toList();
    }

    private static Registration linked(String isrc, String registrant, long sequence, WorkLink... works) {
        return registration(SubjectKind.RECORDING, isrc, registrant, sequence).setWorks(List.of(works)).build();
    }

    private static WorkLink link(String iswc) {
        return new WorkLink(iswc, 500_000L);
    }

    private static String text(RightShare share) {
        return share.getRightType() + " " + share.getPartyId() + " "
                + share.getShareMicropercent() / RightsDriver.PERCENT + " " + share.getRegistrant()
                + (share.getPerformerId() == null ? "" : " for " + share.getPerformerId());
    }

    private static String text(ClaimSummary status) {
        return status.getRightType() + " " + status.getValidFrom() + " " + status.getValidTo() + " "
                + status.getStatus() + " " + status.getTotalMicropercent();
    }
}
