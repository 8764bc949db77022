package angklung.cli;

import angklung.runtime.TopicState;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** Shows what there is to do for each topic. */
final class TopicTable {
    private final List<TopicState> topics;

    TopicTable(List<TopicState> topics) {
        this.topics = topics;
    }

    /** One line a topic: what to do, the name, the partitions, the differences. */
    String text() {
        return topics.stream()
                .map(topic -> String.format("%-8s%s  %s", action(topic), topic.name(), detail(topic)).stripTrailing())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** An array with one object a topic. */
    String json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (TopicState topic : topics) {
            ObjectNode node = array.addObject()
                    .put("topic", topic.name())
                    .put("action", action(topic))
                    .put("partitions", topic.partitions());
            topic.found().ifPresent(found -> node.put("partitions_found", found));
            ObjectNode differences = node.putObject("differences");
            topic.differences().forEach((name, difference) -> differences
                    .putObject(name)
                    .put("found", difference.found())
                    .put("expected", difference.expected()));
        }
        return array.toPrettyString();
    }

    /** Topics by what there is to do: "2 to create, 0 to change, 15 as planned, 0 with wrong partitions". */
    String summary() {
        return count("create") + " to create, " + count("change") + " to change, " + count("keep") + " as planned, "
                + count("refuse") + " with other partitions than the contract";
    }

    /** What was done, if these topics were then applied. */
    String doneSummary() {
        return count("create") + " created, " + count("change") + " changed, " + count("keep") + " as they were";
    }

    boolean hasBroken() {
        return topics.stream().anyMatch(TopicState::isBroken);
    }

    private long count(String action) {
        return topics.stream().filter(topic -> action(topic).equals(action)).count();
    }

    private static String action(TopicState topic) {
        if (topic.isBroken()) {
            return "refuse";
        }
        if (topic.isMissing()) {
            return "create";
        }
        return topic.differences().isEmpty() ? "keep" : "change";
    }

    private static String detail(TopicState topic) {
        String partitions = topic.isBroken()
                ? topic.found().getAsInt() + " partitions, not " + topic.partitions()
                : topic.partitions() + (topic.partitions() == 1 ? " partition" : " partitions");
        return topic.differences().entrySet().stream()
                .map(entry -> "; " + entry.getKey() + ": " + entry.getValue().found() + " -> "
                        + entry.getValue().expected())
                .collect(Collectors.joining("", partitions, ""));
    }
}
