package angklung.runtime;

import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One topic of the catalogue as it is on the brokers.
 *
 * @param partitions by the contract
 * @param found partitions on the brokers; empty if there is no such topic
 * @param differences settings that are not as the catalogue says, by Kafka's names
 */
public record TopicState(
        String name, int partitions, OptionalInt found, SortedMap<String, Difference> differences) {

    /** One setting as it is and as it must be. */
    public record Difference(String found, String expected) {}

    public TopicState {
        differences = new TreeMap<>(differences);
    }

    public boolean isMissing() {
        return found.isEmpty();
    }

    /** The partitions are not those of the contract. Nothing mends that: records lie where the old count put them. */
    public boolean isBroken() {
        return found.isPresent() && found.getAsInt() != partitions;
    }

    public boolean isAsPlanned() {
        return !isMissing() && !isBroken() && differences.isEmpty();
    }

    /** Differences by which the brokers may drop records that the catalogue keeps. */
    boolean losesRecords() {
        return differences.entrySet().stream().anyMatch(TopicState::losesRecords);
    }

    private static boolean losesRecords(Map.Entry<String, Difference> entry) {
        Difference difference = entry.getValue();
        return switch (entry.getKey()) {
            case "cleanup.policy", "unclean.leader.election.enable" -> true;
            case "retention.ms", "retention.bytes" -> kept(difference.found()) < kept(difference.expected());
            default -> false;
        };
    }

    /** -1 stands for no limit. */
    private static long kept(String limit) {
        long value = Long.parseLong(limit);
        return value < 0 ? Long.MAX_VALUE : value;
    }
}
