package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import angklung.avro.ArtistUsage;
import angklung.avro.DeliveryReport;
import angklung.avro.Engagement;
import angklung.avro.PeriodState;
import angklung.avro.RecordingUsage;
import angklung.avro.RejectedPlay;
import angklung.avro.ScreeningHit;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.topic.Partitioning;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageSenderTest {
    private static final int TARGETS = 3;
    private static final UsageRevision MARCH = UsageRevision.parse("2026-03");
    private static final UsageRevision APRIL = UsageRevision.parse("2026-04");
    private static final Place PLACE = new Place("nada", "ID", "premium");

    private final Feed feed = Feed.unread("nada", 4, TARGETS);
    private final Collected collected = new Collected();
    private final UsageSender sender = new UsageSender(Map.of("nada", feed), 4, TARGETS, collected);

    @Test
    void shouldPutManyRecordingsOfOnePartitionIntoOneRecord() {
        int recordings = 10 * UsageBatches.ENOUGH;
        for (int i = 0; i < recordings; i++) {
            sender.accept(PLACE, MARCH, isrc(i), counts(1));
        }
        sender.flush();
        assertThat(collected.usage).hasSizeBetween(10, 10 + TARGETS);
        List<String> isrcs = new ArrayList<>();
        long[] records = new long[TARGETS];
        long[] plays = new long[TARGETS];
        for (Usage usage : collected.usage) {
            int target = Partitioning.ofIsrc(UsageSender.anyIsrc(usage), TARGETS);
            records[target]++;
            for (RecordingUsage recording : usage.getRecordings()) {
                isrcs.add(recording.getIsrc());
                assertThat(Partitioning.ofIsrc(recording.getIsrc(), TARGETS)).isEqualTo(target);
                plays[target] += recording.getCounts().get(0).getPlays();
            }
        }
        assertThat(isrcs).hasSize(recordings).doesNotHaveDuplicates();
        assertThat(feed.sent(MARCH).records()).containsExactly(records[0], records[1], records[2]);
        assertThat(feed.sent(MARCH).plays()).containsExactly(plays[0], plays[1], plays[2]);
    }

    @Test
    void shouldBoundARecordByItsCountsAndNotByItsRecordings() {
        for (int i = 0; i < 40; i++) {
            sender.accept(PLACE, MARCH, isrc(i), counts(400));
        }
        sender.flush();
        assertThat(collected.usage).allSatisfy(usage -> assertThat(
                        usage.getRecordings().stream().mapToInt(r -> r.getCounts().size()).sum())
                .isLessThan(UsageBatches.ENOUGH + 400));
    }

    @Test
    void shouldSplitTheCountsOfOneRecordingThatAreTooMany() {
        List<UsageCount> counts = counts(3 * UsageBatches.ENOUGH + 1);
        sender.accept(PLACE, MARCH, isrc(1), counts);
        sender.flush();
        assertThat(collected.usage)
                .flatExtracting(Usage::getRecordings)
                .flatExtracting(RecordingUsage::getCounts)
                .isEqualTo(counts);
        assertThat(collected.usage).hasSize(4);
    }

    @Test
    void shouldKeepRevisionsOfAPeriodApart() {
        sender.accept(PLACE, MARCH, isrc(1), counts(1));
        sender.accept(PLACE, MARCH.next(), isrc(1), counts(1));
        sender.flush();
        assertThat(collected.usage)
                .extracting(Usage::getPeriod, Usage::getRevision)
                .containsExactly(tuple("2026-03", 0), tuple("2026-03", 1));
        assertThat(feed.sent(MARCH.next()).records().stream().mapToLong(n -> n).sum()).isEqualTo(1);
    }

    @Test
    void shouldKeepPlacesAndPeriodsApart() {
        Place other = new Place("nada", "ID", "free");
        sender.accept(PLACE, MARCH, isrc(1), counts(1));
        sender.accept(PLACE, APRIL, isrc(1), counts(1));
        sender.accept(other, APRIL, isrc(1), counts(1));
        sender.flush();
        assertThat(collected.usage)
                .extracting(Usage::getPeriod, Usage::getOffering)
                .containsExactly(
                        tuple("2026-03", "premium"),
                        tuple("2026-04", "premium"),
                        tuple("2026-04", "free"));
        assertThat(feed.sent(MARCH).records().stream().mapToLong(n -> n).sum()).isEqualTo(1);
        assertThat(feed.sent(APRIL).records().stream().mapToLong(n -> n).sum()).isEqualTo(2);
    }

    @Test
    void shouldSendNothingWithoutCounts() {
        sender.flush();
        sender.flush();
        assertThat(collected.usage).isEmpty();
    }

    private static String isrc(int n) {
        return String.format("IDA0126%05d", n);
    }

    private static List<UsageCount> counts(int days) {
        List<UsageCount> counts = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            counts.add(new UsageCount(LocalDate.of(2026, 3, 1).plusDays(day), Engagement.ACTIVE, 0, day + 1L, 0L));
        }
        return counts;
    }

    private static final class Collected implements Outlet {
        private final List<Usage> usage = new ArrayList<>();

        @Override
        public void usage(String key, Usage sent) {
            assertThat(key).isEqualTo(sent.getDsp() + "/" + sent.getPeriod());
            usage.add(sent);
        }

        @Override
        public void artists(String key, ArtistUsage artists) {
            throw new AssertionError(artists);
        }

        @Override
        public void hit(ScreeningHit hit) {
            throw new AssertionError(hit);
        }

        @Override
        public void rejected(String key, RejectedPlay rejected) {
            throw new AssertionError(rejected);
        }

        @Override
        public void delivery(String key, DeliveryReport report) {
            throw new AssertionError(report);
        }

        @Override
        public void fact(String key, PeriodState fact) {
            throw new AssertionError(fact);
        }
    }
}
