package angklung.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.PolicyHolder;
import angklung.avro.RecordingRights;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.WorkLink;
import angklung.model.Policy;
import angklung.model.RecordingClaims;
import angklung.model.RecordingClaims.Work;
import angklung.model.ShareClaim;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedClaimsTest {
    private static final LocalDate FROM = LocalDate.parse("2025-03-24");

    @Test
    void shouldKeepTheClaimsOfTheRightThatAreAboutTheTerritoryOrAboutAll() {
        RecordingRights rights = rights(
                share("everywhere", RightType.MECHANICAL, null), share("here", RightType.MECHANICAL, "ID"),
                share("there", RightType.MECHANICAL, "KR"), share("other", RightType.PERFORMANCE, null));
        assertThat(RecordedClaims.of(rights, RightType.MECHANICAL, "ID").claims())
                .extracting(ShareClaim::partyId)
                .containsExactly("everywhere", "here");
        assertThat(RecordedClaims.of(null, RightType.MECHANICAL, "ID")).isEqualTo(RecordingClaims.NONE);
    }

    @Test
    void shouldSeeTheWorksOfAMedleyInAuthorsRightsOnly() {
        RecordingRights medley = rights(share("A", RightType.RECORDING, null));
        medley.setWorks(List.of(new WorkLink("T0000000010", 400_000L), new WorkLink("T0000000029", 600_000L)));
        assertThat(RecordedClaims.of(medley, RightType.PERFORMANCE, "ID").works())
                .containsExactly(new Work("T0000000010", 400_000), new Work("T0000000029", 600_000));
        assertThat(RecordedClaims.of(medley, RightType.MECHANICAL, "ID").works()).hasSize(2);
        assertThat(RecordedClaims.of(medley, RightType.RECORDING, "ID").works()).isEmpty();
        medley.setWorks(List.of(new WorkLink("T0000000010", 400_000L)));
        assertThat(RecordedClaims.of(medley, RightType.PERFORMANCE, "ID").works()).isEmpty();
    }

    @Test
    void shouldCarryWhoRegisteredWhatAndByWhomItWasMade() {
        RightShare share = share("A", RightType.MECHANICAL, "ID");
        share.setRegistrant("KOMCA");
        share.setIswc("T0000000010");
        share.setAuthorship(Authorship.UNKNOWN);
        ShareClaim claim = RecordedClaims.of(rights(share), RightType.MECHANICAL, "ID").claims().get(0);
        assertThat(claim.registrant()).isEqualTo("KOMCA");
        assertThat(claim.iswc()).isEqualTo("T0000000010");
        assertThat(claim.territory()).isEqualTo("ID");
        assertThat(claim.authorship()).isEqualTo(angklung.model.Authorship.UNDECLARED);
        assertThat(claim.validFrom()).isEqualTo(Math.toIntExact(FROM.toEpochDay()));
    }

    @Test
    void shouldReadPoliciesAndNameThem() {
        Policy policy = AgreedPolicies.of(policy(AuthorshipEffect.EXCLUDE));
        assertThat(policy.tag()).isEqualTo("SOCIETY KOMCA@2025-03-24 AI_GENERATED EXCLUDE");
        assertThat(AgreedPolicies.of(List.of(policy(AuthorshipEffect.EXCLUDE))).exclude()).isTrue();
        assertThat(AgreedPolicies.of(List.of(policy(AuthorshipEffect.HOLD))).exclude()).isFalse();
        assertThat(AgreedPolicies.of(List.of()).policies()).isEmpty();
    }

    @Test
    void shouldRefuseAPolicyThatItDoesNotUnderstand() {
        AuthorshipPolicy ofNobody = policy(AuthorshipEffect.HOLD);
        ofNobody.setHolderKind(PolicyHolder.UNKNOWN);
        assertThatThrownBy(() -> AgreedPolicies.of(ofNobody)).hasMessageContaining("KOMCA");
        assertThatThrownBy(() -> AgreedPolicies.of(policy(AuthorshipEffect.UNKNOWN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("effect");
    }

    private static AuthorshipPolicy policy(AuthorshipEffect effect) {
        return AuthorshipPolicy.newBuilder()
                .setHolderKind(PolicyHolder.SOCIETY)
                .setHolder("KOMCA")
                .setAuthorship(Authorship.AI_GENERATED)
                .setEffect(effect)
                .setValidFrom(FROM)
                .build();
    }

    private static RecordingRights rights(RightShare... shares) {
        return RecordingRights.newBuilder()
                .setIsrc("IDA012600001")
                .setVersion("1")
                .setShares(List.of(shares))
                .setWorks(List.of())
                .setStatuses(List.of())
                .build();
    }

    private static RightShare share(String party, RightType right, String territory) {
        return RightShare.newBuilder()
                .setRightType(right)
                .setTerritory(territory)
                .setPartyId(party)
                .setRole("Composer")
                .setShareMicropercent(100_000_000)
                .setValidFrom(FROM)
                .setAuthorship(Authorship.HUMAN)
                .build();
    }
}
