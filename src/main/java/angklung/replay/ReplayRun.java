package angklung.replay;

import angklung.avro.PlayEvent;
import angklung.avro.RejectedPlay;
import angklung.avro.RevenueReport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Feeds the input of a replay to a pipeline in the order of its schedule, and closes what it closes. */
public final class ReplayRun {
    private final Input input;
    private final PipelineRun run;
    private final Clock clock;
    private final Progress progress;
    private final Set<String> dsps;
    private final Map<String, Long> refused = new TreeMap<>();
    private long sent;

    /** @param clock bounds the record time of plays, which no play may be ahead of */
    public ReplayRun(Input input, PipelineRun run, Clock clock, Progress progress) {
        this.input = input;
        this.run = run;
        this.clock = clock;
        this.progress = progress;
        this.dsps = new HashSet<>(input.dsps());
    }

    /**
     * Does all of it.
     *
     * @param versions of the programs that take part, for the summary
     */
    public RunFacts run(Map<String, String> versions) {
        progress.step("sending agreements, rights, terms, parties and revenue");
        sendReference();
        progress.step("sending plays");
        input.plays().forEach(this::sendPlays);
        run.awaitPlays();
        input.schedule().beforeLate().forEach(this::close);
        if (!input.latePlays().isEmpty()) {
            progress.step("sending late plays");
            input.latePlays().forEach(this::sendPlays);
            run.awaitPlays();
        }
        input.schedule().late().forEach(this::restate);
        input.schedule().latePayout().ifPresent(run::payoutLate);
        input.schedule().afterLate().forEach(this::close);
        run.awaitDelivery(sent - refusedInAll());
        return new RunFacts(rows(), sent, Map.copyOf(refused), input.schedule().open(), versions);
    }

    private void sendReference() {
        input.agreements().forEach(run.feed()::send);
        input.rights().forEach(run.feed()::send);
        input.deductions().forEach(run.feed()::send);
        input.taxProfiles().forEach(run.feed()::send);
        input.fxRates().forEach(run.feed()::send);
        input.parties().forEach(run.feed()::send);
        input.schedule().first().forEach(run.feed()::send);
        run.awaitReference();
    }

    private void close(Schedule.Step step) {
        progress.step("closing " + step.period() + " of " + String.join(", ", step.dsps()));
        run.close(step.period(), step.dsps());
        for (List<RevenueReport> restated : step.restatements()) {
            progress.step("restating " + step.period());
            restated.forEach(run.feed()::send);
            run.awaitRevenue();
            run.close(step.period(), step.dsps());
        }
        run.payout(step.period());
    }

    /** What it leaves to pay is paid by the next payout run, whichever that is. */
    private void restate(Schedule.LateStep step) {
        progress.step("revising " + step.period() + " of " + String.join(", ", step.dsps()));
        run.revise(step.period(), step.dsps());
    }

    private void sendPlays(InputFile file) {
        // The first pass found nothing wrong with the file; if it has changed since, the run must not go on.
        InputErrors errors = new InputErrors();
        new CsvTable(file, PlayRow.COLUMNS, errors, true).forEach(this::sendPlay);
        errors.refuseIfAny();
    }

    private void sendPlay(CsvTable.Row row) {
        Instant now = clock.instant();
        try {
            PlayEvent play = PlayRow.parse(row);
            // Whoever has no agreement has no topic either; intake tells unknown services before topics.
            String topicOf = dsps.contains(play.getDsp()) ? play.getDsp() : input.dsps().get(0);
            run.feed().send(topicOf, play, RecordTimes.of(play, now));
        } catch (BadPlay bad) {
            refuse(row, bad, now);
        }
        sent++;
        progress.plays(sent, input.playRows());
    }

    private void refuse(CsvTable.Row row, BadPlay bad, Instant now) {
        String key = row.get("subscriber_id");
        run.feed().send(key, RejectedPlay.newBuilder()
                .setPlayId(orNull(row.get("play_id")))
                .setDsp(orNull(row.get("dsp")))
                .setReason(bad.reason())
                .setDetail(bad.getMessage())
                .setSourceTopic(row.file())
                .setSourcePartition(0)
                .setSourceOffset(row.line())
                .setRecordTime(Instant.ofEpochMilli(now.toEpochMilli()))
                .setKey(ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)))
                .setValue(ByteBuffer.wrap(row.raw().getBytes(StandardCharsets.UTF_8)))
                .build());
        refused.merge(bad.reason().name(), 1L, Long::sum);
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private long refusedInAll() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<String, Long> rows() {
        return Map.of(
                "agreements", (long) input.agreements().size(),
                "deduction_chains", (long) input.deductions().size(),
                "fx_rates", (long) input.fxRates().size(),
                "parties", (long) input.parties().size(),
                "plays", input.playRows(),
                "recordings_with_rights", (long) input.rights().size(),
                "revenue", (long) input.revenue().size(),
                "tax_profiles", (long) input.taxProfiles().size());
    }
}
