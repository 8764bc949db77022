package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.ClaimsPolicy;
import angklung.explain.ShareRules.Basis;
import angklung.explain.ShareRules.Finding;
import angklung.model.Beneficiary;
import angklung.model.HoldReason;
import angklung.model.Period;
import angklung.model.RecordingClaims;
import angklung.model.ShareClaim;
import angklung.model.Splits;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShareRulesTest {
    private static final Period APRIL = Period.parse("2026-04");
    private static final int LONG_AGO = day("2020-01-01");

    private static int day(String date) {
        return Math.toIntExact(LocalDate.parse(date).toEpochDay());
    }

    private static ShareClaim claim(String party, long percent, int from, OptionalInt to) {
        return new ShareClaim(party, percent * 1_000_000, from, to, null);
    }

    private static Finding judge(List<ShareClaim> claims, Beneficiary beneficiary, long recording, long part) {
        return ShareRules.judge(RecordingClaims.of(claims), APRIL, ClaimsPolicy.HOLD_ALL, beneficiary, recording, part);
    }

    @Test
    void shouldComputeAConstantShareToTheLastMicro() {
        List<ShareClaim> claims =
                List.of(claim("1", 25, LONG_AGO, OptionalInt.empty()), claim("2", 25, LONG_AGO, OptionalInt.empty()));

        assertThat(judge(claims, Beneficiary.party("1"), 1_000, 250).basis()).isEqualTo(Basis.EXACT);
        assertThat(judge(claims, Beneficiary.party("1"), 1_000, 250).share()).isEqualByComparingTo("0.25");
        assertThat(judge(claims, Beneficiary.party("1"), 1_000, 251).basis()).isEqualTo(Basis.BROKEN);
        assertThat(judge(claims, Beneficiary.hold(HoldReason.UNCLAIMED), 1_000, 500).basis()).isEqualTo(Basis.EXACT);
        assertThat(judge(List.of(), Beneficiary.hold(HoldReason.UNMATCHED), 7, 7).basis()).isEqualTo(Basis.EXACT);
    }

    /** Late plays of days before a change count in the period, but nothing says that there were any. */
    @Test
    void shouldTakeAChangeBeforeThePeriodForWhatItGaveOnlyIfTheSharesOfThePeriodDoNot() {
        int march = day("2026-03-01");
        List<ShareClaim> claims =
                List.of(claim("A", 50, LONG_AGO, OptionalInt.of(march)), claim("A", 100, march, OptionalInt.empty()));

        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 1_000).basis()).isEqualTo(Basis.EXACT);
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 900).basis()).isEqualTo(Basis.CHANGING);
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 400).basis()).isEqualTo(Basis.BROKEN);
    }

    @Test
    void shouldBoundAShareThatChanged() {
        int middle = day("2026-04-16");
        List<ShareClaim> claims = List.of(
                claim("A", 50, LONG_AGO, OptionalInt.of(middle)), claim("B", 50, LONG_AGO, OptionalInt.of(middle)),
                claim("A", 60, middle, OptionalInt.empty()), claim("B", 40, middle, OptionalInt.empty()));

        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 550).basis()).isEqualTo(Basis.CHANGING);
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 550).share()).isEqualByComparingTo("0.55");
        assertThat(judge(claims, Beneficiary.party("A"), 1_000, 602).basis()).isEqualTo(Basis.BROKEN);
        assertThat(judge(claims, Beneficiary.party("B"), 1_000, 398).basis()).isEqualTo(Basis.BROKEN);
    }

    @Test
    void shouldNeverDoubtWhatTheSplitItselfGives() {
        Seeds.cases(2_000, random -> {
            List<ShareClaim> claims = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                int from = day("2026-03-01") + random.nextInt(70);
                OptionalInt to = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(from + 1 + random.nextInt(40));
                claims.add(new ShareClaim("p" + random.nextInt(3), random.nextLong(60_000_000), from, to, null));
            }
            SortedMap<Integer, Splits.Day> plays = new TreeMap<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                long count = 1 + random.nextLong(100);
                plays.put(day("2026-04-01") + random.nextInt(30), new Splits.Day(count, BigInteger.valueOf(count)));
            }
            long amount = random.nextLong(1_000_000_000);
            ClaimsPolicy policy = random.nextBoolean() ? ClaimsPolicy.HOLD_ALL : ClaimsPolicy.PAY_UNDISPUTED;
            RecordingClaims all = RecordingClaims.of(claims);
            Splits.Terms terms = Splits.Terms.of(Splits.Overclaim.valueOf(policy.name()));
            for (Splits.Part part : Splits.divide(amount, plays, all, terms).parts()) {
                assertThat(ShareRules.judge(all, APRIL, policy, part.beneficiary(), amount, part.amountMicros())
                        .basis()).isNotEqualTo(Basis.BROKEN);
            }
        });
    }
}
