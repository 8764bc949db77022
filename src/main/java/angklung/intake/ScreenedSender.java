package angklung.intake;

import angklung.avro.Engagement;
import angklung.avro.RecordingUsage;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.screening.ScreenedPlay;
import angklung.topic.Partitioning;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up plays that are found artificial, by what they were counted by, sends them, and keeps account of them. */
final class ScreenedSender {
    private static final Comparator<Cell> ORDER =
            Comparator.comparingInt(Cell::day).thenComparing(Cell::engagement).thenComparingInt(Cell::trackMinutes);

    private final int partition;
    private final int tallyPartitions;
    private final Outlet outlet;
    private final Map<Group, Map<String, TreeMap<Cell, Long>>> groups = new HashMap<>();
    private int size;

    private record Group(UsageKind kind, String territory, String offering) {}

    private record Cell(int day, Engagement engagement, int trackMinutes) {}

    ScreenedSender(int partition, int tallyPartitions, Outlet outlet) {
        this.partition = partition;
        this.tallyPartitions = tallyPartitions;
        this.outlet = outlet;
    }

    /** Adds one play. */
    void add(UsageKind kind, ScreenedPlay play) {
        Map<Cell, Long> cells = groups
                .computeIfAbsent(new Group(kind, play.territory(), play.offering()), key -> new HashMap<>())
                .computeIfAbsent(play.isrc(), key -> new TreeMap<>(ORDER));
        if (cells.merge(new Cell(play.day(), play.engagement(), play.trackMinutes()), 1L, Long::sum) == 1) {
            size++;
        }
    }

    /** Number of counts held. */
    int size() {
        return size;
    }

    /** Sends everything that is held. */
    void flush(Feed feed, UsageRevision usage) {
        if (size == 0) {
            return;
        }
        Sent sent = feed.sendBehindCut(usage);
        groups.forEach((group, recordings) -> send(feed.dsp(), usage, group, recordings, sent));
        discard();
    }

    /** Forgets everything. */
    void discard() {
        groups.clear();
        size = 0;
    }

    private void send(
            String dsp, UsageRevision usage, Group group, Map<String, TreeMap<Cell, Long>> recordings, Sent sent) {
        UsageBatches batches = new UsageBatches(tallyPartitions, (target, batch) -> {
            sent.addRecord(target);
            outlet.usage(UsageSender.key(dsp, usage.period()), new Usage(
                    group.kind(), dsp, usage.period().toString(), usage.number(), partition, group.territory(),
                    group.offering(), null, batch, null));
        });
        recordings.forEach((isrc, cells) -> {
            int target = Partitioning.ofIsrc(isrc, tallyPartitions);
            List<UsageCount> counts = new ArrayList<>(cells.size());
            cells.forEach((cell, plays) -> {
                sent.addScreened(target, plays);
                counts.add(new UsageCount(
                        LocalDate.ofEpochDay(cell.day()), cell.engagement(), cell.trackMinutes(), plays, 0L));
            });
            batches.add(target, new RecordingUsage(isrc, counts, List.of()));
        });
        batches.flush();
    }
}
