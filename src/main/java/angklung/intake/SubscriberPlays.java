package angklung.intake;

import java.util.List;
import java.util.SortedMap;

/**
 * What one subscriber played in one territory and period.
 *
 * @param key start of the keys of its entries
 * @param entries number of them, as a measure of the work
 * @param byOffering in {@link DayPlays#ORDER}, each recording and day once; no offering without plays
 */
record SubscriberPlays(byte[] key, String territory, int entries, SortedMap<String, List<DayPlays>> byOffering) {}
