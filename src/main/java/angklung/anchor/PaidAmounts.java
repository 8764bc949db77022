package angklung.anchor;

import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the ledger says was paid until the end of a payout run, which no later run changes. */
public final class PaidAmounts {
    private final String runId;
    private final String period;
    private final List<LedgerLine> lines;

    /**
     * Lines that are there.
     *
     * @param period of the run, YYYY-MM
     * @param lines of kind PAYOUT, of this run and those before
     */
    PaidAmounts(String runId, String period, List<LedgerLine> lines) {
        this.runId = runId;
        this.period = period;
        this.lines = List.copyOf(lines);
    }

    /** @throws Failure if there is no such run, or it is not done */
    public static PaidAmounts read(Clients clients, Topics topics, String runId) {
        Map<Integer, PeriodState> ends = ends(clients, topics, runId);
        List<LedgerLine> lines = new ArrayList<>();
        try (TopicReader<String, LedgerLine> reader = new TopicReader<>(clients, topics.ledger)) {
            reader.readDecided(record -> {
                LedgerLine line = record.value();
                if (line.getKind() == LineKind.PAYOUT
                        && line.getPartitionSeq() <= ends.get(line.getPartition()).getLedgerSeq()) {
                    lines.add(line);
                }
            });
        }
        return new PaidAmounts(runId, ends.get(0).getPeriod(), lines);
    }

    private static Map<Integer, PeriodState> ends(Clients clients, Topics topics, String runId) {
        Map<Integer, PeriodState> ends = new HashMap<>();
        TreeSet<String> runs = new TreeSet<>();
        try (TopicReader<String, PeriodState> reader = new TopicReader<>(clients, topics.periodState)) {
            reader.readDecided(record -> {
                PeriodState fact = record.value();
                if (fact != null && fact.getKind() == PeriodFact.PAID) {
                    runs.add(fact.getRunId());
                    if (fact.getRunId().equals(runId)) {
                        ends.put(fact.getPartition(), fact);
                    }
                }
            });
        }
        if (ends.isEmpty()) {
            throw Failure.input("There is no payout run '" + runId + "' that paid anything; there are " + runs);
        }
        int partitions = topics.partitions().settlement();
        if (ends.size() < partitions) {
            throw Failure.notReady("The payout run " + runId + " is done in " + ends.size() + " of " + partitions
                    + " settlement partitions; does 'angklung run' run?");
        }
        return ends;
    }

    public String runId() {
        return runId;
    }

    /** Of the run, YYYY-MM. */
    public String period() {
        return period;
    }

    /** In which currencies the run itself paid these parties. */
    TreeSet<String> currencies(OptIns optIns) {
        TreeSet<String> currencies = new TreeSet<>();
        lines.stream()
                .filter(line -> line.getRunId().equals(runId) && optIns.of(line.getPartyId()).isPresent())
                .forEach(line -> currencies.add(line.getCurrency()));
        return currencies;
    }

    /** All that each party was paid in a currency since its choice, in millionths. */
    Map<String, Long> micros(OptIns optIns, String currency) {
        Map<String, Long> paid = new TreeMap<>();
        for (LedgerLine line : lines) {
            boolean counts = line.getCurrency().equals(currency) && optIns.of(line.getPartyId())
                    .filter(optIn -> line.getPeriod().compareTo(optIn.from()) >= 0).isPresent();
            if (counts) {
                paid.merge(line.getPartyId(), line.getAmountMicros(), Math::addExact);
            }
        }
        return paid;
    }
}
