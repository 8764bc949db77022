package angklung.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Agreement;
import angklung.avro.Claim;
import angklung.avro.Party;
import angklung.avro.Registration;
import angklung.config.Failure;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputReaderTest {
    private static final String AGREEMENT_HEADER =
            "dsp,territory,offering,right_type,model,revenue_share,valid_from,valid_to,time_zone";
    private static final String RIGHTS_HEADER = "isrc,right_type,party_id,role,share,valid_from,valid_to,registrant";

    @TempDir
    private Path directory;

    private InputFixture input() {
        return new InputFixture(directory);
    }

    private static String lines(String... lines) {
        return Arrays.stream(lines).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void shouldReadAnInputThatIsInOrder() {
        Input input = input().read();

        assertThat(input.dsps()).containsExactly("alpha");
        assertThat(input.agreements()).extracting(Agreement::getRevenueShareMillionths)
                .containsExactly(550_000L, 100_000L);
        assertThat(input.parties()).extracting(Party::getPayoutScale).containsExactly(0, 2);
        assertThat(input.rights().registrations()).extracting(Registration::getSubject)
                .containsExactly("IDA012600001");
        assertThat(input.rights().registrations().get(0).getClaims()).extracting(Claim::getShareMicropercent)
                .containsExactlyInAnyOrder(60_000_000L, 40_000_000L);
        assertThat(input.playRows()).isEqualTo(1);
        assertThat(input.schedule().beforeLate()).singleElement().satisfies(step -> {
            assertThat(step.period()).hasToString("2026-04");
            assertThat(step.dsps()).containsExactly("alpha");
            assertThat(step.restatements()).isEmpty();
        });
    }

    @Test
    void shouldNameEveryMissingFile() {
        assertThat(input().without("revenue.csv").without("rights.csv").without("plays.csv").errors())
                .containsExactly(
                        "revenue.csv: the file is missing in " + directory + " (revenue.csv.gz will do)",
                        "rights.csv: the file is missing in " + directory + " (rights.csv.gz will do)",
                        "plays*.csv: no such file in " + directory + "; at least one is needed");
    }

    @Test
    void shouldRefuseAPlainFileBesideACompressedOne() {
        assertThat(input().with("plays.csv.gz", InputFixture.gzip(InputFixture.PLAYS)).errors())
                .containsExactly("plays.csv.gz: both plays.csv and plays.csv.gz are present; which one counts?"
                        + " remove the other");
    }

    @Test
    void shouldRefuseADirectoryThatIsNone() {
        assertThatThrownBy(() -> new InputReader(InputFixture.RULES, java.time.Instant.EPOCH).read(directory.resolve("nowhere")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("nowhere is not a directory");
    }

    @Test
    void shouldReadCompressedFiles() {
        Input input = input().without("plays.csv").with("plays-1.csv.gz", InputFixture.gzip(InputFixture.PLAYS)).read();

        assertThat(input.playRows()).isEqualTo(1);
    }

    @Test
    void shouldReportATruncatedArchive() {
        byte[] whole = InputFixture.gzip(InputFixture.PLAYS);

        assertThat(input().without("plays.csv").with("plays.csv.gz", Arrays.copyOf(whole, whole.length - 12)).errors())
                .singleElement()
                .asString()
                .startsWith("plays.csv.gz:")
                .contains("the archive is truncated or damaged");
    }

    @Test
    void shouldReportAnArchiveThatIsNone() {
        assertThat(input().without("plays.csv").with("plays.csv.gz", InputFixture.PLAYS).errors())
                .singleElement()
                .asString()
                .startsWith("plays.csv.gz: the file cannot be read on from here: the archive is truncated or damaged");
    }

    @Test
    void shouldCollectTheFaultsOfAllFiles() {
        List<String> errors = input()
                .with("parties.csv", lines("party_id,name,payout_currency", "1,Sari,IDX"))
                .with("revenue.csv", lines("dsp,territory,offering,period,currency,net_revenue",
                        "alpha,ID,premium,2026-13,IDR,-1"))
                .errors();

        assertThat(errors).containsExactly(
                "revenue.csv:2: period '2026-13' is not a period of the form YYYY-MM",
                "revenue.csv:2: net_revenue '-1' is negative",
                "parties.csv:2: payout_currency 'IDX' is not an ISO 4217 code in upper case");
    }

    @Test
    void shouldListAHundredFaultsAndCountTheRest() {
        String rows = IntStream.range(0, 130).mapToObj(i -> i + ",,IDR").collect(Collectors.joining("\n"));

        List<String> errors = input().with("parties.csv", "party_id,name,payout_currency\n" + rows).errors();

        assertThat(errors).hasSize(101).last().isEqualTo("and 30 more");
        assertThat(errors.get(99)).isEqualTo("parties.csv:101: name is empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "dsp | al/pha | dsp 'al/pha' is not a service: letters, digits, _ and -, 1 to 64 characters",
        "dsp | beta | dsp 'beta' has no agreement in agreements.csv",
        "territory | id | territory 'id' is not an ISO 3166-1 alpha-2 code in upper case",
        "offering | a b | offering 'a b' is not an identifier: letters, digits, . _ and -, 1 to 64 characters",
        "offering | '' | offering is empty",
        "period | 2026-4 | period '2026-4' is not a period of the form YYYY-MM",
        "currency | idr | currency 'idr' is not an ISO 4217 code in upper case",
        "net_revenue | 1e6 | net_revenue '1e6' is not a plain decimal such as 1234.56",
        "net_revenue | 1.000.000 | net_revenue '1.000.000' is not a plain decimal such as 1234.56",
        "net_revenue | 1.1234567 | net_revenue '1.1234567' has more than 6 decimals",
        "net_revenue | 9223372036854.775808 | net_revenue '9223372036854.775808' is more than the largest possible,"
                + " 9223372036854.775807",
        "subscribers | 1.5 | subscribers '1.5' is not a whole number",
        "subscribers | -1 | subscribers '-1' is not in the range 0 to 100000000000",
        "label_payments | x | label_payments 'x' is not a plain decimal such as 1234.56",
        "performance_royalties | -0.01 | performance_royalties '-0.01' is negative",
        "revision | 0 | revision '0' is not in the range 1 to 1000000"})
    void shouldRefuseACellOfRevenue(String column, String value, String expected) {
        List<String> columns = List.of("dsp", "territory", "offering", "period", "currency", "net_revenue",
                "subscribers", "label_payments", "performance_royalties", "revision");
        List<String> good = List.of("alpha", "ID", "premium", "2026-04", "IDR", "1000", "", "", "", "");
        String row = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).equals(column) ? value : good.get(i))
                .collect(Collectors.joining(","));

        assertThat(input().with("revenue.csv", lines(String.join(",", columns), row)).errors())
                .containsExactly("revenue.csv:2: " + expected);
    }

    @Test
    void shouldRefuseARevisionTwiceAndAChangeOfCurrency() {
        assertThat(input().with("revenue.csv", lines(
                                "dsp,territory,offering,period,currency,net_revenue,revision",
                                "alpha,ID,premium,2026-04,IDR,10,1",
                                "alpha,ID,premium,2026-04,IDR,11,",
                                "alpha,ID,premium,2026-04,USD,12,2"))
                        .errors())
                .containsExactly(
                        "revenue.csv:3: revision 1 of alpha/ID/premium 2026-04 is in line 2 already",
                        "revenue.csv:4: currency USD differs from IDR in line 2; a revision keeps the currency");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "alpha,ID,premium,RECORDING,MARKET,0.5,2026-01-01,, | model 'MARKET' is none of"
                + " [MARKET_CENTRIC, USER_CENTRIC, ARTIST_CENTRIC]",
        "alpha,ID,premium,UNKNOWN,MARKET_CENTRIC,0.5,2026-01-01,, | right_type 'UNKNOWN' is none of"
                + " [RECORDING, MECHANICAL, PERFORMANCE]",
        "alpha,ID,premium,RECORDING,MARKET_CENTRIC,1.1,2026-01-01,, | revenue_share '1.1' is more than the largest"
                + " possible, 1",
        "alpha,ID,premium,RECORDING,MARKET_CENTRIC,,2026-01-01,, | revenue_share is empty",
        "alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,01/01/2026,, | valid_from '01/01/2026' is not a date of the"
                + " form YYYY-MM-DD",
        "alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-02-01,2026-02-01, | valid_to 2026-02-01 is not after"
                + " valid_from 2026-02-01; it is the first day not covered",
        "alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,2026-01-01,,+07:00 | time_zone '+07:00' is not an IANA time"
                + " zone such as Asia/Jakarta"})
    void shouldRefuseACellOfAgreements(String row, String expected) {
        assertThat(input().with("agreements.csv", lines(AGREEMENT_HEADER, row)).errors())
                .containsExactly("agreements.csv:2: " + expected);
    }

    @Test
    void shouldRefuseAgreementsThatOverlapOrShareAMonthOrDifferInTimeZone() {
        String row = "alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.5,";

        assertThat(input().with("agreements.csv", lines(
                                AGREEMENT_HEADER,
                                row + "2026-01-01,2026-03-15,UTC",
                                row + "2026-03-01,2026-05-01,UTC",
                                row + "2026-05-01,2026-06-10,UTC",
                                row + "2026-06-10,,UTC",
                                "alpha,ID,premium,MECHANICAL,MARKET_CENTRIC,0.5,2026-01-01,,Asia/Jakarta"))
                        .errors())
                .containsExactly(
                        "agreements.csv:3: overlaps the agreement in line 2 for alpha/ID/premium RECORDING"
                                + " from 2026-03-01; end one of them with valid_to, at the end of a month",
                        "agreements.csv:5: touches the period 2026-06, as the agreement in line 4 for"
                                + " alpha/ID/premium RECORDING does; a period is priced by one agreement: change at the"
                                + " end of a month",
                        "agreements.csv:6: time_zone Asia/Jakarta differs from UTC in line 2; alpha/ID/premium counts"
                                + " its plays in one time zone: give all its agreements the same");
    }

    @Test
    void shouldRefuseAgreementsWithoutAnyRow() {
        assertThat(input().with("agreements.csv", AGREEMENT_HEADER + "\n").errors())
                .contains("agreements.csv: there is no agreement, so there is nothing to settle");
    }

    @Test
    void shouldRefuseRevenueThatLacksWhatAnAgreementMultipliesBy() {
        assertThat(input().with("agreements.csv", lines(
                                "dsp,territory,offering,right_type,model,revenue_share,label_payments_share,"
                                        + "floor_per_subscriber,valid_from",
                                "alpha,ID,premium,MECHANICAL,MARKET_CENTRIC,0.5,0.262,0.5,2026-01-01"))
                        .errors())
                .containsExactly(
                        "revenue.csv:2: label_payments is empty, but the MECHANICAL agreement from 2026-01-01 has"
                                + " label_payments_share; fill it in",
                        "revenue.csv:2: subscribers is empty, but the MECHANICAL agreement from 2026-01-01 has a"
                                + " minimum or floor per subscriber; fill it in");
    }

    @ParameterizedTest
    @CsvSource({"IDR,0", "KRW,0", "JPY,0", "USD,2", "KWD,3", "XAU,0"})
    void shouldPayInTheDigitsOfTheCurrencyUnlessAgreedOtherwise(String currency, int scale) {
        assertThat(PartiesFile.defaultScale(currency)).isEqualTo(scale);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "IDA01260001,RECORDING,1,MainArtist,50,2020-01-01,, | isrc 'IDA01260001' is not an ISRC (ISO 3901), such as"
                + " IDA012600001",
        "IDA012600001,RECORDING,9,MainArtist,50,2020-01-01,, | party_id '9' is not in parties.csv; add the"
                + " party there",
        "IDA012600001,RECORDING,1,,50,2020-01-01,, | role is empty",
        "IDA012600001,RECORDING,1,MainArtist,0,2020-01-01,, | share is 0; leave the row out",
        "IDA012600001,RECORDING,1,MainArtist,100.1,2020-01-01,, | share '100.1' is more than the largest possible,"
                + " 100",
        "IDA012600001,RECORDING,1,MainArtist,33.3333333,2020-01-01,, | share '33.3333333' has more than 6 decimals",
        "IDA012600001,RECORDING,1,MainArtist,50,2020-01-01,2019-01-01, | valid_to 2019-01-01 is not after valid_from"
                + " 2020-01-01; it is the first day not covered"})
    void shouldRefuseACellOfRights(String row, String expected) {
        assertThat(input().with("rights.csv", lines(RIGHTS_HEADER, row)).errors())
                .containsExactly("rights.csv:2: " + expected);
    }

    @Test
    void shouldRefuseMoreThanTheWholeOfOneRegistrantOnAnyDate() {
        assertThat(input().with("rights.csv", lines(
                                RIGHTS_HEADER,
                                "IDA012600001,RECORDING,1,MainArtist,60,2020-01-01,2026-04-16,",
                                "ID-A01-26-00001,RECORDING,2,Producer,40.06,2020-01-01,,",
                                "IDA012600001,RECORDING,1,MainArtist,59.94,2026-04-16,,",
                                "IDA012600002,RECORDING,1,MainArtist,60,2020-01-01,,",
                                "IDA012600002,RECORDING,2,Producer,40.1,2026-02-01,,"))
                        .errors())
                .containsExactly("rights.csv:6: shares of IDA012600002 RECORDING add up to 100.1 % on 2026-02-01;"
                        + " at most 100 (100.06 with the tolerance). Lower them, end one with valid_to, or name the"
                        + " registrants if they contradict each other");
    }

    @Test
    void shouldLeaveClaimsOfSeveralRegistrantsToTheDispute() {
        assertThat(input().with("rights.csv", lines(
                                RIGHTS_HEADER,
                                "IDA012600001,RECORDING,1,MainArtist,100,2020-01-01,,left",
                                "IDA012600001,RECORDING,2,MainArtist,100,2020-01-01,,right"))
                        .errors())
                .isEmpty();
    }

    @Test
    void shouldRefuseAClaimTwiceForTheSameDates() {
        assertThat(input().with("rights.csv", lines(
                                RIGHTS_HEADER,
                                "IDA012600001,RECORDING,1,MainArtist,30,2020-01-01,2026-01-01,",
                                "IDA012600001,RECORDING,1,Producer,30,2020-01-01,,",
                                "IDA012600001,RECORDING,1,MainArtist,30,2026-01-01,,",
                                "IDA012600001,RECORDING,1,MainArtist,30,2026-06-01,,"))
                        .errors())
                .containsExactly("rights.csv:5: claims IDA012600001 RECORDING for party 1 as MainArtist again; line 4"
                        + " covers some of the same dates; end one of them with valid_to, or add their shares up");
    }

    @Test
    void shouldRegisterTheSameWhateverTheOrderOfTheRows() {
        Input one = input().read();
        Input other = input().with("rights.csv", lines(
                        "share,isrc,right_type,party_id,role,valid_from,valid_to",
                        "40.000,IDA012600001,RECORDING,2,Producer,2020-01-01,",
                        "60,ID-A01-26-00001,RECORDING,1,MainArtist,2020-01-01,"))
                .read();
        Input ended = input().with("rights.csv", lines(
                        "share,isrc,right_type,party_id,role,valid_from,valid_to",
                        "40,IDA012600001,RECORDING,2,Producer,2020-01-01,2030-01-01",
                        "60,IDA012600001,RECORDING,1,MainArtist,2020-01-01,"))
                .read();

        assertThat(other.rights()).isEqualTo(one.rights());
        assertThat(ended.rights()).isNotEqualTo(one.rights());
    }

    @Test
    void shouldRefuseExchangeRatesThatAreNone() {
        assertThat(input().with("fx.csv", lines(
                                "date,base,quote,rate,source", "2026-04-01,USD,IDR,16000.123456789012,BI",
                                "2026-04-01,USD,IDR,1,BI", "2026-04-02,USD,IDR,0,BI", "2026-04-02,USD,IDR,1,",
                                "2026-04-02,IDR,IDR,1,BI", "2026-04-02,USD,IDR,-1,BI", "2026-04-02,USD,IDX,1,BI",
                                "4/2026,USD,IDR,1,BI", "2026-04-02,USD,IDR,1.1234567890123,BI"))
                        .errors())
                .containsExactly(
                        "fx.csv:3: the rate of USD/IDR on 2026-04-01 is in line 2 already; which one counts? remove"
                                + " the other",
                        "fx.csv:4: rate is 0; a rate is positive: units of quote for one of base",
                        "fx.csv:5: source is empty",
                        "fx.csv:6: base and quote are both IDR; a rate is between two currencies: leave the row out",
                        "fx.csv:7: rate '-1' is negative",
                        "fx.csv:8: quote 'IDX' is not an ISO 4217 code in upper case",
                        "fx.csv:9: date '4/2026' is not a date of the form YYYY-MM-DD",
                        "fx.csv:10: rate '1.1234567890123' has more than 12 decimals");
    }

    @Test
    void shouldRefusePlaysUnderAnAgreementWithoutRevenueOncePerGroup() {
        String play = "alpha,s1,IDA012600001,ID,premium,";

        assertThat(input().with("plays.csv", lines(
                                "play_id,dsp,subscriber_id,isrc,territory,offering,started_at,played_ms",
                                "p1," + play + "2026-03-31T17:00:00Z,1",
                                "p2," + play + "2026-03-31T16:59:59Z,1",
                                "p3," + play + "2026-03-01T00:00:00Z,1"))
                        .errors())
                .containsExactly("plays.csv:3: plays of alpha/ID/premium in 2026-03 fall under the agreement for"
                        + " MECHANICAL, RECORDING, but revenue.csv has no line for dsp alpha, territory ID, offering"
                        + " premium, period 2026-03; add one, with 0 if there was none");
    }

    @Test
    void shouldAcceptPlaysThatWaitOrWillBeRejected() {
        assertThat(input().with("plays.csv", lines(
                                "play_id,dsp,subscriber_id,isrc,territory,offering,started_at,played_ms,engagement",
                                "p1,alpha,s1,IDA012600001,ID,free,2026-03-01T00:00:00Z,60000,",
                                "p2,nobody,s1,IDA012600001,ID,premium,2026-03-01T00:00:00Z,60000,",
                                "p3,alpha,s1,not an isrc,ID,premium,2026-03-01T00:00:00Z,60000,",
                                "p4,alpha,s1,IDA012600001,ID,premium,2026-03-01,60000,",
                                "p5,alpha,s1,IDA012600001,ID,premium,2026-03-01T00:00:00Z,many,",
                                "p6,alpha,s1,IDA012600001,ID,premium,2026-03-01T00:00:00Z,-5,",
                                "p7,alpha,s1,IDA012600001,ID,premium,2026-03-01T00:00:00Z,60000,LOUD",
                                "p8,alpha,s1,IDA012600001,ID,premium,2199-03-01T00:00:00Z,60000,"))
                        .errors())
                .isEmpty();
    }

    @Test
    void shouldRefuseRowsOfPlaysThatHaveTheWrongNumberOfFields() {
        assertThat(input().with("plays.csv", InputFixture.PLAYS + "p2,alpha\n" + "p3,a,b,c,d,e,f,g,h\n").errors())
                .containsExactly(
                        "plays.csv:3: 2 fields, but the header has 8", "plays.csv:4: 9 fields, but the header has 8");
    }
}
