package angklung.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormulaTest {
    private static BigDecimal value(String formula, Map<String, String> inputs) {
        return Formula.parse(formula, inputs.keySet()).flatMap(f -> f.value(inputs)).orElse(null);
    }

    @Test
    void shouldComputeTheStepsOfARateSheet() {
        assertThat(value("revenue_share * net_revenue", Map.of("revenue_share", "0.151", "net_revenue", "1000000")))
                .isEqualByComparingTo("151000");
        assertThat(value("max(greatest of - performance_royalties, 0)",
                Map.of("greatest of", "10", "performance_royalties", "60"))).isEqualByComparingTo("0");
        assertThat(value("max(revenue share, per-play minimum)",
                Map.of("revenue share", "3", "per-play minimum", "4"))).isEqualByComparingTo("4");
        assertThat(value("max(less performance royalties, floor) rounded down to 6 decimals",
                Map.of("less performance royalties", "0.1234567", "floor", "0"))).isEqualTo("0.123456");
        assertThat(value("a * b + (c - 2) * min(a, 1.5)", Map.of("a", "2", "b", "3", "c", "4")))
                .isEqualByComparingTo("9");
    }

    @Test
    void shouldLeaveOtherFormsAlone() {
        assertThat(value("a / b", Map.of("a", "2", "b", "3"))).isNull();
        assertThat(value("a * unknown", Map.of("a", "2"))).isNull();
        assertThat(value("a *", Map.of("a", "2"))).isNull();
        assertThat(value("max(a", Map.of("a", "2"))).isNull();
        assertThat(value("a", Map.of("a", "not a number"))).isNull();
        assertThat(value("", Map.of())).isNull();
    }
}
