package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.appeal.Hit;
import angklung.avro.HitStatus;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningSubject;
import angklung.config.Failure;
import angklung.topic.AvroSerdes;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What names a hit on the command line. */
class ScreeningTopicsTest {
    static {
        AvroSerdes.trustGeneratedClasses();
    }

    private static final List<Hit> HITS = List.of(hit("3f9c2a71"), hit("3f9c2a72"), hit("71a2c9f3"));

    @Test
    void shouldFindAHitByItsFirstDigits() {
        assertThat(ScreeningTopics.find(HITS, "71a2c9")).isSameAs(HITS.get(2));
        assertThat(ScreeningTopics.find(HITS, "3f9c2a72")).isSameAs(HITS.get(1));
    }

    @Test
    void shouldRefuseWhatNamesNoneOrSeveral() {
        assertRefused("71a2c", "'71a2c' is too short: give at least 6 digits of the hit");
        assertRefused("3f9c2a", "2 hits begin with 3f9c2a; give more digits");
        assertRefused("3f9c2a73", "No hit 3f9c2a73 stands; see 'angklung screening list'");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> ScreeningTopics.find(HITS, text))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exitCode()).isEqualTo(Failure.USAGE))
                .hasMessage(message);
    }

    private static Hit hit(String id) {
        ScreeningHit record = ScreeningHit.newBuilder()
                .setHitId(id)
                .setPart(0)
                .setDsp("alpha")
                .setPeriod("2025-04")
                .setRevision(0)
                .setRule("F3")
                .setRuleVersion("default")
                .setSubjectKind(ScreeningSubject.SUBSCRIBER)
                .setSubject("0123456789abcdef")
                .setWindowFrom(LocalDate.parse("2025-04-10"))
                .setWindowTo(LocalDate.parse("2025-04-10"))
                .setEvidence(List.of())
                .setPlays(1)
                .setStatus(HitStatus.OPEN)
                .setAffected(List.of())
                .build();
        return new Hit(record, List.of(), Optional.empty());
    }
}
