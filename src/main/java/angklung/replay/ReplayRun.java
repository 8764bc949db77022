package angklung.replay;

import angklung.avro.PlayEvent;
import angklung.avro.Registration;
import angklung.avro.RejectedPlay;
import angklung.avro.RevenueReport;
import angklung.avro.SubjectKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
        if (!input.late().isEmpty()) {
            progress.step("sending what is late");
            sendLate();
        }
        input.schedule().late().forEach(this::revise);
        input.schedule().latePayout().ifPresent(run::payoutLate);
        input.schedule().afterLate().forEach(this::close);
        run.awaitDelivery(sent - refusedInAll());
        return new RunFacts(rows(), sent, Map.copyOf(refused), input.schedule().open(), versions);
    }

    private void sendReference() {
        input.agreements().forEach(run.feed()::send);
        send(input.rights());
        input.screeningRules().forEach(run.feed()::send);
        input.unclaimedPolicies().forEach(run.feed()::send);
        input.deductions().forEach(run.feed()::send);
        input.taxProfiles().forEach(run.feed()::send);
        input.fxRates().forEach(run.feed()::send);
        input.parties().forEach(run.feed()::send);
        input.schedule().first().forEach(run.feed()::send);
        run.awaitReference();
    }

    /** Plays last: when they are in, so is all by which they are divided. */
    private void sendLate() {
        if (input.late().concernsAll()) {
            send(input.late().rights());
            input.late().decisions().forEach(run.feed()::send);
            run.awaitReference();
        }
        input.late().plays().forEach(this::sendPlays);
        run.awaitPlays();
    }

    private void send(RightsInput rights) {
        rights.registrations().forEach(run.feed()::send);
        rights.policies().forEach(run.feed()::send);
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
    private void revise(Schedule.LateStep step) {
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
        RightsInput late = input.late().rights();
        Map<String, Long> rows = new TreeMap<>(Map.of(
                "agreements", (long) input.agreements().size(),
                "deduction_chains", (long) input.deductions().size(),
                "fx_rates", (long) input.fxRates().size(),
                "parties", (long) input.parties().size(),
                "plays", input.playRows(),
                "recordings_with_rights", recordings(),
                "revenue", (long) input.revenue().size(),
                "tax_profiles", (long) input.taxProfiles().size()));
        rows.put("authorship_policies", (long) input.rights().policies().size() + late.policies().size());
        rows.put("registrations", (long) input.rights().registrations().size() + late.registrations().size());
        rows.put("screening_decisions", (long) input.late().decisions().size());
        rows.put("screening_rules", (long) input.screeningRules().size());
        rows.put("unclaimed_policies", (long) input.unclaimedPolicies().size());
        return rows;
    }

    /** Recordings that somebody registered, before any play or late. */
    private long recordings() {
        return Stream.of(input.rights(), input.late().rights())
                .flatMap(rights -> rights.registrations().stream())
                .filter(registration -> registration.getSubjectKind() == SubjectKind.RECORDING)
                .map(Registration::getSubject)
                .distinct()
                .count();
    }
}
