package angklung.whatif;

import angklung.avro.Scenario;
import angklung.avro.ScenarioResult;
import angklung.avro.ScenarioResultKind;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.config.Failure;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Asks the running stages and waits for their answers. What was answered before is read, not asked again. */
final class ScenarioClient {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Clients clients;
    private final Topics topics;
    private final Duration patience;

    /** @param patience for all answers together */
    ScenarioClient(Clients clients, Topics topics, Duration patience) {
        this.clients = clients;
        this.topics = topics;
        this.patience = patience;
    }

    /**
     * @return whole answers in the order of the questions
     * @throws Failure with exit code 5 if an answer does not come, 3 if one is not what was sent
     */
    List<Answer> ask(List<Question> asked) {
        List<Question> questions = neverRefused(asked);
        Map<String, Answer> answers = new LinkedHashMap<>();
        questions.forEach(question -> answers.put(question.scenario(), new Answer(question.scenario())));
        try (TopicReader<String, ScenarioResult> results = new TopicReader<>(clients, topics.scenarioResults)) {
            results.readDecided(record -> take(answers, record.value()));
            send(questions.stream()
                    .filter(question -> !answers.get(question.scenario()).isWhole())
                    .toList());
            long deadline = System.nanoTime() + patience.toNanos();
            while (!allWhole(answers)) {
                if (System.nanoTime() > deadline) {
                    throw Failure.notReady("No whole answer within " + patience.toSeconds() + " s: "
                            + missing(questions, answers));
                }
                results.readSome(POLL).forEach(record -> take(answers, record.value()));
            }
        }
        return List.copyOf(answers.values());
    }

    /** A refusal is not for ever: the first attempt of each question that was not refused yet. */
    private List<Question> neverRefused(List<Question> asked) {
        Set<String> refused = new HashSet<>();
        try (TopicReader<String, ScenarioResult> results = new TopicReader<>(clients, topics.scenarioResults)) {
            results.readDecided(record -> {
                if (record.value().getKind() == ScenarioResultKind.REFUSED) {
                    refused.add(record.value().getScenario());
                }
            });
        }
        List<Question> questions = new ArrayList<>();
        for (Question question : asked) {
            Question attempt = question;
            while (refused.contains(attempt.scenario())) {
                attempt = attempt.again();
            }
            questions.add(attempt);
        }
        return questions;
    }

    private static void take(Map<String, Answer> answers, ScenarioResult result) {
        Answer answer = answers.get(result.getScenario());
        if (answer != null) {
            answer.add(result);
        }
    }

    private static boolean allWhole(Map<String, Answer> answers) {
        return answers.values().stream().allMatch(Answer::isWhole);
    }

    private static String missing(List<Question> questions, Map<String, Answer> answers) {
        return questions.stream()
                .filter(question -> !answers.get(question.scenario()).isWhole())
                .map(question -> question.name() + ": " + answers.get(question.scenario()).missing())
                .collect(Collectors.joining("; "));
    }

    private void send(List<Question> questions) {
        if (questions.isEmpty()) {
            return;
        }
        TopicDef<String, Scenario> topic = topics.scenarios;
        try (Producer<String, byte[]> producer = clients.producer("angklung-whatif")) {
            for (Question question : questions) {
                String key = question.offering().toString();
                byte[] value = topic.value().serializer().serialize(topic.name(), question.toRecord());
                producer.send(new ProducerRecord<>(
                                topic.name(), Partitioning.ofKey(key, topic.partitions()), key, value))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new Failure(Failure.NOT_READY, "The brokers did not take the question: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking", e);
        }
    }
}
