package angklung.whatif;

import angklung.avro.Earning;
import angklung.avro.PoolPlan;
import angklung.avro.ScenarioResult;
import angklung.avro.ShareMark;
import angklung.config.Failure;
import angklung.ledger.EarningHash;
import angklung.money.Micros;
import angklung.replay.EarningsBook;
import angklung.topic.Partitioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to one question, as far as it has come: a refusal, or a rate sheet, earnings, and a mark of each tally
 * task with what it sent. What came must be what was sent.
 */
final class Answer {
    private final String scenario;
    private final EarningsBook book = new EarningsBook();
    private final Map<Integer, List<Earning>> unmarked = new TreeMap<>();
    private final SortedMap<Integer, ShareMark> marks = new TreeMap<>();
    private PoolPlan plan;
    private String refusal;

    Answer(String scenario) {
        this.scenario = scenario;
    }

    /** @throws Failure with exit code 3 if it does not fit to what came before */
    void add(ScenarioResult result) {
        switch (result.getKind()) {
            case REFUSED -> refusal = result.getReason() == null ? "no reason was given" : result.getReason();
            case PLAN -> plan(result.getPlan());
            case EARNING -> earning(result.getEarning());
            case MARK -> mark(result.getEarning());
            case UNKNOWN -> throw broken("has a record of a kind that this version does not know");
        }
    }

    private void plan(PoolPlan news) {
        if (plan != null && !plan.equals(news)) {
            throw broken("has two rate sheets, of " + Micros.toPlain(plan.getAmountMicros()) + " and "
                    + Micros.toPlain(news.getAmountMicros()));
        }
        plan = news;
    }

    private void earning(Earning earning) {
        int source = earning.getSourcePartition();
        if (marks.containsKey(source)) {
            throw broken("goes on after the mark of tally partition " + source);
        }
        unmarked.computeIfAbsent(source, s -> new ArrayList<>()).add(earning);
    }

    private void mark(Earning earning) {
        int source = earning.getSourcePartition();
        ShareMark mark = earning.getMark();
        if (marks.putIfAbsent(source, mark) != null) {
            throw broken("has two marks of tally partition " + source);
        }
        List<Earning> received = unmarked.getOrDefault(source, List.of());
        check(source, received, mark);
        received.forEach(book);
        unmarked.remove(source);
    }

    private void check(int source, List<Earning> received, ShareMark mark) {
        int targets = mark.getRecordsSent().size();
        long[] records = new long[targets];
        long[] amounts = new long[targets];
        byte[][] hashes = new byte[targets][];
        Arrays.fill(hashes, EarningHash.start());
        EarningHash hash = new EarningHash();
        for (Earning one : received) {
            int target = Partitioning.ofKey(one.getPartyId() == null ? one.getHoldAccount() : one.getPartyId(), targets);
            records[target]++;
            amounts[target] = Math.addExact(amounts[target], one.getAmountMicros());
            hashes[target] = hash.next(hashes[target], one);
        }
        for (int target = 0; target < targets; target++) {
            byte[] sent = new byte[mark.getHashes().get(target).remaining()];
            mark.getHashes().get(target).duplicate().get(sent);
            if (records[target] != mark.getRecordsSent().get(target)
                    || amounts[target] != mark.getAmountsSent().get(target)
                    || !Arrays.equals(hashes[target], sent)) {
                throw broken("has " + records[target] + " earnings of " + Micros.toPlain(amounts[target])
                        + " with hash " + HexFormat.of().formatHex(hashes[target]) + " from tally partition " + source
                        + ", which sent " + mark.getRecordsSent().get(target) + " of "
                        + Micros.toPlain(mark.getAmountsSent().get(target)) + " with hash "
                        + HexFormat.of().formatHex(sent));
            }
        }
    }

    /** Whether nothing is to come any more. */
    boolean isWhole() {
        return refusal != null || plan != null && !marks.isEmpty() && marks.size() == expectedMarks();
    }

    /** Why there is no answer but a refusal. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Of the question that it answers. */
    String scenario() {
        return scenario;
    }

    /** What is still missing, for people. */
    String missing() {
        if (plan == null && marks.isEmpty()) {
            return "nothing came; is the pool stage running?";
        }
        String sheet = plan == null ? "the rate sheet is missing, " : "";
        return sheet + marks.size() + " of " + (marks.isEmpty() ? "all" : String.valueOf(expectedMarks()))
                + " tally tasks are done; is the tally stage running?";
    }

    /**
     * The whole answer.
     *
     * @throws Failure with exit code 3 if the earnings do not add up to the rate sheet
     */
    Division division() {
        if (!isWhole() || refusal != null) {
            throw new IllegalStateException("Scenario " + scenario + " has no whole answer: " + missing());
        }
        long sent = marks.values().stream()
                .flatMap(mark -> mark.getAmountsSent().stream())
                .reduce(0L, Math::addExact);
        boolean agreed = marks.values().stream().allMatch(mark -> mark.getAmountMicros() == plan.getAmountMicros()
                && mark.getPreviousAmountMicros() == 0);
        if (!agreed || sent != plan.getAmountMicros()) {
            throw broken("divides " + Micros.toPlain(sent) + ", but its rate sheet has "
                    + Micros.toPlain(plan.getAmountMicros()));
        }
        return new Division(Optional.of(plan), book);
    }

    private int expectedMarks() {
        return marks.get(marks.firstKey()).getSourcePartitions();
    }

    private Failure broken(String how) {
        return Failure.verification("The answer to scenario " + scenario + " " + how);
    }
}
