package angklung.screening;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.ScreeningSubject;
import angklung.model.Period;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HitIdTest {
    private static final Period APRIL = Period.parse("2026-04");

    @Test
    void shouldBeADigestOfLengthPrefixedFields() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (String field : new String[] {"alun", "2026-04", "F4", "", "RECORDING", "QZABC2600001", "20544", "20573"}) {
            sha256.update(ByteBuffer.allocate(4).putInt(field.length()).array());
            sha256.update(field.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(HitId.of("alun", APRIL, Rule.JUST_OVER_THRESHOLD, null, Subject.recording("QZABC2600001"), 20544, 20573))
                .isEqualTo(HexFormat.of().formatHex(sha256.digest()));
    }

    @Test
    void shouldDifferInEveryField() {
        Subject song = Subject.recording("QZABC2600001");
        Set<String> ids = new TreeSet<>();
        ids.add(HitId.of("alun", APRIL, Rule.REPEATS, null, song, 1, 2));
        ids.add(HitId.of("alunF", APRIL, Rule.REPEATS, null, song, 1, 2));
        ids.add(HitId.of("alun", APRIL.next(), Rule.REPEATS, null, song, 1, 2));
        ids.add(HitId.of("alun", APRIL, Rule.VELOCITY, null, song, 1, 2));
        ids.add(HitId.of("alun", APRIL, Rule.REPEATS, "KR", song, 1, 2));
        ids.add(HitId.of("alun", APRIL, Rule.REPEATS, null, new Subject(ScreeningSubject.DEVICE, song.id()), 1, 2));
        ids.add(HitId.of("alun", APRIL, Rule.REPEATS, null, Subject.recording("QZABC2600002"), 1, 2));
        ids.add(HitId.of("alun", APRIL, Rule.REPEATS, null, song, 1, 3));
        ids.add(HitId.of("alun", APRIL, Rule.REPEATS, null, song, 2, 2));
        ids.add(HitId.of("alun", APRIL, Rule.REPEATS, null, song, 12, 2));

        assertThat(ids).hasSize(10);
    }

    @Test
    void shouldNotShowASubscriber() {
        String subject = new Plays().times(3, "A-1", 1, 180)
                .screen("pseudonym-17", Plays.only(Rule.PLAYS, "plays_per_day", "1"))
                .findings()
                .get(0)
                .subject()
                .id();

        assertThat(subject).hasSize(64).isEqualTo(HitId.ofSubscriber("alun", "pseudonym-17"));
        assertThat(subject).isNotEqualTo(HitId.ofSubscriber("other", "pseudonym-17"));
    }
}
