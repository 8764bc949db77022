package angklung.topic;

import angklung.model.Bucket;

/**
 * How many partitions each stage works on. Part of the contract between the stages: marks count on it, so it is
 * asserted at every start and never changed while a topic has data.
 *
 * @param intake partitions of every topic of plays and of period control
 * @param tally partitions of usage, registrations, recording rights and pool plans; at most 256, a bucket lies whole in one
 * @param pool partitions of agreements, revenue and pool partials
 * @param settlement partitions of earnings, parties, settlement control and the ledger
 */
public record PartitionContract(int intake, int tally, int pool, int settlement) {

    public PartitionContract {
        if (intake < 1 || tally < 1 || pool < 1 || settlement < 1) {
            throw new IllegalArgumentException("Each stage needs at least one partition: intake " + intake
                    + ", tally " + tally + ", pool " + pool + ", settlement " + settlement);
        }
        if (tally > Bucket.COUNT) {
            throw new IllegalArgumentException(
                    "The tally has at most " + Bucket.COUNT + " partitions, one a bucket: " + tally);
        }
    }
}
