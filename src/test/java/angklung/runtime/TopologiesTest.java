package angklung.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.config.Failure;
import angklung.config.Settings;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologiesTest {

    @Test
    void shouldHaveANotaryWhereALogIsKept() {
        Settings kept = Settings.of(Map.of(
                "log.origin", "log.example.org/royalties", "dsps", "nada", "schema.registry.url", "mock://kept"));

        assertThat(Topologies.of(kept)).containsOnlyKeys(Stage.values());
        assertThat(Topologies.of(kept).get(Stage.NOTARY).get().describe().subtopologies()).hasSize(4);
    }

    @Test
    void shouldHaveNoNotaryWhereNoLogIsKept() {
        Settings none = Settings.of(Map.of("dsps", "nada", "schema.registry.url", "mock://none"));

        assertThat(Topologies.of(none)).hasSize(Stage.values().length - 1).doesNotContainKey(Stage.NOTARY);
        assertThatThrownBy(() -> Topologies.of(none, EnumSet.of(Stage.NOTARY)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("set log.origin to a name such as");
    }
}
