package angklung.replay;

import angklung.avro.DeliveryReport;
import angklung.avro.RejectedPlay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Sums what became of the plays, and compares it with what was sent and what was written. */
public final class PlayCounts implements Consumer<DeliveryReport> {
    private final RunFacts run;
    private final SortedMap<String, Long> rejected = new TreeMap<>();
    private final SortedMap<String, Long> rejectedSeen = new TreeMap<>();
    private long received;
    private long accepted;
    private long shortPlays;
    private long late;
    private long duplicates;

    PlayCounts(RunFacts run) {
        this.run = run;
        run.playsRefused().forEach((reason, count) -> {
            rejected.merge(reason, count, Math::addExact);
            received = Math.addExact(received, count);
        });
    }

    @Override
    public void accept(DeliveryReport report) {
        received = Math.addExact(received, report.getReceived());
        accepted = Math.addExact(accepted, report.getAccepted());
        shortPlays = Math.addExact(shortPlays, report.getShortPlays());
        late = Math.addExact(late, report.getLate());
        duplicates = Math.addExact(duplicates, report.getDuplicates());
        report.getRejected().forEach((reason, count) -> rejected.merge(reason, count, Math::addExact));
    }

    /** Counts a record of the topic of rejected plays. */
    void seen(RejectedPlay play) {
        rejectedSeen.merge(play.getReason().name(), 1L, Math::addExact);
    }

    public long received() {
        return received;
    }

    public long accepted() {
        return accepted;
    }

    public long shortPlays() {
        return shortPlays;
    }

    public long late() {
        return late;
    }

    public long duplicates() {
        return duplicates;
    }

    /** By reason. */
    public SortedMap<String, Long> rejected() {
        return rejected;
    }

    public long rejectedTotal() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What does not add up, by what is compared; empty if all does. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        long explained = accepted + duplicates + rejectedTotal();
        if (received != explained) {
            problems.put("plays", received + " were received, but " + accepted + " accepted + " + duplicates
                    + " duplicates + " + rejectedTotal() + " rejected are " + explained);
        }
        if (run.playsSent() >= 0 && run.playsSent() != received) {
            problems.put("delivery", run.playsSent() + " plays were sent, but " + received + " were received");
        }
        SortedMap<String, Long> counted = new TreeMap<>(rejected);
        counted.values().removeIf(count -> count == 0);
        if (!counted.equals(rejectedSeen)) {
            problems.put("rejected plays", counted + " were counted, but " + rejectedSeen + " are written");
        }
        return problems;
    }
}
