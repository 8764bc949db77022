package angklung.ledger;

/**
 * A set of 256-bit identifiers in hexadecimal, kept by their first 128 bits, in open addressing: 21 to 43 bytes an
 * entry, 64 while it grows, and at most 402 million entries. Two different identifiers with the same first half
 * would pass for one; among a thousand million that has a chance of about 10⁻²¹, and it would be reported, not
 * missed.
 *
 * <p>Not thread-safe.
 */
final class LineIdSet {
    private static final int HALF = 16; // hexadecimal digits of a long
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int MAX_SLOTS = 1 << 29; // two longs a slot: the longest array there can be

    private long[] slots = new long[2 * FIRST_SLOTS];
    private int used;
    private boolean hasZero; // all zeros mark an empty slot

    /** Whether the identifier was not there yet. */
    boolean add(String id) {
        long high = Long.parseUnsignedLong(id, 0, HALF, 16);
        long low = Long.parseUnsignedLong(id, HALF, 2 * HALF, 16);
        if (high == 0 && low == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        if (!put(slots, high, low)) {
            return false;
        }
        used++;
        if (used > slots.length / 8 * 3) {
            grow();
        }
        return true;
    }

    boolean contains(String id) {
        long high = Long.parseUnsignedLong(id, 0, HALF, 16);
        long low = Long.parseUnsignedLong(id, HALF, 2 * HALF, 16);
        if (high == 0 && low == 0) {
            return hasZero;
        }
        int at = slot(slots, high, low);
        return slots[at] != 0 || slots[at + 1] != 0;
    }

    private static boolean put(long[] slots, long high, long low) {
        int at = slot(slots, high, low);
        if (slots[at] != 0 || slots[at + 1] != 0) {
            return false;
        }
        slots[at] = high;
        slots[at + 1] = low;
        return true;
    }

    /** Where the identifier is, or would be. */
    private static int slot(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int slot = (int) low & mask; // an identifier is a hash already
        while (true) {
            int at = 2 * slot;
            boolean empty = slots[at] == 0 && slots[at + 1] == 0;
            if (empty || (slots[at] == high && slots[at + 1] == low)) {
                return at;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** At three quarters full. */
    private void grow() {
        if (slots.length / 2 >= MAX_SLOTS) {
            throw new IllegalStateException("More than " + used + " ledger lines cannot be checked in one audit");
        }
        long[] larger = new long[slots.length * 2];
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at] != 0 || slots[at + 1] != 0) {
                put(larger, slots[at], slots[at + 1]);
            }
        }
        slots = larger;
    }
}
