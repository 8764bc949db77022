package angklung.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000", "0, 5000042, 256, tile/0/x005/x000/042", "1, 1234067, 256, tile/1/x001/x234/067",
        "2, 999, 5, tile/2/999.p/5", "-1, 1000, 255, tile/entries/x001/000.p/255", "7, 0, 1, tile/7/000.p/1",
        "0, 9223372036854775807, 256, tile/0/x009/x223/x372/x036/x854/x775/807",
    })
    void shouldCutIndicesIntoGroupsOfThree(int level, long index, int width, String text) {
        TilePath path = new TilePath(level, index, width);

        assertThat(path).hasToString(text);
        assertThat(TilePath.parse(text)).isEqualTo(path);
    }

    @Test
    void shouldReadWhatItWrites() {
        Seeds.cases(2_000, random -> {
            TilePath path = new TilePath(
                    random.nextInt(-1, 8), random.nextLong(1L << random.nextInt(1, 63)), random.nextInt(256) + 1);
            assertThat(TilePath.parse(path.toString())).isEqualTo(path);
        });
    }

    @Test
    void shouldWriteTheSameDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(new TilePath(0, 1_234_067, 5)).hasToString("tile/0/x001/x234/067.p/5");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** The example of the specification: a tree of 70,000 leaves. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, tile/0/000", "0, 272, tile/0/272", "0, 273, tile/0/273.p/112", "1, 0, tile/1/000",
        "1, 1, tile/1/001.p/17", "2, 0, tile/2/000.p/1", "-1, 272, tile/entries/272", "-1, 273, tile/entries/273.p/112",
    })
    void shouldBeAsWideAsTheTree(int level, long index, String text) {
        assertThat(TilePath.in(70_000, level, index)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "70000, 0, 274", "70000, 1, 2", "70000, 2, 1", "70000, 3, 0", "70000, 7, 0", "70000, 8, 0", "256, 0, 1",
        "0, 0, 0", "0, -1, 0", "-1, 0, 0", "256, 0, -1", "256, -2, 0", "70000, 0, 72057594037927936",
        "70000, 0, 9223372036854775807", "70000, 0, -9223372036854775808",
    })
    void shouldHaveNoTileWhereTheTreeIsNot(long size, int level, long index) {
        assertThatThrownBy(() -> TilePath.in(size, level, index)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldReachTheEdgeOfTheLargestTree() {
        assertThat(TilePath.in(Long.MAX_VALUE, 0, Long.MAX_VALUE >> 8)).isEqualTo(
                new TilePath(0, Long.MAX_VALUE >> 8, 255));
        assertThat(TilePath.in(Long.MAX_VALUE, 7, 0)).isEqualTo(new TilePath(7, 0, 127));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile/0/00", "tile/0/0000",
        "tile/00/000",
        "tile/+0/000", "tile/-1/000", "tile/8/000", "tile/64/000", "tile/0/x000/000", "tile/0/x000/005",
        "tile/0/001/000",
        "tile/0/x001/x000", "tile/0/x1/000", "tile/0/X001/000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0",
        "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/257", "tile/0/000.p/-1", "tile/0/000.p/1/",
        "tile/0/000.q/1",
        "tile/entries", "tile/entries/0", "tile/Entries/000", "tile/0/../000", "tile/../checkpoint", "tile/0//000",
        "tile/0/x009/x223/x372/x036/x854/x775/808", "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
        "tile/0/\u0660\u0660\u0660", "tile/0/000\n", " tile/0/000", "tile/0/000%00", "tile\\0\\000",
    })
    void shouldRefuseWhatIsNoPath(String text) {
        assertThatThrownBy(() -> TilePath.parse(text)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void shouldRefuseAPathOfAnyLength() {
        assertThatThrownBy(() -> TilePath.parse("tile/0/" + "x000/".repeat(1_000_000) + "000"))
                .isInstanceOf(LogFormatException.class)
                .message()
                .hasSizeLessThan(300);
    }
}
