package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Engagement;
import angklung.screening.ScreenedPlay;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DetailedEntryTest {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    @Test
    void shouldGiveBackEveryPlay() {
        Seeds.cases(1_000, random -> {
            List<ScreenedPlay> plays = new ArrayList<>();
            DetailedEntry entry = new DetailedEntry();
            for (int i = random.nextInt(20); i > 0; i--) {
                ScreenedPlay play = play(random);
                plays.add(play);
                add(entry, play);
            }
            List<ScreenedPlay> decoded = new ArrayList<>();
            byte[] stored = entry.encode();
            assertThat(DetailedEntry.isOne(stored)).isTrue();
            DetailedEntry.decode(stored, "ID", "premium", IsrcNumber::toIsrc, decoded::add);
            assertThat(decoded).isEqualTo(plays);
        });
    }

    @Test
    void shouldTakeFifteenBytesForAPlayOnTheSameDevice() {
        DetailedEntry entry = new DetailedEntry();
        int plays = 1_000;
        for (int i = 0; i < plays; i++) {
            add(entry, new ScreenedPlay(
                    "ID", "premium", String.format("ZZZZ9%07d", i), Engagement.PASSIVE, 20_530, 0,
                    20_530 * 86_400L + 200 * i, 190, true, -1));
        }
        assertThat(entry.encode().length).isLessThan(15 * plays);
    }

    @Test
    void shouldTellItsFormFromThatOfCounts() {
        SubscriberEntry counts = new SubscriberEntry();
        counts.add("IDA012600001", 20_530, Engagement.ACTIVE);
        assertThat(DetailedEntry.isOne(counts.encode())).isFalse();
    }

    private static void add(DetailedEntry entry, ScreenedPlay play) {
        entry.add(
                play.isrc(), play.engagement(), play.day(), play.trackMinutes(), play.startSecond(),
                play.playedSeconds(), play.complete(), play.device());
    }

    private static ScreenedPlay play(SplittableRandom random) {
        StringBuilder isrc = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            int from = i < 5 ? 0 : 26;
            int to = i < 2 ? 26 : 36;
            isrc.append(LETTERS.charAt(random.nextInt(from, to)));
        }
        long start = random.nextLong(946_684_800L, 253_000_000_000L);
        int day = (int) (start / 86_400) + random.nextInt(-1, 2);
        return new ScreenedPlay(
                "ID", "premium", isrc.toString(), Engagement.values()[random.nextInt(3)], day,
                random.nextInt(3) == 0 ? random.nextInt(PlayRules.MAX_TRACK_MINUTES + 1) : 0, start,
                random.nextInt(86_401), random.nextBoolean(), random.nextInt(3) == 0 ? random.nextLong() : 0);
    }
}
