package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Advance;
import angklung.avro.DeductionChain;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.TaxProfile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartyTermsTest {
    private static final String TAX_FORM =
            "COUNTRY:KIND:RATE or COUNTRY:KIND:RATE*BASE, such as ID:PPh23:0.15*0.4";
    private static final String CHAIN_FORM =
            "BODY:NAME:RATE, steps joined by >, such as LMKN:operations:0.08>WAMI:administration:0.2";
    private static final String TAX_HEADER = "profile,country,kind,rate,base,scale,valid_from,valid_to,source";
    private static final String CHAIN_HEADER = "chain,body,name,rate,after,valid_from,valid_to,source";

    @TempDir
    private Path directory;

    private InputFixture input() {
        return new InputFixture(directory);
    }

    private static String lines(String... lines) {
        return Arrays.stream(lines).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Two parties, the first of which has the terms. */
    private static String parties(String tax, String chain) {
        return lines("party_id,name,payout_currency,tax_profile,deduction_chain",
                "1,Sari,IDR," + tax + "," + chain, "2,Label,USD,,");
    }

    private static String text(DeductionChain chain) {
        return chain.getChain() + " " + chain.getValidFrom() + ".." + chain.getValidTo() + " "
                + chain.getSteps().stream()
                        .map(s -> s.getBody() + ":" + s.getName() + ":" + s.getRateMillionths())
                        .collect(Collectors.joining(" > "));
    }

    /** The chains that deduct anything. */
    private static List<DeductionChain> deducting(Input input) {
        return input.deductions().stream().filter(c -> !c.getSteps().isEmpty()).toList();
    }

    private static String text(TaxProfile profile) {
        return profile.getProfile() + " " + profile.getCountry() + ":" + profile.getKind() + " "
                + profile.getRateMillionths() + "*" + profile.getBaseMillionths() + " scale " + profile.getScale()
                + " " + profile.getValidFrom() + ".." + profile.getValidTo();
    }

    @Test
    void shouldReadEveryColumnOfParties() {
        Party party = input().with("parties.csv", lines(
                        "party_id,name,payout_currency,payout_scale,payout_threshold,tax_profile,advance,"
                                + "deduction_chain",
                        "1,Sari,IDR,1,50000.5,ID-PPH23,1000000.25,ID-LMKN", "2,Label,USD,,,,0,"))
                .read()
                .parties()
                .get(0);

        assertThat(party.getPartyId()).isEqualTo("1");
        assertThat(party.getName()).isEqualTo("Sari");
        assertThat(party.getPayoutCurrency()).isEqualTo("IDR");
        assertThat(party.getPayoutScale()).isEqualTo(1);
        assertThat(party.getPayoutThresholdMicros()).isEqualTo(50_000_500_000L);
        assertThat(party.getTaxProfile()).isEqualTo("ID-PPH23");
        assertThat(party.getDeductionChain()).isEqualTo("ID-LMKN");
        assertThat(party.getEffectiveFrom()).isEqualTo(LocalDate.EPOCH);
        assertThat(party.getAdvances()).containsExactly(new Advance("opening", 1_000_000_250_000L, "", List.of()));
        assertThat(party.getReserveMillionths()).isZero();
    }

    @Test
    void shouldTakeAnAdvanceOfNothingForNone() {
        assertThat(input().with("parties.csv", lines("party_id,name,payout_currency,advance", "1,A,IDR,0", "2,B,USD,"))
                        .read()
                        .parties())
                .allSatisfy(party -> {
                    assertThat(party.getAdvances()).isEmpty();
                    assertThat(party.getTaxProfile()).isNull();
                    assertThat(party.getDeductionChain()).isNull();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "party_id | a b | is not an identifier: letters, digits, . _ and -, 1 to 64 characters",
        "payout_currency | RP | is not an ISO 4217 code in upper case",
        "payout_scale | -1 | is not in the range 0 to 6",
        "payout_scale | 7 | is not in the range 0 to 6",
        "payout_threshold | -1 | is negative",
        "payout_threshold | 1.1234567 | has more than 6 decimals",
        "advance | -0.01 | is negative",
        "advance | a lot | is not a plain decimal such as 1234.56",
        "tax_profile | ID-NPWP | is unknown; tax_profiles.csv has [], the program ships [ID-PPH23, ID-PPH23-NPPN]."
                + " Define it there, or write it out as " + TAX_FORM,
        "tax_profile | ID:PPh23 | is not of the form " + TAX_FORM,
        "tax_profile | ID:PPh23:0.1*0.2*0.3 | is not of the form " + TAX_FORM,
        "tax_profile | XX:PPh23:0.15 | names no country: 'XX' is not an ISO 3166-1 alpha-2 code in upper case",
        "tax_profile | ID:PPh 23:0.15 | names no kind of tax: 'PPh 23' is not an identifier",
        "tax_profile | ID:PPh23:15 | has a rate '15' that is more than the largest possible, 1",
        "tax_profile | ID:PPh23:-0.15 | has a rate '-0.15' that is negative",
        "tax_profile | ID:PPh23:0.15*40 | has a base '40' that is more than the largest possible, 1",
        "tax_profile | ID:PPh23: | has a rate '' that is not a plain decimal such as 1234.56",
        "deduction_chain | ten-percent | is unknown; deductions.csv has [], the program ships [ID-LMKN]. Define it"
                + " there, or write it out as " + CHAIN_FORM,
        "deduction_chain | LMKN:0.08 | has a step 'LMKN:0.08' that is not of the form " + CHAIN_FORM,
        "deduction_chain | LMKN:operations:0.08> | has a step '' that is not of the form " + CHAIN_FORM,
        "deduction_chain | L M:operations:0.08 | has a step 'L M:operations:0.08' whose body or name is not an"
                + " identifier: letters, digits, . _ and -, 1 to 64 characters",
        "deduction_chain | LMKN:operations:8 | has a rate '8' that is more than the largest possible, 1",
        "deduction_chain | LMKN:operations:0.1234567 | has a rate '0.1234567' that has more than 6 decimals",
        "deduction_chain | LMKN:operations:0.08>WAMI:administration:0.2>LMKN:reserve:0.1 | is cyclic: LMKN comes"
                + " twice; a chain goes through each body once: leave one step out"})
    void shouldRefuseACellOfParties(String column, String value, String reason) {
        List<String> columns = List.of("party_id", "name", "payout_currency", "payout_scale", "payout_threshold",
                "tax_profile", "advance", "deduction_chain");
        List<String> good = List.of("3", "C", "USD", "", "", "", "", "");
        String row = columns.stream()
                .map(c -> c.equals(column) ? value : good.get(columns.indexOf(c)))
                .collect(Collectors.joining(","));

        assertThat(input().with("parties.csv",
                                lines(String.join(",", columns), "1,A,IDR,,,,,", "2,B,USD,,,,,", row))
                        .errors())
                .containsExactly("parties.csv:4: " + column + " '" + value + "' " + reason);
    }

    @Test
    void shouldRefuseAPartyTwice() {
        assertThat(input().with("parties.csv", lines("party_id,name,payout_currency", "1,A,IDR", "2,B,USD", "1,C,USD"))
                        .errors())
                .containsExactly(
                        "parties.csv:4: party '1' is in line 2 already; which one counts? remove the other");
    }

    @Test
    void shouldShipPublishedTermsWithTheirSource() {
        Input input = input().with("parties.csv", lines(
                        "party_id,name,payout_currency,tax_profile,deduction_chain",
                        "1,Sari,IDR,ID-PPH23,ID-LMKN", "2,Budi,IDR,ID-PPH23-NPPN,"))
                .read();

        assertThat(input.taxProfiles()).extracting(PartyTermsTest::text).containsExactly(
                "ID-PPH23 ID:PPh23 150000*1000000 scale 0 2009-01-01..null",
                "ID-PPH23-NPPN ID:PPh23 150000*400000 scale 0 2023-03-16..null");
        assertThat(input.taxProfiles()).allSatisfy(profile -> assertThat(profile.getSource()).contains("https://"));
        assertThat(deducting(input)).extracting(PartyTermsTest::text)
                .containsExactly("ID-LMKN 2025-08-07..null LMKN:operations:80000");
        assertThat(deducting(input).get(0).getSource()).contains("Permenkum 27/2025");
    }

    @Test
    void shouldSendNoPresetThatNobodyNames() {
        Input input = input().read();

        assertThat(input.taxProfiles()).isEmpty();
        assertThat(input.deductions()).isEmpty();
        assertThat(input.fxRates()).isEmpty();
    }

    @Test
    void shouldReadTermsThatAreWrittenOut() {
        Input input = input().with("parties.csv", lines(
                        "party_id,name,payout_currency,tax_profile,deduction_chain",
                        "1,Sari,IDR,ID:PPh23:0.15*0.4,LMKN:operations:0.08>WAMI:administration:0.2",
                        "2,Label,USD,US:WHT:0.3,"))
                .read();

        assertThat(input.taxProfiles()).extracting(PartyTermsTest::text).containsExactly(
                "ID:PPh23:0.15*0.4 ID:PPh23 150000*400000 scale 0 1970-01-01..null",
                "US:WHT:0.3 US:WHT 300000*1000000 scale 2 1970-01-01..null");
        assertThat(deducting(input)).extracting(PartyTermsTest::text).containsExactly(
                "LMKN:operations:0.08>WAMI:administration:0.2 1970-01-01..null"
                        + " LMKN:operations:80000 > WAMI:administration:200000");
        assertThat(input.parties().get(0).getDeductionChain()).isEqualTo(deducting(input).get(0).getChain());
        assertThat(input.parties().get(0).getTaxProfile()).isEqualTo(input.taxProfiles().get(0).getProfile());
    }

    @Test
    void shouldReadEveryColumnOfTaxProfiles() {
        Input input = input().with("tax_profiles.csv", lines(
                        TAX_HEADER,
                        "mine,ID,PPh23,0.15,,,2020-01-01,2023-01-01,a law",
                        "mine,ID,PPh23,0.2,0.5,2,2023-01-01,,",
                        "ID-PPH23,ID,PPh23,0.1,,,2020-01-01,,our own reading",
                        "kr,KR,income,0.033,,,2020-01-01,,"))
                .with("parties.csv", parties("ID-PPH23", ""))
                .read();

        assertThat(input.taxProfiles()).extracting(PartyTermsTest::text).containsExactly(
                "ID-PPH23 ID:PPh23 100000*1000000 scale 0 2020-01-01..null",
                "kr KR:income 33000*1000000 scale 0 2020-01-01..null",
                "mine ID:PPh23 150000*1000000 scale 0 2020-01-01..2023-01-01",
                "mine ID:PPh23 200000*500000 scale 2 2023-01-01..null");
        assertThat(input.taxProfiles()).extracting(TaxProfile::getSource)
                .containsExactly("our own reading", null, "a law", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a b,ID,PPh23,0.15,,,2020-01-01,, | profile 'a b' is not an identifier: letters, digits, . _ and -, 1 to 64"
                + " characters",
        "p,XX,PPh23,0.15,,,2020-01-01,, | country 'XX' is not an ISO 3166-1 alpha-2 code in upper case",
        "p,ID,PPh:23,0.15,,,2020-01-01,, | kind 'PPh:23' is not an identifier: letters, digits, . _ and -, 1 to 64"
                + " characters",
        "p,ID,PPh23,15,,,2020-01-01,, | rate '15' is more than the largest possible, 1",
        "p,ID,PPh23,-0.1,,,2020-01-01,, | rate '-0.1' is negative",
        "p,ID,PPh23,,,,2020-01-01,, | rate is empty",
        "p,ID,PPh23,0.15,1.1,,2020-01-01,, | base '1.1' is more than the largest possible, 1",
        "p,ID,PPh23,0.15,,7,2020-01-01,, | scale '7' is not in the range 0 to 6",
        "p,ID,PPh23,0.15,,,,, | valid_from is empty",
        "p,ID,PPh23,0.15,,,2020-01-01,2019-01-01, | valid_to 2019-01-01 is not after valid_from 2020-01-01; it is the"
                + " first day not covered"})
    void shouldRefuseACellOfTaxProfiles(String row, String reason) {
        assertThat(input().with("tax_profiles.csv", lines(TAX_HEADER, row)).with("parties.csv", parties("p", ""))
                        .errors())
                .containsExactly("tax_profiles.csv:2: " + reason);
    }

    @Test
    void shouldRefuseVersionsOfAProfileThatOverlap() {
        assertThat(input().with("tax_profiles.csv", lines(
                                TAX_HEADER,
                                "p,ID,PPh23,0.15,,,2020-01-01,2023-01-01,",
                                "p,ID,PPh23,0.2,,,2022-12-31,,",
                                "q,ID,PPh23,0.2,,,2022-12-31,,"))
                        .errors())
                .containsExactly("tax_profiles.csv:3: overlaps the version of profile p in line 2, valid from"
                        + " 2020-01-01 until before 2023-01-01; a version ends where the next one begins: set valid_to");
    }

    @Test
    void shouldReadEveryColumnOfDeductionsAndPutTheChainBeforeFirst() {
        Input input = input().with("deductions.csv", lines(
                        CHAIN_HEADER,
                        "wami,WAMI,administration,0.2,lmkn,2026-01-01,,statutes",
                        "lmkn,LMKN,operations,0.08,,2026-01-01,2026-07-01,rule",
                        "lmkn,LMKN,operations,0.1,,2026-07-01,,newer rule",
                        "wami,WAMI,reserve,0.01,,2026-01-01,,"))
                .with("parties.csv", parties("", "wami"))
                .read();

        assertThat(deducting(input)).extracting(PartyTermsTest::text).containsExactly(
                "lmkn 2026-01-01..2026-07-01 LMKN:operations:80000",
                "lmkn 2026-07-01..null LMKN:operations:100000",
                "wami 2026-01-01..2026-07-01 LMKN:operations:80000 > WAMI:administration:200000 > WAMI:reserve:10000",
                "wami 2026-07-01..null LMKN:operations:100000 > WAMI:administration:200000 > WAMI:reserve:10000");
        assertThat(deducting(input)).extracting(DeductionChain::getSource)
                .containsExactly("rule", "newer rule", "rule; statutes", "newer rule; statutes");
    }

    @Test
    void shouldCutAChainWhereTheOneBeforeItBeginsAndEnds() {
        Input input = input().with("deductions.csv", lines(
                        CHAIN_HEADER,
                        "wami,WAMI,administration,0.2,ID-LMKN,2025-01-01,2026-01-01,",
                        "wami,WAMI,administration,0.1,short,2026-01-01,,",
                        "short,LMKN,operations,0.05,,2026-02-01,2026-03-01,"))
                .read();

        assertThat(deducting(input)).extracting(PartyTermsTest::text).containsExactly(
                "short 2026-02-01..2026-03-01 LMKN:operations:50000",
                "wami 2025-01-01..2025-08-07 WAMI:administration:200000",
                "wami 2025-08-07..2026-01-01 LMKN:operations:80000 > WAMI:administration:200000",
                "wami 2026-01-01..2026-02-01 WAMI:administration:100000",
                "wami 2026-02-01..2026-03-01 LMKN:operations:50000 > WAMI:administration:100000",
                "wami 2026-03-01..null WAMI:administration:100000");
    }

    @Test
    void shouldSayThatNothingIsDeductedWhileNoVersionIsInForce() {
        Input input = input().with("deductions.csv", lines(
                        CHAIN_HEADER,
                        "a,A,x,0.3,,2026-06-01,2026-07-01,",
                        "a,A,x,0.1,,2026-01-01,2026-02-01,",
                        "a,A,x,0.2,,2026-02-01,2026-03-01,"))
                .read();

        assertThat(input.deductions()).extracting(PartyTermsTest::text).containsExactly(
                "a 1970-01-01..2026-01-01 ", "a 2026-01-01..2026-02-01 A:x:100000",
                "a 2026-02-01..2026-03-01 A:x:200000", "a 2026-03-01..2026-06-01 ",
                "a 2026-06-01..2026-07-01 A:x:300000", "a 2026-07-01..null ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a/b,LMKN,operations,0.08,,2026-01-01,, | chain 'a/b' is not an identifier: letters, digits, . _ and -, 1 to"
                + " 64 characters",
        "c,L:M,operations,0.08,,2026-01-01,, | body 'L:M' is not an identifier: letters, digits, . _ and -, 1 to 64"
                + " characters",
        "c,LMKN,,0.08,,2026-01-01,, | name is empty",
        "c,LMKN,operations,1.08,,2026-01-01,, | rate '1.08' is more than the largest possible, 1",
        "c,LMKN,operations,-0.08,,2026-01-01,, | rate '-0.08' is negative",
        "c,LMKN,operations,0.08,,,, | valid_from is empty",
        "c,LMKN,operations,0.08,,2026-01-01,2026-01-01, | valid_to 2026-01-01 is not after valid_from 2026-01-01; it"
                + " is the first day not covered",
        "c,LMKN,operations,0.08,d,2026-01-01,, | after 'd' is unknown; this file has [c], the program ships [ID-LMKN]."
                + " Name one of them, or leave it empty",
        "c,LMKN,operations,0.08,c,2026-01-01,, | after 'c' is cyclic: c after c; a chain cannot come after itself:"
                + " clear one of them",
        "c,LMKN,other,0.08,ID-LMKN,2026-01-01,, | ''"})
    void shouldRefuseACellOfDeductions(String row, String reason) {
        List<String> errors = input().with("deductions.csv", lines(CHAIN_HEADER, row))
                .with("parties.csv", parties("", "c"))
                .errors();

        assertThat(errors).isEqualTo(reason.isEmpty() ? List.of() : List.of("deductions.csv:2: " + reason));
    }

    @Test
    void shouldRefuseChainsThatComeAfterEachOther() {
        assertThat(input().with("deductions.csv", lines(
                                CHAIN_HEADER,
                                "a,A,x,0.1,b,2026-01-01,,",
                                "b,B,x,0.1,c,2026-01-01,,",
                                "b,B,y,0.1,,2026-01-01,,",
                                "c,C,x,0.1,a,2026-01-01,,",
                                "d,D,x,0.1,a,2026-01-01,,"))
                        .errors())
                .containsExactly("deductions.csv:2: after 'b' is cyclic: a after b after c after a; a chain cannot come"
                        + " after itself: clear one of them");
    }

    @Test
    void shouldRefuseAChainThatComesBackToABody() {
        assertThat(input().with("deductions.csv", lines(
                                CHAIN_HEADER,
                                "a,LMKN,operations,0.1,,2026-01-01,,",
                                "a,WAMI,administration,0.1,,2026-01-01,,",
                                "a,LMKN,reserve,0.1,,2026-01-01,,",
                                "b,LMKN,operations,0.1,,2026-01-01,,",
                                "b,LMKN,operations,0.1,,2026-01-01,,",
                                "c,LMKN,operations,0.1,ID-LMKN,2026-01-01,,"))
                        .errors())
                .containsExactly(
                        "deductions.csv:2: chain a is cyclic: LMKN takes a part again after WAMI; steps in order are"
                                + " [LMKN:operations, WAMI:administration, LMKN:reserve]. Leave one of them out",
                        "deductions.csv:5: chain b is cyclic: LMKN takes its part for operations twice; steps in order"
                                + " are [LMKN:operations, LMKN:operations]. Leave one of them out",
                        "deductions.csv:7: chain c is cyclic: LMKN takes its part for operations twice; steps in order"
                                + " are [LMKN:operations, LMKN:operations]. Leave one of them out");
    }

    @Test
    void shouldRefuseVersionsOfAChainThatOverlapOrContradictEachOther() {
        assertThat(input().with("deductions.csv", lines(
                                CHAIN_HEADER,
                                "a,A,x,0.1,ID-LMKN,2026-01-01,,",
                                "a,A,y,0.1,,2026-01-01,2027-01-01,",
                                "a,A,z,0.1,,2026-06-01,,",
                                "a,A,w,0.1,b,2026-01-01,,",
                                "b,B,x,0.1,,2026-01-01,,"))
                        .errors())
                .containsExactly(
                        "deductions.csv:3: overlaps the version of chain a in line 2, valid from 2026-01-01; the steps"
                                + " of one version have one valid_from and valid_to, and a version ends where the next"
                                + " one begins",
                        "deductions.csv:4: overlaps the version of chain a in line 2, valid from 2026-01-01; the steps"
                                + " of one version have one valid_from and valid_to, and a version ends where the next"
                                + " one begins",
                        "deductions.csv:5: after 'b' differs from 'ID-LMKN' in line 2; all rows of one version come"
                                + " after one chain");
    }

    @Test
    void shouldRefuseUnknownColumnsOfTheExtraFiles() {
        assertThat(input().with("deductions.csv", "chain,body,name,percent,valid_from\n")
                        .with("tax_profiles.csv", "profile,country,kind,rate\n")
                        .errors())
                .anySatisfy(error -> assertThat(error).startsWith("deductions.csv:1: unknown column 'percent'"))
                .contains("deductions.csv:1: column 'rate' is missing in the header",
                        "tax_profiles.csv:1: column 'valid_from' is missing in the header");
    }

    @Test
    void shouldReadEveryColumnOfExchangeRates() {
        FxRate rate = input().with("fx.csv", lines(
                        "date,base,quote,rate,source", "2026-04-30,USD,IDR,16250.5,Bank Indonesia JISDOR",
                        "2026-04-30,IDR,USD,0.00006,same day the other way"))
                .read()
                .fxRates()
                .get(0);

        assertThat(rate.getDate()).isEqualTo(LocalDate.parse("2026-04-30"));
        assertThat(rate.getBase()).isEqualTo("USD");
        assertThat(rate.getQuote()).isEqualTo("IDR");
        assertThat(rate.getRate()).isEqualByComparingTo("16250.5");
        assertThat(rate.getRate().scale()).isEqualTo(12);
        assertThat(rate.getSource()).isEqualTo("Bank Indonesia JISDOR");
    }

    @Test
    void shouldAcceptAPartyThatNoRateCanPay() {
        assertThat(input().with("parties.csv", lines("party_id,name,payout_currency", "1,A,USD", "2,B,KRW")).errors())
                .isEmpty();
    }
}
