package angklung.tally;

import angklung.avro.PoolPartial;
import angklung.avro.RightType;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a later revision says of a usage group besides its plays.
 *
 * @param rights of which claims have changed since a pool was divided by them
 * @param screening whether other plays are found artificial than in the revision before
 */
record News(Set<RightType> rights, boolean screening) {
    static final News NONE = new News(Set.of(), false);

    News {
        rights = Set.copyOf(rights);
    }

    News withRight(RightType right) {
        Set<RightType> more = EnumSet.of(right);
        more.addAll(rights);
        return new News(more, screening);
    }

    News withScreening() {
        return new News(rights, true);
    }

    /** Puts the news into a report. */
    PoolPartial.Builder report(PoolPartial.Builder report) {
        List<RightType> sorted = rights.stream().sorted().toList();
        return report.setRightsChanged(sorted).setScreeningChanged(screening);
    }

    void encode(StateWriter writer) {
        writer.flag(screening).number(rights.size());
        rights.stream().sorted().forEach(right -> writer.text(right.name()));
    }

    static News decode(StateReader reader) {
        News news = reader.flag() ? NONE.withScreening() : NONE;
        for (int left = reader.integer(); left > 0; left--) {
            news = news.withRight(RightType.valueOf(reader.text()));
        }
        return news;
    }
}
