package angklung.whatif;

import angklung.avro.Agreement;
import angklung.client.Clients;
import angklung.config.Failure;
import angklung.model.Period;
import angklung.replay.Line;
import angklung.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What a closed period would have given under other agreements. The running stages price and divide it by the code
 * that they divide everything by; nothing of it reaches earnings or the ledger.
 */
public final class WhatIf {
    private final Clients clients;
    private final Topics topics;
    private final Duration patience;
    private final Clock clock;

    /**
     * @param patience for all answers together
     * @param clock says in which month it is asked; answers of the same month are read again
     */
    public WhatIf(Clients clients, Topics topics, Duration patience, Clock clock) {
        this.clients = clients;
        this.topics = topics;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * @param lines the other agreements, as they were read from a file
     * @throws Failure with exit code 4 if a line is of another service or period, 5 if no answer comes, 3 if one does
     *     not add up
     */
    public WhatIfReport ask(List<Line<Agreement>> lines, String dsp, Period period) {
        List<Agreement> agreements = Question.agreements(lines, dsp, period);
        Actual actual = Actual.read(clients, topics, dsp, period);
        YearMonth month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        List<Question> questions = new ArrayList<>();
        List<Division> given = new ArrayList<>();
        for (Agreement agreement : agreements) {
            questions.add(Question.of(period, agreement, actual.plan(agreement), month));
            given.add(actual.division(agreement));
        }
        List<Answer> answers = new ScenarioClient(clients, topics, patience).ask(questions);
        List<Comparison> comparisons = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            if (answer.refusal().isPresent()) {
                refusals.add(questions.get(i).name() + ": " + answer.refusal().get());
            } else {
                comparisons.add(Comparison.of(answer.scenario(), given.get(i), answer.division()));
            }
        }
        return new WhatIfReport(dsp, period, comparisons, refusals);
    }
}
