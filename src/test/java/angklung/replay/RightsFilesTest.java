package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import angklung.Seeds;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.AuthorshipSource;
import angklung.avro.Claim;
import angklung.avro.HitDecision;
import angklung.avro.Registration;
import angklung.avro.RightType;
import angklung.avro.ScreeningRule;
import angklung.avro.SubjectKind;
import angklung.avro.UnclaimedPolicy;
import angklung.avro.WorkLink;
import angklung.rights.RegistrationRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that say who shares, what is screened, and what becomes of money that nobody claims. */
class RightsFilesTest {
    private static final String RIGHTS =
            "isrc,right_type,party_id,role,share,valid_from,registrant,iswc,authorship,artist_id\n";
    private static final String WORKS =
            "iswc,right_type,party_id,role,share,valid_from,valid_to,territory,registrant,authorship\n";
    private static final String LINKS = "isrc,iswc,weight\n";
    private static final String PERFORMERS = "performer_id,party_id,share,valid_from,registrant\n";
    private static final String POLICIES = "holder_kind,holder,right_type,authorship,effect,valid_from,valid_to\n";
    private static final String RULES = "dsp,territory,rule,enabled,threshold,value,valid_from,valid_to\n";
    private static final String DECISIONS = "hit_id,decision,operator,reason,decided_at\n";
    private static final String UNCLAIMED =
            "territory,reasons,term_months,announce_days,destination,valid_from,valid_to\n";
    private static final String HIT = "ab".repeat(32);

    @TempDir
    private Path directory;

    private InputFixture input() {
        return new InputFixture(directory);
    }

    private static Registration one(List<Registration> registrations, SubjectKind kind, String registrant) {
        return registrations.stream()
                .filter(r -> r.getSubjectKind() == kind && String.valueOf(r.getRegistrant()).equals(registrant))
                .reduce((a, b) -> {
                    throw new AssertionError("several: " + a + " " + b);
                })
                .orElseThrow();
    }

    @Test
    void shouldRegisterARecordingOnceForEachRegistrant() {
        List<Registration> read = input()
                .with("rights.csv", RIGHTS + """
                        IDA012600001,RECORDING,1,MainArtist,60,2020-01-01,,,AI_ASSISTED,a1
                        IDA012600001,MECHANICAL,1,Composer,50,2020-01-01,WAMI,T-034.524.680-1,,
                        IDA012600001,RECORDING,2,Producer,40,2020-01-01,,,,
                        """)
                .read().rights().registrations();

        assertThat(read).extracting(Registration::getSubject, Registration::getRegistrant, Registration::getSequence)
                .containsExactly(tuple("IDA012600001", null, 1L), tuple("IDA012600001", "WAMI", 1L));
        assertThat(read).allSatisfy(r -> assertThat(RegistrationRules.check(r)).isEmpty());
        Claim artist = read.get(0).getClaims().get(0);
        assertThat(artist.getAuthorship()).isEqualTo(Authorship.AI_ASSISTED);
        assertThat(artist.getAuthorshipSource()).isEqualTo(AuthorshipSource.DECLARED);
        assertThat(artist.getArtistId()).isEqualTo("a1");
        assertThat(read.get(0).getSource()).isEqualTo("rights.csv:2");
        assertThat(read.get(1).getClaims()).extracting(Claim::getIswc).containsExactly("T0345246801");
    }

    @Test
    void shouldTakeAnyNoteForAWorkInRightsAndNameAWorkByAValidOneOnly() {
        List<Registration> read = input()
                .with("rights.csv", RIGHTS + "IDA012600001,MECHANICAL,1,Composer,50,2020-01-01,,T-345.246.800-1,,\n"
                        + "IDA012600001,MECHANICAL,2,Composer,50,2020-01-01,,my song,,\n")
                .read().rights().registrations();

        assertThat(read.get(0).getClaims()).extracting(Claim::getIswc).containsOnlyNulls();
    }

    @Test
    void shouldLinkRecordingsToWorksInWhatNobodyInParticularRegisters() {
        Input input = input()
                .with("rights.csv", RIGHTS + "IDA012600001,RECORDING,1,MainArtist,60,2020-01-01,,,,\n"
                        + "IDA012600003,RECORDING,1,MainArtist,60,2020-01-01,label,,,\n")
                .with("recording_works.csv", LINKS + """
                        ID-A01-26-00001,T-034.524.680-1,0.25
                        IDA012600001,T1234567894,0.5
                        IDA012600002,T9109247316,
                        IDA012600002,T0702472794,
                        IDA012600002,T0345246801,
                        IDA012600003,T0345246801,
                        """)
                .with("late-rights-1.csv", RIGHTS + "IDA012600001,RECORDING,1,MainArtist,50,2020-01-01,,,,\n"
                        + "IDA012600002,RECORDING,1,MainArtist,50,2020-01-01,label,,,\n")
                .with("late-rights-2.csv", RIGHTS + "IDA012600001,RECORDING,2,Producer,50,2020-01-01,,,,\n")
                .read();

        List<Registration> first = input.rights().registrations();
        assertThat(first).extracting(Registration::getSubject, Registration::getRegistrant)
                .containsExactly(tuple("IDA012600001", null), tuple("IDA012600002", null),
                        tuple("IDA012600003", null), tuple("IDA012600003", "label"));
        assertThat(first.get(0).getWorks())
                .containsExactly(new WorkLink("T0345246801", 250_000L), new WorkLink("T1234567894", 500_000L));
        assertThat(first.get(1).getClaims()).isEmpty();
        assertThat(first.get(1).getWorks()).extracting(WorkLink::getIswc, WorkLink::getWeightMillionths)
                .containsExactly(tuple("T0345246801", 333_334L), tuple("T0702472794", 333_333L),
                        tuple("T9109247316", 333_333L));
        assertThat(first.get(2).getWorks()).containsExactly(new WorkLink("T0345246801", 1_000_000L));
        List<Registration> late = input.late().rights().registrations();
        assertThat(late).extracting(Registration::getSubject, Registration::getRegistrant, Registration::getSequence)
                .containsExactly(tuple("IDA012600001", null, 2L), tuple("IDA012600002", "label", 2L));
        assertThat(late.get(0).getClaims()).hasSize(2); // of both files
        assertThat(late.get(0).getWorks()).isEqualTo(first.get(0).getWorks()); // or the recording would lose them
        assertThat(late.get(1).getWorks()).isEmpty();
    }

    @Test
    void shouldRegisterWorksAndWhoControlsPerformers() {
        Input input = input()
                .with("works.csv", WORKS + """
                        T-034.524.680-1,MECHANICAL,1,Composer,50,2020-01-01,2027-01-01,ID,WAMI,AI_GENERATED
                        T0345246801,MECHANICAL,2,Lyricist,50,2020-01-01,,,WAMI,
                        """)
                .with("works-2.csv", WORKS + "T0345246801,PERFORMANCE,2,Lyricist,50,2020-01-01,,,KOMCA,\n")
                .with("late-works.csv", WORKS + "T0345246801,PERFORMANCE,2,Lyricist,60,2020-01-01,,,KOMCA,\n")
                .with("ai_performers.csv", PERFORMERS + "idol,1,70,2020-01-01,\nidol,2,30,2020-01-01,\n")
                .with("rights.csv", RIGHTS + "IDA012600001,RECORDING,idol,MainArtist,100,2020-01-01,,,AI_GENERATED,\n")
                .read();

        List<Registration> first = input.rights().registrations();
        Registration wami = one(first, SubjectKind.WORK, "WAMI");
        assertThat(wami.getSubject()).isEqualTo("T0345246801");
        assertThat(wami.getClaims()).extracting(Claim::getTerritory, Claim::getAuthorship)
                .containsExactlyInAnyOrder(tuple("ID", Authorship.AI_GENERATED), tuple(null, Authorship.UNDECLARED));
        assertThat(one(first, SubjectKind.WORK, "KOMCA").getSequence()).isEqualTo(1);
        Registration idol = one(first, SubjectKind.PERFORMER, "null");
        assertThat(idol.getClaims()).extracting(Claim::getPartyId, Claim::getRole, Claim::getRightType)
                .containsExactly(tuple("1", "RightsController", RightType.RECORDING),
                        tuple("2", "RightsController", RightType.RECORDING));
        assertThat(first).allSatisfy(r -> assertThat(RegistrationRules.check(r)).isEmpty());
        assertThat(input.late().rights().registrations())
                .extracting(Registration::getSequence, r -> r.getClaims().get(0).getShareMicropercent())
                .containsExactly(tuple(2L, 60_000_000L));
    }

    @Test
    void shouldReadPoliciesRulesAndDecisions() {
        Input input = input()
                .with("authorship_policies.csv", POLICIES + """
                        SOCIETY,KOMCA,,AI_GENERATED,EXCLUDE,2025-03-24,
                        TERRITORY,ID,MECHANICAL,UNDECLARED,TAG,2026-01-01,2027-01-01
                        """)
                .with("late-authorship_policies.csv", POLICIES + "SOCIETY,KOMCA,,AI_GENERATED,HOLD,2025-03-24,\n")
                .with("screening_rules.csv", RULES + """
                        alpha,ID,F3,true,plays_per_day,100.5,2026-01-01,
                        alpha,ID,F3,true,plays_per_period,900,2026-01-01,
                        alpha,,F11,false,,,2026-01-01,2026-07-01
                        """)
                .with("screening_decisions.csv", DECISIONS + HIT + ",RELEASE,dewi,a household,2026-05-10T09:00:00Z\n")
                .with("unclaimed_policies.csv", UNCLAIMED + "ID,,24,90,reserve-fund,2025-08-07,\n"
                        + "KR,unclaimed|dispute,36,30,komca,2025-01-01,\n")
                .read();

        assertThat(input.rights().policies())
                .extracting(AuthorshipPolicy::getHolder, AuthorshipPolicy::getRightType, AuthorshipPolicy::getEffect)
                .containsExactly(tuple("KOMCA", null, AuthorshipEffect.EXCLUDE),
                        tuple("ID", RightType.MECHANICAL, AuthorshipEffect.TAG));
        assertThat(input.late().rights().policies()).extracting(AuthorshipPolicy::getEffect)
                .containsExactly(AuthorshipEffect.HOLD);
        assertThat(input.screeningRules()).extracting(ScreeningRule::getTerritory, ScreeningRule::getRule,
                        ScreeningRule::getEnabled, rule -> rule.getThresholds().stream()
                                .map(t -> t.getName() + "=" + t.getValue()).collect(Collectors.joining(" ")))
                .containsExactly(
                        tuple("ID", "F3", true, "plays_per_day=100.500000 plays_per_period=900.000000"),
                        tuple(null, "F11", false, ""));
        assertThat(input.late().decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.getDecision()).isEqualTo(HitDecision.RELEASE);
            assertThat(decision.getDecidedAt()).isEqualTo("2026-05-10T09:00:00Z");
        });
        assertThat(input.unclaimedPolicies())
                .extracting(UnclaimedPolicy::getTerritory, UnclaimedPolicy::getReasons, UnclaimedPolicy::getTermMonths)
                .containsExactly(tuple("ID", List.of("unmatched", "unclaimed"), 24),
                        tuple("KR", List.of("dispute", "unclaimed"), 36));
    }

    @Test
    void shouldHaveNothingLateWithoutLateFiles() {
        assertThat(input().read().late()).satisfies(late -> {
            assertThat(late.isEmpty()).isTrue();
            assertThat(late.concernsAll()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "works.csv | T-345.246.800-1,MECHANICAL,1,Composer,50,2020-01-01,,,, | iswc 'T-345.246.800-1' is not an ISWC"
                + " (ISO 15707) with its check digit, such as T-034.524.680-1",
        "works.csv | T0345246801,RECORDING,1,Composer,50,2020-01-01,,,, | right_type 'RECORDING' is none of"
                + " [MECHANICAL, PERFORMANCE]",
        "works.csv | T0345246801,MECHANICAL,9,Composer,50,2020-01-01,,,, | party_id '9' is not in parties.csv; add the"
                + " party there",
        "works.csv | T0345246801,MECHANICAL,1,Composer,50,2020-01-01,,id,, | territory 'id' is not an ISO 3166-1"
                + " alpha-2 code in upper case",
        "works.csv | T0345246801,MECHANICAL,1,Composer,50,2020-01-01,,,PADPIDA2014999999Z, | registrant"
                + " 'PADPIDA2014999999Z' is not a DDEX party identifier: its check character is wrong, or its length",
        "late-works.csv | T0345246801,MECHANICAL,1,Composer,0,2020-01-01,,,, | share is 0; leave the row out",
        "recording_works.csv | IDA012600001,T-345.246.800-1, | iswc 'T-345.246.800-1' is not an ISWC (ISO 15707) with"
                + " its check digit, such as T-034.524.680-1",
        "recording_works.csv | IDA012600001,T0345246801,0 | weight is 0; leave the row out",
        "recording_works.csv | IDA012600001,T0345246801,1.01 | weight '1.01' is more than the largest possible, 1",
        "ai_performers.csv | idol,9,50,2020-01-01, | party_id '9' is not in parties.csv; who controls a performer is"
                + " paid for it: add the party there",
        "authorship_policies.csv | TERRITORY,id,,AI_GENERATED,HOLD,2026-01-01, | holder 'id' is not an ISO 3166-1"
                + " alpha-2 code in upper case",
        "authorship_policies.csv | SOCIETY,,,AI_GENERATED,HOLD,2026-01-01, | holder is empty",
        "authorship_policies.csv | SOCIETY,KOMCA,,AI,HOLD,2026-01-01, | authorship 'AI' is none of [HUMAN,"
                + " AI_ASSISTED, AI_GENERATED, UNDECLARED]",
        "late-authorship_policies.csv | SOCIETY,KOMCA,,HUMAN,DROP,2026-01-01, | effect 'DROP' is none of [PAY, TAG,"
                + " HOLD, EXCLUDE]",
        "screening_rules.csv | beta,,F3,,,,2026-01-01, | dsp 'beta' has no agreement in agreements.csv",
        "screening_rules.csv | alpha,,F99,,,,2026-01-01, | Unknown rule 'F99'; the rules are F1, F2, F3, F4, F5, F6, F7,"
                + " F8, F9, F10, F11, F12",
        "screening_rules.csv | alpha,,F3,,plays_per_hour,1,2026-01-01, | Rule F3 has no threshold 'plays_per_hour'; it"
                + " has plays_per_day, plays_per_period",
        "screening_rules.csv | alpha,,F3,maybe,,,2026-01-01, | enabled 'maybe' is neither true nor false",
        "screening_rules.csv | alpha,,F3,,plays_per_day,,2026-01-01, | threshold and value belong together: give both,"
                + " or neither",
        "screening_decisions.csv | abc,RELEASE,dewi,why,2026-05-10T09:00:00Z | hit_id 'abc' is no hit: 64 hexadecimal"
                + " digits, as in screening.csv",
        "unclaimed_policies.csv | ID,lost,24,90,fund,2025-01-01, | reasons 'lost' has 'lost', which is none of"
                + " authorship, dispute, idle-subscribers, no-usage, screening, unclaimed, unmatched; join several by"
                + " \\p",
        "unclaimed_policies.csv | ID,,0,90,fund,2025-01-01, | term_months '0' is not in the range 1 to 1200",
        "unclaimed_policies.csv | ID,,24,,fund,2025-01-01, | announce_days is empty"})
    void shouldRefuseACell(String file, String row, String expected) {
        assertThat(input().with(file, header(file) + row + "\n").errors())
                .containsExactly(file + ":2: " + expected.replace("\\p", "|"));
    }

    private static String header(String file) {
        return switch (file) {
            case "works.csv", "late-works.csv" -> WORKS;
            case "recording_works.csv" -> LINKS;
            case "ai_performers.csv" -> PERFORMERS;
            case "authorship_policies.csv", "late-authorship_policies.csv" -> POLICIES;
            case "screening_rules.csv" -> RULES;
            case "screening_decisions.csv" -> DECISIONS;
            default -> UNCLAIMED;
        };
    }

    @Test
    void shouldRefuseClaimsThatContradictThemselvesInAnyFileOfOneKind() {
        assertThat(input()
                        .with("works-1.csv", WORKS + """
                                T0345246801,MECHANICAL,1,Composer,60,2020-01-01,,,,
                                T0345246801,MECHANICAL,2,Composer,41,2020-01-01,,ID,,
                                T0345246801,MECHANICAL,2,Composer,40,2020-01-01,,KR,,
                                """)
                        .with("works-2.csv", WORKS + "T-034.524.680-1,MECHANICAL,1,Composer,10,2026-01-01,,,,\n")
                        .with("ai_performers.csv", PERFORMERS + "idol,1,70,2020-01-01,\nidol,2,31,2021-01-01,\n")
                        .with("recording_works.csv", LINKS + "IDA012600001,T0345246801,0.5\n"
                                + "IDA012600001,T0345246801,0.1\nIDA012600002,T0345246801,0.5\n"
                                + "IDA012600002,T1234567894,0.6\nIDA012600003,T0345246801,\n"
                                + "IDA012600003,T1234567894,0.5\n")
                        .errors())
                .containsExactly(
                        "ai_performers.csv:3: shares of idol RECORDING add up to 101 % on 2021-01-01; at most 100 (100.06"
                                + " with the tolerance). Lower them, end one with valid_to, or name the registrants if"
                                + " they contradict each other",
                        "recording_works.csv:3: links IDA012600001 to T0345246801 again; line 2 does already: add their"
                                + " weights up in one row",
                        "recording_works.csv:5: weights of the works of IDA012600002 add up to 1.1; at most 1: lower"
                                + " them",
                        "recording_works.csv:7: weight of IDA012600003 is given in one row and left out in another"
                                + " (line 6); give all of its works one, or none",
                        "works-2.csv:2: claims T0345246801 MECHANICAL for party 1 as Composer again; works-1.csv:2"
                                + " covers some of the same dates; end one of them with valid_to, or add their shares up",
                        "works-1.csv:3: shares of T0345246801 MECHANICAL in ID add up to 101 % on 2020-01-01; at most"
                                + " 100 (100.06 with the tolerance). Lower them, end one with valid_to, or name the"
                                + " registrants if they contradict each other");
    }

    @Test
    void shouldRefuseAPerformerWhereNobodyWouldBePaidForIt() {
        assertThat(input()
                        .with("ai_performers.csv", PERFORMERS + "idol,1,70,2020-01-01,\n")
                        .with("rights.csv", RIGHTS + """
                                IDA012600001,RECORDING,idol,MainArtist,10,2020-01-01,,,AI_GENERATED,
                                IDA012600002,RECORDING,idol,MainArtist,10,2020-01-01,,,,
                                IDA012600003,MECHANICAL,idol,Composer,10,2020-01-01,,,AI_GENERATED,
                                """)
                        .errors())
                .hasSize(2)
                .allSatisfy(error -> assertThat(error).contains("party_id 'idol' is an AI performer and not in"
                        + " parties.csv; only its RECORDING claims of authorship AI_GENERATED go to who controls it"));
    }

    @Test
    void shouldRefuseTheSameTwice() {
        assertThat(input()
                        .with("authorship_policies.csv", POLICIES + "SOCIETY,KOMCA,,AI_GENERATED,HOLD,2026-01-01,\n"
                                + "SOCIETY,KOMCA,MECHANICAL,AI_GENERATED,HOLD,2026-01-01,\n"
                                + "SOCIETY,KOMCA,,AI_GENERATED,PAY,2026-01-01,2027-01-01\n")
                        .with("screening_rules.csv", RULES + "alpha,,F3,,plays_per_day,1,2026-01-01,\n"
                                + "alpha,,F3,,plays_per_day,2,2026-01-01,\n"
                                + "alpha,,F3,false,plays_per_period,2,2026-01-01,\n")
                        .with("screening_decisions.csv", DECISIONS + HIT + ",RELEASE,a,b,2026-05-10T09:00:00Z\n"
                                + HIT + ",CONFIRM,a,b,2026-05-10T09:00:00Z\n"
                                + HIT + ",CONFIRM,a,b,2026-05-10T09:00:01Z\n")
                        .with("unclaimed_policies.csv", UNCLAIMED + "ID,,24,90,fund,2025-01-01,2026-01-01\n"
                                + "ID,,24,90,fund,2026-01-01,\nID,,24,90,fund,2027-01-01,\n")
                        .errors())
                .containsExactly(
                        "authorship_policies.csv:4: the policy of SOCIETY KOMCA for AI_GENERATED from 2026-01-01 is in"
                                + " line 2 already; which one counts? remove the other",
                        "screening_rules.csv:3: threshold plays_per_day of rule F3 from 2026-01-01 stands twice; which"
                                + " one counts? remove the other",
                        "screening_rules.csv:4: enabled, valid_to and source differ from line 2; the rows of one version"
                                + " of a rule have the same",
                        "screening_decisions.csv:3: line 2 decides on the same hit at the same time; the latest decision"
                                + " counts: remove one of them",
                        "unclaimed_policies.csv:4: overlaps the policy of ID in line 3, valid from 2026-01-01; a policy"
                                + " ends where the next one begins: set valid_to");
    }

    @Test
    void shouldRefuseWhatTheStageThatTakesRegistrationsWouldRefuse() {
        assertThat(input()
                        .with("rights.csv", RIGHTS + "IDA012600001,RECORDING,1," + "x".repeat(200) + ",10,2020-01-01,,,,\n")
                        .errors())
                .singleElement()
                .asString()
                .startsWith("rights.csv:2: the rows of IDA012600001 would be refused: role ");
    }

    @Test
    void shouldRegisterTheSameForAnyOrderOfRows() {
        List<String> rows = Stream.of("1", "2", "3")
                .flatMap(isrc -> Stream.of("1", "2").flatMap(party -> Stream.of("", "r1", "r2").map(registrant ->
                        "IDA01260000" + isrc + ",RECORDING," + party + ",Role,50,2020-01-01," + registrant + ",,,")))
                .toList();
        List<List<Claim>> expected = claims(rows);

        Seeds.cases(20, random -> {
            List<String> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            assertThat(claims(shuffled)).isEqualTo(expected);
        });
    }

    private List<List<Claim>> claims(List<String> rows) {
        return input()
                .with("rights.csv", RIGHTS + String.join("\n", rows))
                .read().rights().registrations().stream()
                .map(Registration::getClaims)
                .toList();
    }

    @Test
    void shouldShareAWholeRecordingAmongAnyNumberOfWorks() {
        List<String> iswcs = List.of("T0345246801", "T1234567894", "T9109247316", "T0702472794");
        for (int count = 1; count <= iswcs.size(); count++) {
            String rows = iswcs.subList(0, count).stream().map(iswc -> "IDA012600001," + iswc + ",\n").collect(Collectors.joining());
            List<WorkLink> works =
                    input().with("recording_works.csv", LINKS + rows).read().rights().registrations().get(0).getWorks();

            assertThat(works.stream().mapToLong(WorkLink::getWeightMillionths).sum()).isEqualTo(1_000_000);
            assertThat(works.stream().mapToLong(WorkLink::getWeightMillionths).max().orElseThrow()
                    - works.stream().mapToLong(WorkLink::getWeightMillionths).min().orElseThrow()).isLessThanOrEqualTo(1);
            assertThat(works).hasSize(count);
        }
    }
}
