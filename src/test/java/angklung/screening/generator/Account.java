package angklung.screening.generator;

import angklung.screening.ScreenedPlay;
import java.util.ArrayList;
import java.util.List;

/** One account's plays of a month, each labelled. */
public record Account(String id, Kind kind, List<ScreenedPlay> honest, List<ScreenedPlay> artificial) {
    public List<ScreenedPlay> all() {
        List<ScreenedPlay> all = new ArrayList<>(honest);
        all.addAll(artificial);
        return all;
    }
}
