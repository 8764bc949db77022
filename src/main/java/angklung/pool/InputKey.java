package angklung.pool;

import angklung.avro.AuthorshipPolicy;
import angklung.avro.PolicyHolder;
import angklung.model.OfferingKey;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The key is what brought a record to this task. A record under another key than its own would be kept where
 * nobody looks for it, and its pool would wait or be short without a word.
 */
final class InputKey {
    private InputKey() {}

    static <V> V present(Record<String, V> record) {
        if (record.value() == null) {
            throw new IllegalStateException("The record of key " + record.key() + " has no value: agreements, policies,"
                    + " revenue, partials and scenarios are replaced by later ones, never deleted");
        }
        return record.value();
    }

    static void check(Record<String, ?> record, OfferingKey offering) {
        if (!offering.toString().equals(record.key())) {
            throw new IllegalStateException("The record of key " + record.key() + " is about " + offering
                    + ": its producer must use dsp/territory/offering as the key");
        }
    }

    static void check(Record<String, ?> record, AuthorshipPolicy policy) {
        String holder = policy.getHolderKind() + "/" + policy.getHolder();
        // A kind that this release does not know has a name that nobody here can compare.
        boolean known = policy.getHolderKind() != PolicyHolder.UNKNOWN;
        if (known && !holder.equals(record.key())) {
            throw new IllegalStateException("The record of key " + record.key() + " is about " + holder
                    + ": its producer must use holder_kind/holder as the key");
        }
    }

    /** The offering that the key names. */
    static OfferingKey parse(Record<String, ?> record) {
        String[] parts = String.valueOf(record.key()).split("/", -1);
        if (parts.length != 3) {
            throw new IllegalStateException("The record of key " + record.key()
                    + " names no offering: its producer must use dsp/territory/offering as the key");
        }
        return new OfferingKey(parts[0], parts[1], parts[2]);
    }
}
