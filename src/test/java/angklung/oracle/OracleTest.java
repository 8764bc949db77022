package angklung.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle itself keeps the properties that it is used to check, so that a wrong oracle shows. */
class OracleTest {
    private static final List<String> EVERY_KIND = List.of(
                "ACCRUAL", "ADJUSTMENT", "DEDUCTION", "RECOUPMENT", "WITHHOLDING", "HOLD", "FX", "PAYOUT", "ADVANCE",
                "hold:unmatched", "hold:unclaimed", "hold:dispute", "hold:no-usage", "hold:idle-subscribers",
                "RESTATED_REVENUE", "LATE_PLAYS", "below minimum", "MARKET_CENTRIC", "USER_CENTRIC",
                "ARTIST_CENTRIC", "RELEASE", "hold:screening", "hold:authorship", "CHANGED_RIGHTS", "CHANGED_POLICY",
                "SCREENING", "screened", "without authors", "TAG", "HOLD", "F2", "F3", "F6", "F11", "OPEN", "RELEASED",
                "CONFIRMED");


    @Test
    void shouldConserveEveryPoolAndStayWithinOneMicroOfTheQuota() {
        Seeds.cases(300, random -> {
            Oracle oracle = new RandomInput(random, 200, List.of(YearMonth.of(2026, 3))).oracle();
            Map<String, Long> sums = new HashMap<>();
            oracle.earnings().forEach((key, amount) -> {
                sums.merge(key.pool(), amount.micros(), Long::sum);
                Fraction error = amount.quota().minus(Fraction.of(amount.micros()));
                assertThat(error.numerator().abs()).as("%s: %s", key, amount).isLessThan(error.denominator());
            });
            oracle.pools().forEach((pool, amount) ->
                    assertThat(sums.getOrDefault(pool, 0L)).as(pool).isEqualTo(amount));
        });
    }

    @Test
    void shouldAccountForEveryPlay() {
        Seeds.cases(300, random -> {
            RandomInput input = new RandomInput(random, 200, List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)));
            Oracle.Counts counts = input.oracle().counts();
            assertThat(counts.accepted() + counts.duplicates() + counts.rejected()).isEqualTo(counts.received());
            assertThat(counts.late()).isEqualTo(input.latePlays.size());
        });
    }

    @Test
    void shouldConserveEveryVersionInEveryMixtureOfModels() {
        Seeds.cases(60, random -> {
            Oracle oracle = everything(random).oracle();
            oracle.versions().forEach((pool, versions) -> versions.forEach(version -> {
                long sum = version.earnings().values().stream().mapToLong(Oracle.Amount::micros).sum();
                assertThat(sum).as("%s", version).isEqualTo(version.micros());
                assertThat(version.earnings().values()).allSatisfy(a -> assertThat(a.micros()).isPositive());
            }));
            oracle.earnings().forEach((key, amount) -> {
                Fraction error = oracle.exact().get(key).minus(Fraction.of(amount.micros())).abs();
                assertThat(error).as("%s: %s", key, amount).isLessThan(Fraction.of(2)); // recording, then shares
            });
            oracle.exact().forEach((key, exact) ->
                    assertThat(exact.compareTo(Fraction.of(2)) < 0 || oracle.earnings().containsKey(key))
                            .as("%s: %s", key, exact)
                            .isTrue());
        });
    }

    @Test
    void shouldBookDifferencesThatLeadFromTheFirstVersionToTheLast() {
        Seeds.cases(30, random -> {
            Oracle oracle = everything(random).oracle();
            Map<Oracle.Key, Long> sums = new HashMap<>();
            oracle.versions().values().forEach(versions -> versions.get(0).earnings()
                    .forEach((key, amount) -> sums.merge(key, amount.micros(), Long::sum)));
            oracle.differences().forEach((key, micros) -> sums.merge(key, micros, Long::sum));
            sums.values().removeIf(micros -> micros == 0);
            Map<Oracle.Key, Long> last = new HashMap<>();
            oracle.earnings().forEach((key, amount) -> last.put(key, amount.micros()));
            assertThat(sums).isEqualTo(last);
        });
    }

    @Test
    void shouldKeepBooksThatBalance() {
        Seeds.cases(60, random -> {
            RandomInput input = everything(random);
            Oracle oracle = input.oracle();
            Map<String, BigInteger> byCurrency = new HashMap<>();
            Map<String, BigInteger> byPool = new HashMap<>();
            oracle.balances().forEach((account, balance) -> {
                byCurrency.merge(account.currency(), balance.net(), BigInteger::add);
                if (account.name().startsWith("pool:")) {
                    byPool.put(account.name().substring(5), balance.net().negate());
                }
                if (account.name().startsWith("tax:")) {
                    assertThat(balance.net().mod(BigInteger.valueOf(1_000_000))).isZero();
                }
                if (account.name().endsWith(":advance")) { // never more recouped than advanced
                    assertThat(balance.net().signum()).isNotPositive();
                }
            });
            assertThat(byCurrency.values()).allSatisfy(sum -> assertThat(sum).isZero());
            oracle.pools().forEach((pool, amount) -> assertThat(byPool.getOrDefault(pool, BigInteger.ZERO))
                    .as(pool)
                    .isEqualTo(BigInteger.valueOf(amount)));
            assertThat(oracle.lines()).allSatisfy(line -> assertThat(line.micros()).isPositive());
        });
    }

    @Test
    void shouldNotDependOnTheOrderOfPlays() {
        Seeds.cases(30, random -> {
            RandomInput input = everything(random);
            Oracle before = input.oracle();
            Map<String, Map<String, String>> first = new LinkedHashMap<>();
            input.plays.forEach(play -> first.putIfAbsent(play.get("dsp") + play.get("play_id"), play));
            input.plays.clear();
            input.plays.addAll(first.values());
            Collections.reverse(input.plays);
            Oracle after = input.oracle();
            assertThat(after.lines()).isEqualTo(before.lines());
        });
    }

    /** What is known when a period is closed is all that counts: that it came late leaves no trace in the amounts. */
    @Test
    void shouldEndAtWhatWouldHaveBeenPaidIfNothingHadBeenLate() {
        Seeds.cases(20, random -> {
            RandomInput input = new RandomInput(
                    random, 100, List.of(YearMonth.of(2026, 3)), EnumSet.of(
                            RandomInput.Feature.WORKS, RandomInput.Feature.AUTHORSHIP,
                            RandomInput.Feature.LATE_RIGHTS));
            input.latePlays.clear();
            SortedMap<Oracle.Key, Oracle.Amount> late = input.oracle().earnings();
            assertThat(input.inTime().oracle().earnings()).isEqualTo(late);
        });
    }

    @Test
    void shouldReadWhatTheInputWrites(@TempDir Path directory) {
        RandomInput input = everything(new SplittableRandom(7));
        input.write(directory);

        Oracle read = new Oracle(directory);

        assertThat(read.lines()).isNotEmpty().isEqualTo(input.oracle().lines());
        assertThat(read.counts()).isEqualTo(input.oracle().counts());
    }

    @Test
    void shouldSeeEveryKindOfLineAndEveryModelInRandomInput() {
        Set<String> seen = new TreeSet<>();
        Seeds.cases(0, 1_000, () -> seen.containsAll(EVERY_KIND), random -> {
            RandomInput input = everything(random);
            Oracle oracle = input.oracle();
            oracle.lines().forEach(line -> seen.add(line.kind()));
            oracle.earnings().keySet().forEach(key -> {
                if (key.beneficiary().startsWith("hold:")) {
                    seen.add(key.beneficiary());
                }
            });
            oracle.versions().values().forEach(versions -> versions.forEach(version -> {
                seen.add(version.reason());
                if (version.belowMinimum() > 0) {
                    seen.add("below minimum");
                }
            }));
            input.agreements.forEach(agreement -> seen.add(agreement.get("model")));
            oracle.versions().values().forEach(versions -> versions.forEach(version -> {
                seen.addAll(List.of(version.reason().split("\\+")));
                if (version.screened() > 0) {
                    seen.add("screened");
                }
                if (version.authorship() > 0) {
                    seen.add("without authors");
                }
                version.earnings().keySet().forEach(key -> seen.add(key.policy().replaceAll(".* ", "")));
            }));
            oracle.hits().forEach(hit -> seen.addAll(List.of(hit.rule(), hit.status())));
        });
        assertThat(seen).containsAll(EVERY_KIND);
    }

    private static RandomInput everything(SplittableRandom random) {
        return new RandomInput(
                random, 150, List.of(YearMonth.of(2026, 3), YearMonth.of(2026, 4)),
                EnumSet.allOf(RandomInput.Feature.class));
    }

    @Test
    void shouldRoundNegativeFractionsDown() {
        assertThat(Fraction.of("-1.5").floor()).isEqualTo(BigInteger.valueOf(-2));
        assertThat(Fraction.of("1.5").floor()).isEqualTo(BigInteger.ONE);
    }
}
