package angklung.rights;

import static angklung.rights.RightsDriver.claim;
import static angklung.rights.RightsDriver.claimed;
import static angklung.rights.RightsDriver.isrc;
import static angklung.rights.RightsDriver.iswc;
import static angklung.rights.RightsDriver.performer;
import static angklung.rights.RightsDriver.recording;
import static angklung.rights.RightsDriver.registration;
import static angklung.rights.RightsDriver.work;
import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Claim;
import angklung.avro.Registration;
import angklung.avro.RegistrationFault;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import angklung.topic.AvroSerdes;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationRulesTest {
    private static final String SONG = isrc(1);

    @BeforeAll
    static void trustGeneratedClasses() {
        AvroSerdes.trustGeneratedClasses();
    }

    @Test
    void shouldAcceptWhatIsGood() {
        assertGood(work("T0345246801", "PADPIDA2013020802I", 0, claim(RightType.MECHANICAL, "author", 100)));
        assertGood(performer("idol", null, 3, claim(RightType.RECORDING, "ana", 30)));
        assertGood(registration(SubjectKind.RECORDING, SONG, "label", 1, claim(RightType.PERFORMANCE, "author", 100))
                .setWorks(List.of(new WorkLink(iswc(1), 400_000L), new WorkLink(iswc(2), 600_000L)))
                .setExpectedRegistrants(List.of("KOMCA", "I-000000229-7"))
                .build());
        assertGood(recording(SONG, "label", 1)); // it withdraws
    }

    @Test
    void shouldTellEveryFault() {
        Registration bad = work("T0345246802", "PADPIDA2014999999Z", -1, claim(RightType.RECORDING, "a b", 101));

        assertThat(RegistrationRules.check("WORK/x", bad)).extracting(RegistrationRules.Fault::reason).containsExactly(
                RegistrationFault.KEY_MISMATCH, RegistrationFault.BAD_IDENTIFIER, RegistrationFault.BAD_IDENTIFIER,
                RegistrationFault.MALFORMED_FIELD, RegistrationFault.WRONG_RIGHT, RegistrationFault.MALFORMED_FIELD,
                RegistrationFault.BAD_SHARE);
    }

    @Test
    void shouldSayHowAnIdentifierIsWrittenWell() {
        assertFault(work("T-034.524.680-1", "s", 1), RegistrationFault.BAD_IDENTIFIER, "write it as T0345246801");
        assertFault(recording("id-a12-26-00001", "s", 1), RegistrationFault.BAD_IDENTIFIER, "IDA122600001");
    }

    @ParameterizedTest
    @CsvSource({"WORK,RECORDING", "PERFORMER,MECHANICAL", "PERFORMER,PERFORMANCE", "RECORDING,UNKNOWN", "WORK,UNKNOWN"})
    void shouldRefuseARightThatTheSubjectDoesNotHave(SubjectKind kind, RightType right) {
        String subject = kind == SubjectKind.WORK ? iswc(1) : kind == SubjectKind.RECORDING ? SONG : "idol";

        assertFault(registration(kind, subject, "s", 1, claim(right, "a", 10)).build(),
                RegistrationFault.WRONG_RIGHT, right.name());
    }

    @Test
    void shouldRefuseBadClaims() {
        assertClaim(c -> c.setShareMicropercent(0), RegistrationFault.BAD_SHARE);
        assertClaim(c -> c.setShareMicropercent(100_000_001), RegistrationFault.BAD_SHARE);
        assertClaim(c -> c.setValidTo(RightsDriver.START), RegistrationFault.BAD_DATES);
        assertClaim(c -> c.setTerritory("UK"), RegistrationFault.MALFORMED_FIELD);
        assertClaim(c -> c.setPartyId("PADPIDA20130208021"), RegistrationFault.BAD_IDENTIFIER);
        assertClaim(c -> c.setPartyId("I-000000229-8"), RegistrationFault.BAD_IDENTIFIER);
        assertClaim(c -> c.setRole(""), RegistrationFault.MALFORMED_FIELD);
        assertClaim(c -> c.setIswc("T0345246802"), RegistrationFault.BAD_IDENTIFIER);
        assertClaim(c -> c.setPartyIpi("00199337620"), RegistrationFault.BAD_IDENTIFIER);
        assertClaim(c -> c.setPartyIsni("0000000121032684"), RegistrationFault.BAD_IDENTIFIER);
        assertClaim(c -> c.setAuthorshipConfidenceMillionths(1_000_001L), RegistrationFault.MALFORMED_FIELD);
    }

    @Test
    void shouldRefuseBadWorks() {
        assertWorks(RegistrationFault.BAD_SHARE, new WorkLink(iswc(1), 0L));
        assertWorks(RegistrationFault.BAD_SHARE, new WorkLink(iswc(1), 500_001L), new WorkLink(iswc(2), 500_000L));
        assertWorks(RegistrationFault.DUPLICATE_CLAIM, new WorkLink(iswc(1), 1L), new WorkLink(iswc(1), 2L));
        assertWorks(RegistrationFault.BAD_IDENTIFIER, new WorkLink("T-123.456.789-4", 1L));
        WorkLink link = new WorkLink(iswc(2), 1L);
        assertFault(registration(SubjectKind.WORK, iswc(1), "s", 1).setWorks(List.of(link)).build(),
                RegistrationFault.MALFORMED_FIELD, "of a RECORDING only");
    }

    @Test
    void shouldRefuseTheSameClaimTwiceOnADate() {
        Claim first = until(claimed(RightType.RECORDING, "band", 50), 10);
        assertFault(recording(SONG, "s", 1, first, from(claimed(RightType.RECORDING, "band", 40), 9)),
                RegistrationFault.DUPLICATE_CLAIM, "2026-01-10");
        assertGood(recording(SONG, "s", 1, first, from(claimed(RightType.RECORDING, "band", 40), 10)));
        assertGood(recording(
                SONG, "s", 1, first, claimed(RightType.RECORDING, "band", 40).setRole("Producer").build()));
        assertGood(recording(SONG, "s", 1, first, claimed(RightType.RECORDING, "band", 40).setTerritory("ID").build()));
    }

    @Test
    void shouldRefuseMoreThanTheWholeOfOneRegistrant() {
        Claim half = claim(RightType.RECORDING, "a", 50);
        Claim.Builder other = claimed(RightType.RECORDING, "b", 50);
        assertGood(recording(SONG, "s", 1, half, other.setShareMicropercent(50_060_000).build()));
        assertFault(recording(SONG, "s", 1, half, other.setShareMicropercent(50_060_001).build()),
                RegistrationFault.EXCEEDS_WHOLE, "100.060001 % on 2026-01-01");
        assertFault(recording(SONG, "s", 1, half, claim(RightType.RECORDING, "b", 50),
                        claimed(RightType.RECORDING, "c", 10).setTerritory("ID").build()),
                RegistrationFault.EXCEEDS_WHOLE, "in ID add up to 110 %");
        assertGood(recording(SONG, "s", 1, half, claim(RightType.MECHANICAL, "b", 60),
                until(claimed(RightType.RECORDING, "c", 50), 10), from(claimed(RightType.RECORDING, "d", 50), 10)));
    }

    @Test
    void shouldCountTheWorksOfAMedleyEachForItself() {
        Claim ofFirst = claimed(RightType.MECHANICAL, "a", 100).setIswc(iswc(1)).build();
        Claim ofSecond = claimed(RightType.MECHANICAL, "a", 100).setIswc(iswc(2)).build();
        assertGood(recording(SONG, "s", 1, ofFirst, ofSecond));
        assertFault(recording(SONG, "s", 1, ofFirst, ofSecond, claim(RightType.MECHANICAL, "b", 10)),
                RegistrationFault.EXCEEDS_WHOLE, "of work " + iswc(1));
    }

    @Test
    void shouldBoundTheSize() {
        Claim claim = claim(RightType.RECORDING, "a", 1);
        assertFault(registration(SubjectKind.RECORDING, SONG, "s", 1)
                        .setClaims(Collections.nCopies(RegistrationRules.MAX_CLAIMS + 1, claim)).build(),
                RegistrationFault.MALFORMED_FIELD, "501 claims");
        assertFault(registration(SubjectKind.RECORDING, SONG, "s", 1).setRegistrant("r".repeat(129)).build(),
                RegistrationFault.MALFORMED_FIELD, "longer than 128");
    }

    private static Claim until(Claim.Builder claim, int days) {
        return claim.setValidTo(RightsDriver.START.plusDays(days)).build();
    }

    private static Claim from(Claim.Builder claim, int days) {
        return claim.setValidFrom(RightsDriver.START.plusDays(days)).build();
    }

    private static void assertClaim(Consumer<Claim.Builder> change, RegistrationFault reason) {
        Claim.Builder claim = claimed(RightType.RECORDING, "band", 50);
        change.accept(claim);
        assertFault(recording(SONG, "label", 1, claim.build()), reason, "");
    }

    private static void assertWorks(RegistrationFault reason, WorkLink... works) {
        assertFault(registration(SubjectKind.RECORDING, SONG, "s", 1).setWorks(List.of(works)).build(), reason, "");
    }

    private static void assertGood(Registration registration) {
        assertThat(RegistrationRules.check(RegistrationRules.key(registration), registration)).isEmpty();
    }

    private static void assertFault(Registration registration, RegistrationFault reason, String detail) {
        assertThat(RegistrationRules.check(registration)).singleElement().satisfies(fault -> {
            assertThat(fault.reason()).isEqualTo(reason);
            assertThat(fault.detail()).contains(detail);
        });
    }
}
