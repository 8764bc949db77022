package angklung.intake;

import java.util.List;

/**
 * What one subscriber played in one period.
 *
 * @param key see {@link SubscriberStore#cursor}
 * @param entries number of them, as a measure of the work
 * @param offerings by territory and name, each once; none without plays
 */
record SubscriberPlays(byte[] key, String subscriber, int entries, List<OfferingPlays> offerings) {}
