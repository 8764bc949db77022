package angklung.intake;

import angklung.avro.DayWeight;
import angklung.avro.RecordingUsage;
import angklung.avro.Usage;
import angklung.avro.UsageKind;
import angklung.model.Weight;
import angklung.topic.Partitioning;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up weights of one revision by offering, recording and day, sends them, and keeps account of them. */
final class WeightSender {
    private final int partition;
    private final int tallyPartitions;
    private final Outlet outlet;
    private final Map<Group, Map<String, Map<Integer, Sum>>> groups = new HashMap<>();
    private int size;

    /** @param weighing its text */
    private record Group(String territory, String offering, String weighing) {}

    private static final class Sum {
        private long plays;
        private BigInteger weight = BigInteger.ZERO;
        private long heldPlays;
        private BigInteger heldWeight = BigInteger.ZERO;

        void add(DayPlays day, BigInteger more) {
            plays = Math.addExact(plays, day.plays());
            weight = weight.add(more);
            if (day.held()) {
                heldPlays = Math.addExact(heldPlays, day.plays());
                heldWeight = heldWeight.add(more);
            }
        }

        DayWeight on(int day) {
            return new DayWeight(
                    LocalDate.ofEpochDay(day), plays, Weight.toDecimal(weight), heldPlays,
                    Weight.toDecimal(heldWeight));
        }
    }

    WeightSender(int partition, int tallyPartitions, Outlet outlet) {
        this.partition = partition;
        this.tallyPartitions = tallyPartitions;
        this.outlet = outlet;
    }

    /**
     * Adds the weights of one subscriber.
     *
     * @param weighing its text, with what becomes of plays found artificial
     * @param weights of {@code plays}, in the same order
     */
    void add(String territory, String offering, String weighing, List<DayPlays> plays, List<BigInteger> weights) {
        Map<String, Map<Integer, Sum>> recordings =
                groups.computeIfAbsent(new Group(territory, offering, weighing), key -> new HashMap<>());
        for (int i = 0; i < plays.size(); i++) {
            DayPlays day = plays.get(i);
            Map<Integer, Sum> days = recordings.computeIfAbsent(day.isrc(), key -> new TreeMap<>());
            Sum sum = days.get(day.epochDay());
            if (sum == null) {
                sum = new Sum();
                days.put(day.epochDay(), sum);
                size++;
            }
            sum.add(day, weights.get(i));
        }
    }

    /** Number of weights held. */
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
            String dsp, UsageRevision usage, Group group, Map<String, Map<Integer, Sum>> recordings, Sent sent) {
        UsageBatches batches = new UsageBatches(tallyPartitions, (target, batch) -> {
            sent.addRecord(target);
            outlet.usage(UsageSender.key(dsp, usage.period()), new Usage(
                    UsageKind.WEIGHT, dsp, usage.period().toString(), usage.number(), partition, group.territory(),
                    group.offering(), group.weighing(), batch, null));
        });
        recordings.forEach((isrc, days) -> {
            int target = Partitioning.ofIsrc(isrc, tallyPartitions);
            List<DayWeight> weights = new ArrayList<>(days.size());
            days.forEach((day, sum) -> {
                sent.addWeight(target, sum.weight);
                weights.add(sum.on(day));
            });
            batches.add(target, new RecordingUsage(isrc, List.of(), weights));
        });
        batches.flush();
    }
}
