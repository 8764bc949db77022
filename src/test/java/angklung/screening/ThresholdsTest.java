package angklung.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
    @Test
    void shouldHaveTwelveRules() {
        assertThat(Rule.values()).extracting(Rule::id).containsExactly(
                "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12");
        assertThat(Rule.ofId("F12")).isEqualTo(Rule.SPREAD);
    }

    @Test
    void shouldHaveDefaultsThatMakeSense() {
        for (Rule rule : Rule.values()) {
            rule.thresholds().forEach(threshold -> threshold.check(rule, threshold.standard()));
            Set<String> names = rule.thresholds().stream().map(Threshold::name).collect(Collectors.toSet());
            assertThat(names).hasSameSizeAs(rule.thresholds());
        }
    }

    @Test
    void shouldRefuseAnUnknownRule() {
        assertThatThrownBy(() -> of(stated("F13", null, Map.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown rule 'F13'; the rules are F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12");
    }

    @Test
    void shouldRefuseAnUnknownThreshold() {
        assertThatThrownBy(() -> of(stated("F3", null, Map.of("plays_per_week", BigDecimal.TEN))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rule F3 has no threshold 'plays_per_week'; it has plays_per_day, plays_per_period");
    }

    @Test
    void shouldRefuseValuesThatMakeNoSense() {
        assertThatThrownBy(() -> of(stated("F3", null, Map.of("plays_per_day", new BigDecimal("-1")))))
                .hasMessage("Threshold plays_per_day of rule F3 is -1: it cannot be negative");
        assertThatThrownBy(() -> of(stated("F5", null, Map.of("share", new BigDecimal("1.01")))))
                .hasMessage("Threshold share of rule F5 is 1.01: it cannot be above 1");
    }

    @Test
    void shouldRefuseARuleStatedTwiceForOnePlace() {
        assertThatThrownBy(() -> of(stated("F3", null, Map.of()), stated("F3", null, Map.of())))
                .hasMessage("Rule F3 is stated twice for all territories");
        assertThatThrownBy(() -> of(stated("F3", "KR", Map.of()), stated("F3", "KR", Map.of())))
                .hasMessage("Rule F3 is stated twice for KR");
        of(stated("F3", "KR", Map.of()), stated("F3", "ID", Map.of()), stated("F3", null, Map.of()));
    }

    @Test
    void shouldTakeDefaultsForWhatIsLeftOut() {
        Thresholds thresholds = of(stated("F3", null, Map.of("plays_per_day", new BigDecimal("5"))));

        RuleTerms terms = thresholds.enabled(Rule.PLAYS).get(0);
        assertThat(terms.most("plays_per_day")).isEqualTo(5);
        assertThat(terms.most("plays_per_period")).isEqualTo(30_000);
        assertThat(terms.version()).isEqualTo("2026-01-01");
        assertThat(thresholds.enabled(Rule.HOURS).get(0).version()).isEqualTo("default");
    }

    @Test
    void shouldCompareCountsWithFractionsExactly() {
        RuleTerms terms = of(stated("F3", null, Map.of("plays_per_day", new BigDecimal("2.5"))))
                .enabled(Rule.PLAYS)
                .get(0);

        assertThat(terms.most("plays_per_day")).as("more than 2.5 is more than 2").isEqualTo(2);
        assertThat(terms.least("plays_per_day")).as("at least 2.5 is at least 3").isEqualTo(3);
        assertThat(terms.exceedsShare("plays_per_day", 5, 2)).isFalse();
        assertThat(terms.reachesShare("plays_per_day", 5, 2)).isTrue();
        assertThat(terms.exceedsShare("plays_per_day", 500_000_000_000_000_001L, 200_000_000_000_000_000L)).isTrue();
    }

    @Test
    void shouldJudgeATerritoryByItsOwnTermsAndOverAllPlays() {
        Thresholds thresholds = of(
                stated("F3", null, Map.of("plays_per_day", new BigDecimal("10"))),
                stated("F3", "KR", Map.of("plays_per_day", new BigDecimal("3"))));
        Plays plays = new Plays().in("KR").times(2, "A-1", 1, 180).in("ID").times(2, "A-2", 1, 180);

        List<Finding> found = plays.findings(thresholds).stream()
                .filter(finding -> finding.rule() == Rule.PLAYS)
                .toList();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).territory()).isEqualTo("KR");
        assertThat(found.get(0).plays()).as("those in Korea, though all four were counted").isEqualTo(2);
    }

    @Test
    void shouldNotApplyARuleThatIsNotEnabled() {
        StatedRule off = new StatedRule("F3", "KR", false, Map.of(), "2026-01-01");
        Thresholds thresholds = of(off, stated("F3", null, Map.of("plays_per_day", BigDecimal.ONE)));

        List<Finding> found = new Plays().in("KR").at("A-1", 1, 0).at("A-2", 1, 200).at("A-3", 1, 400)
                .in("ID").at("A-1", 1, 600).at("A-2", 1, 800).at("A-3", 1, 1_000)
                .findings(thresholds);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).plays()).as("those in Indonesia").isEqualTo(3);
        assertThat(found.get(0).territory()).as("by the terms for all").isNull();
    }

    private static Thresholds of(StatedRule... stated) {
        return Thresholds.of(List.of(stated));
    }

    private static StatedRule stated(String rule, String territory, Map<String, BigDecimal> thresholds) {
        return new StatedRule(rule, territory, true, thresholds, "2026-01-01");
    }
}
