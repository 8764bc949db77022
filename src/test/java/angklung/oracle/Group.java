package angklung.oracle;

import java.util.Map;

/** One offering of one service in one territory: what plays are counted for. */
record Group(String dsp, String territory, String offering) {

    static Group of(Map<String, String> row) {
        return new Group(row.get("dsp"), row.get("territory"), row.get("offering"));
    }

    boolean sharesTerritory(Group other) {
        return dsp.equals(other.dsp) && territory.equals(other.territory);
    }
}
