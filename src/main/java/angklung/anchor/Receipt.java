package angklung.anchor;

import java.util.List;
import java.util.Optional;

/**
 * What became of a transaction in a block.
 *
 * @param transaction its hash
 * @param succeeded false: it was reverted, and has cost its gas
 * @param blockNumber of the block
 * @param blockHash of the block
 * @param gasUsed in units
 * @param created contract that it made, empty: none
 * @param events in the order in which they happened
 */
public record Receipt(
        String transaction,
        boolean succeeded,
        long blockNumber,
        String blockHash,
        long gasUsed,
        Optional<Address> created,
        List<Event> events) {
    public Receipt {
        events = List.copyOf(events);
    }

    /**
     * What a contract announced.
     *
     * @param contract that did
     * @param topics hash of the event's signature, then what is indexed
     * @param data the rest
     * @param index in the block
     */
    public record Event(Address contract, List<Bytes> topics, Bytes data, int index) {
        public Event {
            topics = List.copyOf(topics);
        }
    }
}
