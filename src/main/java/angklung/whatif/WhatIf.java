package angklung.whatif;

import angklung.avro.Agreement;
import angklung.client.Clients;
import angklung.config.Failure;
import angklung.model.Period;
import angklung.replay.Line;
import angklung.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a closed period would have given under other agreements. The running stages price and divide it by the code
 * that they divide everything by; nothing of it reaches earnings or the ledger.
 */
public final class WhatIf {
    private final Clients clients;
    private final Topics topics;
    private final Duration patience;

    /** @param patience for all answers together */
    public WhatIf(Clients clients, Topics topics, Duration patience) {
        this.clients = clients;
        this.topics = topics;
        this.patience = patience;
    }

    /**
     * @param lines the other agreements, as they were read from a file
     * @throws Failure with exit code 4 if a line is of another service or period, 5 if no answer comes, 3 if one does
     *     not add up
     */
    public WhatIfReport ask(List<Line<Agreement>> lines, String dsp, Period period) {
        List<Agreement> agreements = Question.agreements(lines, dsp, period);
        Actual actual = Actual.read(clients, topics, dsp, period);
        Map<Question, Division> given = new LinkedHashMap<>();
        for (Agreement agreement : agreements) {
            given.put(Question.of(period, agreement, actual.plan(agreement)), actual.division(agreement));
        }
        Map<String, Answer> answers =
                new ScenarioClient(clients, topics, patience).ask(List.copyOf(given.keySet()));
        List<Comparison> comparisons = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        given.forEach((question, division) -> {
            Answer answer = answers.get(question.scenario());
            answer.refusal().ifPresentOrElse(
                    reason -> refusals.add(question.name() + ": " + reason),
                    () -> comparisons.add(Comparison.of(question.scenario(), division, answer.division())));
        });
        return new WhatIfReport(dsp, period, comparisons, refusals);
    }
}
