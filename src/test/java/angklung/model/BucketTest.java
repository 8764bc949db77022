package angklung.model;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import org.junit.jupiter.api.Test;

class BucketTest {

    @Test
    void shouldBeTheLowByteOfTheCrc32() {
        assertThat(Bucket.of("123456789")).isEqualTo(0x26); // check value of CRC-32: CBF43926
        assertThat(Bucket.firstOf("123456789")).isEqualTo(0x26);
        assertThat(Bucket.of("")).isZero();
    }

    @Test
    void shouldLieInOnePartitionWhateverTheNumberOfPartitions() {
        Seeds.cases(1_000, random -> {
            String isrc = "QZ" + (1_000_000_000L + random.nextLong(9_000_000_000L));
            int bucket = Bucket.of(isrc);
            int partitions = random.nextInt(1, Bucket.COUNT + 1);
            assertThat(bucket).isBetween(0, 255);
            assertThat(Bucket.partition(bucket, partitions)).isEqualTo(bucket % partitions);
        });
    }
}
